// SPDX-License-Identifier: MIT

import TL

@testable import MTProto

/// The decoders of what comes from a server, or from whoever plays one, or from a client to the emulator.
enum ProtocolTargets {
    private static let key = AuthKey([UInt8](repeating: 7, count: AuthKey.byteCount))
    private static let now = SessionTime(seconds: 1_800_000_000)

    /// Any boxed value of the kinds that answers hold; what is read must be read again as the same.
    static func answer(_ bytes: [UInt8]) throws(TLError) {
        try again(API.Updates.self, bytes)
        try again(API.MessagesMessages.self, bytes)
        try again(API.MessagesChatFull.self, bytes)
        try again(API.JSONValue.self, bytes)
        try again(API.AuthAuthorization.self, bytes)
    }

    private static func again<Value: TLBoxed & Equatable>(_ type: Value.Type, _ bytes: [UInt8]) throws(TLError) {
        var reader = TLReader(bytes)
        guard let value = try? Value(from: &reader) else { return }
        for layer in [TLLayer.declared, .newest] {
            let written = TLWriter.encode(value, layer: layer)
            precondition(written.count % 4 == 0)
            // Not a number is not equal to itself, and a layer leaves out what it does not have: only that it reads.
            precondition((try? TLReader.decode(Value.self, from: written)) != nil, "it is refused after it was encoded")
        }
    }

    static func method(_ bytes: [UInt8]) throws(TLError) {
        var reader = TLReader(bytes)
        let method = try Function.read(constructor: reader.word(), from: &reader)
        // A query within a query is kept as it came; of whole words it stays one.
        precondition(TLWriter.encode(method).count % 4 == 0 || bytes.count % 4 != 0)
    }

    /// The first byte chooses the framing, and how large the pieces are in which the rest arrives.
    static func clientStream(_ bytes: [UInt8]) throws(FrameError) {
        guard let first = bytes.first else { return }
        var decoder = FrameDecoder(FrameKind.allCases[Int(first & 3)], role: .client)
        var rest = bytes.dropFirst()
        while !rest.isEmpty {
            let piece = rest.prefix(1 + Int(first >> 2))
            rest = rest.dropFirst(piece.count)
            decoder.feed(Array(piece))
            while try decoder.next() != nil {}
        }
        precondition(decoder.bufferedBytes <= bytes.count)
    }

    static func serverStream(_ bytes: [UInt8]) throws(FrameError) {
        var transport = ServerTransport()
        try transport.feed(bytes)
        while try transport.next() != nil {}
    }

    /// Authentic messages with anything in them: each is an event or an error, and the session goes on.
    static func session(_ bytes: [UInt8]) throws(SessionError) {
        guard let key, bytes.count >= 4 else { return }
        var random = FuzzBytes()
        var session = ClientSession(key: key, salt: 1, preface: [], random: FuzzBytes())
        session.connected(now: now)
        session.submit(QueryID(rawValue: 1), body: [1, 2, 3, 4])
        _ = session.flush(now: now)
        let packet = EncryptedMessage.seal(
            salt: 1, sessionID: session.sessionID, id: now.messageID & ~3 | 1, sequence: 1,
            body: Array(bytes.prefix(bytes.count & ~3)), key: key, direction: .toClient, random: &random
        ).packet
        _ = try session.receive(packet, now: now)
        _ = session.tick(now: now + .seconds(30))
        _ = session.flush(now: now + .seconds(30))
        precondition(session.unansweredCount <= 1)
    }

    static func envelope(_ bytes: [UInt8]) throws(EnvelopeError) {
        _ = PlainMessage(decoding: bytes)
        guard let key else { return }
        _ = try EncryptedMessage(opening: bytes, key: key, direction: .toClient)
    }

    static func gzip(_ bytes: [UInt8]) throws(Gzip.Failure) {
        let unpacked = try Gzip.unpack(bytes[...], limit: 1 << 20)
        precondition(unpacked.count <= 1 << 20)
    }

    // MARK: Seeds

    static var answerSeed: [UInt8] {
        let document = API.Document.document(
            API.DocumentValue(
                id: 1, accessHash: 2, fileReference: [3], date: 4, mimeType: "application/octet-stream", size: 5,
                dcID: 2,
                attributes: [.documentAttributeFilename(API.DocumentAttributeFilename(fileName: "name"))]))
        let message = API.Message.message(
            API.MessageValue(
                post: true, id: 9, peerID: .peerChannel(API.PeerChannel(channelID: 4)), date: 7, message: "caption",
                media: .messageMediaDocument(API.MessageMediaDocument(document: document)),
                entities: [.messageEntityCode(API.MessageEntityCode(offset: 0, length: 7))]))
        return TLWriter.encode(
            API.MessagesMessages.messagesChannelMessages(
                API.MessagesChannelMessages(pts: 1, count: 1, messages: [message])))
    }

    static var methodSeed: [UInt8] {
        TLWriter.encode(
            Function.MessagesSendMedia(
                silent: true, peer: .inputPeerSelf,
                media: .inputMediaUploadedDocument(
                    API.InputMediaUploadedDocument(
                        file: .inputFileBig(API.InputFileBig(id: 1, parts: 2, name: "n")), mimeType: "m")),
                message: "caption", randomID: 7))
    }

    static var clientStreamSeed: [UInt8] {
        var encoder = FrameEncoder(.abridged)
        var bytes: [UInt8] = [0x40]
        encoder.append([UInt8](repeating: 1, count: 88), to: &bytes)
        encoder.append([UInt8](repeating: 2, count: 600), to: &bytes)
        return bytes
    }

    static var serverStreamSeed: [UInt8] {
        var random = FuzzBytes()
        var transport = ClientTransport(.intermediate, isObfuscated: true, dataCentre: 2, random: &random)
        return transport.opening + transport.encode([UInt8](repeating: 1, count: 88))
    }

    static var sessionSeed: [UInt8] {
        var result = TLWriter()
        result.constructor(TLConstructor.rpcResult)
        result.fixed(Int64(4))
        result.raw(PackedObject.pack(TLWriter.encode(true)))
        let created = TLWriter.encode(Service.NewSession(firstMsgID: 1, uniqueID: 2, serverSalt: 3))
        return MessageContainer.encode([
            SessionMessage(id: now.messageID & ~3 | 1, sequence: 1, body: result.written),
            SessionMessage(id: now.messageID & ~3 | 3, sequence: 3, body: created),
        ])
    }

    static var envelopeSeed: [UInt8] {
        guard let key else { return [] }
        var random = FuzzBytes()
        return EncryptedMessage.seal(
            salt: 1, sessionID: 2, id: 5, sequence: 1, body: [1, 2, 3, 4], key: key, direction: .toClient,
            random: &random
        ).packet
    }

    static var gzipSeed: [UInt8] { Gzip.pack([UInt8](repeating: 5, count: 1000)) }
}

/// Always the same bytes, so that the corpus stays what it is.
private struct FuzzBytes: RandomBytes {
    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index &* 37 &+ 11) }
    }
}
