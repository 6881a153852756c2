// SPDX-License-Identifier: MIT

import CFuse
import Filesystem
import FilesystemModel
import Glibc

/// CREATE, OPEN, FLUSH, RELEASE, FSYNC.
extension FuseDispatcher {
    func create(
        _ request: consuming FuseRequest, in parent: InodeNumber, _ name: RawName, mode: mode_t,
        _ file: fuse_file_info
    ) {
        let copy: FileName
        do throws(FSError) {
            copy = try name.fileName()
        } catch {
            fail(request, error)
            return
        }
        let file = OpenedFile(file)
        whenThereIsSpace(request) { dispatcher, request in
            dispatcher.create(request, in: parent, copy, permissions: UInt16(mode & 0o7777), file)
        }
    }

    private func create(
        _ request: consuming FuseRequest, in parent: InodeNumber, _ name: FileName, permissions: UInt16,
        _ file: OpenedFile
    ) {
        do throws(FSError) {
            let (attributes, handle) = try volume.create(
                in: parent, name, permissions: permissions, flags: file.flags, caller: request.caller)
            // The caller may be gone: then there will be no RELEASE.
            guard !request.reply(created: attributes, file.reply(handle)) else { return }
            volume.release(attributes.inode, handle)
        } catch {
            fail(request, error)
        }
    }

    func open(_ request: consuming FuseRequest, _ file: fuse_file_info) {
        let file = OpenedFile(file)
        let inode = request.inode
        do throws(FSError) {
            let handle = try volume.open(inode, flags: file.flags, caller: request.caller)
            let keepsPages = !volume.awaitsRead(inode)
            guard !request.reply(opened: file.reply(handle, keepsPages: keepsPages)) else { return }
            volume.release(inode, handle)
        } catch {
            fail(request, error)
        }
    }

    /// At each close(2) of a descriptor.
    func flush(_ request: consuming FuseRequest, _ handle: HandleID) {
        waitingForSpace(request) { (volume, inode) throws(FSError) in try volume.flush(inode, handle) }
    }

    /// After the last close of an open file. Its result reaches nobody.
    func release(_ request: consuming FuseRequest, _ handle: HandleID) {
        volume.release(request.inode, handle)
        request.succeed()
    }

    /// Answered by the thread that synced. `handle` is nil for directories.
    func sync(_ request: consuming FuseRequest, _ handle: HandleID?, dataOnly: Bool) {
        guard let ticket = parked.enter(bytes: 0) else {
            fail(request, .noSpace)
            return
        }
        let inode = request.inode
        let detached = request.detach()
        volume.sync(inode, handle, dataOnly: dataOnly) { [self] result in
            if case .failure(.noSpace) = result {
                syncOnceThereIsSpace(detached.attach(), dataOnly: dataOnly)
            } else {
                finish(detached.attach(), result)
            }
            parked.leave(ticket)
        }
    }

    /// What is in memory first has to find its place in the log.
    private func syncOnceThereIsSpace(_ request: consuming FuseRequest, dataOnly: Bool) {
        let began = ContinuousClock.now
        park(request) { request in
            let inode = request.inode
            let result = await self.whileThereIsPatience(since: began) { () throws(FSError) in
                try self.volume.sealBuffer(of: inode)
            }
            guard case .success = result else {
                self.finish(request, result)
                return
            }
            let synced = await withCheckedContinuation { continuation in
                self.volume.sync(inode, nil, dataOnly: dataOnly) { continuation.resume(returning: $0) }
            }
            self.finish(request, synced)
        }
    }

    func finish(_ request: consuming FuseRequest, _ result: Result<Void, FSError>) {
        switch result {
        case .success: request.succeed()
        case .failure(let error): fail(request, error)
        }
    }
}

/// The flags of an open, as the volume should see them, and the answer to it.
struct OpenedFile: Sendable {
    let flags: OpenFlags

    init(_ file: fuse_file_info) { flags = Self.underWriteBack(file.flags) }

    /// With its write-back cache the kernel appends by itself, at the size that only it knows, and reads a page that
    /// is written in part also where the file was opened for writing only.
    private static func underWriteBack(_ flags: Int32) -> OpenFlags {
        let kept = flags & ~(O_APPEND | O_CREAT | O_EXCL | O_TRUNC | O_NOCTTY)
        let isWriteOnly = kept & O_ACCMODE == O_WRONLY
        return OpenFlags(rawValue: isWriteOnly ? kept & ~O_ACCMODE | O_RDWR : kept)
    }

    /// The kernel's pages of the file stay valid, for nobody else changes it; but from pages it reads without asking.
    func reply(_ handle: HandleID, keepsPages: Bool = true) -> fuse_file_info {
        var file = fuse_file_info()
        file.fh = handle.rawValue
        file.keep_cache = keepsPages ? 1 : 0
        return file
    }
}
