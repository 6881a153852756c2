// SPDX-License-Identifier: MIT

import ObjectStorage
import Telegram

/// What a store of this kind calls an object or a root: the message and the document that it carried when it was posted.
///
///     0   1   kind and version: 0x54
///     1   8   channel
///     9   4   message
///    13   8   document
///
/// All big endian. Access hashes and file references are an account's own and expire: they are no part of it, so that
/// another account reads what this one wrote.
struct MessageReference: Hashable, Sendable {
    static let kind: UInt8 = 0x54
    static let byteCount = 21

    let chat: ChatID
    let message: Int32
    let document: Int64

    init(chat: ChatID, message: Int32, document: Int64) {
        self.chat = chat
        self.message = message
        self.document = document
    }

    /// Nil for bytes that are none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, bytes[0] == Self.kind else { return nil }
        func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        chat = ChatID(channel: Int64(bitPattern: number(1..<9)))
        message = Int32(truncatingIfNeeded: number(9..<13))
        document = Int64(bitPattern: number(13..<21))
        guard message > 0, chat.channel > 0 else { return nil }
    }

    var bytes: [UInt8] {
        var bytes = [Self.kind]
        withUnsafeBytes(of: chat.channel.bigEndian) { bytes += $0 }
        withUnsafeBytes(of: message.bigEndian) { bytes += $0 }
        withUnsafeBytes(of: document.bigEndian) { bytes += $0 }
        return bytes
    }
}
