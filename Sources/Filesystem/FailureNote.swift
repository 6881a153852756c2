// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The last thing that went wrong in the background, as `status` shows it.
package struct FailureNote: Sendable, Equatable {
    package let time: Timestamp
    package let code: String
    package let message: String
}

final class LastFailure: Sendable {
    private let note = Mutex<FailureNote?>(nil)

    var value: FailureNote? { note.withLock { $0 } }

    func set(_ new: FailureNote) { note.withLock { $0 = new } }
}
