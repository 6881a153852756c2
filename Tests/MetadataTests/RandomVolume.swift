// SPDX-License-Identifier: MIT

import FilesystemModel

/// Makes sequences of records that a volume could log, and keeps what they should lead to.
struct RandomVolume {
    /// What a log holds, in order: enough to build the index again.
    enum LogItem {
        case segment(SegmentRow)
        case batch(LogPosition, [Record])
    }

    var model = NaiveVolume()
    var generator: SeededGenerator
    private(set) var log: [LogItem] = []
    private(set) var segments: [SegmentSequence: SegmentRow] = [:]
    private(set) var position = LogPosition.start
    private var current = SegmentSequence(rawValue: 0)
    private var nextEntry: UInt32 = 0
    private var nextInode: UInt64 = 1
    private var clock: Int64 = 1_700_000_000

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        beginSegment()
        var root = inode(.directory)
        root.permissions = 0o755
        commit([.createOrphan(inode: root)])
    }

    /// The next position in the log, as for a checkpoint's pieces too.
    mutating func takeEntry() -> LogPosition {
        defer { nextEntry += 1 }
        return LogPosition(sequence: current, entry: EntryNumber(rawValue: nextEntry))
    }

    /// One to four records that follow on each other, as one batch; now and then in a new segment.
    mutating func step() {
        if generator.chance(4) { beginSegment() }
        let before = model
        var records: [Record] = []
        for _ in 0..<(generator.chance(70) ? 1 : Int.random(in: 2...4, using: &generator)) {
            guard let record = nextRecord() else { continue }
            model.apply(record)
            records.append(record)
        }
        model = before
        commit(records)
    }

    mutating func beginSegment() {
        current = current.next
        nextEntry = 0
        let row = SegmentRow(
            sequence: current, id: SegmentID(Identifier128(using: &generator)), epoch: .first, state: .open,
            logicalBytes: UInt64.random(in: 0...1000, using: &generator))
        segments[current] = row
        log.append(.segment(row))
    }

    private mutating func commit(_ records: [Record]) {
        for record in records { model.apply(record) }
        position = takeEntry()
        log.append(.batch(position, records))
    }

    /// A batch that contradicts the index in its last record.
    mutating func contradiction() -> [Record] {
        let before = model
        defer { model = before }
        var records: [Record] = []
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            guard let record = nextRecord() else { continue }
            model.apply(record)
            records.append(record)
        }
        return records + [contradictingRecord()]
    }

    private mutating func contradictingRecord() -> Record {
        let unknown = InodeNumber(rawValue: nextInode + 1000)
        let extent = Extent(
            start: 0, length: NaiveVolume.cellBytes,
            run: FrameRun(segment: SegmentSequence(rawValue: 1 << 40), entry: .init(rawValue: 0), skip: 0, grid: 0))
        let file = model.inodes.values.filter { $0.kind == .regular }.map(\.number).min() ?? unknown
        let named = model.names.values.min { $0.cookie < $1.cookie }
        let share = model.shares.keys.min() ?? ShareID(rawValue: 1)
        switch Int.random(in: 0..<14, using: &generator) {
        case 12: return model.shares[share]?.end == nil ? .forgetShare(share) : .countDownload(share)
        case 13:
            let kept = model.shares.values.filter { $0.end == nil }.compactMap(\.snapshot).min()
            return .free(inode: kept ?? unknown)
        case 10: return .write(inode: file, extents: [extent], AttributeChange())
        case 11:
            return .write(inode: file, extents: newExtent(0, 8 * NaiveVolume.cellBytes) + [extent], AttributeChange())
        case 0: return .unlink(inode: unknown, parent: .root, name: name(), time: time())
        case 1: return .write(inode: file, extents: [extent], AttributeChange(size: 5))
        case 2: return .free(inode: .root)
        case 3: return .setXattr(inode: file, name: Array("user.never".utf8), value: nil, time: time())
        case 4:
            guard let named else { return .free(inode: unknown) }
            return .create(
                inode: inode(.regular), parent: named.parent, name: named.name, cookie: cookie(named.parent))
        case 5:
            return .create(
                inode: inode(.regular), parent: .root, name: name(), cookie: DirectoryCookie(rawValue: 2))
        case 6: return .reclaim(segments: [SegmentSequence(rawValue: 1 << 40)])
        case 7:
            guard let existing = model.inodes.values.map(\.number).max(), existing != .root else {
                return .free(inode: unknown)
            }
            var copy = inode(.regular)
            copy.number = existing
            return .createOrphan(inode: copy)
        case 8: return .setAttributes(inode: .root, AttributeChange(size: 1))
        default: return .link(inode: .root, parent: .root, name: name(), cookie: cookie(.root), time: time())
        }
    }
}

