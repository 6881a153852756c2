// SPDX-License-Identifier: MIT

import CFuse
import Filesystem
import FilesystemModel
import Glibc

/// LOOKUP, FORGET, GETATTR, SETATTR, READLINK, STATFS.
extension FuseDispatcher {
    /// A name that is not there is an answer, not a failure: the kernel remembers it.
    func lookUp(_ request: consuming FuseRequest, in parent: InodeNumber, _ name: RawName) {
        do throws(FSError) {
            let attributes = try find(name, in: parent)
            request.reply(entry: attributes)
        } catch .notFound {
            request.replyAbsent()
        } catch {
            fail(request, error)
        }
    }

    /// The dots come from NFS servers and from `open_by_handle_at`, which know nothing but a number.
    private func find(_ name: RawName, in parent: InodeNumber) throws(FSError) -> Attributes {
        if name.isDot {
            let attributes = try volume.attributes(of: parent)
            // Open files without a name are the kernel's own; nobody comes to them, or to what a share keeps, by number.
            guard attributes.linkCount > 0 else { throw .staleInode }
            return attributes
        }
        if name.isDotDot { return try volume.parent(of: parent) }
        return try volume.lookUp(parent, try name.fileName())
    }

    /// However often it was looked up: node ids are inode numbers, so nothing is counted.
    func forget(_ inode: InodeNumber) {
        do throws(FSError) { try volume.forget(inode) } catch { noteFailure(.forget, inode, error) }
    }

    func attributes(_ request: consuming FuseRequest) {
        do throws(FSError) {
            let attributes = try volume.attributes(of: request.inode)
            request.reply(attributes: attributes)
        } catch {
            fail(request, error)
        }
    }

    /// Never waits for space: truncating frees some.
    func setAttributes(_ request: consuming FuseRequest, _ change: AttributeRequest) {
        do throws(FSError) {
            let caller = change.clearsSetIDs ? try changer(request, request.inode) : request.caller
            let attributes = try volume.setAttributes(of: request.inode, change, caller: caller)
            request.reply(attributes: attributes)
        } catch {
            fail(request, error)
        }
    }

    func readSymbolicLink(_ request: consuming FuseRequest) {
        do throws(FSError) {
            let target = try volume.readSymbolicLink(request.inode)
            request.reply(symbolicLink: target)
        } catch {
            fail(request, error)
        }
    }

    func statistics(_ request: consuming FuseRequest) {
        do throws(FSError) {
            let statistics = try volume.statistics().status
            request.reply(statistics: statistics)
        } catch {
            fail(request, error)
        }
    }
}

extension VolumeStatistics {
    fileprivate var status: statvfs {
        var status = statvfs()
        status.f_bsize = UInt(blockSize)
        status.f_frsize = UInt(blockSize)
        status.f_blocks = UInt(blocks)
        status.f_bfree = UInt(freeBlocks)
        status.f_bavail = UInt(freeBlocks)
        status.f_files = UInt(files)
        status.f_ffree = UInt(freeFiles)
        status.f_favail = UInt(freeFiles)
        status.f_namemax = UInt(nameMax)
        return status
    }
}
