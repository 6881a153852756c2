// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Testing

@testable import Metadata

/// Invariants:
/// - Only an index of the volume and of a schema that is known opens; everything else is an error and stays as it is.
/// - A directory of any size is listed page by page, each name once, while names come and go.
/// - The caches stay within their bounds.
/// - Extents that go on in the next frame share a row.
@Suite struct MetadataIndexTests {
    static let volume = VolumeID(Identifier128(high: 5, low: 6))

    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("index")
    }

    private func open(cache: IndexCacheLimits = .standard) throws -> MetadataIndex {
        try MetadataIndex.open(path: path, volume: Self.volume, cache: cache)
    }

    // MARK: Opening

    @Test func `an index of another volume is refused`() throws {
        try open().close()
        let other = VolumeID(Identifier128(high: 5, low: 7))
        #expect(throws: FSError.indexDamaged("belongs to volume \(Self.volume)")) {
            try MetadataIndex.open(path: path, volume: other)
        }
    }

    @Test func `a file that is no index is refused`() throws {
        let file = try #require(fopen(path, "w"))
        fputs(String(repeating: "no database at all\n", count: 500), file)
        fclose(file)
        guard case .indexDamaged = (#expect(throws: FSError.self) { try open() }) else {
            Issue.record("another error")
            return
        }
    }

    @Test func `an index of a newer gramfs is refused`() throws {
        try open().close()
        try Connection(path: path, mode: .readWrite).execute(
            "INSERT INTO grdb_migrations (identifier) VALUES ('99 of the future')")
        #expect(throws: FSError.indexDamaged("made by a newer gramfs")) { try open() }
    }

    @Test func `a directory that is missing is the machine's fault`() {
        guard
            case .local =
                (#expect(throws: FSError.self) {
                    try MetadataIndex.open(path: directory.file("none/index"), volume: Self.volume)
                })
        else {
            Issue.record("another error")
            return
        }
    }

    @Test func `names in the clear are the owner's alone`() throws {
        let index = try open()
        var maker = TreeMaker()
        try maker.begin(index)
        try index.commit(durably: true)
        for file in [path, path + "-wal", path + "-shm"] {
            var status = stat()
            #expect(stat(file, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func `two cannot have one index`() throws {
        let index = try open()
        #expect(throws: FSError.busy) { try open() }
        try index.close()
        _ = try open()
    }

    @Test func `a closed index answers nothing`() throws {
        let index = try open()
        try index.close()
        #expect(throws: FSError.self) { try index.inode(.root) }
        #expect(throws: FSError.self) { try index.commit(durably: false) }
    }

    // MARK: Names

    @Test func `a directory of 100,000 names is listed by cookie while it changes`() throws {
        let index = try open(cache: IndexCacheLimits(inodes: 1000, dentries: 1000, pageCacheBytes: 8 << 20))
        var maker = TreeMaker()
        try maker.begin(index)
        let files = try maker.createFiles(100_000, in: .root, of: index)
        var listed: [InodeNumber] = []
        var after = DirectoryCookie.start
        while true {
            let page = try index.dentries(of: .root, after: after, limit: 777)
            guard let last = page.last else { break }
            listed += page.map(\.inode)
            after = last.cookie
            // The name that the next page would go on from goes away.
            if listed.count == 777 * 5 {
                try maker.apply([.unlink(inode: last.inode, parent: .root, name: last.name, time: .epoch)], to: index)
            }
        }
        #expect(listed == files)
        #expect(try index.dentries(of: .root, after: .start, limit: .max).count == 99_999)
    }

    @Test func `names are bytes`() throws {
        let index = try open()
        var maker = TreeMaker()
        try maker.begin(index)
        let name = try FileName([0xFF, 0xC3, 0x28, 0x80])
        let file = TreeMaker.inode(index.takeInodeNumber(), .regular)
        try maker.apply([.create(inode: file, parent: .root, name: name, cookie: .firstName)], to: index)
        try index.commit(durably: false)
        try index.close()
        let again = try open()
        #expect(try again.dentry(.root, name)?.inode == file.number)
        #expect(try again.dentry(.root, FileName([0xFF, 0xC3, 0x28])) == nil)
        #expect(try again.path(of: file.number) == name.bytes)
    }

    @Test func `paths lead to the root`() throws {
        let index = try open()
        var maker = TreeMaker()
        try maker.begin(index)
        let outer = try maker.create("outer", .directory, of: index)
        let inner = try maker.create("inner", .directory, in: outer, of: index)
        let file = try maker.create("file", in: inner, of: index)
        #expect(try index.path(of: .root) == [])
        #expect(try index.path(of: inner) == Array("outer/inner".utf8))
        #expect(try index.path(of: file) == Array("outer/inner/file".utf8))
        #expect(try index.name(of: inner) == FileName(Array("inner".utf8)))
        #expect(try index.path(of: InodeNumber(rawValue: 99)) == nil)
    }

    // MARK: Bounds

    @Test func `caches stay within their bounds and lose nothing`() throws {
        let index = try open(cache: IndexCacheLimits(inodes: 50, dentries: 70, pageCacheBytes: 1 << 20))
        var maker = TreeMaker()
        try maker.begin(index)
        let files = try maker.createFiles(1000, in: .root, of: index)
        #expect(index.inodes.count <= 50)
        for file in files { try maker.touch(file, in: index) }
        for number in 0..<1000 { #expect(try index.dentry(.root, FileName(Array("absent \(number)".utf8))) == nil) }
        #expect(index.inodes.count <= 50)
        #expect(index.names.count <= 70)
        #expect(index.changedInodes.count <= 101)
        for file in files { #expect(try #require(try index.inode(file)).uid > 0) }
    }

    @Test func `SQLite's log is moved into the file beside the open transaction and stays small`() throws {
        let index = try open()
        let log = try WriteAheadLog(path: path)
        var maker = TreeMaker()
        try maker.begin(index)
        for _ in 0..<20 {
            let directory = try maker.create("directory \(index.nextInode)", .directory, of: index)
            try maker.createFiles(500, in: directory, of: index)
            try index.commit(durably: false)
            try maker.touch(directory, in: index)
            let before = try size(path)
            try log.moveIntoFile()
            #expect(try size(path) >= before)
        }
        #expect(try size(path) > 500_000)
        #expect(try size(path + "-wal") < 24 << 20)
        log.close()
        try index.commit(durably: true)
        #expect(try index.verify() == [])
    }

    private func size(_ path: String) throws -> Int {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return Int(status.st_size)
    }

    @Test func `what goes on in the next frame shares a row`() throws {
        let index = try open()
        var maker = TreeMaker()
        try maker.begin(index)
        let file = try maker.create("video", of: index)
        let window = UInt64(Limits.frameBytesMax)
        for number in 0..<100 {
            let start = UInt64(number) * window
            try maker.write(start..<(start + window), to: file, frame: UInt32(1000 + number), of: index)
        }
        let extents = try index.extents(of: file, overlapping: 5 * window..<(6 * window))
        #expect(extents.map(\.range) == [0..<(100 * window)])
        #expect(try index.inode(file)?.size == 100 * window)
        #expect(try index.segment(.first)?.liveBytes == 100 * window)
    }

    @Test func `a file of many extents is cut without touching its rest`() throws {
        let index = try open()
        var maker = TreeMaker()
        try maker.begin(index)
        let file = try maker.create("file", of: index)
        for number in 0..<500 as Range<UInt64> {
            try maker.write(number * 10..<(number * 10 + 10), to: file, frame: UInt32(5000 - number), of: index)
        }
        try maker.apply([.deallocate(inode: file, range: 15..<4985, AttributeChange())], to: index)
        let left = try index.extents(of: file, overlapping: 0..<5000)
        #expect(left.map(\.range) == [0..<10, 10..<15, 4985..<4990, 4990..<5000])
        #expect(left[2].run.skip == 5)
        #expect(try index.inode(file)?.allocatedBytes == 30)
        #expect(try index.inode(file)?.size == 5000)
        #expect(try index.segment(.first)?.liveBytes == 30)
    }

    // MARK: What is written behind

    @Test func `a file that is gone before the commit leaves no row`() throws {
        let index = try open()
        var maker = TreeMaker()
        try maker.begin(index)
        try index.commit(durably: false)
        let file = try maker.create("brief", of: index)
        let name = try FileName(Array("brief".utf8))
        try maker.apply([.unlink(inode: file, parent: .root, name: name, time: .epoch)], to: index)
        #expect(try index.inode(file)?.linkCount == 0)
        try maker.apply([.free(inode: file)], to: index)
        #expect(try index.inode(file) == nil)
        try index.commit(durably: false)
        #expect(try index.verify() == [])
        #expect(index.counts == IndexCounts(files: 0, directories: 1, logicalBytes: 0))
    }

    // MARK: Segments and settings

    @Test func `segments go through their states`() throws {
        let index = try open()
        var maker = TreeMaker()
        try maker.begin(index)
        for sequence: UInt64 in 2...5 { try maker.beginSegment(sequence, of: index) }
        try index.updateSegment(.first) { row in
            row.state = .queued
            row.logicalBytes = 400
            row.objectBytes = 300
            row.liveBytes = 77
            row.entryTable = [1, 2, 3]
        }
        try index.updateSegment(SegmentSequence(rawValue: 2)) { row in
            row.state = .stored
            row.objectBytes = 1000
            row.reference = [9]
        }
        #expect(try index.segment(.first)?.liveBytes == 0)
        #expect(try index.segment(.first)?.entryTable == [1, 2, 3])
        #expect(try index.segments(in: .open, limit: 2).map(\.sequence.rawValue) == [3, 4])
        let rest = try index.segments(in: .open, after: SegmentSequence(rawValue: 4), limit: 2)
        #expect(rest.map(\.sequence.rawValue) == [5])
        #expect(try index.lastSegment()?.rawValue == 5)

        try maker.apply([.reclaim(segments: [SegmentSequence(rawValue: 2)])], to: index)
        let totals = try index.segmentTotals()
        #expect(totals.countByState == [.open: 3, .queued: 1, .reclaimed: 1])
        #expect(totals.objectBytes == 300 && totals.storedBytes == 0 && totals.logicalBytes == 400)
        #expect(throws: FSError.self) { try index.removeSegment(.first) }
        try index.removeSegment(SegmentSequence(rawValue: 2))
        #expect(try index.segment(SegmentSequence(rawValue: 2)) == nil)
        #expect(throws: FSError.self) { try index.updateSegment(SegmentSequence(rawValue: 2)) { $0.state = .open } }
    }

    @Test func `settings last`() throws {
        let index = try open()
        try index.setSetting("a", [1])
        try index.setSetting("b", [])
        try index.setSetting("a", [2, 0, 3])
        try index.commit(durably: true)
        try index.setSetting("b", nil)
        #expect(try index.setting("b") == nil)
        try index.close()
        let again = try open()
        #expect(try again.setting("a") == [2, 0, 3])
        #expect(try again.setting("b") == [])
        #expect(try again.setting("c") == nil)
    }

    @Test func `numbers are never given out twice`() throws {
        let index = try open()
        var maker = TreeMaker()
        try maker.begin(index)
        #expect(index.takeInodeNumber().rawValue == 2)
        let file = TreeMaker.inode(InodeNumber(rawValue: 40), .regular)
        try maker.apply([.createOrphan(inode: file)], to: index)
        #expect(index.takeInodeNumber().rawValue == 41)
        try maker.apply([.free(inode: file.number)], to: index)
        try index.commit(durably: false)
        try index.close()
        #expect(try open().takeInodeNumber().rawValue == 41)
    }
}
