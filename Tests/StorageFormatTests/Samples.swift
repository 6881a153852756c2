// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Random values of the model within what it allows, extremes included; one generator, so one seed repeats all.
struct Samples {
    var generator: SeededRandomSource

    init(seed: UInt64) { generator = SeededRandomSource(seed: seed) }

    mutating func number(_ max: UInt64 = .max) -> UInt64 {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: 0
        case 1: max
        case 2: UInt64.random(in: 0...Swift.min(max, 255), using: &generator)
        default: UInt64.random(in: 0...max, using: &generator) >> UInt64.random(in: 0..<48, using: &generator)
        }
    }

    mutating func flag() -> Bool { Bool.random(using: &generator) }
    mutating func word() -> UInt32 { UInt32(number(UInt64(UInt32.max))) }
    mutating func inodeNumber() -> InodeNumber { InodeNumber(rawValue: number()) }
    mutating func cookie() -> DirectoryCookie { DirectoryCookie(rawValue: number()) }
    mutating func sequence() -> SegmentSequence { SegmentSequence(rawValue: number()) }

    mutating func time() -> Timestamp {
        let seconds = Int64(bitPattern: number())
        return Timestamp(seconds: seconds, nanoseconds: UInt32(number(999_999_999)))
    }

    mutating func bytes(_ counts: ClosedRange<Int>) -> [UInt8] {
        generator.bytes(Int.random(in: counts, using: &generator))
    }

    mutating func name() throws -> FileName {
        let bytes = bytes(1...Limits.nameBytesMax).map { $0 == 0 || $0 == 0x2F || $0 == 0x2E ? 0xFF : $0 }
        return try FileName(bytes)
    }

    mutating func xattrName() -> [UInt8] { bytes(1...255).map { Swift.max($0, 1) } }

    mutating func inode() throws -> Inode {
        let kind = try #require(FileKind.allCases.randomElement(using: &generator))
        var inode = Inode(
            number: inodeNumber(), kind: kind, permissions: UInt16(number(0o7777)), policy: flag() ? .plain : .sealed,
            uid: word(), gid: word(), time: time())
        inode.linkCount = word()
        inode.size = number(Limits.fileBytesMax)
        inode.allocatedBytes = number(Limits.fileBytesMax)
        inode.hasExtentsBeyondSize = flag()
        if flag() { inode.accessTime = time() }
        if flag() { inode.changeTime = time() }
        if flag() { inode.deviceNumber = word() }
        if flag() { inode.parent = inodeNumber() }
        if flag() { inode.nextCookie = cookie() }
        if flag() { inode.target = bytes(0...Limits.symbolicLinkBytesMax) }
        return inode
    }

    mutating func range() -> Range<UInt64> {
        let start = number(Limits.fileBytesMax - 1)
        return start..<start + 1 + number(Limits.fileBytesMax - start - 1)
    }

    mutating func extent() -> Extent {
        let range = range()
        let grid = UInt32(number(UInt64(Limits.frameBytesMax - 1)))
        // 16 TiB have 2^27 windows: leave room for all of them.
        let run = FrameRun(
            segment: sequence(), entry: EntryNumber(rawValue: UInt32(number(1 << 31))),
            skip: UInt32(number(UInt64(grid))), grid: grid)
        return Extent(start: range.lowerBound, length: min(UInt64(range.count), 16 << 40), run: run)
    }

    mutating func extents() -> [Extent] { (0..<Int.random(in: 0...5, using: &generator)).map { _ in extent() } }

    mutating func change() -> AttributeChange {
        AttributeChange(
            permissions: flag() ? UInt16(number(0o7777)) : nil, uid: flag() ? word() : nil, gid: flag() ? word() : nil,
            size: flag() ? number(Limits.fileBytesMax) : nil, accessTime: flag() ? time() : nil,
            modificationTime: flag() ? time() : nil, changeTime: flag() ? time() : nil)
    }

    static let recordKinds = 19

    mutating func record(_ kind: Int) throws -> Record {
        switch kind {
        case 0: return .create(inode: try inode(), parent: inodeNumber(), name: try name(), cookie: cookie())
        case 1:
            return .link(inode: inodeNumber(), parent: inodeNumber(), name: try name(), cookie: cookie(), time: time())
        case 2: return .createOrphan(inode: try inode())
        case 3: return .unlink(inode: inodeNumber(), parent: inodeNumber(), name: try name(), time: time())
        case 4:
            return .rename(
                Record.Rename(
                    inode: inodeNumber(), oldParent: inodeNumber(), oldName: try name(), newParent: inodeNumber(),
                    newName: try name(), cookie: cookie(), replaced: flag() ? inodeNumber() : nil, time: time()))
        case 5:
            return .exchange(
                Record.Exchange(
                    firstParent: inodeNumber(), firstName: try name(), secondParent: inodeNumber(),
                    secondName: try name(), time: time()))
        case 6: return .setAttributes(inode: inodeNumber(), change())
        case 7: return .write(inode: inodeNumber(), extents: extents(), change())
        case 8: return .deallocate(inode: inodeNumber(), range: range(), change())
        case 9: return .clone(clone())
        case 10: return .relocate(inode: inodeNumber(), extents: extents())
        case 11:
            return .setXattr(
                inode: inodeNumber(), name: xattrName(), value: flag() ? bytes(0...2000) : nil, time: time())
        case 12: return .setPolicy(inode: inodeNumber(), flag() ? .plain : .sealed, time: time())
        case 13: return .free(inode: inodeNumber())
        case 14: return .reclaim(segments: (0..<Int.random(in: 0...9, using: &generator)).map { _ in sequence() })
        case 15: return .createShare(try share())
        case 16: return .countDownload(shareID())
        case 17: return .endShare(shareID(), try shareEnd())
        default: return .forgetShare(shareID())
        }
    }

    private mutating func clone() -> Record.Clone {
        let source = range()
        return Record.Clone(
            source: inodeNumber(), sourceRange: source, destination: inodeNumber(),
            destinationOffset: number(Limits.fileBytesMax - UInt64(source.count)), change: change())
    }

    mutating func shareID() -> ShareID { ShareID(rawValue: number((1 << ShareID.bitCount) - 1)) }

    mutating func shareEnd() throws -> Share.End {
        Share.End(reason: try #require(Share.EndReason.allCases.randomElement(using: &generator)), time: time())
    }

    mutating func share() throws -> Share {
        let kind: Share.Kind = flag() ? .file : .folder
        var share = Share(
            id: shareID(), inode: inodeNumber(), kind: kind, snapshot: kind == .file && flag() ? inodeNumber() : nil,
            tokenHash: bytes(32...32), path: bytes(0...300), note: String(repeating: "ü", count: Int(number(100))),
            created: time(), expires: flag() ? time() : nil, downloadsMax: flag() ? number(1 << 40) : nil,
            downloads: number(1 << 40), end: flag() ? try shareEnd() : nil)
        if flag() {
            share.password = Share.Password(
                logN: 15, blockSize: 8, parallelism: 1, salt: bytes(16...16), hash: bytes(32...32))
        }
        return share
    }

    mutating func row(_ kind: CheckpointKey.Kind) throws -> CheckpointRow {
        switch kind {
        case .inode: return .inode(try inode())
        case .xattr: return .xattr(inodeNumber(), name: xattrName(), value: bytes(0...2000))
        case .extent: return .extent(inodeNumber(), extent())
        case .dentry:
            return .dentry(
                Dentry(
                    parent: inodeNumber(), name: try name(), inode: inodeNumber(),
                    kind: try #require(FileKind.allCases.randomElement(using: &generator)), cookie: cookie()))
        case .share: return .share(try share())
        case .segment:
            return .segment(
                SegmentRow(
                    sequence: sequence(), id: SegmentID(generator.identifier()), epoch: Epoch(rawValue: number()),
                    state: try #require(SegmentRow.State.allCases.randomElement(using: &generator)),
                    objectBytes: number(), logicalBytes: number(), liveBytes: number(),
                    chain: flag() ? bytes(32...32) : [], entryTable: bytes(0...500), reference: bytes(0...256)))
        }
    }

    mutating func checkpoint(pieces: Int) throws -> Checkpoint {
        var keys: Set<CheckpointKey> = []
        for _ in 0..<pieces {
            let kind = try #require(CheckpointKey.Kind.allCases.randomElement(using: &generator))
            keys.insert(CheckpointKey(inode: number(), kind: kind, detail: number()))
        }
        return Checkpoint(
            position: position(), nextInode: inodeNumber(), time: time(),
            pieces: keys.sorted().map { CheckpointPiece(firstKey: $0, position: position(), bytes: word()) })
    }

    mutating func position() -> LogPosition {
        LogPosition(sequence: sequence(), entry: EntryNumber(rawValue: word()))
    }
}
