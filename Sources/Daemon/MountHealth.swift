// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc

/// Whether anybody serves a mount, as the kernel says it: it knows when the last holder of the device is gone, also where
/// a control socket cannot be found.
package enum MountHealth: Sendable, Hashable {
    /// Somebody does, or there is no dead mount at all. Also where the kernel does not ask for us, because the mount is
    /// another user's.
    case alive
    /// The process is gone: whoever asks for anything gets ENOTCONN.
    case dead
    /// There is somebody, who does not answer now: stopped, or at work for longer than we wait.
    case silent

    /// Asks, on a thread of its own, because who does not answer holds it for ever. Not by stat or realpath: the kernel
    /// answers those from what it remembers, also where nobody is left to ask.
    package init(of path: [UInt8], patience: Duration = .seconds(5)) {
        let answer = BlockingQueue<MountHealth>()
        _ = PlainThread(name: "gramfs-probe") {
            let code = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { text in
                var facts = statvfs()
                return text.baseAddress.map { statvfs($0, &facts) == 0 ? 0 : errno } ?? EINVAL
            }
            answer.push(code == ENOTCONN ? .dead : .alive)
        }
        self = answer.pop(within: patience) ?? .silent
    }
}

extension Failure {
    /// Nobody listens at the socket of a volume that is mounted.
    package init(mounted mount: MountTable.Entry, socket: String) {
        let path = String(decoding: mount.mountPoint, as: UTF8.self)
        let command = geteuid() == 0 ? "umount" : "fusermount3 -u"
        switch MountHealth(of: mount.mountPoint) {
        case .dead:
            self.init(
                .notMounted, "The daemon of \(mount.name) is gone, its mount at \(path) is dead",
                hint: "Mount it again: gramfs mount \(mount.name) \(path)")
        case .alive:
            self.init(
                .notListening, "\(mount.name) is mounted at \(path), but its daemon does not listen at \(socket)",
                hint: "Set GRAMFS_RUNTIME_DIR as it was for the mount, or end the mount with: \(command) \(path)")
        case .silent:
            self.init(
                .notListening,
                "\(mount.name) is mounted at \(path); its daemon does not answer, and does not listen at \(socket)",
                hint: "It may be stopped or wait for its disk; set GRAMFS_RUNTIME_DIR as it was for the mount to ask it"
            )
        }
    }
}
