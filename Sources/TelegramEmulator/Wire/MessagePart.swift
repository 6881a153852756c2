// SPDX-License-Identifier: MIT

import MTProto
import TL

/// Why a connection is given up.
enum WireError: Error, Hashable, Sendable {
    /// What a peer is told before its connection is closed, such as -404.
    case transport(Int32)
    case frame(FrameError)
    case envelope(EnvelopeError)
    case malformedMessage(String)
}

/// A message of a client: alone, or one of those in a container.
struct MessagePart: Sendable {
    var id: Int64
    var sequence: Int32
    private var reader: TLReader

    /// The body, inflated where it was packed.
    func body() throws(WireError) -> [UInt8] {
        var reader = reader
        return try Self.unpacked(reader.remainder())
    }

    static func all(of message: EncryptedMessage) throws(WireError) -> [MessagePart] {
        var reader = message.reader
        do throws(TLError) {
            guard try reader.peekWord() == TLConstructor.container else {
                return [MessagePart(id: message.id, sequence: message.sequence, reader: reader)]
            }
            try reader.skip(4)
            return try MessageContainer.read(&reader).map {
                MessagePart(id: $0.id, sequence: $0.sequence, reader: $0.body)
            }
        } catch {
            throw .malformedMessage("\(error)")
        }
    }

    /// Packed bodies within packed bodies are bounded in depth and size.
    static func unpacked(_ body: [UInt8]) throws(WireError) -> [UInt8] {
        var body = body
        for _ in 0..<EmulatorLimits.wrapperDepth {
            var reader = TLReader(body)
            do {
                guard try reader.word() == TLConstructor.gzipPacked else { return body }
                body = try PackedObject.unpack(&reader, limit: EmulatorLimits.inflatedBytes)
            } catch {
                throw .malformedMessage("\(error)")
            }
        }
        throw .malformedMessage("packed more than \(EmulatorLimits.wrapperDepth) times")
    }
}
