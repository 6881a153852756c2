// SPDX-License-Identifier: MIT

import Glibc

/// An ext4 of its own in an image file: a disk that can be full, be read-only, or lose its power.
final class LoopImage {
    let mountPoint: String
    private let image: String
    private let directory: String

    init(in directory: String, name: String, mebibytes: Int) throws {
        self.directory = directory
        image = "\(directory)/\(name).img"
        mountPoint = "\(directory)/\(name)"
        try System.makeDirectory(mountPoint)
        try System.withFile(image, O_WRONLY | O_CREAT) { file in
            _ = try System.check("ftruncate", image, ftruncate(file, off_t(mebibytes << 20)))
        }
        // No blocks are kept for root: a full disk must be full for the tests too.
        try Command.require(["mkfs.ext4", "-q", "-F", "-m", "0", image], in: directory)
        try mount()
    }

    deinit { destroy() }

    /// Everything that was not flushed is lost; every access fails from here on.
    func cutPower() throws {
        // Without `-f` it only stops: nothing of the journal goes out either.
        try Command.require(["xfs_io", "-x", "-c", "shutdown", mountPoint], in: directory)
    }

    /// Switches on again: the journal is replayed.
    func replug() throws {
        try unmount()
        try mount()
    }

    func remount(readOnly: Bool) throws {
        try Command.require(["mount", "-o", "remount,\(readOnly ? "ro" : "rw")", mountPoint], in: directory)
    }

    func destroy() {
        while System.isMounted(mountPoint) {
            guard umount2(mountPoint, Int32(MNT_DETACH)) == 0 else { break }
        }
    }

    private func mount() throws { try Command.require(["mount", "-o", "loop", image, mountPoint], in: directory) }

    /// Tries for a while: whoever was killed just now may not have let go yet. Returns when the loop device is gone too:
    /// `mount` would take it again, with the file system as it was shut down.
    private func unmount() throws {
        guard System.wait(atMost: .seconds(20), for: { umount2(mountPoint, 0) == 0 }) else {
            throw SystemError(call: "umount", path: mountPoint, code: errno)
        }
        let isGone = try System.wait(atMost: .seconds(20)) {
            try Command.require(["losetup", "-j", image], in: directory).isEmpty
        }
        guard isGone else { throw Command.Failure(description: "\(image) is still in use") }
    }
}
