// SPDX-License-Identifier: MIT

import Glibc

/// Whether this machine lets this user mount with FUSE.
enum FuseDevice {
    static func check(_ options: FuseMountOptions) throws(FuseSessionError) {
        let descriptor = open("/dev/fuse", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == EACCES || errno == EPERM ? .deviceNotPermitted : .noDevice
        }
        close(descriptor)
        guard geteuid() != 0 else { return }
        guard Fusermount.path != nil else { throw .fusermountMissing }
        if options.allowsOther && !allowsOther(readWholeFile("/etc/fuse.conf") ?? []) { throw .allowOtherNotPermitted }
    }

    /// fuse.conf(5): the option stands alone on its line; `#` begins a comment.
    static func allowsOther(_ configuration: [UInt8]) -> Bool {
        String(decoding: configuration, as: UTF8.self).split(separator: "\n").contains { line in
            let option = line.prefix { $0 != "#" }
            return option.split(whereSeparator: \.isWhitespace) == ["user_allow_other"]
        }
    }
}
