// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import Testing
import VolumeFixture

@testable import Filesystem

/// fallocate, lseek and copy_file_range without a kernel:
/// - what is made a hole is zeros and takes nothing, whether it was in memory or in frames;
/// - data and holes are told apart to the byte;
/// - a copy shares its frames, and lives on when either of the two changes, goes, or is compacted.
@Suite struct ContentTests {
    private let fixture: VolumeFixture
    private let store = MemoryStore()
    private let volume: Volume
    private let caller = VolumeFixture.caller

    init() async throws {
        fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        volume = fixture.volume
    }

    private func open(_ path: String, flags: Int32 = 2) throws -> (InodeNumber, HandleID) {
        let inode = try volume.resolve(path).inode
        return (inode, try volume.open(inode, flags: OpenFlags(rawValue: flags), caller: caller))
    }

    // MARK: fallocate

    @Test(arguments: [true, false]) func aPunchedHoleIsZerosAndTakesNothing(_ isFlushed: Bool) async throws {
        let bytes = noise(600_000, seed: 1)
        try volume.withFile("f") { inode, handle in
            try volume.write(bytes, at: 0, inode, handle)
            if isFlushed { try volume.flush(inode, handle) }
            try volume.allocate(handle, .punchHole, 100_001, 300_000)
            #expect(try volume.attributes(of: inode).size == 600_000)
        }
        let expected = bytes[..<100_001] + [UInt8](repeating: 0, count: 300_000) + bytes[400_001...]
        #expect(try await volume.readFile("f") == Array(expected))
        #expect(try volume.resolve("f").allocatedBytes == 300_000)
        let after = try await fixture.reopenAfterKill()
        #expect(try await after.volume.readFile("f") == Array(expected))
        #expect(try after.volume.resolve("f").allocatedBytes == 300_000)
    }

    @Test func zeroedRangesAreHolesAndExtendWhenAsked() async throws {
        try volume.writeFile("f", noise(1000, seed: 1))
        let (inode, handle) = try open("f")
        try volume.allocate(handle, .zero, 500, 10_000)
        #expect(try volume.attributes(of: inode).size == 1000)
        try volume.allocate(handle, .zeroAndExtend, 400, 10_000)
        #expect(try volume.attributes(of: inode).size == 10_400)
        // No flush: it is in the log as a truncation would be.
        let after = try await fixture.reopenAfterKill()
        let expected = noise(1000, seed: 1)[..<400] + [UInt8](repeating: 0, count: 10_000)
        #expect(try await after.volume.readFile("f") == Array(expected))
    }

