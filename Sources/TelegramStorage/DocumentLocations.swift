// SPDX-License-Identifier: MIT

import Synchronization
import Telegram

/// Where the documents of messages are, as far as it is known: what a read needs besides its reference. A cache: whatever
/// is not here, or expired, is asked for.
final class DocumentLocations: Sendable {
    enum Known: Hashable, Sendable {
        case document(DocumentLocation)
        /// The message is there and carries no document.
        case nothing
    }

    /// About 200 bytes each.
    private static let countMax = 20_000

    private let known = Mutex<[Int32: Known]>([:])

    subscript(message: Int32) -> Known? { known.withLock { $0[message] } }

    func note(_ message: ChannelMessage) {
        let location = message.document.map(Known.document) ?? .nothing
        known.withLock { known in
            if known.count >= Self.countMax { known.removeAll() }
            known[message.id] = location
        }
    }

    /// Telegram showed all messages of this range: what it did not show is not there.
    func note(_ messages: [ChannelMessage], allOf range: ClosedRange<Int32>) {
        known.withLock { known in
            if range.count < known.count {
                for id in range { known[id] = nil }
            } else {
                known = known.filter { !range.contains($0.key) }
            }
        }
        for message in messages { note(message) }
    }

    func forget(_ message: Int32) { known.withLock { $0[message] = nil } }

    /// Unless somebody replaced it already.
    func forget(_ message: Int32, _ expired: DocumentLocation) {
        known.withLock { known in
            if known[message] == .document(expired) { known[message] = nil }
        }
    }

    func forgetAll() { known.withLock { $0.removeAll() } }
}
