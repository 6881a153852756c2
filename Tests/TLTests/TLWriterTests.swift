// SPDX-License-Identifier: MIT

import Testing

@testable import TL

@Suite struct TLWriterTests {
    @Test(arguments: [0, 1, 3, 4, 253, 254, 255, 65_536, 600_001]) func bytesComeBackAndAreAligned(_ count: Int) throws
    {
        let value = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        var writer = TLWriter()
        writer.bytes(value)
        #expect(writer.written.count % 4 == 0)
        var reader = TLReader(writer.written)
        #expect(try reader.bytes() == value)
        #expect(reader.remaining == 0)
    }

    /// The first packet of the official sample run, from its constructor on.
    @Test func aMethodHasTheBytesOfTheSpecification() throws {
        let nonce: [UInt8] = [
            0x15, 0xA0, 0x84, 0xB3, 0xB9, 0xCA, 0x2A, 0x17, 0xF0, 0x39, 0x25, 0xF4, 0x4B, 0x78, 0xFE, 0x68,
        ]
        let request = Function.ReqPqMulti(nonce: try #require(Opaque128(nonce)))
        #expect(TLWriter.encode(request) == [0xF1, 0x8E, 0x7E, 0xBE] + nonce)
    }

    @Test func flagsSayWhatIsThere() throws {
        let document = API.MessageMediaDocument(document: Samples.document, ttlSeconds: 5)
        var reader = TLReader(TLWriter.encode(document))
        #expect(try reader.word() == 0x52d8_ccd9)
        #expect(try reader.word() == 0b101)
    }

    /// Two values under one bit: half of them cannot be written, and must not be claimed.
    @Test func valuesThatShareABitAreWrittenTogetherOrNotAtAll() throws {
        guard case .message(var half) = Samples.message else { throw TLError.tooDeep }
        half.forwards = nil
        let bytes = TLWriter.encode(API.Message.message(half))
        guard case .message(let read) = try TLReader.decode(API.Message.self, from: bytes) else { return }
        #expect(read.views == nil)
        #expect(read.forwards == nil)
        #expect(read.media == half.media)
    }

    @Test(arguments: [TLLayer.declared, .newest]) func bothLayersComeBack(_ layer: TLLayer) throws {
        let bytes = TLWriter.encode(Samples.history, layer: layer)
        #expect(try TLReader.decode(API.MessagesMessages.self, from: bytes) == Samples.history)
    }

    @Test func eachLayerHasItsConstructor() throws {
        let user = API.User.user(API.UserValue(id: 5, storiesMaxID: API.RecentStory(maxID: 7), storiesMaxID201: 7))
        var older = TLReader(TLWriter.encode(user, layer: .declared))
        #expect(try older.word() == 0x020b_1422)
        var newest = TLReader(TLWriter.encode(user, layer: .newest))
        #expect(try newest.word() == 0xb1b8_cc83)
        guard case .user(let read) = try TLReader.decode(API.User.self, from: TLWriter.encode(user)) else { return }
        #expect(read.storiesMaxID201 == 7)
        #expect(read.storiesMaxID == nil)
    }

    /// Same constructor, more flags: an older client must not see bits that it does not know.
    @Test func newFlagsStayOutOfTheOlderForm() throws {
        let rights = API.ChatAdminRights(postMessages: true, managePeers: ())
        var older = TLReader(TLWriter.encode(rights, layer: .declared))
        _ = try older.word()
        #expect(try older.word() == 1 << 1)
        var newest = TLReader(TLWriter.encode(rights, layer: .newest))
        _ = try newest.word()
        #expect(try newest.word() == 1 << 1 | 1 << 19)
    }

    /// A parameter that became optional: absent, the older form has its empty value.
    @Test func aParameterThatBecameOptionalHasItsDefault() throws {
        let call = Function.ChannelsEditAdmin(
            channel: .inputChannelEmpty, userID: .inputUserSelf, adminRights: API.ChatAdminRights())
        let bytes = TLWriter.encode(call, layer: .declared)
        var reader = TLReader(bytes)
        let read = try Function.read(constructor: reader.word(), from: &reader)
        #expect((read as? Function.ChannelsEditAdmin)?.rank == "")
        #expect(reader.remaining == 0)
        var newest = TLReader(TLWriter.encode(call, layer: .newest))
        #expect(
            (try Function.read(constructor: newest.word(), from: &newest) as? Function.ChannelsEditAdmin)?.rank == nil)
    }

    @Test func aQueryWithinAQueryIsKeptAsItIs() throws {
        let inner = TLWriter.encode(Function.HelpGetConfig())
        let outer = Function.InvokeWithLayer(layer: 201, query: inner)
        var reader = TLReader(TLWriter.encode(outer))
        let read = try Function.read(constructor: reader.word(), from: &reader)
        #expect((read as? Function.InvokeWithLayer)?.query == inner)
        #expect(type(of: read).name == "invokeWithLayer")
    }
}

extension API.ChatAdminRights {
    fileprivate init(postMessages: Bool, managePeers: Void) {
        self.init(postMessages: postMessages, manageLinkedPeers: true)
    }
}
