// SPDX-License-Identifier: MIT

import Synchronization

/// How often each method was called, and who is told of the waits that Telegram demands.
package final class RequestTraffic: Sendable {
    private let counts = Mutex<[String: UInt64]>([:])
    private let observers = Mutex<[@Sendable (TelegramWait) -> Void]>([])

    /// Since the client was made, by the method's name; a call that is repeated counts each time.
    package var requests: [String: UInt64] { counts.withLock { $0 } }

    /// For as long as the client is there. Not to be blocked.
    package func observe(_ observer: @escaping @Sendable (TelegramWait) -> Void) {
        observers.withLock { $0.append(observer) }
    }

    func count(_ method: String) { counts.withLock { $0[method, default: 0] += 1 } }

    func tell(_ wait: TelegramWait) { for observer in observers.withLock({ $0 }) { observer(wait) } }
}