// MARK: - Records

extension RandomVolume {
    private mutating func nextRecord() -> Record? {
        switch Int.random(in: 0..<106, using: &generator) {
        case 100..<106: return share()
        case 0..<18: return create()
        case 18..<20: return .createOrphan(inode: inode(.regular))
        case 20..<24: return link()
        case 24..<33: return unlink()
        case 33..<44: return rename()
        case 44..<48: return exchange()
        case 48..<55: return setAttributes()
        case 55..<77: return write()
        case 77..<81: return deallocate()
        case 81..<85: return clone()
        case 85..<88: return relocate()
        case 88..<93: return setXattr()
        case 93..<95:
            guard let inode = anyInode() else { return nil }
            return .setPolicy(inode: inode, generator.chance(50) ? .plain : .sealed, time: time())
        case 95..<98:
            guard let orphan = model.orphans.randomElement(using: &generator) else { return nil }
            return .free(inode: orphan)
        default: return reclaim()
        }
    }

    private mutating func create() -> Record? {
        guard let parent = directory() else { return nil }
        let name = name()
        guard model.names[.init(parent: parent, name: name)] == nil else { return nil }
        let kind = generator.chance(60) ? FileKind.regular : FileKind.allCases.randomElement(using: &generator)
        return .create(inode: inode(kind ?? .regular), parent: parent, name: name, cookie: cookie(parent))
    }

    private mutating func link() -> Record? {
        let candidates = model.inodes.values.filter { $0.kind != .directory && !model.isKept($0.number) }.map(\.number)
            .sorted()
        guard let parent = directory(), let inode = candidates.randomElement(using: &generator) else { return nil }
        let name = name()
        guard model.names[.init(parent: parent, name: name)] == nil else { return nil }
        return .link(inode: inode, parent: parent, name: name, cookie: cookie(parent), time: time())
    }

    private mutating func unlink() -> Record? {
        guard let dentry = anyDentry(), isRemovable(dentry) else { return nil }
        return .unlink(inode: dentry.inode, parent: dentry.parent, name: dentry.name, time: time())
    }

    private mutating func rename() -> Record? {
        guard let old = anyDentry(), let parent = directory() else { return nil }
        let name = name()
        guard !isInside(parent, old.inode) else { return nil }
        let over = model.names[.init(parent: parent, name: name)]
        if let over {
            guard over.inode != old.inode, isRemovable(over), (over.kind == .directory) == (old.kind == .directory)
            else { return nil }
        }
        // As it is logged now, and as it was once.
        let kept = generator.chance(50) ? over?.cookie : nil
        return .rename(
            Record.Rename(
                inode: old.inode, oldParent: old.parent, oldName: old.name, newParent: parent, newName: name,
                cookie: kept ?? cookie(parent), replaced: over?.inode, time: time()))
    }

    private mutating func exchange() -> Record? {
        guard let first = anyDentry(), let second = anyDentry(), first != second else { return nil }
        guard !isInside(second.parent, first.inode), !isInside(first.parent, second.inode) else { return nil }
        return .exchange(
            Record.Exchange(
                firstParent: first.parent, firstName: first.name, secondParent: second.parent,
                secondName: second.name, time: time()))
    }

    private mutating func setAttributes() -> Record? {
        guard let inode = anyInode() else { return nil }
        let size = model.inodes[inode]?.kind == .regular && generator.chance(60) ? cells(200) : nil
        return .setAttributes(inode: inode, change(size: size))
    }

