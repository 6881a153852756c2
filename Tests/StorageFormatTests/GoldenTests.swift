// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Guards: bytes that version 1 once wrote are read for ever, and today's code still writes them the same way.
///
/// What zstd compresses may differ from release to release of libzstd: such bytes are read here, never compared.
@Suite struct GoldenTests {
    private static let volume = VolumeID(
        Identifier128(high: 0x0011_2233_4455_6677, low: 0x8899_AABB_CCDD_EEFF))
    private static let time = Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789)
    private static let content = Array("Hello, log!\n".utf8)

    /// The master key is the bytes 00 to 1f; what follows is counted on.
    private struct World {
        let random = CountingRandomSource()
        let master: MasterKey
        var slots: KeySlots

        init() throws {
            master = MasterKey(random: random)
            slots = KeySlots(volume: volume)
        }

        mutating func addSlots() throws {
            try slots.add(
                passphrase: Array("passphrase".utf8), cost: .test, label: "laptop", master: master, created: time,
                random: random)
            try slots.add(
                recoveryKey: RecoveryKey(random: CountingRandomSource()), label: "recovery sheet", master: master,
                created: time, random: random)
        }
    }

    private static func header(_ sequence: UInt64) -> SegmentHeader {
        SegmentHeader(
            volume: volume,
            segment: SegmentID(Identifier128(high: 0xA0A1_A2A3_A4A5_A6A7, low: 0xA8A9_AAAB_ACAD_AEAF)),
            sequence: SegmentSequence(rawValue: sequence), epoch: .first,
            previousChain: [UInt8](repeating: 0xCC, count: 32), created: time)
    }

    private static func records() throws -> [Record] {
        let name = try FileName(Array("hello".utf8))
        let inode = Inode(
            number: InodeNumber(rawValue: 2), kind: .regular, permissions: 0o644, uid: 1000, gid: 1000, time: time)
        let run = FrameRun(
            segment: SegmentSequence(rawValue: 2), entry: EntryNumber(rawValue: 0), skip: 0, grid: 0)
        return [
            .create(inode: inode, parent: .root, name: name, cookie: .firstName),
            .write(
                inode: inode.number, extents: [Extent(start: 0, length: UInt64(content.count), run: run)],
                AttributeChange()),
        ]
    }

    private static func writtenSegment() throws -> [UInt8] {
        let world = try World()
        let writer = try SegmentWriter(header: header(2), key: world.master, slots: nil, random: world.random)
        try writer.append(content)
        _ = try writer.appendRecords(try records())
        _ = try writer.finish()
        return writer.takePending()
    }

    @Test("The segment of the worked example is written as it always was, and read")
    func segment() throws {
        let written = try Self.writtenSegment()
        let golden = Hexadecimal.bytes(GoldenBytes.segment)
        #expect(written == golden, "\(Hexadecimal.text(written))")
        let master = try World().master
        let reader = try SegmentReader(headerBytes: golden, key: master, volume: Self.volume)
        #expect(reader.header == Self.header(2))
        let scan = reader.scan(golden)
        #expect(scan.end == .finished)
        #expect(try scan.batches.map { try $0.records() } == [try Self.records()])
        #expect(try reader.frame(scan.table.entries[0], of: golden) == Self.content)
    }

    private static func writer(_ host: String) -> WriterIdentity {
        WriterIdentity(
            host: host, since: time, instance: Identifier128(high: 3, low: 4), scope: Identifier128(high: 5, low: 6),
            pid: 4321, started: 987_654)
    }

    private static func superblock(_ slots: KeySlots) -> Superblock {
        let position = LogPosition(sequence: SegmentSequence(rawValue: 17), entry: EntryNumber(rawValue: 300))
        let pointer = SegmentPointer(
            sequence: position.sequence, id: header(2).segment, reference: [1, 2, 3], objectBytes: 1_000_000)
        return Superblock(
            volume: volume, slots: slots, generation: 5, epoch: Epoch(rawValue: 2),
            writer: writer("laptop"),
            checkpoint: CheckpointLocation(
                position: position, segment: pointer, pieceSegments: [pointer],
                firstUnstored: SegmentSequence(rawValue: 16), listAfter: [9, 8]),
            storedPosition: position,
            tail: [pointer], settings: VolumeSettings(segmentBytes: 64 << 20, defaultPolicy: .sealed), created: time)
    }

    @Test("The superblock with a passphrase and a recovery slot is written as it always was, and opened with each")
    func superblock() throws {
        var world = try World()
        try world.addSlots()
        let superblock = Self.superblock(world.slots)
        let written = try superblock.encoded(key: world.master, random: world.random)
        let golden = Hexadecimal.bytes(GoldenBytes.superblock)
        #expect(written == golden, "\(Hexadecimal.text(written))")
        let slots = try Superblock.peek(golden).slots
        let recoveryKey = try RecoveryKey(parsing: GoldenBytes.recoveryKey)
        for key in [
            try slots.unlock(passphrase: Array("passphrase".utf8)).key, try slots.unlock(recoveryKey: recoveryKey).key,
        ] {
            #expect(try Superblock(decoding: golden, key: key) == superblock)
        }
    }

    @Test("The claim is written as it always was, and read")
    func claim() throws {
        let world = try World()
        let claim = WriterClaim(
            volume: Self.volume, epoch: Epoch(rawValue: 3), writer: Self.writer("desktop"),
            lastSequence: SegmentSequence(rawValue: 17), lastChain: [UInt8](repeating: 0xDD, count: 32))
        let written = try claim.encoded(key: world.master, random: world.random)
        let golden = Hexadecimal.bytes(GoldenBytes.claim)
        #expect(written == golden, "\(Hexadecimal.text(written))")
        #expect(try WriterClaim(decoding: golden, key: world.master) == claim)
    }

    /// One record of each kind, one row of each kind, compressed and plain frames, a checkpoint and key slots.
    private static func writtenFullSegment() throws -> [UInt8] {
        var world = try World()
        try world.addSlots()
        let run = SegmentRun(
            id: Identifier128(high: 1, low: 2), index: 1, count: 3, replacedChain: [UInt8](repeating: 0xEE, count: 32))
        var header = header(17)
        header.run = run
        let writer = try SegmentWriter(header: header, key: world.master, slots: world.slots, random: world.random)
        let text = Array(String(repeating: "compressible ", count: 100).utf8)
        try writer.append(text)
        try writer.append(text, policy: .plain)
        try writer.append(content, policy: .plain)
        writer.skip(to: EntryNumber(rawValue: 10))
        _ = try writer.appendRecords(try allRecords())
        _ = try writer.appendPiece(try allRows())
        _ = try writer.appendCheckpoint(checkpoint(), slots: world.slots)
        _ = try writer.finish()
        return writer.takePending()
    }

    private static func allRecords() throws -> [Record] {
        let name = try FileName([0x66, 0xFF])
        let other = try FileName([0x67])
        let two = InodeNumber(rawValue: 2)
        let three = InodeNumber(rawValue: 300)
        let run = FrameRun(
            segment: SegmentSequence(rawValue: 17), entry: EntryNumber(rawValue: 1), skip: 4, grid: 70_000)
        let extent = Extent(start: 1 << 33, length: 300_000, run: run)
        let change = AttributeChange(
            permissions: 0o4755, uid: 1, gid: 2, size: 3, accessTime: time,
            modificationTime: Timestamp(seconds: -1, nanoseconds: 1), changeTime: time)
        return [
            try records()[0], .link(inode: two, parent: .root, name: name, cookie: .firstName, time: time),
            .createOrphan(inode: inode()), .unlink(inode: two, parent: .root, name: name, time: time),
            .rename(
                Record.Rename(
                    inode: two, oldParent: .root, oldName: name, newParent: three, newName: other, cookie: .firstName,
                    replaced: three, time: time)),
            .exchange(
                Record.Exchange(firstParent: .root, firstName: name, secondParent: three, secondName: other, time: time)
            ),
            .setAttributes(inode: two, change), .write(inode: two, extents: [extent], change),
            .deallocate(inode: two, range: 5..<10, AttributeChange(changeTime: time)),
            .clone(
                Record.Clone(
                    source: two, sourceRange: 0..<10, destination: three, destinationOffset: 7,
                    change: AttributeChange())),
            .relocate(inode: two, extents: [extent]),
            .setXattr(inode: two, name: Array("user.a".utf8), value: [1, 2], time: time),
            .setXattr(inode: two, name: Array("user.a".utf8), value: nil, time: time),
            .setPolicy(inode: two, .plain, time: time), .free(inode: two),
            .reclaim(segments: [SegmentSequence(rawValue: 1), SegmentSequence(rawValue: 4000)]),
        ]
    }

    private static func inode() -> Inode {
        var inode = Inode(
            number: InodeNumber(rawValue: 1 << 40), kind: .symbolicLink, permissions: 0o777, policy: .plain, uid: 0,
            gid: .max, time: time, parent: .root, deviceNumber: 0x0801, target: Array("to/there".utf8))
        inode.changeTime = Timestamp(seconds: 1 << 40, nanoseconds: 999_999_999)
        inode.nextCookie = DirectoryCookie(rawValue: 99)
        inode.hasExtentsBeyondSize = true
        inode.allocatedBytes = 1 << 30
        return inode
    }

    private static func allRows() throws -> [CheckpointRow] {
        let name = try FileName(Array("hello".utf8))
        let inode = inode()
        let run = FrameRun(
            segment: SegmentSequence(rawValue: 17), entry: EntryNumber(rawValue: 1), skip: 4, grid: 70_000)
        return [
            .inode(inode), .xattr(inode.number, name: Array("user.a".utf8), value: [1, 2]),
            .extent(inode.number, Extent(start: 5, length: 300_000, run: run)),
            .dentry(
                Dentry(
                    parent: .root, name: name, inode: inode.number, kind: .symbolicLink,
                    cookie: DirectoryCookie(rawValue: 5))),
            .segment(
                SegmentRow(
                    sequence: .first, id: header(1).segment, epoch: .first, state: .stored, objectBytes: 9,
                    logicalBytes: 8, liveBytes: 7, chain: [UInt8](repeating: 1, count: 32), entryTable: [1, 2],
                    reference: [3])),
        ]
    }

    private static func checkpoint() -> Checkpoint {
        let position = LogPosition(sequence: SegmentSequence(rawValue: 17), entry: EntryNumber(rawValue: 11))
        let key = CheckpointKey(inode: .max, kind: .segment, detail: 1)
        return Checkpoint(
            position: LogPosition(sequence: position.sequence, entry: EntryNumber(rawValue: 10)),
            nextInode: InodeNumber(rawValue: 301), time: time,
            pieces: [
                CheckpointPiece(firstKey: .first, position: position, bytes: 123),
                CheckpointPiece(firstKey: key, position: position, bytes: 4),
            ])
    }

    @Test("A segment with every kind of entry, record and row that version 1 wrote is read")
    func fullSegment() throws {
        let golden = Hexadecimal.bytes(GoldenBytes.fullSegment)
        let written = try Self.writtenFullSegment()
        try #require(!golden.isEmpty, "\(Hexadecimal.text(written))")
        let reader = try SegmentReader(headerBytes: golden, key: try World().master, volume: Self.volume)
        #expect(reader.header.run?.count == 3)
        #expect(try reader.keySlots?.unlock(passphrase: Array("passphrase".utf8)).slot == KeySlot.ID(rawValue: 1))
        let scan = reader.scan(golden)
        #expect(scan.end == .finished)
        #expect(scan.table.entries.map(\.number.rawValue) == [0, 1, 2, 10, 11, 12, 13])
        let text = Array(String(repeating: "compressible ", count: 100).utf8)
        let frames = try scan.table.entries.prefix(3).map { try reader.frame($0, of: golden) }
        #expect(frames == [text, text, Self.content])
        #expect(try scan.batches.map { try $0.records() } == [try Self.allRecords()])
        let piece = try #require(scan.pieces.first.flatMap { scan.table[$0] })
        let rows = try golden[piece.bytes].withRawBytes { try reader.openPiece($0, number: piece.number) }
        #expect(rows == (try Self.allRows()))
        let checkpoint = try #require(scan.checkpoints.first.flatMap { scan.table[$0] })
        let opened = try golden[checkpoint.bytes].withRawBytes {
            try reader.openCheckpoint($0, number: checkpoint.number)
        }
        #expect(opened == Self.checkpoint())
        #expect(try fixtureScanEqualsWritten(written))
    }

    /// The records and the row of shares, which came after version 1's first release.
    private static func shareRecords() -> [Record] {
        var full = Share(
            id: ShareID(rawValue: 0x01_2345_6789), inode: InodeNumber(rawValue: 300), kind: .file,
            snapshot: InodeNumber(rawValue: 301), tokenHash: (0..<32).map { $0 }, path: Array("a/ü".utf8),
            note: "für A.",
            created: time, expires: Timestamp(seconds: 1 << 33, nanoseconds: 5), downloadsMax: 10, downloads: 3)
        full.password = Share.Password(
            logN: 15, blockSize: 8, parallelism: 1, salt: [UInt8](repeating: 0xAA, count: 16),
            hash: [UInt8](repeating: 0xBB, count: 32))
        full.end = Share.End(reason: .usedUp, time: time)
        let folder = Share(
            id: ShareID(rawValue: 1), inode: .root, kind: .folder, tokenHash: [UInt8](repeating: 1, count: 32),
            path: [],
            created: time)
        return [
            .createShare(full), .createShare(folder), .countDownload(full.id),
            .endShare(folder.id, Share.End(reason: .revoked, time: time)), .forgetShare(folder.id),
        ]
    }

    private static func writtenShareSegment() throws -> [UInt8] {
        let world = try World()
        let writer = try SegmentWriter(header: header(2), key: world.master, slots: nil, random: world.random)
        let records = shareRecords()
        _ = try writer.appendRecords(records)
        guard case .createShare(let share) = records[0] else { return [] }
        _ = try writer.appendPiece([.share(share)])
        _ = try writer.finish()
        return writer.takePending()
    }

    @Test("A segment with the records and the row of shares is read")
    func shareSegment() throws {
        let golden = Hexadecimal.bytes(GoldenBytes.shareSegment)
        let written = try Self.writtenShareSegment()
        try #require(!golden.isEmpty, "\(Hexadecimal.text(written))")
        let reader = try SegmentReader(headerBytes: golden, key: try World().master, volume: Self.volume)
        let scan = reader.scan(golden)
        #expect(scan.end == .finished)
        #expect(try scan.batches.map { try $0.records() } == [Self.shareRecords()])
        let piece = try #require(scan.pieces.first.flatMap { scan.table[$0] })
        let rows = try golden[piece.bytes].withRawBytes { try reader.openPiece($0, number: piece.number) }
        guard case .createShare(let share) = Self.shareRecords()[0] else { return }
        #expect(rows == [.share(share)])
    }

    /// Today's bytes may be compressed otherwise, but they mean the same.
    private func fixtureScanEqualsWritten(_ written: [UInt8]) throws -> Bool {
        let reader = try SegmentReader(headerBytes: written, key: try World().master, volume: Self.volume)
        return try reader.scan(written).batches.map { try $0.records() } == [try Self.allRecords()]
    }
}
