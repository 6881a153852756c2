// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

extension CrashPoint {
    /// The one point that the environment armed, counting down to the passage that ends the process.
    final class Armed: Sendable {
        let point: CrashPoint
        private let passagesLeft: Atomic<Int>

        init(point: CrashPoint, at passage: Int) {
            self.point = point
            passagesLeft = Atomic(passage)
        }

        func passage() {
            if passagesLeft.subtract(1, ordering: .relaxed).newValue == 0 { kill(getpid(), SIGKILL) }
        }
    }
}