    @Test func preallocationExtendsAndKeepsWhatIsThere() async throws {
        let (inode, handle) = try volume.withFile("f") { inode, _ in
            (inode, try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: caller))
        }
        try volume.write(noise(1000, seed: 1), at: 0, inode, handle)
        try volume.allocate(handle, .keepSize, 0, 1 << 30)
        #expect(try volume.attributes(of: inode).size == 1000)
        try volume.allocate(handle, .extend, 10, 100)
        #expect(try volume.attributes(of: inode).size == 1000)
        try volume.allocate(handle, .extend, 500, 1 << 30)
        #expect(try volume.attributes(of: inode).size == 500 + 1 << 30)
        #expect(try volume.attributes(of: inode).allocatedBytes < 10_000)
        let after = try await fixture.reopenAfterKill()
        let (number, again) = (inode, try after.volume.open(inode, flags: OpenFlags(rawValue: 0), caller: caller))
        let part = try await after.volume.part(number, again, at: 0, 2000)
        #expect(part == noise(1000, seed: 1) + [UInt8](repeating: 0, count: 1000))
        after.volume.release(number, again)
    }

    @Test func whatCannotBeAllocatedChangesNothing() throws {
        try volume.writeFile("f", [1, 2, 3])
        let before = try volume.resolve("f")
        let (inode, handle) = try open("f")
        for mode in AllocationMode.allCases {
            #expect(throws: FSError.fileTooLarge) { try volume.allocate(handle, mode, 1, Limits.fileBytesMax) }
            #expect(throws: FSError.fileTooLarge) { try volume.allocate(handle, mode, UInt64.max, 1) }
            #expect(throws: FSError.self) { try volume.allocate(handle, mode, 0, 0) }
            #expect(throws: FSError.badHandle) { try volume.allocate(HandleID(rawValue: 999), mode, 0, 1) }
        }
        #expect(try volume.attributes(of: inode) == before)
        try volume.allocate(handle, .extend, Limits.fileBytesMax - 1, 1)
        #expect(try volume.attributes(of: inode).size == Limits.fileBytesMax)
        volume.release(inode, handle)
    }

    // MARK: lseek

    @Test func dataAndHolesAreFoundToTheByte() throws {
        try volume.withFile("f") { inode, handle in
            try volume.write(noise(1000, seed: 1), at: 500, inode, handle)
            try volume.flush(inode, handle)
            // In memory, beside what is in the log.
            try volume.write(noise(500, seed: 2), at: 1500, inode, handle)
            try volume.write(noise(10, seed: 3), at: 300_000, inode, handle)
            _ = try volume.setAttributes(of: inode, AttributeRequest(size: 400_000), caller: caller)
            let found: [(SeekTarget, UInt64, UInt64?)] = [
                (.data, 0, 500), (.hole, 0, 0), (.data, 700, 700), (.hole, 500, 2000), (.hole, 1600, 2000),
                (.data, 2000, 300_000), (.hole, 300_005, 300_010), (.data, 300_010, nil), (.hole, 300_010, 300_010),
                (.hole, 399_999, 399_999), (.data, 400_000, nil), (.hole, 400_000, nil), (.data, .max, nil),
            ]
            for (target, offset, expected) in found {
                #expect((try? volume.seek(handle, target, from: offset)) == expected, "\(target) \(offset)")
            }
            #expect(throws: FSError.beyondEnd) { try volume.seek(handle, .hole, from: 400_000) }
        }
        try volume.withFile("empty") { (_, handle) throws -> Void in
            #expect(throws: FSError.beyondEnd) { try volume.seek(handle, .hole, from: 0) }
        }
    }

    // MARK: copy_file_range

    @Test func aCopySharesItsFrames() async throws {
        let bytes = noise(3 << 20, seed: 1)
        try volume.writeFile("f", bytes)
        try await fixture.synchronise()
        let stored = store.objectBytes
        let (_, source) = try open("f", flags: 0)
        try volume.withFile("g") { (_, destination) throws -> Void in
            // To the frame, and off every grid.
            #expect(try volume.copy(from: source, 0, to: destination, 0, length: 2 << 20) == 2 << 20)
            #expect(try volume.copy(from: source, 77, to: destination, 3 << 20 | 5, length: 1 << 30) == 3 << 20 - 77)
        }
        try await fixture.synchronise()
        #expect(store.objectBytes - stored < 20_000)
        let expected =
            Array(bytes[..<(2 << 20)]) + [UInt8](repeating: 0, count: 1 << 20 + 5) + Array(bytes[77...])
        #expect(try await volume.readFile("g") == expected)
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(try await other.volume.readFile("g") == expected)
        #expect(try await other.volume.check(readDataPercent: 100).problems.isEmpty)
    }

    @Test func aCopyIsAnotherFileFromThenOn() async throws {
        let bytes = noise(400_000, seed: 1)
        try volume.withFile("f") { from, source in
            // Still in memory when it is copied.
            try volume.write(bytes, at: 0, from, source)
            try volume.withFile("g") { to, destination in
                #expect(try volume.copy(from: source, 0, to: destination, 0, length: 1 << 20) == 400_000)
                try volume.write([1, 2, 3], at: 200_000, from, source)
                try volume.write([4, 5, 6], at: 300_000, to, destination)
                try volume.allocate(destination, .punchHole, 0, 10)
            }
        }
        var (f, g) = (bytes, bytes)
        f.replaceSubrange(200_000..<200_003, with: [1, 2, 3])
        g.replaceSubrange(300_000..<300_003, with: [4, 5, 6])
        g.replaceSubrange(0..<10, with: repeatElement(0, count: 10))
        for reopened in [fixture, try await fixture.reopenAfterKill()] {
            #expect(try await reopened.volume.readFile("f") == f)
            #expect(try await reopened.volume.readFile("g") == g)
        }
    }

    @Test func aFileIsCopiedOntoItselfWhereItDoesNotOverlap() async throws {
        let bytes = noise(300_000, seed: 1)
        try volume.withFile("f") { inode, handle in
            try volume.write(bytes, at: 0, inode, handle)
            #expect(try volume.copy(from: handle, 0, to: handle, 300_000, length: 300_000) == 300_000)
            #expect(try volume.copy(from: handle, 100, to: handle, 200, length: 100) == 100)
            for (from, to) in [(0, 99), (99, 0), (50, 50)] as [(UInt64, UInt64)] {
                let refused = #expect(throws: FSError.self) {
                    try volume.copy(from: handle, from, to: handle, to, length: 100)
                }
                #expect(refused?.code == "invalid_argument")
            }
        }
        var expected = bytes + bytes
        expected.replaceSubrange(200..<300, with: bytes[100..<200])
        #expect(try await volume.readFile("f") == expected)
    }

    @Test func aCopyFromBehindTheEndIsNothing() throws {
        try volume.writeFile("f", [1, 2, 3])
        try volume.writeFile("g", [9])
        let before = try volume.resolve("g")
        let (_, source) = try open("f", flags: 0)
        let (inode, destination) = try open("g")
        #expect(try volume.copy(from: source, 3, to: destination, 0, length: 10) == 0)
        #expect(try volume.copy(from: source, 1 << 30, to: destination, 0, length: 10) == 0)
        #expect(try volume.copy(from: source, 0, to: destination, 0, length: 0) == 0)
        #expect(throws: FSError.fileTooLarge) {
            try volume.copy(from: source, 0, to: destination, Limits.fileBytesMax, length: 1)
        }
        #expect(try volume.attributes(of: inode) == before)
        #expect(try volume.copy(from: source, 1, to: destination, 1, length: 10) == 2)
        #expect(try volume.attributes(of: inode).size == 3)
    }

    @Test func aCopiedHoleStaysAHoleAndCounts() async throws {
        try volume.withFile("f") { inode, handle in
            try volume.write([1], at: 0, inode, handle)
            _ = try volume.setAttributes(of: inode, AttributeRequest(size: 1 << 40), caller: caller)
        }
        let (_, source) = try open("f", flags: 0)
        try volume.withFile("g") { inode, destination in
            try volume.write([UInt8](repeating: 7, count: 100), at: 0, inode, destination)
            #expect(try volume.copy(from: source, 0, to: destination, 10, length: 1 << 41) == 1 << 40)
        }
        let after = try await fixture.reopenAfterKill()
        #expect(try after.volume.resolve("g").size == 1 << 40 + 10)
        #expect(try after.volume.resolve("g").allocatedBytes == 11)
    }

    @Test func bytesThatMayBeReadableAreNotSharedWithAFileThatIsSealed() throws {
        try volume.writeFile("plain", [1, 2, 3])
        try volume.writeFile("sealed", [1])
        try setPolicy(.plain, of: "plain")
        let (_, plain) = try open("plain")
        let (_, sealed) = try open("sealed")
        #expect(throws: FSError.notSupported) { try volume.copy(from: plain, 0, to: sealed, 0, length: 3) }
        #expect(try volume.copy(from: sealed, 0, to: plain, 0, length: 3) == 1)
    }

    private func setPolicy(_ policy: ContentPolicy, of path: String) throws {
        let inode = try volume.resolve(path).inode
        try volume.log.locked { core throws(FSError) in
            try core.log(.setPolicy(inode: inode, policy, time: Timestamp(seconds: 1)))
        }
    }

    /// So many copies that each segment is referred to for more bytes than it has.
    @Test func copiesLiveOnInCompactionAndTakeOneSize() async throws {
        let piece = 64 << 10
        let bytes = noise(4 << 20, seed: 1)
        try volume.writeFile("f", bytes)
        let (inode, source) = try open("f", flags: 0)
        var expected = ExpectedFiles()
        for number in 0..<20 {
            // Shifted ones too: their frames lie across the windows.
            let shift = number % 3 * 100_000
            var content = [UInt8](repeating: 0, count: 3 * 150_000 + shift + piece)
            try volume.withFile("g\(number)") { _, destination in
                for part in 0..<4 {
                    let start = part * 150_000 + shift
                    _ = try volume.copy(
                        from: source, UInt64(part << 20), to: destination, UInt64(start), length: UInt64(piece))
                    content.replaceSubrange(start..<start + piece, with: bytes[part << 20..<part << 20 + piece])
                }
            }
            expected.note("g\(number)", content)
        }
        volume.release(inode, source)
        var others = ExpectedFiles()
        others.note("f", bytes)
        try others.remove("f", from: volume)
        let files = expected
        try await fixture.whileRunning { volume in
            try await volume.checkpoint()
            try await volume.sendAll()
        }
        #expect(store.objectBytes > 4 << 20)
        let later = store.copy()
        try await expectOneSize(fixture, store, files)
        // What is known of copies is known to this machine alone; another one finds it out.
        let (recovered, report) = try await VolumeFixture.recover(from: later, configure: VolumeConfiguration.stepwise)
        #expect(report.isComplete)
        try await expectOneSize(recovered, later, files)
    }

    private func expectOneSize(_ fixture: VolumeFixture, _ store: MemoryStore, _ files: ExpectedFiles) async throws {
        try await fixture.whileRunning { try await $0.settle() }
        #expect(await files.differences(in: fixture.volume).isEmpty)
        // Twenty files with 256 KiB of data each lie in little more than one.
        #expect(store.objectBytes < 500 << 10)
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(await files.differences(in: other.volume).isEmpty)
        #expect(try await other.volume.check(readDataPercent: 100).problems.isEmpty)
    }
}
