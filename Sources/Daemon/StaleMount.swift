// SPDX-License-Identifier: MIT

import Glibc

/// A mount whose daemon is gone: every access to it fails with ENOTCONN until it is taken away.
package enum StaleMount {
    /// Only where `MountHealth` says that it is dead: a mount that lives would go out of sight with whoever uses it.
    package static func detach(_ mount: MountTable.Entry) throws(Failure) {
        let path = String(decoding: mount.mountPoint, as: UTF8.self)
        if geteuid() == 0 {
            let code = (mount.mountPoint.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { text in
                text.baseAddress.map { umount2($0, Int32(MNT_DETACH)) == 0 ? 0 : errno } ?? EINVAL
            }
            guard code == 0 else { throw Failure(call: "umount", path: path, errno: code) }
            return
        }
        guard try run(["fusermount3", "-u", "-z", path]) == 0 else {
            throw Failure(
                .failed, "The dead mount at \(path) cannot be taken away", hint: "Run: fusermount3 -u -z \(path)")
        }
    }

    private static func run(_ words: [String]) throws(Failure) -> Int32 {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let code = posix_spawnp(&child, words[0], nil, nil, &arguments, environ)
        guard code == 0 else { throw Failure(call: "posix_spawn", path: words[0], errno: code) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
