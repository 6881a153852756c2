// SPDX-License-Identifier: MIT

import TL
import Testing

@testable import MTProto

/// The other end of a session, as far as the tests of the client's need one.
struct ServerSide {
    let key: AuthKey
    var ids = ServerMessageIDs()
    var sessionID: Int64 = 0
    var contentCount: Int32 = 0
    var random = Replay(state: 99)
    var now: SessionTime

    /// The messages of a packet, out of their container.
    mutating func open(_ packet: [UInt8]) throws -> [SessionMessage] {
        let message = try EncryptedMessage(opening: packet, key: key, direction: .toServer)
        sessionID = message.sessionID
        salt = message.salt
        var reader = message.reader
        guard try reader.peekWord() == TLConstructor.container else {
            containerID = nil
            return [SessionMessage(id: message.id, sequence: message.sequence, body: message.body)]
        }
        containerID = message.id
        #expect(message.sequence & 1 == 0)
        _ = try reader.word()
        let inner = try MessageContainer.read(&reader)
        for inner in inner {
            #expect(inner.id < message.id)
            #expect(inner.sequence <= message.sequence)
        }
        return inner.map { inner in
            var body = inner.body
            return SessionMessage(id: inner.id, sequence: inner.sequence, body: body.remainder())
        }
    }

    var salt: Int64 = 0
    var containerID: Int64?

    /// An object in an envelope, as the server sends it.
    mutating func send(
        _ body: [UInt8], isAnswer: Bool = false, isContentRelated: Bool = true, id: Int64? = nil
    ) -> [UInt8] {
        let id = id ?? ids.next(now: now, isAnswer: isAnswer)
        let sequence = contentCount * 2 | (isContentRelated ? 1 : 0)
        if isContentRelated { contentCount += 1 }
        return EncryptedMessage.seal(
            salt: salt, sessionID: sessionID, id: id, sequence: sequence, body: body, key: key, direction: .toClient,
            random: &random
        ).packet
    }

    static func result(_ messageID: Int64, _ object: [UInt8]) -> [UInt8] {
        var writer = TLWriter()
        writer.constructor(TLConstructor.rpcResult)
        writer.fixed(messageID)
        writer.raw(object)
        return writer.written
    }
}
