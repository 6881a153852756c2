// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// Who has given the password of a share already. In memory: after a restart it is asked for again.
final class Sessions: Sendable {
    private enum Key: Hashable {
        case cookie(ShareID, String)
        /// The header of a program that sends the password each time, so that scrypt does not run each time.
        case header(ShareID, String)
    }

    private static let countMax = 16_384

    private let lifetime: Duration
    private let ends = Mutex<[Key: ContinuousClock.Instant]>([:])

    init(lifetime: Duration) { self.lifetime = lifetime }

    /// What the cookie of a browser is to hold: 160 random bits.
    func begin(_ share: ShareID) -> String {
        var generator = SystemRandomNumberGenerator()
        let cookie = Base32.text((0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) })
        add(.cookie(share, cookie))
        return cookie
    }

    func remember(header: String, _ share: ShareID) { add(.header(share, header)) }

    func holds(cookie: String, _ share: ShareID) -> Bool { holds(.cookie(share, cookie)) }

    func holds(header: String, _ share: ShareID) -> Bool { holds(.header(share, header)) }

    private func holds(_ key: Key) -> Bool { ends.withLock { $0[key].map { $0 > .now } ?? false } }

    private func add(_ key: Key) {
        let end = ContinuousClock.now + lifetime
        ends.withLock { ends in
            if ends.count >= Self.countMax {
                let now = ContinuousClock.now
                ends = ends.filter { $0.value > now }
                if ends.count >= Self.countMax { ends.removeAll() }
            }
            ends[key] = end
        }
    }
}
