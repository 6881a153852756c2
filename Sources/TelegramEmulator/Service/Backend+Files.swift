// SPDX-License-Identifier: MIT

import MTProto
import TL

/// upload.*, and what turns parts into documents.
extension Backend {
    func callFiles(
        _ function: any TLFunction, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply? {
        switch function {
        case let it as Function.UploadSaveBigFilePart:
            try save(it.bytes, it.fileID, it.filePart, total: it.fileTotalParts, by: caller, account)
        case let it as Function.UploadSaveFilePart:
            try save(it.bytes, it.fileID, it.filePart, total: nil, by: caller, account)
        case let it as Function.UploadGetFile: try getFile(it, by: caller, account)
        case let it as Function.UploadGetFileHashes: try getFileHashes(it, by: caller, account)
        case let it as Function.AuthExportAuthorization: try exportAuthorization(it, by: caller, account)
        default: nil
        }
    }

    // MARK: Upload

    private func save(
        _ bytes: [UInt8], _ file: Int64, _ number: Int32, total: Int32?, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply {
        let part = UploadStore.Part(
            key: UploadKey(user: account.id, center: caller.center, file: file), number: number, total: total,
            length: bytes.count, isPremium: account.isPremium)
        let now = realNow
        let outcome = bytes.withUnsafeBytes { bytes -> Refusal? in
            do throws(Refusal) {
                try uploads.save(part, bytes, now: now)
                return nil
            } catch {
                return error
            }
        }
        if let outcome { throw outcome }
        return Reply(true)
    }

    /// The document that `media` names or that its parts become.
    func document(
        _ media: API.InputMedia, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Document {
        let now = now
        switch media {
        case .inputMediaUploadedDocument(let uploaded):
            return try make(
                uploaded.file, mimeType: uploaded.mimeType, attributes: uploaded.attributes, photo: nil, by: caller,
                account)
        case .inputMediaUploadedPhoto(let uploaded):
            return try make(
                uploaded.file, mimeType: "image/jpeg", attributes: [], photo: Self.photo, by: caller, account)
        case .inputMediaPhoto(let existing):
            guard case .inputPhoto(let input) = existing.id else { throw .badRequest("MEDIA_EMPTY") }
            return try store.read { world throws(Refusal) in
                try world.document(
                    input.id, accessHash: input.accessHash, reference: input.fileReference, for: account.id, now: now)
            }
        case .inputMediaDocument(let existing):
            guard case .inputDocument(let input) = existing.id else { throw .badRequest("MEDIA_EMPTY") }
            return try store.read { world throws(Refusal) in
                try world.document(
                    input.id, accessHash: input.accessHash, reference: input.fileReference, for: account.id, now: now)
            }
        case .inputMediaEmpty: throw .badRequest("MEDIA_EMPTY")
        }
    }

    /// Pictures are kept as they came, and not looked into.
    private static let photo = Document.Photo(width: 1280, height: 1280)

    private func make(
        _ file: API.InputFile, mimeType: String, attributes: [API.DocumentAttribute], photo: Document.Photo?,
        by caller: Caller, _ account: Account
    ) throws(Refusal) -> Document {
        let (id, parts, isBig, checksum): (Int64, Int32, Bool, String) =
            switch file {
            case .inputFile(let it): (it.id, it.parts, false, it.md5Checksum)
            case .inputFileBig(let it): (it.id, it.parts, true, "")
            default: throw .badRequest("INPUT_FILE_INVALID")
            }
        let now = now
        let realNow = realNow
        uploads.expire(now: realNow)
        let finished = try uploads.finish(
            UploadKey(user: account.id, center: caller.center, file: id), parts: parts, isBig: isBig,
            checksum: checksum, isPremium: account.isPremium)
        let document = try store.change { world throws(Refusal) in
            let id = DocumentID(rawValue: world.settings.nextDocument)
            world.settings.nextDocument += 1
            let document = Document(
                id: id, owner: account.id, center: caller.center, created: Int32(now), mimeType: mimeType,
                size: finished.size, partSize: finished.partSize, attributes: attributes.map { TLWriter.encode($0) },
                photo: photo)
            world.documents.put(document)
            world.orphans[id] = realNow
            return document
        }
        guard files.adopt(finished, as: document.id) else { throw .internal("STORAGE_FAILED") }
        sweep(now: realNow)
        return document
    }

    /// Removes the bytes that no message has shown for a while.
    func sweep(now: Int64) {
        let removed = try? store.change { world throws(Refusal) in
            let old = world.orphans.filter { $0.value + EmulatorLimits.orphanSeconds <= now }.map(\.key)
            for id in old {
                world.orphans[id] = nil
                world.documents[id] = nil
            }
            return old
        }
        for document in removed ?? [] { files.remove(document) }
    }

    // MARK: Download

    private func locate(
        _ location: API.InputFileLocation, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Document {
        let (id, hash, reference, size): (Int64, Int64, [UInt8], String) =
            switch location {
            case .inputDocumentFileLocation(let it): (it.id, it.accessHash, it.fileReference, it.thumbSize)
            case .inputPhotoFileLocation(let it): (it.id, it.accessHash, it.fileReference, it.thumbSize)
            }
        let now = now
        let document = try store.read { world throws(Refusal) in
            try world.document(id, accessHash: hash, reference: reference, for: account.id, now: now)
        }
        guard size == (document.photo == nil ? "" : Renderer.photoSize) else { throw .badRequest("LOCATION_INVALID") }
        guard document.center == caller.center else { throw .seeOther("FILE_MIGRATE_\(document.center.rawValue)") }
        return document
    }

    private func getFile(
        _ it: Function.UploadGetFile, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply {
        try Self.checkRange(offset: it.offset, limit: Int64(it.limit), isPrecise: it.precise)
        let document = try locate(it.location, by: caller, account)
        let count = Int(max(0, min(Int64(it.limit), document.size - it.offset)))
        let bytes = try read(document, at: it.offset, count)
        return Reply(
            API.UploadFile.uploadFile(
                API.UploadFileValue(type: .storageFileUnknown, mtime: document.created, bytes: bytes)))
    }

    private func read(_ document: Document, at offset: Int64, _ count: Int) throws(Refusal) -> [UInt8] {
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard count > 0 else { return }
            isWhole = files.read(document, at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            initialized = isWhole ? count : 0
        }
        guard isWhole else { throw .internal("STORAGE_FAILED") }
        return bytes
    }

    /// core.telegram.org/api/files, "Downloading files".
    static func checkRange(offset: Int64, limit: Int64, isPrecise: Bool) throws(Refusal) {
        let unit: Int64 = isPrecise ? 1024 : 4096
        let most = EmulatorLimits.downloadBytes
        guard offset >= 0, offset % unit == 0, offset <= Int64.max - most else { throw .badRequest("OFFSET_INVALID") }
        guard limit > 0, limit <= most, limit % unit == 0, isPrecise || most % limit == 0 else {
            throw .badRequest("LIMIT_INVALID")
        }
        guard offset / most == (offset + limit - 1) / most else { throw .badRequest("LIMIT_INVALID") }
    }

    private func getFileHashes(
        _ it: Function.UploadGetFileHashes, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply {
        let document = try locate(it.location, by: caller, account)
        let unit: Int64 = 131_072
        guard it.offset >= 0, it.offset % unit == 0 else { throw .badRequest("OFFSET_INVALID") }
        var hashes: [API.FileHash] = []
        var offset = it.offset
        while offset < document.size, hashes.count < 8 {
            let count = min(unit, document.size - offset)
            let bytes = try read(document, at: offset, Int(count))
            hashes.append(API.FileHash(offset: offset, limit: Int32(count), hash: Digest.sha256(bytes)))
            offset += count
        }
        return Reply(hashes)
    }
}
