// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension API {

    /// `upload.File`
    package enum UploadFile: TLBoxed, Hashable {
        case uploadFile(UploadFileValue)
        case uploadFileCdnRedirect(UploadFileCdnRedirect)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x096a18d5:
                self = .uploadFile(try UploadFileValue(constructor: constructor, from: &reader))
            case 0xf18cda44:
                self = .uploadFileCdnRedirect(try UploadFileCdnRedirect(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "upload.File")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .uploadFile(let value): value.write(to: &writer)
            case .uploadFileCdnRedirect(let value): value.write(to: &writer)
            }
        }
    }

    /// `upload.file#96a18d5`
    package struct UploadFileValue: TLBoxed, Hashable {
        package var type: API.StorageFileType
        package var mtime: Int32
        package var bytes: [UInt8]

        package init(type: API.StorageFileType, mtime: Int32, bytes: [UInt8]) {
            self.type = type
            self.mtime = mtime
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x096a18d5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.File")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            type = try reader.read()
            mtime = try reader.read()
            bytes = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x096a18d5)
            writer.write(type)
            writer.write(mtime)
            writer.bytes(bytes)
        }
    }

    /// `upload.fileCdnRedirect#f18cda44`
    package struct UploadFileCdnRedirect: TLBoxed, Hashable {
        package var dcID: Int32
        package var fileToken: [UInt8]
        package var encryptionKey: [UInt8]
        package var encryptionIv: [UInt8]
        package var fileHashes: [API.FileHash]

        package init(
            dcID: Int32, fileToken: [UInt8], encryptionKey: [UInt8], encryptionIv: [UInt8],
            fileHashes: [API.FileHash] = []
        ) {
            self.dcID = dcID
            self.fileToken = fileToken
            self.encryptionKey = encryptionKey
            self.encryptionIv = encryptionIv
            self.fileHashes = fileHashes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf18cda44: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.File")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            dcID = try reader.read()
            fileToken = try reader.bytes()
            encryptionKey = try reader.bytes()
            encryptionIv = try reader.bytes()
            fileHashes = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf18cda44)
            writer.write(dcID)
            writer.bytes(fileToken)
            writer.bytes(encryptionKey)
            writer.bytes(encryptionIv)
            writer.write(fileHashes)
        }
    }

    /// `upload.CdnFile`
    package enum UploadCdnFile: TLBoxed, Hashable {
        case uploadCdnFile(UploadCdnFileValue)
        case uploadCdnFileReuploadNeeded(UploadCdnFileReuploadNeeded)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa99fca4f:
                self = .uploadCdnFile(try UploadCdnFileValue(constructor: constructor, from: &reader))
            case 0xeea8e46e:
                self = .uploadCdnFileReuploadNeeded(
                    try UploadCdnFileReuploadNeeded(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "upload.CdnFile")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .uploadCdnFile(let value): value.write(to: &writer)
            case .uploadCdnFileReuploadNeeded(let value): value.write(to: &writer)
            }
        }
    }

    /// `upload.cdnFile#a99fca4f`
    package struct UploadCdnFileValue: TLBoxed, Hashable {
        package var bytes: [UInt8]

        package init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa99fca4f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.CdnFile")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            bytes = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa99fca4f)
            writer.bytes(bytes)
        }
    }

    /// `upload.cdnFileReuploadNeeded#eea8e46e`
    package struct UploadCdnFileReuploadNeeded: TLBoxed, Hashable {
        package var requestToken: [UInt8]

        package init(requestToken: [UInt8]) {
            self.requestToken = requestToken
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xeea8e46e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.CdnFile")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            requestToken = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xeea8e46e)
            writer.bytes(requestToken)
        }
    }

    /// `fileHash#f39b035c`
    package struct FileHash: TLBoxed, Hashable {
        package var offset: Int64
        package var limit: Int32
        package var hash: [UInt8]

        package init(offset: Int64, limit: Int32, hash: [UInt8]) {
            self.offset = offset
            self.limit = limit
            self.hash = hash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf39b035c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "FileHash")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            limit = try reader.read()
            hash = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf39b035c)
            writer.write(offset)
            writer.write(limit)
            writer.bytes(hash)
        }
    }

    /// `InputFileLocation`
    package enum InputFileLocation: TLBoxed, Hashable {
        case inputDocumentFileLocation(InputDocumentFileLocation)
        case inputPhotoFileLocation(InputPhotoFileLocation)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbad07584:
                self = .inputDocumentFileLocation(
                    try InputDocumentFileLocation(constructor: constructor, from: &reader))
            case 0x40181ffe:
                self = .inputPhotoFileLocation(try InputPhotoFileLocation(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "InputFileLocation")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputDocumentFileLocation(let value): value.write(to: &writer)
            case .inputPhotoFileLocation(let value): value.write(to: &writer)
            }
        }
    }

    /// `inputDocumentFileLocation#bad07584`
    package struct InputDocumentFileLocation: TLBoxed, Hashable {
        package var id: Int64
        package var accessHash: Int64
        package var fileReference: [UInt8]
        package var thumbSize: String

        package init(id: Int64, accessHash: Int64, fileReference: [UInt8], thumbSize: String) {
            self.id = id
            self.accessHash = accessHash
            self.fileReference = fileReference
            self.thumbSize = thumbSize
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbad07584: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputFileLocation")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            accessHash = try reader.read()
            fileReference = try reader.bytes()
            thumbSize = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbad07584)
            writer.write(id)
            writer.write(accessHash)
            writer.bytes(fileReference)
            writer.write(thumbSize)
        }
    }

    /// `inputPhotoFileLocation#40181ffe`
    package struct InputPhotoFileLocation: TLBoxed, Hashable {
        package var id: Int64
        package var accessHash: Int64
        package var fileReference: [UInt8]
        package var thumbSize: String

        package init(id: Int64, accessHash: Int64, fileReference: [UInt8], thumbSize: String) {
            self.id = id
            self.accessHash = accessHash
            self.fileReference = fileReference
            self.thumbSize = thumbSize
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x40181ffe: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputFileLocation")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            accessHash = try reader.read()
            fileReference = try reader.bytes()
            thumbSize = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x40181ffe)
            writer.write(id)
            writer.write(accessHash)
            writer.bytes(fileReference)
            writer.write(thumbSize)
        }
    }

    /// `storage.FileType`
    package enum StorageFileType: TLBoxed, Hashable {
        case storageFileUnknown
        case storageFilePartial
        case storageFileJpeg
        case storageFileGif
        case storageFilePng
        case storageFilePdf
        case storageFileMp3
        case storageFileMov
        case storageFileMp4
        case storageFileWebp

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xaa963b05: self = .storageFileUnknown
            case 0x40bc6f52: self = .storageFilePartial
            case 0x007efe0e: self = .storageFileJpeg
            case 0xcae1aadf: self = .storageFileGif
            case 0x0a4f63c0: self = .storageFilePng
            case 0xae1e508d: self = .storageFilePdf
            case 0x528a0677: self = .storageFileMp3
            case 0x4b09ebbc: self = .storageFileMov
            case 0xb3cea0e4: self = .storageFileMp4
            case 0x1081464c: self = .storageFileWebp
            default: throw .unknownConstructor(constructor, in: "storage.FileType")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .storageFileUnknown: writer.constructor(0xaa963b05)
            case .storageFilePartial: writer.constructor(0x40bc6f52)
            case .storageFileJpeg: writer.constructor(0x007efe0e)
            case .storageFileGif: writer.constructor(0xcae1aadf)
            case .storageFilePng: writer.constructor(0x0a4f63c0)
            case .storageFilePdf: writer.constructor(0xae1e508d)
            case .storageFileMp3: writer.constructor(0x528a0677)
            case .storageFileMov: writer.constructor(0x4b09ebbc)
            case .storageFileMp4: writer.constructor(0xb3cea0e4)
            case .storageFileWebp: writer.constructor(0x1081464c)
            }
        }
    }
}
