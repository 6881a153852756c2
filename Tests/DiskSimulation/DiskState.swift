// SPDX-License-Identifier: MIT

import Glibc
import SegmentLog

/// A change of names, durable when the directories that it touches are synced.
enum NameChange: Sendable {
    case create(String, Int)
    case unlink(String)
    case makeDirectory(String)

    func isIn(_ directory: String) -> Bool {
        switch self {
        case .create(let path, _), .unlink(let path), .makeDirectory(let path):
            Self.parent(of: path) == directory
        }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}

struct SimulatedFile: Sendable {
    /// What programs see.
    var seen = FileImage()
    /// What is on the platters.
    var durable = FileImage()
    /// What turns `durable` into `seen`, unless a sync failed in between.
    var pending: [FileImage.Change] = []

    mutating func settle() {
        for change in pending { durable.apply(change) }
        pending = []
    }
}

/// All that a simulated disk holds, without the lock.
struct DiskState: Sendable {
    var files: [Int: SimulatedFile] = [:]
    var names: [String: Int] = [:]
    var directories: Set<String> = []
    var durableNames: [String: Int] = [:]
    var durableDirectories: Set<String> = []
    var pendingNames: [NameChange] = []
    var descriptors: [FileDescriptor: (path: String, inode: Int)] = [:]
    var syncs: [SimulatedDisk.Sync] = []
    var capacityBytes: UInt64
    var writeBytesMax = Int.max
    var syncsUntilFailure = 0
    /// The disk before each sync; nil where nobody asked for that.
    var moments: [DiskState]?
    private var nextInode = 1
    private var nextDescriptor: Int32 = 100

    init(capacityBytes: UInt64) { self.capacityBytes = capacityBytes }

    var freeBytes: UInt64 {
        let taken = files.values.reduce(0) { $0 + UInt64($1.seen.allocatedBytes) }
        return capacityBytes > taken ? capacityBytes - taken : 0
    }

    mutating func open(_ path: String, _ opening: FileOpening) throws(SystemFailure) -> FileDescriptor {
        switch (opening, names[path]) {
        case (.existing, nil): throw SystemFailure(code: ENOENT)
        case (.new, .some): throw SystemFailure(code: EEXIST)
        case (.existing, .some(let inode)): return descriptor(path, inode)
        case (.new, nil):
            let inode = nextInode
            nextInode += 1
            files[inode] = SimulatedFile()
            apply(.create(path, inode))
            return descriptor(path, inode)
        }
    }

    private mutating func descriptor(_ path: String, _ inode: Int) -> FileDescriptor {
        nextDescriptor += 1
        let descriptor = FileDescriptor(rawValue: nextDescriptor)
        descriptors[descriptor] = (path, inode)
        return descriptor
    }

    func file(_ descriptor: FileDescriptor) throws(SystemFailure) -> SimulatedFile {
        guard let inode = descriptors[descriptor]?.inode, let file = files[inode] else {
            throw SystemFailure(code: EBADF)
        }
        return file
    }

    mutating func apply(_ change: FileImage.Change, to descriptor: FileDescriptor) throws(SystemFailure) {
        guard let inode = descriptors[descriptor]?.inode else { throw SystemFailure(code: EBADF) }
        files[inode]?.seen.apply(change)
        files[inode]?.pending.append(change)
    }

    mutating func write(
        _ descriptor: FileDescriptor, _ bytes: [UInt8], at offset: Int
    ) throws(SystemFailure) -> Int {
        let overwritten = max(0, try file(descriptor).seen.bytes.count - offset)
        let room = UInt64(overwritten).addingReportingOverflow(freeBytes)
        let count = min(bytes.count, writeBytesMax, room.overflow ? .max : Int(clamping: room.partialValue))
        guard count > 0 else { throw SystemFailure(code: ENOSPC) }
        try apply(.write(offset: offset, bytes: Array(bytes.prefix(count))), to: descriptor)
        return count
    }

    mutating func syncData(_ descriptor: FileDescriptor) throws(SystemFailure) {
        guard let (path, inode) = descriptors[descriptor] else { throw SystemFailure(code: EBADF) }
        keepMoment()
        syncs.append(.data(path: path))
        syncsUntilFailure -= 1
        guard syncsUntilFailure != 0 else {
            files[inode]?.pending = []
            throw SystemFailure(code: EIO)
        }
        files[inode]?.settle()
    }

    mutating func keepMoment() {
        guard moments != nil else { return }
        var copy = self
        copy.moments = nil
        moments?.append(copy)
    }

    mutating func dropCachedPages(_ descriptor: FileDescriptor) throws(SystemFailure) {
        let file = try file(descriptor)
        guard file.pending.isEmpty, let inode = descriptors[descriptor]?.inode else { return }
        files[inode]?.seen = file.durable
    }

    // MARK: Names

    mutating func apply(_ change: NameChange) {
        Self.apply(change, &names, &directories)
        pendingNames.append(change)
    }

    mutating func settleNames(where isSettled: (NameChange) -> Bool) {
        for change in pendingNames where isSettled(change) {
            Self.apply(change, &durableNames, &durableDirectories)
        }
        pendingNames.removeAll(where: isSettled)
    }

    static func apply(_ change: NameChange, _ names: inout [String: Int], _ directories: inout Set<String>) {
        switch change {
        case .create(let path, let inode): names[path] = inode
        case .unlink(let path): names[path] = nil
        case .makeDirectory(let path): directories.insert(path)
        }
    }
}
