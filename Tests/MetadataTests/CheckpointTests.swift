// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import Metadata

/// Invariants:
/// - A checkpoint and the log behind it lead a fresh index to the same rows as the index that made it, also where
///   clean pieces are taken over, where the index went on meanwhile, and after a crash.
/// - Only the pieces that a change falls into are written again; none where nothing changed.
/// - The pieces of the newest checkpoint, and only they, count as live.
/// - An import that did not end is never taken for an index.
@Suite struct CheckpointTests {
    static let volume = VolumeID(Identifier128(high: 3, low: 4))

    /// The pieces that a log would hold.
    struct PieceStore {
        var rows: [LogPosition: [CheckpointRow]] = [:]

        func importAll(_ checkpoint: StoredCheckpoint, to path: String, shuffledBy seed: UInt64) throws -> MetadataIndex
        {
            var generator = SeededGenerator(seed: seed)
            let index = try MetadataIndex.open(path: path, volume: CheckpointTests.volume)
            for piece in checkpoint.checkpoint.pieces.shuffled(using: &generator) {
                let rows = try #require(rows[piece.position])
                #expect(rows.first?.key == piece.firstKey)
                try index.importRows(rows)
            }
            try index.finishImport(checkpoint)
            return index
        }
    }

    @Test func `a checkpoint and the log behind it give the same index`() throws {
        let directory = try TemporaryDirectory()
        let seed = SeededGenerator.seed()
        var volume = RandomVolume(seed: seed)
        var store = PieceStore()
        var index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
        var applied = 0
        var reused = 0
        for round in 0..<25 {
            for _ in 0..<Int.random(in: 0...(round < 5 ? 60 : 8), using: &volume.generator) { volume.step() }
            try index.replay(volume.log[applied...])
            applied = volume.log.count
            try index.commit(durably: false)
            if volume.generator.chance(30) {
                try index.close()
                index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
            }

            let source = try index.beginCheckpoint(pieceBytesMin: 150)
            let behind = applied
            #expect(source.position == volume.position)
            var pieces: [CheckpointPiece] = []
            while let piece = try source.nextPiece(bytesMax: 400) {
                let position = volume.takeEntry()
                store.rows[position] = piece.rows
                let bytes = UInt32(piece.rows.count * 40)
                pieces.append(CheckpointPiece(firstKey: piece.firstKey, position: position, bytes: bytes))
                guard volume.generator.chance(5) else { continue }
                volume.step()
                try index.replay(volume.log[applied...])
                applied = volume.log.count
                if volume.generator.chance(50) { try index.commit(durably: false) }
            }
            let checkpoint = StoredCheckpoint(
                checkpoint: source.checkpoint(time: .epoch, newPieces: pieces), entry: volume.takeEntry(), bytes: 99)
            source.close()
            if volume.generator.chance(20) {
                // As if the process had ended before it was finished; nothing of it may stay.
                index.cancelCheckpoint()
                continue
            }
            reused += source.cleanPieces.count
            try index.finishCheckpoint(checkpoint)
            try expectEqual(index, volume)
            try index.commit(durably: false)
            #expect(try index.verify() == [])

            let path = directory.file("import-\(round)")
            let copy = try store.importAll(checkpoint, to: path, shuffledBy: seed)
            #expect(copy.committedPosition == source.position)
            try copy.replay(volume.log[behind...])
            try expectEqual(copy, volume)
            try copy.commit(durably: false)
            #expect(try dump(path) == dump(directory.file("index")))
            #expect(try copy.verify() == [])
        }
        #expect(reused > 10)
    }

    @Test func `clean and new pieces together are all rows`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("index")
        var volume = RandomVolume(seed: SeededGenerator.seed())
        for _ in 0..<300 { volume.step() }
        let index = try MetadataIndex.open(path: path, volume: Self.volume)
        var applied = 0
        var store = PieceStore()
        for _ in 0..<200 {
            try index.replay(volume.log[applied...])
            applied = volume.log.count
            try index.commit(durably: false)

            let source = try index.beginCheckpoint(pieceBytesMin: 0)
            let connection = try Connection(path: path, mode: .readOnly)
            var rows = try CheckpointRows(connection)
            try rows.seek(.first..<CheckpointKey.end)
            var expected: [CheckpointRow] = []
            try rows.take(into: &expected, bytesMax: .max)

            volume.step()
            try index.replay(volume.log[applied...])
            applied = volume.log.count

            var pieces: [CheckpointPiece] = []
            while let piece = try source.nextPiece(bytesMax: 100) {
                let position = volume.takeEntry()
                store.rows[position] = piece.rows
                pieces.append(CheckpointPiece(firstKey: piece.firstKey, position: position, bytes: 1))
            }
            let checkpoint = source.checkpoint(time: .epoch, newPieces: pieces)
            let found = try checkpoint.pieces.flatMap { try #require(store.rows[$0.position]) }
            #expect(found == expected)
            try index.finishCheckpoint(
                StoredCheckpoint(checkpoint: checkpoint, entry: volume.takeEntry(), bytes: 1))
            source.close()
            if volume.generator.chance(50) { volume.step() }
        }
    }

