// SPDX-License-Identifier: MIT

import Glibc

/// umount(2), or its helper for users.
enum Unmounting {
    /// Ends the mount if nobody uses it; `busy` if somebody does.
    static func ordinarily(_ path: String) throws(FuseSessionError) { try unmount(path, flags: 0, ["-u"]) }

    /// Takes the mount out of sight at once; it ends with its last user.
    static func detach(_ path: String) throws(FuseSessionError) {
        try unmount(path, flags: Int32(MNT_DETACH), ["-u", "-z"])
    }

    private static func unmount(_ path: String, flags: Int32, _ options: [String]) throws(FuseSessionError) {
        guard umount2(path, flags) != 0 else { return }
        switch errno {
        case EPERM: try Fusermount.run(options + ["--", path], path)
        case EBUSY: throw .busy(path)
        case let code: throw .unmountFailed("\(path): \(String(cString: strerror(code)))")
        }
    }
}

/// The set-user-id helper of libfuse.
enum Fusermount {
    /// Where it is; nil if nowhere in `PATH`.
    static var path: String? {
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return folders.split(separator: ":").map { "\($0)/fusermount3" }.first { access($0, X_OK) == 0 }
    }

    static func run(_ arguments: [String], _ mountPoint: String) throws(FuseSessionError) {
        guard let path else { throw .fusermountMissing }
        let (status, said) = output(of: path, arguments)
        guard status != 0 else { return }
        if said.contains("busy") { throw .busy(mountPoint) }
        throw .unmountFailed(said)
    }

    /// The exit status, and what it wrote to its standard error.
    private static func output(of path: String, _ arguments: [String]) -> (status: Int32, said: String) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { return (-1, "no pipe: errno \(errno)") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
        var argv = ([path] + arguments).map { strdup($0) } + [nil]
        var child: pid_t = 0
        let failure = posix_spawn(&child, path, &actions, nil, &argv, environ)
        argv.forEach { free($0) }
        posix_spawn_file_actions_destroy(&actions)
        close(ends[1])
        defer { close(ends[0]) }
        guard failure == 0 else { return (-1, "\(path): \(String(cString: strerror(failure)))") }
        let said = readAll(ends[0])
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return (status, said)
    }

    private static func readAll(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += piece.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined(separator: "; ")
    }
}
