// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Function {

    /// `upload.saveFilePart#b304a621`
    package struct UploadSaveFilePart: TLFunction, Hashable {
        package typealias Result = Bool
        package static let name = "upload.saveFilePart"

        package var fileID: Int64
        package var filePart: Int32
        package var bytes: [UInt8]

        package init(fileID: Int64, filePart: Int32, bytes: [UInt8]) {
            self.fileID = fileID
            self.filePart = filePart
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb304a621: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.saveFilePart")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            fileID = try reader.read()
            filePart = try reader.read()
            bytes = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb304a621)
            writer.write(fileID)
            writer.write(filePart)
            writer.bytes(bytes)
        }
    }

    /// `upload.saveBigFilePart#de7b673d`
    package struct UploadSaveBigFilePart: TLFunction, Hashable {
        package typealias Result = Bool
        package static let name = "upload.saveBigFilePart"

        package var fileID: Int64
        package var filePart: Int32
        package var fileTotalParts: Int32
        package var bytes: [UInt8]

        package init(fileID: Int64, filePart: Int32, fileTotalParts: Int32, bytes: [UInt8]) {
            self.fileID = fileID
            self.filePart = filePart
            self.fileTotalParts = fileTotalParts
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xde7b673d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.saveBigFilePart")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            fileID = try reader.read()
            filePart = try reader.read()
            fileTotalParts = try reader.read()
            bytes = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xde7b673d)
            writer.write(fileID)
            writer.write(filePart)
            writer.write(fileTotalParts)
            writer.bytes(bytes)
        }
    }

    /// `upload.getFile#be5335be`
    package struct UploadGetFile: TLFunction, Hashable {
        package typealias Result = API.UploadFile
        package static let name = "upload.getFile"

        package var precise: Bool
        package var cdnSupported: Bool
        package var location: API.InputFileLocation
        package var offset: Int64
        package var limit: Int32

        package init(
            precise: Bool = false, cdnSupported: Bool = false, location: API.InputFileLocation, offset: Int64,
            limit: Int32
        ) {
            self.precise = precise
            self.cdnSupported = cdnSupported
            self.location = location
            self.offset = offset
            self.limit = limit
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbe5335be: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.getFile")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            precise = flags & 0x1 != 0
            cdnSupported = flags & 0x2 != 0
            location = try reader.read()
            offset = try reader.read()
            limit = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbe5335be)
            var flags: UInt32 = 0
            if precise { flags |= 0x1 }
            if cdnSupported { flags |= 0x2 }
            writer.word(flags)
            writer.write(location)
            writer.write(offset)
            writer.write(limit)
        }
    }

    /// `upload.getFileHashes#9156982a`
    package struct UploadGetFileHashes: TLFunction, Hashable {
        package typealias Result = [API.FileHash]
        package static let name = "upload.getFileHashes"

        package var location: API.InputFileLocation
        package var offset: Int64

        package init(location: API.InputFileLocation, offset: Int64) {
            self.location = location
            self.offset = offset
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9156982a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.getFileHashes")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            location = try reader.read()
            offset = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9156982a)
            writer.write(location)
            writer.write(offset)
        }
    }

    /// `upload.getCdnFile#395f69da`
    package struct UploadGetCdnFile: TLFunction, Hashable {
        package typealias Result = API.UploadCdnFile
        package static let name = "upload.getCdnFile"

        package var fileToken: [UInt8]
        package var offset: Int64
        package var limit: Int32

        package init(fileToken: [UInt8], offset: Int64, limit: Int32) {
            self.fileToken = fileToken
            self.offset = offset
            self.limit = limit
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x395f69da: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.getCdnFile")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            fileToken = try reader.bytes()
            offset = try reader.read()
            limit = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x395f69da)
            writer.bytes(fileToken)
            writer.write(offset)
            writer.write(limit)
        }
    }

    /// `upload.reuploadCdnFile#9b2754a8`
    package struct UploadReuploadCdnFile: TLFunction, Hashable {
        package typealias Result = [API.FileHash]
        package static let name = "upload.reuploadCdnFile"

        package var fileToken: [UInt8]
        package var requestToken: [UInt8]

        package init(fileToken: [UInt8], requestToken: [UInt8]) {
            self.fileToken = fileToken
            self.requestToken = requestToken
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9b2754a8: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.reuploadCdnFile")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            fileToken = try reader.bytes()
            requestToken = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9b2754a8)
            writer.bytes(fileToken)
            writer.bytes(requestToken)
        }
    }

    /// `upload.getCdnFileHashes#91dc3f31`
    package struct UploadGetCdnFileHashes: TLFunction, Hashable {
        package typealias Result = [API.FileHash]
        package static let name = "upload.getCdnFileHashes"

        package var fileToken: [UInt8]
        package var offset: Int64

        package init(fileToken: [UInt8], offset: Int64) {
            self.fileToken = fileToken
            self.offset = offset
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x91dc3f31: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "upload.getCdnFileHashes")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            fileToken = try reader.bytes()
            offset = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x91dc3f31)
            writer.bytes(fileToken)
            writer.write(offset)
        }
    }
}
