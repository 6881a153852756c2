// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// The flags of setxattr(2).
package enum XattrMode: Sendable, CaseIterable {
    case any
    case create
    case replace
}

/// Extended attributes. The kernel checks who may touch which namespace.
extension Volume {
    /// Where a file's last change is; read-only, and not listed, so that no copy tries to carry it over.
    package static let stateXattr = Array("user.gramfs.state".utf8)

    package func setXattr(
        _ number: InodeNumber, name: [UInt8], value: UnsafeRawBufferPointer, mode: XattrMode, caller: Caller
    ) throws(FSError) {
        try requireXattrName(name)
        guard name != Self.stateXattr else { throw .notPermitted }
        guard value.count <= Limits.xattrValueBytesMax else { throw .attributeTooLarge }
        let value = Array(value)
        try log.locked { core throws(FSError) in
            let inode = try self.inode(number, core)
            let exists = try core.index.xattr(of: number, name: name) != nil
            if exists, mode == .create { throw .exists }
            if !exists, mode == .replace { throw .noAttribute }
            try self.requireRoom(for: name, value, of: number, core)
            let records =
                Self.isAccessControl(name)
                ? try self.records(setting: value, as: name, of: inode, caller: caller, core)
                : [.setXattr(inode: number, name: name, value: value, time: self.clock.now())]
            self.inodes.find(number)?.noteXattrs(areAbsent: false)
            try core.log(records)
            self.noteChangeTimeLogged(of: number)
        }
    }

    package func xattr(_ number: InodeNumber, name: [UInt8]) throws(FSError) -> [UInt8] {
        try requireXattrName(name)
        if name == Self.stateXattr { return Array(try uploadState(of: number).rawValue.utf8) }
        let open = inodes.find(number)
        guard open?.hasNoXattrs != true else { throw .noAttribute }
        let value = try log.locked { core throws(FSError) in
            _ = try self.inode(number, core)
            let value = try core.index.xattr(of: number, name: name)
            if value == nil, let open, try core.index.xattrNames(of: number).isEmpty {
                open.noteXattrs(areAbsent: true)
            }
            return value
        }
        guard let value else { throw .noAttribute }
        return value
    }

    /// What only the superuser may read is shown to nobody else.
    package func xattrNames(_ number: InodeNumber, caller: Caller) throws(FSError) -> [[UInt8]] {
        let names = try log.locked { core throws(FSError) in
            _ = try self.inode(number, core)
            return try core.index.xattrNames(of: number)
        }
        return caller.uid == 0 ? names : names.filter { !$0.starts(with: Self.trusted) }
    }

    package func removeXattr(_ number: InodeNumber, name: [UInt8]) throws(FSError) {
        try requireXattrName(name)
        guard name != Self.stateXattr else { throw .notPermitted }
        try log.locked { core throws(FSError) in
            guard try core.index.xattr(of: number, name: name) != nil else {
                // As on other file systems: a list that is not there says what the permissions say.
                if Self.isAccessControl(name) { return }
                throw .noAttribute
            }
            try core.log(.setXattr(inode: number, name: name, value: nil, time: self.clock.now()))
            self.noteChangeTimeLogged(of: number)
        }
    }

    private static let trusted = Array("trusted.".utf8)
    private static let namespaces = [Array("user.".utf8), trusted, Array("security.".utf8)]

    /// xattr(7): a namespace and a name in it. Of `system` there is only what is obeyed; stored without that it would lie.
    private func requireXattrName(_ name: [UInt8]) throws(FSError) {
        guard !name.isEmpty, name.count <= Limits.nameBytesMax else { throw .bufferTooSmall }
        if Self.isAccessControl(name) { return }
        guard let namespace = Self.namespaces.first(where: { name.starts(with: $0) }) else { throw .notSupported }
        guard name.count > namespace.count else { throw .invalidArgument("an attribute without a name") }
    }

    /// All names together must fit one listxattr, and all attributes of an inode one piece of a checkpoint.
    private func requireRoom(
        for name: [UInt8], _ value: [UInt8], of number: InodeNumber, _ core: LogCore
    ) throws(FSError) {
        var listed = name.count + 1
        var bytes = name.count + value.count
        for other in try core.index.xattrNames(of: number) where other != name {
            listed += other.count + 1
            bytes += other.count + (try core.index.xattr(of: number, name: other)?.count ?? 0)
        }
        guard listed <= Limits.xattrListBytesMax, bytes <= Limits.xattrTotalBytesMax else { throw .noSpace }
    }
}
