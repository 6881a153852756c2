// SPDX-License-Identifier: MIT

import CLinux
import ChildProcess
import Glibc

/// An ext4 of its own in an image file: a disk that can be full, be read-only, or lose its power.
final class LoopImage: Sendable {
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
        try ChildProcess.require(["mkfs.ext4", "-q", "-F", "-m", "0", image], in: directory)
        try mount()
    }

    deinit { destroy() }

    /// Everything that was not flushed is lost; every access fails from here on.
    ///
    /// An fdatasync that is under way meanwhile can return success for bytes that are not on the disk.
    func cutPower() throws {
        // Opened before, so that the cut itself is one call: ext4's shutdown without a flush of its journal, as
        // `xfs_io -x -c shutdown` does it.
        let root = try System.check("open", mountPoint, open(mountPoint, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        defer { close(root) }
        var withoutFlush: UInt32 = 2
        try System.check("shutdown", mountPoint, clinux_ioctl(root, Self.shutdownRequest, &withoutFlush))
    }

    /// `EXT4_IOC_SHUTDOWN` of the kernel: `_IOR('X', 125, __u32)`.
    private static let shutdownRequest: UInt = 0x8004_587D

    /// Switches on again: the journal is replayed.
    func replug() throws {
        try unmount()
        try mount()
    }

    func remount(readOnly: Bool) throws {
        try ChildProcess.require(["mount", "-o", "remount,\(readOnly ? "ro" : "rw")", mountPoint], in: directory)
    }

    func destroy() {
        while System.isMounted(mountPoint) {
            guard umount2(mountPoint, Int32(MNT_DETACH)) == 0 else { break }
        }
    }

    private func mount() throws { try ChildProcess.require(["mount", "-o", "loop", image, mountPoint], in: directory) }

    /// Tries for a while: whoever was killed just now may not have let go yet, and a process with mounts of its own that
    /// began meanwhile has a copy of this one. Until that is gone too, another mount would find what is shut down.
    private func unmount() throws {
        guard System.wait(atMost: .seconds(20), for: { umount2(mountPoint, 0) == 0 }) else {
            throw SystemError(call: "umount", path: mountPoint, code: errno)
        }
        guard try System.wait(atMost: .seconds(120), for: { try !isAttached }) else {
            throw SystemError(call: "umount elsewhere", path: mountPoint, code: EBUSY)
        }
    }

    /// Whether a loop device still has the image.
    private var isAttached: Bool {
        get throws {
            try System.names(in: "/sys/block").contains { name in
                // A device that is free, or becomes it now, has no such file.
                let file = try? System.text(of: "/sys/block/\(name)/loop/backing_file")
                return file?.split(separator: "\n").first == image[...]
            }
        }
    }
}
