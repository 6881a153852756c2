// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// Which upload a part belongs to: the id is the client's own choice.
struct UploadKey: Hashable, Sendable {
    var user: UserID
    /// Parts are where they were sent.
    var center: DataCenterID
    var file: Int64
}

/// Parts that are not a document yet, each a file of its own: `uploads/USER_DC_FILE/PART`. They outlive a restart.
final class UploadStore: Sendable {
    /// One upload as its parts describe it.
    struct Upload: Sendable {
        var sizes: [Int32: Int] = [:]
        var total: Int32?
        var isBig: Bool
        var touched: Int64

        /// Of every part but the last.
        var partSize: Int? {
            guard let total, total > 1 else { return sizes.values.max() }
            return sizes.first { $0.key != total - 1 }?.value
        }
    }

    struct Part: Sendable {
        var key: UploadKey
        var number: Int32
        /// nil: a small file, whose number of parts is told at the end. -1: not known yet.
        var total: Int32?
        var length: Int
        var isPremium: Bool
    }

    /// A complete upload, taken out of the store.
    struct Finished: Sendable {
        var folder: String
        var size: Int64
        var partSize: Int32
        var parts: Int32
    }

    private let folder: String
    private let uploads = Mutex<[UploadKey: Upload]>([:])

    init(folder: String, now: Int64) {
        self.folder = folder
        for name in Folder.names(folder) {
            guard let (key, upload) = Self.scan(name, in: folder, now: now) else { continue }
            uploads.withLock { $0[key] = upload }
        }
    }

    private static func scan(_ name: String, in folder: String, now: Int64) -> (UploadKey, Upload)? {
        let words = name.split(separator: "_").compactMap { Int64($0) }
        guard words.count == 3, let center = Int32(exactly: words[1]) else { return nil }
        var upload = Upload(isBig: false, touched: now)
        for part in Folder.names("\(folder)/\(name)") {
            var facts = stat()
            guard let number = Int32(part), stat("\(folder)/\(name)/\(part)", &facts) == 0 else { continue }
            upload.sizes[number] = Int(facts.st_size)
        }
        let key = UploadKey(
            user: UserID(rawValue: words[0]), center: DataCenterID(rawValue: center), file: words[2])
        return (key, upload)
    }

    private func path(_ key: UploadKey) -> String {
        "\(folder)/\(key.user.rawValue)_\(key.center.rawValue)_\(key.file)"
    }

