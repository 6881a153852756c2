// SPDX-License-Identifier: MIT

import Synchronization

/// Why a volume takes no changes any more: the first reason stays. A leaf lock, because the sync thread tells it while
/// somebody may hold the volume's lock and wait for that very thread.
package final class StopReason: Sendable {
    private let reason = Mutex<String?>(nil)

    package init() {}

    package var value: String? { reason.withLock { $0 } }

    package func set(_ new: String) {
        reason.withLock { reason in
            if reason == nil { reason = new }
        }
    }
}
