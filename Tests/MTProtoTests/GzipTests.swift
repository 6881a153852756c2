// SPDX-License-Identifier: MIT

import Testing

@testable import MTProto

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 1000, 3_000_000]) func whatIsPackedComesBack(_ count: Int) throws {
        var random = Replay()
        let bytes = random.bytes(count)
        #expect(try Gzip.unpack(Gzip.pack(bytes)[...], limit: count) == bytes)
    }

    @Test func aBombIsRefusedBeforeItUnfolds() {
        let bomb = Gzip.pack([UInt8](repeating: 0, count: 50 << 20))
        #expect(bomb.count < 100_000)
        #expect(throws: Gzip.Failure.tooLarge(limit: 1 << 20)) { try Gzip.unpack(bomb[...], limit: 1 << 20) }
    }

    @Test func everyCutAndEveryTailIsRefused() {
        let packed = Gzip.pack(Array("a message of some length".utf8))
        for count in 0..<packed.count {
            #expect(throws: Gzip.Failure.malformed) { try Gzip.unpack(packed[..<count], limit: 1000) }
        }
        #expect(throws: Gzip.Failure.malformed) { try Gzip.unpack((packed + [0])[...], limit: 1000) }
        #expect(throws: Gzip.Failure.malformed) { try Gzip.unpack(Array("HTTP/1.1 200 OK".utf8)[...], limit: 1000) }
    }
}
