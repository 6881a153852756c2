// SPDX-License-Identifier: MIT

import CLinux
import Filesystem
import FilesystemModel
import Glibc

/// SETXATTR, GETXATTR, LISTXATTR, REMOVEXATTR.
extension FuseDispatcher {
    func setXattr(_ request: consuming FuseRequest, _ name: RawName, _ value: UnsafeRawBufferPointer, flags: Int32) {
        let mode: XattrMode
        switch flags {
        case 0: mode = .any
        case Int32(XATTR_CREATE): mode = .create
        case Int32(XATTR_REPLACE): mode = .replace
        default:
            fail(request, .invalidArgument("setxattr with flags \(flags)"))
            return
        }
        let name = name.copy
        let value = Array(value)
        whenThereIsSpace(request, holding: value.count) { dispatcher, request in
            let inode = request.inode
            let caller = Volume.isAccessControl(name) ? request.callerWithGroups : request.caller
            dispatcher.finish(
                request,
                Result { () throws(FSError) in
                    try dispatcher.setXattr(inode, name: name, value: value, mode: mode, caller)
                })
        }
    }

    private func setXattr(
        _ inode: InodeNumber, name: [UInt8], value: [UInt8], mode: XattrMode, _ caller: Caller
    ) throws(FSError) {
        // A closure that throws a typed error out of `withUnsafeBytes` breaks the compiler (6.3.1).
        let result = value.withUnsafeBytes { bytes in
            Result { () throws(FSError) in
                try volume.setXattr(inode, name: name, value: bytes, mode: mode, caller: caller)
            }
        }
        try result.get()
    }

    func xattr(_ request: consuming FuseRequest, _ name: RawName, bytesMax: Int) {
        do throws(FSError) {
            let value = try volume.xattr(request.inode, name: name.copy)
            reply(request, value, bytesMax: bytesMax)
        } catch {
            fail(request, error)
        }
    }

    /// Names, each with its NUL.
    func xattrNames(_ request: consuming FuseRequest, bytesMax: Int) {
        do throws(FSError) {
            let names = try volume.xattrNames(request.inode, caller: request.caller)
            reply(request, names.flatMap { $0 + [0] }, bytesMax: bytesMax)
        } catch {
            fail(request, error)
        }
    }

    func removeXattr(_ request: consuming FuseRequest, _ name: RawName) {
        do throws(FSError) {
            try volume.removeXattr(request.inode, name: name.copy)
            request.succeed()
        } catch {
            fail(request, error)
        }
    }

    /// With no room at all the question is how much would be needed.
    private func reply(_ request: consuming FuseRequest, _ value: [UInt8], bytesMax: Int) {
        if bytesMax == 0 {
            request.reply(xattrSize: value.count)
        } else if value.count > bytesMax {
            fail(request, .bufferTooSmall)
        } else {
            request.reply(bytes: value)
        }
    }
}
