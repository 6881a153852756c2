// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Glibc

/// relatime: an access time is moved when it is not later than the last change, or a day old. A read that moves it is
/// kept in memory until the file is closed; so most reads change nothing, and many changes cost one record.
///
/// Nobody waits or fails because of an access time: where it cannot be logged it stays as it was.
extension Volume {
    /// Whether the next read of the file moves its access time: then the kernel should ask for it, also where it has
    /// the pages.
    package func awaitsRead(_ number: InodeNumber) -> Bool {
        guard updatesAccessTimes else { return false }
        // What cannot be looked at now will say why when it is read.
        guard let attributes = try? attributes(of: number) else { return false }
        return isAccessTimeDue(attributes)
    }

    func noteRead(_ handle: Handle) {
        guard updatesAccessTimes, handle.flags.rawValue & O_NOATIME == 0, awaitsRead(handle.inode.number) else {
            return
        }
        let now = clock.now()
        handle.inode.changePending { $0.accessTime = now }
    }

    /// For directories and symbolic links, which have no state while they are open.
    func noteAccess(_ number: InodeNumber) {
        guard updatesAccessTimes, awaitsRead(number) else { return }
        do throws(FSError) {
            try log.locked { core throws(FSError) in
                try core.log(
                    .setAttributes(inode: number, AttributeChange(accessTime: self.clock.now())))
            }
        } catch {
            logger.debug("an access time is given up", metadata: ["inode": "\(number)", "error": "\(error)"])
        }
    }

    private var updatesAccessTimes: Bool { configuration.updatesAccessTime && log.stopReason.value == nil }

    private func isAccessTimeDue(_ attributes: Attributes) -> Bool {
        let accessed = attributes.accessTime
        return accessed <= attributes.modificationTime || accessed <= attributes.changeTime
            || clock.now().seconds - accessed.seconds >= Self.accessTimeAgeMax
    }

    private static let accessTimeAgeMax: Int64 = 24 * 60 * 60
}