    /// As a writer would: frames of consecutive entries, each within its window of the file.
    private mutating func write() -> Record? {
        guard let file = file() else { return nil }
        var extents: [Extent] = []
        for _ in 0..<(generator.chance(75) ? 1 : 3) {
            let size = model.inodes[file]?.size ?? 0
            let start = extents.last?.end ?? (generator.chance(60) ? size : cells(200))
            extents.append(contentsOf: newExtent(start, NaiveVolume.cellBytes + cells(70)))
        }
        return .write(inode: file, extents: extents, change(size: generator.chance(15) ? cells(300) : nil))
    }

    private mutating func newExtent(_ start: UInt64, _ length: UInt64) -> [Extent] {
        let window = UInt64(Limits.frameBytesMax)
        let run = FrameRun(
            segment: current, entry: EntryNumber(rawValue: nextEntry), skip: 0, grid: UInt32(start % window))
        nextEntry += UInt32((start + length + window - 1) / window - start / window)
        return [Extent(start: start, length: length, run: run)]
    }

    private mutating func deallocate() -> Record? {
        guard let file = file() else { return nil }
        let start = cells(150)
        return .deallocate(inode: file, range: start..<(start + cells(60)), change(size: nil))
    }

    private mutating func clone() -> Record? {
        guard let source = file(), let destination = file(), let size = model.inodes[source]?.size, size > 0 else {
            return nil
        }
        let start = min(cells(100), size - NaiveVolume.cellBytes)
        let length = min(NaiveVolume.cellBytes + cells(60), size - start)
        let offset = cells(150)
        guard source != destination || offset >= start + length || offset + length <= start else { return nil }
        let end = max(offset + length, model.inodes[destination]?.size ?? 0)
        return .clone(
            Record.Clone(
                source: source, sourceRange: start..<(start + length), destination: destination,
                destinationOffset: offset, change: change(size: generator.chance(50) ? end : nil)))
    }

    /// A run of cells that are all there moves to new frames.
    private mutating func relocate() -> Record? {
        guard let file = file(), let cells = model.cells[file] else { return nil }
        guard let start = cells.keys.sorted().randomElement(using: &generator) else { return nil }
        var end = start
        while cells[end] != nil, end < start + 40 * NaiveVolume.cellBytes { end += NaiveVolume.cellBytes }
        return .relocate(inode: file, extents: newExtent(start, end - start))
    }

