// SPDX-License-Identifier: MIT

import CFuse
import Filesystem
import FilesystemModel
import Glibc

/// The table of callbacks. In a global function and not where the program begins: closures formed there would belong
/// to the main actor, and end the process when libfuse calls them from its threads.
///
/// What is unset here (locks) the kernel does by itself or refuses.
func fuseOperations(_ options: FuseMountOptions) -> fuse_lowlevel_ops {
    var operations = fuse_lowlevel_ops()
    // Two, because a callback cannot carry what it was made with.
    if options.hasExtendedAttributes {
        operations.`init` = { _, connection in
            guard let connection else { return }
            negotiate(&connection.pointee, obeysAccessLists: true)
        }
    } else {
        operations.`init` = { _, connection in
            guard let connection else { return }
            negotiate(&connection.pointee, obeysAccessLists: false)
        }
    }
    addInodeOperations(&operations)
    addNameOperations(&operations)
    addFileOperations(&operations)
    addContentOperations(&operations)
    addDirectoryOperations(&operations)
    // Unset they are answered ENOSYS, once: then the kernel stops asking.
    if options.hasExtendedAttributes { addXattrOperations(&operations) }
    return operations
}

/// Ends a parked request early. Called by libfuse under locks of its own, possibly after the answer: so it is given
/// a ticket, and no pointer to anything that could be gone.
func cancelParkedRequest(_ raw: fuse_req_t?, _ ticket: UnsafeMutableRawPointer?) {
    guard let raw else { return }
    dispatcher(of: raw)?.parked.cancel(UInt(bitPattern: ticket))
}

private func dispatcher(of raw: fuse_req_t) -> FuseDispatcher? {
    fuse_req_userdata(raw).map { Unmanaged<FuseDispatcher>.fromOpaque($0).takeUnretainedValue() }
}

private func serve(
    _ raw: fuse_req_t?, _ operation: FuseRequestKind, _ inode: fuse_ino_t,
    _ body: (FuseDispatcher, consuming FuseRequest) -> Void
) {
    guard let raw, let dispatcher = dispatcher(of: raw) else { return }
    dispatcher.counts.count(operation)
    body(dispatcher, FuseRequest(raw, operation, InodeNumber(rawValue: inode)))
}

private func addInodeOperations(_ operations: inout fuse_lowlevel_ops) {
    operations.lookup = { raw, parent, name in
        serve(raw, .lookup, parent) { $0.lookUp($1, in: InodeNumber(rawValue: parent), RawName(name)) }
    }
    operations.forget = { raw, inode, _ in
        serve(raw, .forget, inode) { dispatcher, request in
            dispatcher.forget(InodeNumber(rawValue: inode))
            request.end()
        }
    }
    operations.forget_multi = { raw, count, forgotten in
        serve(raw, .batchforget, 0) { dispatcher, request in
            for forget in UnsafeBufferPointer(start: forgotten, count: count) {
                dispatcher.forget(InodeNumber(rawValue: forget.ino))
            }
            request.end()
        }
    }
    operations.getattr = { raw, inode, _ in
        serve(raw, .getattr, inode) { $0.attributes($1) }
    }
    operations.setattr = { raw, inode, status, valid, _ in
        serve(raw, .setattr, inode) { dispatcher, request in
            guard let status else { return request.fail(EINVAL) }
            dispatcher.setAttributes(request, AttributeRequest(status.pointee, valid: valid))
        }
    }
    operations.readlink = { raw, inode in
        serve(raw, .readlink, inode) { $0.readSymbolicLink($1) }
    }
    operations.statfs = { raw, inode in
        serve(raw, .statfs, inode) { $0.statistics($1) }
    }
}

private func addNameOperations(_ operations: inout fuse_lowlevel_ops) {
    operations.mknod = { raw, parent, name, mode, device in
        serve(raw, .mknod, parent) {
            $0.makeNode(
                $1, in: InodeNumber(rawValue: parent), RawName(name), mode: mode,
                device: UInt32(truncatingIfNeeded: device))
        }
    }
    operations.mkdir = { raw, parent, name, mode in
        serve(raw, .mkdir, parent) {
            $0.makeDirectory($1, in: InodeNumber(rawValue: parent), RawName(name), mode: mode)
        }
    }
    operations.symlink = { raw, target, parent, name in
        serve(raw, .symlink, parent) {
            $0.makeSymbolicLink($1, in: InodeNumber(rawValue: parent), RawName(name), target: RawName(target))
        }
    }
    operations.link = { raw, inode, parent, name in
        serve(raw, .link, inode) { $0.link($1, in: InodeNumber(rawValue: parent), RawName(name)) }
    }
    operations.unlink = { raw, parent, name in
        serve(raw, .unlink, parent) { $0.unlink($1, in: InodeNumber(rawValue: parent), RawName(name)) }
    }
    operations.rmdir = { raw, parent, name in
        serve(raw, .rmdir, parent) { $0.removeDirectory($1, in: InodeNumber(rawValue: parent), RawName(name)) }
    }
    operations.rename = { raw, parent, name, newParent, newName, flags in
        serve(raw, .rename, parent) {
            $0.rename(
                $1, from: InodeNumber(rawValue: parent), RawName(name), to: InodeNumber(rawValue: newParent),
                RawName(newName), flags: flags)
        }
    }
}

