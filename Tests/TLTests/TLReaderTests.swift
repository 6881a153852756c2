// SPDX-License-Identifier: MIT

import Testing

@testable import TL

/// Invariants: nothing that the bytes claim is believed before it is compared with what is there; every refusal is an
/// error that names what was wrong.
@Suite struct TLReaderTests {
    @Test func bytesHaveTheirTwoForms() throws {
        var reader = TLReader([3, 1, 2, 3, 0, 0, 0, 0])
        #expect(try reader.bytes() == [1, 2, 3])
        #expect(reader.offset == 4)
        var long = TLReader([0xFE, 0, 1, 0] + [UInt8](repeating: 7, count: 256) + [9, 9, 9, 9])
        #expect(try long.bytes() == [UInt8](repeating: 7, count: 256))
        #expect(long.remaining == 4)
    }

    @Test func aLengthBeyondTheEndIsRefused() {
        var short = TLReader([9, 1, 2, 3])
        #expect(throws: TLError.truncated(needed: 9, remaining: 3)) { () throws(TLError) in try short.bytes() }
        var long = TLReader([0xFE, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4])
        #expect(throws: TLError.truncated(needed: 0xFFFFFF, remaining: 4)) { () throws(TLError) in try long.bytes() }
        var never = TLReader([0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: TLError.self) { () throws(TLError) in try never.bytes() }
    }

    @Test func paddingThatIsMissingIsRefused() {
        var reader = TLReader([1, 7])
        #expect(throws: TLError.truncated(needed: 2, remaining: 0)) { () throws(TLError) in try reader.bytes() }
    }

    @Test func aVectorCannotClaimMoreThanIsThere() {
        let claim: [UInt8] = [0x15, 0xC4, 0xB5, 0x1C, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0]
        #expect(throws: TLError.vectorTooLong(count: Int(Int32.max))) { () throws(TLError) in
            try TLReader.decode([Int32].self, from: claim)
        }
        let negative: [UInt8] = [0x15, 0xC4, 0xB5, 0x1C, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
        #expect(throws: TLError.vectorTooLong(count: -1)) { () throws(TLError) in
            try TLReader.decode([Int64].self, from: negative)
        }
    }

    @Test func nestingEndsAtItsLimit() {
        func nested(_ depth: Int) -> API.JSONValue {
            (0..<depth).reduce(API.JSONValue.jsonNull) { inner, _ in .jsonArray(API.JsonArray(value: [inner])) }
        }
        let deepest = nested(TLReader.depthMax - 1)
        #expect(throws: Never.self) { try TLReader.decode(API.JSONValue.self, from: TLWriter.encode(deepest)) }
        let deeper = TLWriter.encode(nested(TLReader.depthMax))
        #expect(throws: TLError.tooDeep) { () throws(TLError) in try TLReader.decode(API.JSONValue.self, from: deeper) }
    }

    @Test func unknownConstructorsAndTrailingBytesAreNamed() {
        #expect(throws: TLError.unknownConstructor(0x0403_0201, in: "Peer")) { () throws(TLError) in
            try TLReader.decode(API.Peer.self, from: [1, 2, 3, 4])
        }
        let bytes = TLWriter.encode(API.Peer.peerUser(API.PeerUser(userID: 5))) + [0, 0, 0, 0]
        #expect(throws: TLError.trailingBytes(4)) { () throws(TLError) in
            try TLReader.decode(API.Peer.self, from: bytes)
        }
        #expect(throws: TLError.unknownConstructor(7, in: "Bool")) { () throws(TLError) in
            try TLReader.decode(Bool.self, from: [7, 0, 0, 0])
        }
    }

    @Test func everyPrefixOfAnAnswerIsRefusedWithoutHarm() throws {
        let whole = TLWriter.encode(Samples.history, layer: .newest)
        #expect(try TLReader.decode(API.MessagesMessages.self, from: whole) == Samples.history)
        for count in 0..<whole.count {
            #expect(throws: TLError.self) { () throws(TLError) in
                try TLReader.decode(API.MessagesMessages.self, from: Array(whole[..<count]))
            }
        }
    }
}
