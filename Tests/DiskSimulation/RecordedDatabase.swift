// SPDX-License-Identifier: MIT

import CSQLite
import Glibc
import SegmentLog
import Synchronization

/// Puts what SQLite keeps below a directory onto a simulated disk as well: its files stay the machine's, so that locks
/// and shared memory are the real ones, and every write, size, name and sync is done to the simulation too. After a
/// simulated power cut `restore` writes what it left where SQLite finds it.
///
/// For the whole process, as a layer (a VFS) over SQLite's own that passes everything else through.
package enum RecordedDatabase {
    private static let disks = Mutex<[String: SimulatedDisk]>([:])

    /// The layer's place in SQLite, taken once.
    private static let isRegistered: Bool = {
        guard let base = sqlite3_vfs_find(nil) else { return false }
        let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        layer.initialize(to: base.pointee)
        layer.pointee.pNext = nil
        layer.pointee.zName = UnsafePointer(strdup("recorded"))
        layer.pointee.szOsFile = base.pointee.szOsFile + Int32(RecordedFile.headerBytes)
        layer.pointee.xOpen = openFile
        layer.pointee.xDelete = deleteFile
        return sqlite3_vfs_register(layer, 1) == SQLITE_OK
    }()

    /// From now on, for databases that are opened from now on.
    package static func begin(below directory: String, on disk: SimulatedDisk) {
        precondition(isRegistered, "SQLite has no place for a layer")
        disks.withLock { $0[directory] = disk }
    }

    package static func end(below directory: String) { disks.withLock { _ = $0.removeValue(forKey: directory) } }

    /// Writes the files that a crashed disk has directly in `directory` to the machine's, and begins.
    package static func restore(_ disk: SimulatedDisk, in directory: String) throws {
        for name in try disk.list(directory) {
            let path = "\(directory)/\(name)"
            guard let bytes = disk.contents(of: path) else { continue }
            let machine = SystemFileOperations()
            let file = try machine.open(path, .new)
            defer { machine.close(file) }
            var done = 0
            while done < bytes.count {
                done += try bytes[done...].withUnsafeBytes { try machine.write(file, $0, at: UInt64(done)) }
            }
        }
        begin(below: directory, on: disk)
    }

    fileprivate static func disk(of path: String) -> SimulatedDisk? {
        disks.withLock { $0[NameChange.parent(of: path)] }
    }
}

/// SQLite's own layer.
private nonisolated(unsafe) let base = sqlite3_vfs_find("unix")

/// What the simulation knows of an open file. SQLite serialises the calls on each.
private final class RecordedFile: @unchecked Sendable {
    /// In front of the file of SQLite's own layer: the methods, and this object or nil.
    static let headerBytes = 16

    let disk: SimulatedDisk
    let descriptor: FileDescriptor
    let directory: String
    /// A journal that SQLite has just made: it syncs the directory with the file's first sync.
    var hasNewName: Bool

    init(_ disk: SimulatedDisk, path: String, isEmpty: Bool, syncsName: Bool) throws(SystemFailure) {
        self.disk = disk
        directory = NameChange.parent(of: path)
        let known = disk.contents(of: path)
        // Somebody removed it without SQLite: then this is another one.
        if isEmpty, known?.isEmpty == false { try disk.unlink(path) }
        let isNew = disk.contents(of: path) == nil
        hasNewName = isNew && syncsName
        descriptor = try disk.open(path, isNew ? .new : .existing)
    }

    func synced() throws(SystemFailure) {
        try disk.syncData(descriptor)
        guard hasNewName else { return }
        try disk.syncDirectory(directory)
        hasNewName = false
    }

    deinit { disk.close(descriptor) }

