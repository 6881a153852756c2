// SPDX-License-Identifier: MIT

import TL

/// One message within a session: alone in its envelope, or one of several in a container.
package struct SessionMessage: Hashable, Sendable {
    package var id: Int64
    package var sequence: Int32
    package var body: [UInt8]

    package init(id: Int64, sequence: Int32, body: [UInt8]) {
        self.id = id
        self.sequence = sequence
        self.body = body
    }

    /// An odd number marks what wants to be acknowledged.
    package var isContentRelated: Bool { sequence & 1 == 1 }
}

/// `msg_container`: a bare vector of `msg_id seqno bytes body`.
package enum MessageContainer {
    package static let messagesMax = 1024
    private static let recordBytes = 16

    package static func encode(_ messages: [SessionMessage]) -> [UInt8] {
        precondition(messages.count <= messagesMax)
        var writer = TLWriter(capacity: messages.reduce(8) { $0 + recordBytes + $1.body.count })
        writer.constructor(TLConstructor.container)
        writer.fixed(Int32(messages.count))
        for message in messages {
            writer.fixed(message.id)
            writer.fixed(message.sequence)
            writer.fixed(Int32(message.body.count))
            writer.raw(message.body)
        }
        return writer.written
    }

    /// After the constructor. Each reader covers one body and copies nothing.
    package static func read(
        _ reader: inout TLReader
    ) throws(TLError) -> [(id: Int64, sequence: Int32, body: TLReader)] {
        let count = try reader.bareVectorCount(elementBytes: recordBytes)
        guard count <= messagesMax else { throw .vectorTooLong(count: count) }
        var messages: [(id: Int64, sequence: Int32, body: TLReader)] = []
        for _ in 0..<count {
            let id = try reader.fixed(Int64.self)
            let sequence = try reader.fixed(Int32.self)
            let bytes = Int(try reader.fixed(Int32.self))
            guard bytes >= 4, bytes % 4 == 0 else { throw .truncated(needed: bytes, remaining: reader.remaining) }
            let start = reader.offset
            try reader.skip(bytes)
            messages.append((id, sequence, TLReader(reader.source, range: start..<start + bytes)))
        }
        return messages
    }
}

/// `gzip_packed`: one object, compressed.
package enum PackedObject {
    /// What an answer may unpack to. The largest that are packed at all are lists of a hundred messages.
    package static let bytesMax = 8 << 20

    package enum Failure: Error, Hashable, Sendable {
        case schema(TLError)
        case gzip(Gzip.Failure)
    }

    /// Of what follows the constructor.
    package static func unpack(
        _ reader: inout TLReader, limit: Int = bytesMax
    ) throws(Failure) -> [UInt8] {
        let range: Range<Int>
        do throws(TLError) { range = try reader.bytesRange() } catch { throw .schema(error) }
        do throws(Gzip.Failure) { return try Gzip.unpack(reader.source[range], limit: limit) } catch {
            throw .gzip(error)
        }
    }

    package static func pack(_ object: [UInt8]) -> [UInt8] {
        var writer = TLWriter()
        writer.constructor(TLConstructor.gzipPacked)
        writer.bytes(Gzip.pack(object))
        return writer.written
    }
}