    @Test func `a batch that fails marks nothing`() throws {
        let directory = try TemporaryDirectory()
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
        var maker = TreeMaker()
        try maker.begin(index)
        let files = try maker.createFiles(500, in: .root, of: index)
        try maker.checkpoint(index)
        let touch = Record.setAttributes(inode: files[100], AttributeChange(uid: 9))
        #expect(throws: FSError.self) { try maker.apply([touch, .free(inode: files[1])], to: index) }
        #expect(try maker.checkpoint(index) == 0)
        try maker.apply([touch], to: index)
        #expect(try maker.checkpoint(index) == 1)
    }

    @Test func `only what changed is written again, across reopening`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("index")
        var index = try MetadataIndex.open(path: path, volume: Self.volume)
        var maker = TreeMaker()
        try maker.begin(index)
        let files = try maker.createFiles(2000, in: .root, of: index)
        try maker.checkpoint(index)
        let all = try #require(index.newestCheckpoint?.checkpoint.pieces)
        #expect(all.count > 20)

        #expect(try maker.checkpoint(index) == 0)
        #expect(try #require(index.newestCheckpoint?.checkpoint.pieces) == all)

        try maker.touch(files[700], in: index)
        #expect(try maker.checkpoint(index) == 1)

        try maker.touch(files[20], in: index)
        try maker.touch(files[1900], in: index)
        try index.commit(durably: false)
        try index.close()
        index = try MetadataIndex.open(path: path, volume: Self.volume)
        #expect(try maker.checkpoint(index) == 2)
        try index.commit(durably: false)
        try index.close()
        index = try MetadataIndex.open(path: path, volume: Self.volume)
        #expect(try maker.checkpoint(index) == 0)
    }

    @Test func `what changes while a checkpoint is made is dirty behind it, and only that`() throws {
        let directory = try TemporaryDirectory()
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
        var maker = TreeMaker()
        try maker.begin(index)
        let files = try maker.createFiles(2000, in: .root, of: index)
        try maker.checkpoint(index) { maker in
            try maker.touch(files[3], in: index)
            try maker.touch(files[4], in: index)
            try maker.touch(files[1500], in: index)
        }
        #expect(try maker.checkpoint(index) == 2)
        #expect(try maker.checkpoint(index) == 0)
    }

    @Test func `a small clean piece is written again with its dirty neighbour`() {
        let keys = (0..<5).map { CheckpointKey(inode: UInt64($0 * 10), kind: .inode, detail: 0) }
        let pieces = zip(keys, [1000, 1000, 10, 1000, 10]).map { key, bytes in
            CheckpointPiece(firstKey: key, position: .start, bytes: UInt32(bytes))
        }
        let table = PieceTable(pieces: pieces, isDirty: [false, true, false, false, false])
        let split = table.split(bytesMin: 100)
        #expect(split.clean == [pieces[0], pieces[3], pieces[4]])
        #expect(split.dirty == [keys[1]..<keys[3]])
    }

    @Test func `pieces and the list of them are live until the next checkpoint`() throws {
        let directory = try TemporaryDirectory()
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
        var maker = TreeMaker()
        try maker.begin(index)
        for sequence: UInt64 in 2...3 { try maker.beginSegment(sequence, of: index) }
        func finish(_ pieces: [(UInt64, UInt64, UInt32)], listIn segment: UInt64) throws {
            try index.commit(durably: false)
            let source = try index.beginCheckpoint()
            let pieces = pieces.map { inode, segment, bytes in
                CheckpointPiece(
                    firstKey: CheckpointKey(inode: inode, kind: .inode, detail: 0),
                    position: TreeMaker.position(segment, 7), bytes: bytes)
            }
            let checkpoint = Checkpoint(
                position: source.position, nextInode: source.nextInode, time: .epoch, pieces: pieces)
            try index.finishCheckpoint(
                StoredCheckpoint(checkpoint: checkpoint, entry: TreeMaker.position(segment, 9), bytes: 5))
        }
        func live() throws -> [UInt64?] {
            try (1...3).map { try index.segment(SegmentSequence(rawValue: $0))?.liveBytes }
        }
        try finish([(0, 1, 100), (5, 2, 200)], listIn: 2)
        #expect(try live() == [100, 205, 0])
        try finish([(0, 1, 100), (4, 3, 50)], listIn: 3)
        #expect(try live() == [100, 0, 55])
        #expect(try index.segmentTotals().liveBytes == 155)
        #expect(throws: FSError.self) { try finish([(0, 99, 1)], listIn: 3) }
        try index.commit(durably: true)
        let newest = try #require(index.newestCheckpoint)
        try index.close()
        let again = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
        #expect(again.newestCheckpoint == newest)
        #expect(try again.segment(.first)?.liveBytes == 100)
    }

    @Test func `attributes of one inode are never cut apart`() throws {
        let directory = try TemporaryDirectory()
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
        var maker = TreeMaker()
        try maker.begin(index)
        for number in UInt8(0)..<50 {
            try maker.apply([.setXattr(inode: .root, name: [number], value: [1, 2, 3], time: .epoch)], to: index)
        }
        try index.commit(durably: false)
        let source = try index.beginCheckpoint()
        var cuts: [[CheckpointRow]] = []
        while let piece = try source.nextPiece(bytesMax: 1) { cuts.append(piece.rows) }
        #expect(cuts.map(\.count) == [1, 50, 1])
    }

    @Test func `a checkpoint begins at a commit and ends only its own`() throws {
        let directory = try TemporaryDirectory()
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
        var maker = TreeMaker()
        try maker.begin(index)
        #expect(throws: FSError.busy) { try index.beginCheckpoint() }
        try index.commit(durably: false)
        let source = try index.beginCheckpoint()
        let stored = StoredCheckpoint(
            checkpoint: source.checkpoint(time: .epoch, newPieces: []), entry: TreeMaker.position(1, 50), bytes: 1)
        index.cancelCheckpoint()
        #expect(throws: FSError.badHandle) { try index.finishCheckpoint(stored) }
        #expect(index.newestCheckpoint == nil)
    }

    @Test func `an import that did not end is no index`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("index")
        var index: MetadataIndex? = try MetadataIndex.open(path: path, volume: Self.volume)
        let file = Inode(number: .root, kind: .directory, permissions: 0, uid: 0, gid: 0, time: .epoch, parent: .root)
        index?.importedRowsMax = 100
        let rows = (0..<100).map {
            CheckpointRow.xattr(.root, name: withUnsafeBytes(of: $0) { Array($0) }, value: [])
        }
        try index?.importRows([.inode(file)] + rows)
        index = nil
        #expect(throws: FSError.self) { try MetadataIndex.open(path: path, volume: Self.volume) }
        try MetadataIndex.remove(path: path)
        #expect(try MetadataIndex.open(path: path, volume: Self.volume).committedPosition == .start)
    }

    @Test func `an index in use cannot become another`() throws {
        let directory = try TemporaryDirectory()
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
        var maker = TreeMaker()
        try maker.begin(index)
        #expect(throws: FSError.self) { try index.importRows([]) }
        try maker.createFiles(1, in: .root, of: index)
    }

    @Test func `touched keys are exact for few and never too little`() {
        var generator = SeededGenerator(seed: SeededGenerator.seed())
        var exact = TouchedKeys()
        var coarse = TouchedKeys(rangesMax: 8)
        var keys: [CheckpointKey] = []
        for _ in 0..<500 {
            let key = CheckpointKey(
                inode: UInt64.random(in: 0...3000, using: &generator) << UInt64.random(in: 0...50, using: &generator),
                kind: .extent, detail: UInt64.random(in: 0...9, using: &generator))
            keys.append(key)
            exact.insert(key)
            coarse.insert(key)
        }
        #expect(Array(coarse.ranges).count <= 8)
        for key in keys {
            #expect(exact.ranges.contains { $0.contains(key) && $0.lowerBound.inode == $0.upperBound.inode })
            #expect(coarse.ranges.contains { $0.contains(key) })
        }
    }
}
