// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import Foundation
import ObjectStorage
import StorageFormat
import Testing
import VolumeFixture

@testable import Metadata

/// One object of a stored volume is not what was put: `check` names the kind and a file that it affects, that file
/// is EIO and never other bytes, the others are as they were, and what is cached stays readable.
@Suite(.timeLimit(.minutes(10))) struct DamagedObjectTests {
    enum Damage: CaseIterable {
        case lost, emptied, halved, lastByteGone, headerFlipped, frameFlipped, recordsFlipped, summaryFlipped,
            footerFlipped, swappedWithin, ofAnotherVolume, olderState, longer

        var kind: CheckReport.Problem.Kind {
            switch self {
            case .lost: .missing
            case .emptied, .halved, .lastByteGone: .truncated
            case .headerFlipped, .frameFlipped, .recordsFlipped, .summaryFlipped, .footerFlipped, .longer: .damaged
            case .swappedWithin, .ofAnotherVolume: .swapped
            case .olderState: .replayed
            }
        }

        /// What only a check that reads everything can see.
        var isInside: Bool { self == .frameFlipped || self == .recordsFlipped }

        /// Whether the file's own bytes are still there.
        var leavesContent: Bool {
            switch self {
            case .lastByteGone, .headerFlipped, .recordsFlipped, .summaryFlipped, .footerFlipped, .longer: true
            default: false
            }
        }
    }

    private func apply(_ damage: Damage, to damaged: DamagedVolume) async throws {
        let name = try damaged.object(of: DamagedVolume.victim)
        let size = try damaged.bytes(of: name).count
        let other = try damaged.object(of: "after")
        let foreign = try await foreignSegment()
        let older = try await olderState(damaged)
        let records = try damaged.offset(of: .records, in: name)
        let frame = try damaged.offset(of: .frame, in: name)
        let summary = try damaged.offset(of: .summary, in: name)
        damaged.store.change { (contents: inout MemoryStore.Contents) -> Void in
            switch damage {
            case .lost: contents.drop(name)
            case .emptied: contents.truncate(name, to: 0)
            case .halved: contents.truncate(name, to: size / 2)
            case .lastByteGone: contents.truncate(name, to: size - 1)
            case .headerFlipped: contents.flipBit(3, ofByte: 130, in: name)
            case .frameFlipped: contents.flipBit(ofByte: frame + 5000, in: name)
            case .recordsFlipped: contents.flipBit(ofByte: records + 40, in: name)
            case .summaryFlipped: contents.flipBit(ofByte: summary + 40, in: name)
            case .footerFlipped: contents.flipBit(ofByte: size - 3, in: name)
            case .swappedWithin: contents.swap(name, other)
            case .ofAnotherVolume: contents.replace(name, with: foreign)
            case .olderState: contents.replace(name, with: older)
            case .longer: contents.replace(name, with: (contents.object(name)?.bytes ?? []) + [0])
            }
        }
    }

    private func foreignSegment() async throws -> [UInt8] {
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(store)
        try fixture.volume.writeFile("f", noise(300_000, seed: 9))
        try await fixture.synchronise()
        return store.contents.objects.map(\.bytes).max { $0.count < $1.count } ?? []
    }

    /// The same sequence of the same volume, as another history of it wrote it.
    private func olderState(_ damaged: DamagedVolume) async throws -> [UInt8] {
        let sequence = try damaged.segment(of: DamagedVolume.victim)
        var content = damaged.content["before"] ?? []
        content[0] ^= 1
        let identity = damaged.fixture.identity
        let header = SegmentHeader(
            volume: identity.volume, segment: SegmentID(SystemRandomSource().identifier()), sequence: sequence,
            epoch: .first, previousChain: SegmentChain.start, created: .epoch)
        let writer = try SegmentWriter(
            header: header, key: identity.key, slots: identity.slots, random: SystemRandomSource())
        let compressor = try FrameCompressor()
        for _ in 0..<8 {
            let frame = Array(content.prefix(100_000)).withUnsafeBytes {
                PreparedFrame.prepare($0, policy: .sealed, using: compressor)
            }
            _ = try writer.appendFrame(frame)
        }
        _ = try writer.finish()
        return writer.withPending { Array($0) }
    }

    @Test(arguments: Damage.allCases) func isNamedAndContained(_ damage: Damage) async throws {
        let damaged = try await DamagedVolume()
        try await apply(damage, to: damaged)
        let segment = try damaged.segment(of: DamagedVolume.victim)

        let quick = try await damaged.volume.check(readDataPercent: 0)
        if damage.isInside { #expect(quick.isOK) }
        let report = try await damaged.volume.check(readDataPercent: 100)
        #expect(report.isComplete && !report.isOK)
        for found in damage.isInside ? [report] : [quick, report] {
            let problems = found.problems.filter { $0.segment == segment }
            #expect(problems.map(\.kind) == [damage.kind], "\(found.problems)")
            if damage != .recordsFlipped {
                #expect(problems.first?.path == Array(DamagedVolume.victim.utf8))
            }
            #expect(problems.first?.object == (try damaged.object(of: DamagedVolume.victim)).description)
            let elsewhere = found.problems.filter { $0.segment != segment }
            #expect(elsewhere.count == (damage == .swappedWithin ? 1 : 0), "\(elsewhere)")
        }

        let victim = try await damaged.outcome(of: DamagedVolume.victim)
        if damage.leavesContent { #expect(victim == .right || victim == .damaged) } else { #expect(victim == .damaged) }
        #expect(try await damaged.outcome(of: "before") == .right)
        #expect(try await damaged.outcome(of: "after") == (damage == .swappedWithin ? .damaged : .right))
        #expect(try damaged.volume.resolve(DamagedVolume.victim).size == 300_000)
    }

    @Test(arguments: Damage.allCases) func cachedPartsStayReadable(_ damage: Damage) async throws {
        let damaged = try await DamagedVolume(keepsCache: true)
        try await apply(damage, to: damaged)
        for name in DamagedVolume.others + [DamagedVolume.victim] {
            #expect(try await damaged.outcome(of: name) == .right)
        }
        #expect(try await damaged.volume.check(readDataPercent: 100).isOK == false)
        #expect(try await damaged.outcome(of: DamagedVolume.victim) == .right)
    }

    @Test func aStoreThatCannotListIsCheckedAllTheSame() async throws {
        let damaged = try await DamagedVolume(traits: .telegramBot)
        try await apply(.halved, to: damaged)
        let report = try await damaged.volume.check(readDataPercent: 0)
        #expect(report.problems.map(\.kind) == [.truncated])
        #expect(report.problems.first?.path == Array(DamagedVolume.victim.utf8))
    }

    /// One bad bit in the local copy, and the store's copy is gone: what else is in the block stays.
    @Test func aBadFrameInTheCacheDoesNotTakeItsNeighboursAlong() async throws {
        let damaged = try await DamagedVolume(keepsCache: true)
        let name = try damaged.object(of: DamagedVolume.victim)
        let frame = try damaged.offset(of: .frame, in: name)
        let path = damaged.volume.configuration.segmentDirectory
        let segment = try damaged.segment(of: DamagedVolume.victim)
        try flip(byte: frame + 5000, of: try #require(findFile(of: segment, below: path)))
        let intact = damaged.store.contents
        damaged.store.change { contents in _ = contents.drop(name) }
        #expect(try await damaged.outcome(of: DamagedVolume.victim) == .damaged)
        // The third frame of the same file, in the same block.
        let attributes = try damaged.volume.resolve(DamagedVolume.victim)
        let handle = try damaged.volume.open(
            attributes.inode, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
        let tail = try await damaged.volume.read(attributes.inode, handle, offset: 262_144, length: 4096)
        #expect(tail == Array((damaged.content[DamagedVolume.victim] ?? [])[262_144..<266_240]))
        damaged.volume.release(attributes.inode, handle)
        // And once the store has it again, it is mended.
        damaged.store.change { contents in contents = intact }
        #expect(try await damaged.outcome(of: DamagedVolume.victim) == .right)
    }

    /// A power cut can take the size of a cache file and leave its blocks; one of them is wrong besides.
    @Test func aCacheFileOfAnotherSizeIsFetchedAnew() async throws {
        let damaged = try await DamagedVolume(keepsCache: true)
        let frame = try damaged.offset(of: .frame, in: damaged.object(of: DamagedVolume.victim))
        let path = try #require(
            findFile(
                of: damaged.segment(of: DamagedVolume.victim), below: damaged.volume.configuration.segmentDirectory))
        await damaged.background.end()
        try await damaged.volume.close()
        try flip(byte: frame + 5000, of: path)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let size = try file.seekToEnd()
        try file.truncate(atOffset: size - 100)
        try file.close()

        let fixture = damaged.fixture
        let again = try await VolumeFixture.reopen(fixture.directory, damaged.store, fixture.identity)
        #expect(try await damaged.outcome(of: DamagedVolume.victim, in: again.volume) == .right)
        #expect(try await again.volume.check(readDataPercent: 100).isOK)
    }

    @Test func anIndexThatContradictsItselfIsNamed() async throws {
        let damaged = try await DamagedVolume()
        await damaged.background.end()
        try await damaged.volume.close()
        let fixture = damaged.fixture
        try Connection(path: fixture.directory.path + "/index.sqlite", mode: .readWrite)
            .execute("UPDATE volume SET files = files + 1")
        let again = try await VolumeFixture.reopen(fixture.directory, damaged.store, fixture.identity)
        let report = try await again.volume.check(readDataPercent: 100)
        #expect(report.isComplete && report.problems.map(\.kind) == [.index], "\(report.problems)")
        for name in DamagedVolume.others + [DamagedVolume.victim] {
            #expect(try await damaged.outcome(of: name, in: again.volume) == .right)
        }
    }

    @Test func anObjectOfNobodyIsAnOrphan() async throws {
        let damaged = try await DamagedVolume()
        let name = try #require(ObjectName(String(repeating: "a", count: 32)))
        damaged.store.change { contents in _ = contents.insert(name, [1, 2, 3]) }
        let report = try await damaged.volume.check(readDataPercent: 0)
        #expect(report.problems.map(\.kind) == [.orphan])
        #expect(report.problems.first?.object == name.description)
    }
}