    static func place(in file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<UnsafeMutableRawPointer?> {
        (UnsafeMutableRawPointer(file) + 8).assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
    }
}

private func real(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<sqlite3_file>? {
    file.map { (UnsafeMutableRawPointer($0) + RecordedFile.headerBytes).assumingMemoryBound(to: sqlite3_file.self) }
}

private func own(_ file: UnsafeMutablePointer<sqlite3_file>?) -> sqlite3_io_methods {
    guard let methods = real(file)?.pointee.pMethods else { preconditionFailure("SQLite calls what is not open") }
    return methods.pointee
}

/// Does to the simulation what succeeded on the machine.
private func recorded(
    _ file: UnsafeMutablePointer<sqlite3_file>?, after code: Int32,
    _ body: (RecordedFile) throws(SystemFailure) -> Void
) -> Int32 {
    guard code == SQLITE_OK, let file, let record = RecordedFile.place(in: file).pointee else { return code }
    do { try body(Unmanaged<RecordedFile>.fromOpaque(record).takeUnretainedValue()) } catch { return SQLITE_IOERR }
    return SQLITE_OK
}

private func openFile(
    _ layer: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
) -> Int32 {
    guard let file, let base, let open = base.pointee.xOpen else { return SQLITE_CANTOPEN }
    file.pointee.pMethods = nil
    let place = RecordedFile.place(in: file)
    place.initialize(to: nil)
    let code = open(base, name, real(file), flags, outFlags)
    guard code == SQLITE_OK else { return code }
    file.pointee.pMethods = UnsafePointer(fileMethods)
    guard let name, flags & SQLITE_OPEN_READWRITE != 0 else { return SQLITE_OK }
    let path = String(cString: name)
    guard let disk = RecordedDatabase.disk(of: path) else { return SQLITE_OK }
    var size: sqlite3_int64 = 0
    _ = own(file).xFileSize(real(file), &size)
    let journals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL
    do {
        let record = try RecordedFile(disk, path: path, isEmpty: size == 0, syncsName: flags & journals != 0)
        place.pointee = Unmanaged.passRetained(record).toOpaque()
        return SQLITE_OK
    } catch {
        return SQLITE_CANTOPEN
    }
}

private func deleteFile(
    _ layer: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?, _ syncsDirectory: Int32
) -> Int32 {
    guard let base, let delete = base.pointee.xDelete, let name else { return SQLITE_IOERR }
    let path = String(cString: name)
    guard let disk = RecordedDatabase.disk(of: path) else { return delete(base, name, syncsDirectory) }
    let code = delete(base, name, 0)
    guard code == SQLITE_OK, disk.contents(of: path) != nil else { return code }
    do {
        try disk.unlink(path)
        if syncsDirectory != 0 { try disk.syncDirectory(NameChange.parent(of: path)) }
    } catch {
        return SQLITE_IOERR
    }
    return SQLITE_OK
}

/// Version 2: with shared memory for the WAL, without mapped pages, which could change unseen.
private nonisolated(unsafe) let fileMethods: UnsafeMutablePointer<sqlite3_io_methods> = {
    let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    methods.initialize(to: sqlite3_io_methods())
    methods.pointee.iVersion = 2
    methods.pointee.xClose = { file in
        let code = own(file).xClose(real(file))
        if let file, let record = RecordedFile.place(in: file).pointee {
            Unmanaged<RecordedFile>.fromOpaque(record).release()
        }
        return code
    }
    methods.pointee.xRead = { file, buffer, count, offset in
        own(file).xRead(real(file), buffer, count, offset)
    }
    methods.pointee.xWrite = { file, buffer, count, offset in
        let code = own(file).xWrite(real(file), buffer, count, offset)
        return recorded(file, after: code) { (record) throws(SystemFailure) in
            let bytes = UnsafeRawBufferPointer(start: buffer, count: Int(count))
            _ = try record.disk.write(record.descriptor, bytes, at: UInt64(offset))
        }
    }
    methods.pointee.xTruncate = { file, size in
        let code = own(file).xTruncate(real(file), size)
        return recorded(file, after: code) { (record) throws(SystemFailure) in
            try record.disk.setSize(record.descriptor, UInt64(size))
        }
    }
    // Only the simulated disk has to be safe.
    methods.pointee.xSync = { file, flags in
        guard let file, RecordedFile.place(in: file).pointee != nil else { return own(file).xSync(real(file), flags) }
        return recorded(file, after: SQLITE_OK) { (record) throws(SystemFailure) in try record.synced() }
    }
    methods.pointee.xFileSize = { file, size in own(file).xFileSize(real(file), size) }
    methods.pointee.xLock = { file, level in own(file).xLock(real(file), level) }
    methods.pointee.xUnlock = { file, level in own(file).xUnlock(real(file), level) }
    methods.pointee.xCheckReservedLock = { file, result in
        own(file).xCheckReservedLock(real(file), result)
    }
    methods.pointee.xFileControl = { file, operation, argument in
        own(file).xFileControl(real(file), operation, argument)
    }
    methods.pointee.xSectorSize = { file in own(file).xSectorSize(real(file)) }
    methods.pointee.xDeviceCharacteristics = { file in
        own(file).xDeviceCharacteristics(real(file))
    }
    methods.pointee.xShmMap = { file, region, bytes, extends, place in
        own(file).xShmMap(real(file), region, bytes, extends, place)
    }
    methods.pointee.xShmLock = { file, offset, count, flags in
        own(file).xShmLock(real(file), offset, count, flags)
    }
    methods.pointee.xShmBarrier = { file in own(file).xShmBarrier(real(file)) }
    methods.pointee.xShmUnmap = { file, deletes in own(file).xShmUnmap(real(file), deletes) }
    return methods
}()