    /// Checks a part and writes it. Called on a thread that may wait for the disk.
    func save(_ part: Part, _ bytes: UnsafeRawBufferPointer, now: Int64) throws(Refusal) {
        try Self.check(part)
        let isNew = try uploads.withLock { uploads throws(Refusal) in
            if let upload = uploads[part.key] {
                try Self.check(part, against: upload)
                return false
            }
            let mine = uploads.keys.count { $0.user == part.key.user }
            guard mine < EmulatorLimits.uploadsPerAccount else { throw .flood("FLOOD_WAIT_60") }
            uploads[part.key] = Upload(isBig: part.total != nil, touched: now)
            return true
        }
        let folder = path(part.key)
        if isNew || access(folder, F_OK) != 0 { mkdir(folder, 0o700) }
        guard Self.write(bytes, to: "\(folder)/\(part.number)") else { throw .internal("STORAGE_FAILED") }
        uploads.withLock { uploads in
            uploads[part.key]?.sizes[part.number] = part.length
            uploads[part.key]?.touched = now
            if let total = part.total, total > 0 { uploads[part.key]?.total = total }
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        return FileBytes.write(bytes, to: file) == 0
    }

    /// What can be said of a part alone.
    static func check(_ part: Part) throws(Refusal) {
        let most = part.isPremium ? EmulatorLimits.partsPremium : EmulatorLimits.partsDefault
        guard part.number >= 0, part.number < most else { throw .badRequest("FILE_PART_INVALID") }
        guard part.length > 0 else { throw .badRequest("FILE_PART_EMPTY") }
        guard part.length <= EmulatorLimits.partBytes else { throw .badRequest("FILE_PART_TOO_BIG") }
        guard let total = part.total else { return }
        guard total == -1 || (1...most).contains(total) else { throw .badRequest("FILE_PARTS_INVALID") }
        guard total == -1 || part.number < total else { throw .badRequest("FILE_PART_INVALID") }
        if total != -1, part.number < total - 1, !isPartSize(part.length) {
            throw .badRequest("FILE_PART_SIZE_INVALID")
        }
    }

    private static func check(_ part: Part, against upload: Upload) throws(Refusal) {
        if let total = part.total, total > 0, let known = upload.total, known != total {
            throw .badRequest("FILE_PARTS_INVALID")
        }
        let total = part.total.flatMap { $0 > 0 ? $0 : nil } ?? upload.total
        guard let total, part.number < total - 1 else { return }
        let other = upload.sizes.first { $0.key != part.number && $0.key < total - 1 }
        if let other, other.value != part.length { throw .badRequest("FILE_PART_SIZE_CHANGED") }
    }

    static func isPartSize(_ length: Int) -> Bool {
        length > 0 && length % EmulatorLimits.partUnit == 0 && EmulatorLimits.partBytes % length == 0
    }

    /// Takes a complete upload: its folder is the caller's to move. Where something is missing, all stays.
    func finish(
        _ key: UploadKey, parts: Int32, isBig: Bool, checksum: String, isPremium: Bool
    ) throws(Refusal) -> Finished {
        if !isBig, checksum.utf8.count == 32, parts <= 10_240 {
            guard checksum.lowercased() == md5(key, parts: parts) ?? checksum.lowercased() else {
                throw .badRequest("MD5_CHECKSUM_INVALID")
            }
        }
        return try uploads.withLock { uploads throws(Refusal) in
            let most = isPremium ? EmulatorLimits.partsPremium : EmulatorLimits.partsDefault
            guard (1...most).contains(parts) else { throw .badRequest("FILE_PARTS_INVALID") }
            guard let upload = uploads[key] else { throw .badRequest("FILE_PART_0_MISSING") }
            if let total = upload.total, total != parts { throw .badRequest("FILE_PARTS_INVALID") }
            for number in 0..<parts where upload.sizes[number] == nil {
                throw .badRequest("FILE_PART_\(number)_MISSING")
            }
            let partSize = upload.sizes[0] ?? 0
            let last = upload.sizes[parts - 1] ?? 0
            guard parts == 1 || Self.isPartSize(partSize) else { throw .badRequest("FILE_PART_SIZE_INVALID") }
            for number in 1..<max(1, parts - 1) where parts > 2 && upload.sizes[number] != partSize {
                throw .badRequest("FILE_PART_SIZE_CHANGED")
            }
            guard last <= partSize else { throw .badRequest("FILE_PART_SIZE_CHANGED") }
            let size = Int64(parts - 1) * Int64(partSize) + Int64(last)
            if !isBig, size > EmulatorLimits.smallFileBytes { throw .badRequest("FILE_PARTS_INVALID") }
            uploads[key] = nil
            return Finished(folder: path(key), size: size, partSize: Int32(partSize), parts: parts)
        }
    }

    /// Of a small file; nil where a part is missing.
    private func md5(_ key: UploadKey, parts: Int32) -> String? {
        var bytes: [UInt8] = []
        for number in 0..<max(0, parts) {
            guard let part = try? FileBytes.read("\(path(key))/\(number)") else { return nil }
            bytes += part
            guard bytes.count <= EmulatorLimits.smallFileBytes else { return nil }
        }
        return MD5.hex(bytes)
    }

    /// Forgets uploads that nobody continued.
    func expire(now: Int64) {
        let old = uploads.withLock { uploads in
            let old = uploads.filter { $0.value.touched + EmulatorLimits.partSeconds <= now }.map(\.key)
            for key in old { uploads[key] = nil }
            return old
        }
        for key in old { Folder.remove(path(key)) }
    }
}
