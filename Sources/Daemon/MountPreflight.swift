// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc

/// What would make a mount fail, found before a passphrase is asked for.
package enum MountPreflight {
    /// The mount point, absolute and without symbolic links. A dead mount of ours that lies on it is taken away.
    package static func mountPoint(_ path: String) throws(Failure) -> String {
        switch MountHealth(of: Array(path.utf8)) {
        case .alive:
            guard let resolved = resolved(path) else { throw failure(path, errno) }
            return resolved
        case .silent:
            throw Failure(
                .mountpoint, "The mount point \(path) is in use by a mount that does not answer",
                hint: "Unmount that first, or give another directory")
        case .dead: break
        }
        let mounts = try MountTable.current()
        let stale = try VolumeReference.resolve(path: Array(path.utf8), mounts: mounts)
        guard let mount = stale.mount, stale.path == [] else { throw failure(path, ENOTCONN) }
        try StaleMount.detach(mount)
        guard let resolved = resolved(path) else { throw failure(path, errno) }
        return resolved
    }

    package static func check(_ request: MountRequest) async throws(Failure) {
        try checkMountPoint(request.mountPoint)
        try checkDevice()
        try request.configuration.checkSegmentSize()
        // After umount(8) the old daemon still has to make its index durable.
        if try MountTable.current().entry(of: request.name) == nil {
            await StateLock.waitUntilFree(request.name, in: request.places, timeout: .seconds(3))
        }
        // Only to tell early; the daemon takes it for good.
        _ = try StateLock(request.name, in: request.places)
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func failure(_ path: String, _ code: Int32) -> Failure {
        if code == ENOENT {
            return Failure(.mountpoint, "The mount point \(path) does not exist", hint: "Make it: mkdir -p \(path)")
        }
        return Failure(.mountpoint, "The mount point \(path) cannot be used: \(reason(code))")
    }

    private static func checkMountPoint(_ path: String) throws(Failure) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw failure(path, errno) }
        guard facts.st_mode & S_IFMT == S_IFDIR else {
            throw Failure(.mountpoint, "The mount point \(path) is not a directory", hint: "Give an empty directory")
        }
        if try MountTable.isMountPoint(Array(path.utf8)) {
            throw Failure(
                .mountpoint, "The mount point \(path) is in use by another mount",
                hint: "Unmount that first, or give another directory")
        }
    }

    private static func checkDevice() throws(Failure) {
        guard access("/dev/fuse", F_OK) == 0 else {
            throw Failure(
                .fuse, "There is no FUSE device: /dev/fuse is missing",
                hint: "Load it with `modprobe fuse`; in a container give it the device /dev/fuse")
        }
        guard access("/dev/fuse", R_OK | W_OK) == 0 else {
            throw Failure(.fuse, "/dev/fuse may not be opened: \(reason(errno))", hint: "Ask for its mode to be 0666")
        }
    }
}

extension ConfigurationFile {
    package func checkSegmentSize() throws(Failure) {
        guard let segmentSize, segmentSize.bytes < Limits.segmentBytesMin else { return }
        throw Failure(
            .usage, "The segment size \(segmentSize) is too small",
            hint: "Give at least \(ByteCount(UInt64(Limits.segmentBytesMin)))")
    }
}

extension MountTable {
    /// Whether a mount of any kind lies on exactly this path.
    static func isMountPoint(_ path: [UInt8]) throws(Failure) -> Bool {
        let lines = try readBytes("/proc/self/mountinfo", bytesMax: 16 << 20).split(separator: UInt8(ascii: "\n"))
        return lines.contains { line in
            let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
            return fields.count > 5 && unescaped(Array(fields[4])) == path
        }
    }
}