    private mutating func setXattr() -> Record? {
        guard let inode = anyInode() else { return nil }
        if generator.chance(30), let name = model.xattrs[inode]?.keys.min(by: { $0.lexicographicallyPrecedes($1) }) {
            return .setXattr(inode: inode, name: name, value: nil, time: time())
        }
        let name = Array("user.".utf8) + [UInt8.random(in: 0x61...0x65, using: &generator), 0xFF]
        let value = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
            UInt8(truncatingIfNeeded: generator.next())
        }
        return .setXattr(inode: inode, name: name, value: value, time: time())
    }

    private mutating func share() -> Record? {
        let known = model.shares.keys.sorted().randomElement(using: &generator)
        guard generator.chance(50), let id = known, let share = model.shares[id] else { return createShare() }
        if share.end != nil { return generator.chance(30) ? .forgetShare(id) : nil }
        guard generator.chance(30) || share.downloads == share.downloadsMax else { return .countDownload(id) }
        let reason = Share.EndReason.allCases.randomElement(using: &generator)
        return .endShare(id, Share.End(reason: reason ?? .revoked, time: time()))
    }

    private mutating func createShare() -> Record? {
        let candidates = model.inodes.values.filter {
            $0.linkCount > 0 && ($0.kind == .regular || $0.kind == .directory)
        }
        guard
            let inode = candidates.sorted(by: { $0.number < $1.number }).randomElement(using: &generator)
        else { return nil }
        let orphans = model.orphans.filter { model.inodes[$0]?.kind == .regular }
        let id = ShareID(rawValue: UInt64.random(in: 0..<1 << ShareID.bitCount, using: &generator))
        var share = Share(
            id: id, inode: inode.number, kind: inode.kind == .directory ? .folder : .file,
            tokenHash: (0..<32).map { _ in UInt8(truncatingIfNeeded: generator.next()) }, path: [0x66, 0xFF], note: "ü",
            created: time(), downloadsMax: generator.chance(50) ? 2 : nil)
        if inode.kind == .regular, generator.chance(70) { share.snapshot = orphans.randomElement(using: &generator) }
        if generator.chance(50) { share.expires = time() }
        if generator.chance(50) {
            share.password = Share.Password(
                logN: 4, blockSize: 1, parallelism: 1, salt: [UInt8](repeating: 3, count: 16),
                hash: [UInt8](repeating: 4, count: 32))
        }
        return .createShare(share)
    }

    private mutating func reclaim() -> Record? {
        let live = model.liveBytes
        let dead = segments.keys.filter { live[$0] == nil && $0 != current && !model.reclaimed.contains($0) }.sorted()
        return dead.isEmpty ? nil : .reclaim(segments: Array(dead.prefix(2)))
    }

    // MARK: Parts

    private mutating func time() -> Timestamp {
        clock += 1
        return Timestamp(seconds: clock, nanoseconds: UInt32.random(in: 0..<1_000_000_000, using: &generator))
    }

    private mutating func cells(_ max: UInt64) -> UInt64 {
        UInt64.random(in: 0...max, using: &generator) * NaiveVolume.cellBytes
    }

    /// Few names, so that they meet; some are not UTF-8.
    private mutating func name() -> FileName {
        let bytes: [UInt8] = [0x66, UInt8.random(in: 0x80...0x98, using: &generator)]
        do { return try FileName(bytes) } catch { preconditionFailure("\(error)") }
    }

    private mutating func inode(_ kind: FileKind) -> Inode {
        defer { nextInode += UInt64.random(in: 1...3, using: &generator) }
        let number = InodeNumber(rawValue: nextInode)
        return Inode(
            number: number, kind: kind, permissions: 0o640, uid: UInt32.random(in: 0...UInt32.max, using: &generator),
            gid: 7, time: time(), deviceNumber: kind == .blockDevice ? 0x801 : 0,
            target: kind == .symbolicLink ? [0xC3, 0x28, 0x2F] : [])
    }

    private mutating func change(size: UInt64?) -> AttributeChange {
        var change = AttributeChange(size: size)
        if generator.chance(50) { change.permissions = UInt16.random(in: 0...0o7777, using: &generator) }
        if generator.chance(30) { change.uid = UInt32.random(in: 0...UInt32.max, using: &generator) }
        if generator.chance(30) { change.gid = UInt32.random(in: 0...UInt32.max, using: &generator) }
        if generator.chance(30) { change.accessTime = Timestamp(seconds: -5_000_000_000, nanoseconds: 1) }
        if generator.chance(80) { change.modificationTime = time() }
        if generator.chance(80) { change.changeTime = time() }
        return change
    }

    private func cookie(_ directory: InodeNumber) -> DirectoryCookie {
        model.inodes[directory]?.nextCookie ?? .firstName
    }

    private mutating func anyInode() -> InodeNumber? { model.inodes.keys.sorted().randomElement(using: &generator) }

    private mutating func file() -> InodeNumber? {
        model.inodes.values.filter { $0.kind == .regular }.map(\.number).sorted().randomElement(using: &generator)
    }

    private mutating func directory() -> InodeNumber? {
        model.inodes.values.filter { $0.kind == .directory && $0.linkCount > 0 }.map(\.number).sorted()
            .randomElement(using: &generator)
    }

    private mutating func anyDentry() -> Dentry? {
        model.names.values.sorted { ($0.parent, $0.cookie) < ($1.parent, $1.cookie) }.randomElement(using: &generator)
    }

    private func isRemovable(_ dentry: Dentry) -> Bool {
        dentry.kind != .directory || !model.names.values.contains { $0.parent == dentry.inode }
    }

    /// Whether `directory` is `inode` or below it.
    private func isInside(_ directory: InodeNumber, _ inode: InodeNumber) -> Bool {
        var here = directory
        while here != inode {
            guard here != .root, let parent = model.inodes[here]?.parent else { return false }
            here = parent
        }
        return true
    }
}
