// SPDX-License-Identifier: MIT

import FilesystemModel
import TestDirectory
import Testing

@testable import TelegramEmulator

/// Invariants: part rules are those of the documentation; what is complete becomes a document with exactly its bytes, in
/// whatever order the parts came; what nobody continues goes.
@Suite struct UploadStoreTests {
    private let directory: TemporaryDirectory
    private let state: StateDirectory
    private let store: UploadStore
    private let key = UploadKey(user: UserID(rawValue: 1), center: DataCenterID(rawValue: 2), file: -5)

    init() throws {
        directory = try TemporaryDirectory()
        state = try StateDirectory(path: directory.path + "/state")
        store = UploadStore(folder: state.uploads, now: 0)
    }

    private func save(_ number: Int32, of total: Int32?, _ bytes: [UInt8], now: Int64 = 0) throws {
        let part = UploadStore.Part(key: key, number: number, total: total, length: bytes.count, isPremium: false)
        try bytes.withUnsafeBytes { try store.save(part, $0, now: now) }
    }

    private func finish(_ parts: Int32, isBig: Bool = true, checksum: String = "") throws -> UploadStore.Finished {
        try store.finish(key, parts: parts, isBig: isBig, checksum: checksum, isPremium: false)
    }

    @Test func partsInAnyOrderBecomeTheDocument() throws {
        let bytes = content(5 * 1024 + 100)
        for number in [5, 0, 3, 1, 4, 2, 3] {
            let start = number * 1024
            try save(Int32(number), of: 6, Array(bytes[start..<min(start + 1024, bytes.count)]))
        }
        let finished = try finish(6)
        #expect(finished.size == Int64(bytes.count) && finished.partSize == 1024)
        let files = DocumentFiles(directory: state)
        let id = DocumentID(rawValue: 9)
        #expect(files.adopt(finished, as: id))
        let document = Document(
            id: id, owner: key.user, center: key.center, created: 0, mimeType: "", size: finished.size,
            partSize: finished.partSize, attributes: [])
        for (offset, count) in [(0, bytes.count), (1000, 48), (1023, 2), (5119, 101), (4096, 1124)] {
            var got = [UInt8](repeating: 0, count: count)
            let isWhole = got.withUnsafeMutableBytes { files.read(document, at: Int64(offset), into: $0) }
            #expect(isWhole && got == Array(bytes[offset..<(offset + count)]), "\(offset)+\(count)")
        }
        #expect(throws: Refusal.badRequest("FILE_PART_0_MISSING"), "it is used up") { try finish(6) }
    }

    @Test(
        arguments: [
            (0, 3, 0, "FILE_PART_EMPTY"), (0, 3, 524_289, "FILE_PART_TOO_BIG"), (0, 3, 1000, "FILE_PART_SIZE_INVALID"),
            (0, 3, 3072, "FILE_PART_SIZE_INVALID"), (-1, 3, 1024, "FILE_PART_INVALID"),
            (3, 3, 1024, "FILE_PART_INVALID"),
            (4000, -1, 1024, "FILE_PART_INVALID"), (0, 4001, 1024, "FILE_PARTS_INVALID"),
            (0, 0, 1024, "FILE_PARTS_INVALID"),
        ] as [(Int32, Int32, Int, String)])
    func aPartThatBreaksARuleIsRefused(number: Int32, total: Int32, count: Int, text: String) throws {
        #expect(throws: Refusal.badRequest(text)) { try save(number, of: total, [UInt8](repeating: 1, count: count)) }
    }

    @Test func partsAreOfOneSize() throws {
        try save(0, of: 4, content(2048))
        #expect(throws: Refusal.badRequest("FILE_PART_SIZE_CHANGED")) { try save(1, of: 4, content(1024)) }
        #expect(throws: Refusal.badRequest("FILE_PARTS_INVALID")) { try save(1, of: 5, content(2048)) }
        try save(1, of: 4, content(2048))
        try save(3, of: 4, content(7))
        #expect(throws: Refusal.badRequest("FILE_PART_2_MISSING")) { try finish(4) }
        try save(2, of: 4, content(2048))
        #expect(try finish(4).size == 3 * 2048 + 7)
    }

    @Test func aStreamTellsItsLengthAtTheEnd() throws {
        try save(0, of: -1, content(1024))
        try save(1, of: -1, content(1024))
        try save(2, of: 3, content(10))
        #expect(try finish(3).size == 2058)
    }

    @Test func aChecksumIsChecked() throws {
        let bytes = content(1500)
        for (number, range) in [(0, 0..<1024), (1, 1024..<1500)] {
            try save(Int32(number), of: nil, Array(bytes[range]))
        }
        #expect(throws: Refusal.badRequest("MD5_CHECKSUM_INVALID")) {
            try finish(2, isBig: false, checksum: String(repeating: "0", count: 32))
        }
        #expect(try finish(2, isBig: false, checksum: MD5.hex(bytes)).size == 1500)
    }

    @Test func partsOutliveARestartAndNotTheirTime() throws {
        try save(0, of: 2, content(1024))
        let again = UploadStore(folder: state.uploads, now: 10)
        #expect(throws: Refusal.badRequest("FILE_PART_1_MISSING")) {
            try again.finish(key, parts: 2, isBig: true, checksum: "", isPremium: false)
        }
        again.expire(now: 10 + EmulatorLimits.partSeconds)
        #expect(throws: Refusal.badRequest("FILE_PART_0_MISSING")) {
            try again.finish(key, parts: 2, isBig: true, checksum: "", isPremium: false)
        }
        #expect(Folder.names(state.uploads) == [])
    }

    @Test(
        arguments: [
            (0, 4096, false, nil), (0, 1 << 20, false, nil), (1 << 20, 1 << 20, false, nil),
            (512, 4096, false, "OFFSET_INVALID"),
            (0, 1024, false, "LIMIT_INVALID"), (0, 12_288, false, "LIMIT_INVALID"),
            (0, 2 << 20, false, "LIMIT_INVALID"),
            (0, 0, false, "LIMIT_INVALID"), (1_044_480, 8192, false, "LIMIT_INVALID"),
            (-4096, 4096, false, "OFFSET_INVALID"),
            (1024, 3072, true, nil), (1000, 1024, true, "OFFSET_INVALID"), (1024, 1 << 20, true, "LIMIT_INVALID"),
            (Int64.max - 4095, 4096, false, "OFFSET_INVALID"),
        ] as [(Int64, Int64, Bool, String?)])
    func rangesFollowTheRules(offset: Int64, limit: Int64, isPrecise: Bool, text: String?) {
        func check() throws(Refusal) { try Backend.checkRange(offset: offset, limit: limit, isPrecise: isPrecise) }
        if let text {
            #expect(throws: Refusal.badRequest(text)) { try check() }
        } else {
            #expect(throws: Never.self) { try check() }
        }
    }
}
