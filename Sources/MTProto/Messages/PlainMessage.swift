// SPDX-License-Identifier: MIT

import TL

/// A message before there is a key.
///
///     0                8            16        20
///     | auth_key_id 0  | msg_id     | length  | body |       little-endian
package struct PlainMessage: Hashable, Sendable {
    package let id: Int64
    package let body: [UInt8]

    package init(id: Int64, body: [UInt8]) {
        self.id = id
        self.body = body
    }

    package var encoded: [UInt8] {
        var writer = TLWriter(capacity: body.count + 20)
        writer.fixed(UInt64(0))
        writer.fixed(id)
        writer.fixed(Int32(body.count))
        writer.raw(body)
        return writer.written
    }

    /// Nil for what is no such message. The body may have bytes after its object, as real servers send.
    package init?(decoding packet: [UInt8]) {
        var reader = TLReader(packet)
        guard (try? reader.fixed(UInt64.self)) == 0, let id = try? reader.fixed(Int64.self),
            let length = try? reader.fixed(Int32.self), length >= 4, length <= reader.remaining,
            let body = try? reader.raw(Int(length))
        else { return nil }
        self.init(id: id, body: body)
    }
}
