// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import Glibc

/// MKNOD, MKDIR, SYMLINK, LINK, UNLINK, RMDIR, RENAME. What adds a name waits for space, and what moves one where it needs
/// some; what takes one away does not.
extension FuseDispatcher {
    func makeNode(
        _ request: consuming FuseRequest, in parent: InodeNumber, _ name: RawName, mode: mode_t, device: UInt32
    ) {
        guard let kind = FileKind(nodeMode: mode) else {
            fail(request, .invalidArgument("mknod of mode \(mode)"))
            return
        }
        adding(request, name) { (volume, name, caller) throws(FSError) in
            try volume.makeNode(
                in: parent, name, kind: kind, permissions: UInt16(mode & 0o7777), deviceNumber: device, caller: caller)
        }
    }

    func makeDirectory(_ request: consuming FuseRequest, in parent: InodeNumber, _ name: RawName, mode: mode_t) {
        adding(request, name) { (volume, name, caller) throws(FSError) in
            try volume.makeDirectory(in: parent, name, permissions: UInt16(mode & 0o7777), caller: caller)
        }
    }

    func makeSymbolicLink(
        _ request: consuming FuseRequest, in parent: InodeNumber, _ name: RawName, target: RawName
    ) {
        let target = target.copy
        adding(request, name) { (volume, name, caller) throws(FSError) in
            try volume.makeSymbolicLink(in: parent, name, target: target, caller: caller)
        }
    }

    func link(_ request: consuming FuseRequest, in parent: InodeNumber, _ name: RawName) {
        let inode = request.inode
        adding(request, name) { (volume, name, _) throws(FSError) in try volume.link(inode, in: parent, name) }
    }

    /// A new name, answered as a lookup of it.
    private func adding(
        _ request: consuming FuseRequest, _ name: RawName,
        _ operation: @escaping @Sendable (Volume, FileName, Caller) throws(FSError) -> Attributes
    ) {
        let copy: FileName
        do throws(FSError) {
            copy = try name.fileName()
        } catch {
            fail(request, error)
            return
        }
        let caller = request.caller
        whenThereIsSpace(request) { dispatcher, request in
            dispatcher.waitingForSpace(request) { (volume, _) throws(FSError) in
                try operation(volume, copy, caller)
            } reply: { request, attributes in
                request.reply(entry: attributes)
            }
        }
    }

    func unlink(_ request: consuming FuseRequest, in parent: InodeNumber, _ name: RawName) {
        do throws(FSError) {
            try volume.unlink(in: parent, try name.fileName())
            request.succeed()
        } catch {
            fail(request, error)
        }
    }

    func removeDirectory(_ request: consuming FuseRequest, in parent: InodeNumber, _ name: RawName) {
        do throws(FSError) {
            try volume.removeDirectory(in: parent, try name.fileName())
            request.succeed()
        } catch {
            fail(request, error)
        }
    }

    func rename(
        _ request: consuming FuseRequest, from parent: InodeNumber, _ name: RawName, to newParent: InodeNumber,
        _ newName: RawName, flags: UInt32
    ) {
        let (mode, old, new): (RenameMode, FileName, FileName)
        do throws(FSError) {
            (mode, old, new) = (try RenameMode(flags: flags), try name.fileName(), try newName.fileName())
        } catch {
            return fail(request, error)
        }
        // What is buffered of the file comes first, and may need some.
        waitingForSpace(request) { (volume, _) throws(FSError) in
            try volume.rename(in: parent, old, to: newParent, new, mode: mode)
        }
    }
}

extension RenameMode {
    fileprivate init(flags: UInt32) throws(FSError) {
        switch flags {
        case 0: self = .replace
        case UInt32(RENAME_NOREPLACE): self = .noReplace
        case UInt32(RENAME_EXCHANGE): self = .exchange
        default: throw .invalidArgument("renameat2 with flags \(flags)")
        }
    }
}
