// SPDX-License-Identifier: MIT

import CLinux
import FilesystemModel
import Glibc

/// What can be done to the connection with the kernel beside serving it.
struct ConnectionControl: Sendable {
    private let mountPoint: String
    /// The device number of the mount: its `bdi`, and with major 0 its connection.
    private let device: (major: UInt32, minor: UInt32)?

    /// Right after mounting. Asks the kernel's table and not the mount, which does not answer yet.
    init(mountPoint: String) {
        self.mountPoint = mountPoint
        device = MountTable.current().top(at: Array(mountPoint.utf8)).map { ($0.major, $0.minor) }
    }

    /// Whether a request went through. Blocks until the session serves, or has ended.
    func answers() -> Bool {
        var status = statfs()
        return statfs(mountPoint, &status) == 0 && status.f_type == Self.fuseMagic
    }

    /// `FUSE_SUPER_MAGIC` of statfs(2).
    private static let fuseMagic = 0x6573_5546

    /// The kernel offers 128 KiB, libfuse cannot ask for more, root can: an eighth of the requests when reading
    /// through. After INIT, which sets it anew. Without the right to it nothing changes.
    func raiseReadAhead() {
        guard let device else { return }
        let path = "/sys/class/bdi/\(device.major):\(device.minor)/read_ahead_kb"
        writeSystemFile(path, "\(Limits.requestBytesMax / 1024)")
    }

    /// Ends every request and the connection, whoever still uses it.
    func abort() {
        guard let device else { return }
        writeSystemFile("/sys/fs/fuse/connections/\(device.minor)/abort", "1")
    }

    /// Lets the kernel write its dirty pages of this mount.
    func writeBack() {
        let directory = open(mountPoint, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        // What fails here the kernel reports at close and fsync of the file.
        _ = syncfs(directory)
        close(directory)
    }
}