private func addFileOperations(_ operations: inout fuse_lowlevel_ops) {
    operations.create = { raw, parent, name, mode, file in
        serve(raw, .create, parent) {
            $0.create($1, in: InodeNumber(rawValue: parent), RawName(name), mode: mode, file?.pointee ?? .init())
        }
    }
    operations.open = { raw, inode, file in
        serve(raw, .open, inode) { $0.open($1, file?.pointee ?? .init()) }
    }
    operations.read = { raw, inode, size, offset, file in
        serve(raw, .read, inode) { $0.read($1, HandleID(file), offset: UInt64(clamping: offset), length: size) }
    }
    // And not write_buf: without splice it brings nothing but a second way.
    operations.write = { raw, inode, bytes, size, offset, file in
        serve(raw, file?.pointee.writepage == 1 ? .writeback : .write, inode) {
            $0.write(
                $1, HandleID(file), offset: UInt64(clamping: offset), UnsafeRawBufferPointer(start: bytes, count: size),
                file.map { WriteOrigin($0.pointee) } ?? .privileged)
        }
    }
    operations.flush = { raw, inode, file in
        serve(raw, .flush, inode) { $0.flush($1, HandleID(file)) }
    }
    operations.release = { raw, inode, file in
        serve(raw, .release, inode) { $0.release($1, HandleID(file)) }
    }
    operations.fsync = { raw, inode, dataOnly, file in
        serve(raw, dataOnly != 0 ? .fdatasync : .fsync, inode) { $0.sync($1, HandleID(file), dataOnly: dataOnly != 0) }
    }
}

private func addContentOperations(_ operations: inout fuse_lowlevel_ops) {
    operations.fallocate = { raw, inode, mode, offset, length, file in
        serve(raw, .fallocate, inode) {
            $0.allocate($1, HandleID(file), mode: mode, offset: Int64(offset), length: Int64(length))
        }
    }
    // The kernel asks only for data and holes; every other place it knows by itself.
    operations.lseek = { raw, inode, offset, whence, file in
        serve(raw, .lseek, inode) { $0.seek($1, HandleID(file), offset: Int64(offset), whence: whence) }
    }
    operations.copy_file_range = { raw, inode, offset, file, newInode, newOffset, newFile, length, flags in
        serve(raw, .copyfilerange, inode) {
            $0.copy(
                $1, from: (HandleID(file), Int64(offset)), to: (HandleID(newFile), Int64(newOffset)),
                changing: InodeNumber(rawValue: newInode), length: length, flags: flags)
        }
    }
}

private func addDirectoryOperations(_ operations: inout fuse_lowlevel_ops) {
    operations.opendir = { raw, inode, _ in
        serve(raw, .opendir, inode) { $0.openDirectory($1) }
    }
    operations.readdir = { raw, inode, size, offset, file in
        serve(raw, .readdir, inode) {
            $0.readDirectory($1, HandleID(file), after: DirectoryCookie(offset), bytesMax: size, .namesOnly)
        }
    }
    operations.readdirplus = { raw, inode, size, offset, file in
        serve(raw, .readdirplus, inode) {
            $0.readDirectory($1, HandleID(file), after: DirectoryCookie(offset), bytesMax: size, .withAttributes)
        }
    }
    operations.releasedir = { raw, inode, file in
        serve(raw, .releasedir, inode) { $0.releaseDirectory($1, HandleID(file)) }
    }
    operations.fsyncdir = { raw, inode, dataOnly, _ in
        serve(raw, .fsyncdir, inode) { $0.sync($1, nil, dataOnly: dataOnly != 0) }
    }
}

private func addXattrOperations(_ operations: inout fuse_lowlevel_ops) {
    operations.setxattr = { raw, inode, name, value, size, flags in
        serve(raw, .setxattr, inode) {
            $0.setXattr($1, RawName(name), UnsafeRawBufferPointer(start: value, count: size), flags: flags)
        }
    }
    operations.getxattr = { raw, inode, name, size in
        serve(raw, .getxattr, inode) { $0.xattr($1, RawName(name), bytesMax: size) }
    }
    operations.listxattr = { raw, inode, size in
        serve(raw, .listxattr, inode) { $0.xattrNames($1, bytesMax: size) }
    }
    operations.removexattr = { raw, inode, name in
        serve(raw, .removexattr, inode) { $0.removeXattr($1, RawName(name)) }
    }
}

extension HandleID {
    fileprivate init(_ file: UnsafeMutablePointer<fuse_file_info>?) {
        self.init(rawValue: file?.pointee.fh ?? 0)
    }
}

extension DirectoryCookie {
    fileprivate init(_ offset: off_t) { self.init(rawValue: UInt64(clamping: offset)) }
}
