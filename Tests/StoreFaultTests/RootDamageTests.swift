// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import StorageFormat
import Testing
import VolumeFixture

/// `check` says whether a recovery would work: the root is there, ours and the newest, its checkpoint opens; and
/// whether what was not sent yet is whole here. Recovery gets by without the newest checkpoint.
@Suite(.timeLimit(.minutes(10))) struct RootDamageTests {
    @Test func aLostRootIsMissing() async throws {
        let damaged = try await DamagedVolume()
        damaged.store.change { contents in contents.loseRoot() }
        #expect(try await damaged.volume.check(readDataPercent: 0).problems.map(\.kind) == [.missing])
    }

    @Test func anEarlierRootIsReplayed() async throws {
        let damaged = try await DamagedVolume()
        let earlier = damaged.store.contents
        try damaged.volume.writeFile("more", noise(1000, seed: 1))
        try await damaged.volume.checkpoint()
        try await damaged.background.synchronise()
        try await damaged.volume.publishRoot()
        #expect(try await damaged.volume.check(readDataPercent: 0).isOK)
        damaged.store.change { contents in contents.rollBackRoot(to: earlier) }
        #expect(try await damaged.volume.check(readDataPercent: 0).problems.map(\.kind) == [.replayed])
    }

    @Test func aRootOfAnotherVolumeIsSwappedAndGarbageIsDamaged() async throws {
        let damaged = try await DamagedVolume()
        let foreign = MemoryStore()
        _ = try await VolumeFixture.format(foreign)
        let root = foreign.contents
        damaged.store.change { contents in contents.rollBackRoot(to: root) }
        #expect(try await damaged.volume.check(readDataPercent: 0).problems.map(\.kind) == [.swapped])
        damaged.store.change { contents in _ = contents.replaceRoot(with: [1, 2, 3]) }
        #expect(try await damaged.volume.check(readDataPercent: 0).problems.map(\.kind) == [.damaged])
    }

    private func checkpointObject(_ damaged: DamagedVolume) throws -> (name: ObjectName, offset: Int, piece: Int) {
        for name in damaged.store.contents.names.reversed() {
            guard let offset = try? damaged.offset(of: .checkpoint, in: name) else { continue }
            return (name, offset, try damaged.offset(of: .checkpointPiece, in: name))
        }
        throw FSError.notFound
    }

    @Test func aDamagedCheckpointIsNamed() async throws {
        let damaged = try await DamagedVolume()
        let (name, offset, piece) = try checkpointObject(damaged)
        let intact = damaged.store.contents
        damaged.store.change { contents in _ = contents.flipBit(ofByte: offset + 30, in: name) }
        #expect(try await damaged.volume.check(readDataPercent: 0).problems.map(\.kind) == [.damaged])
        damaged.store.change { contents in
            contents = intact
            contents.flipBit(ofByte: piece + 30, in: name)
        }
        #expect(try await damaged.volume.check(readDataPercent: 0).isOK)
        let report = try await damaged.volume.check(readDataPercent: 100)
        #expect(report.problems.map(\.kind) == [.damaged])
        #expect(report.problems.first?.object == name.description)
    }

    @Test(arguments: [true, false]) func recoveryGetsByWithoutTheNewestCheckpoint(_ hasOlder: Bool) async throws {
        let damaged = try await DamagedVolume()
        if hasOlder {
            try damaged.volume.writeFile("more", noise(1000, seed: 1))
            try await damaged.volume.checkpoint()
            try await damaged.background.synchronise()
            try await damaged.volume.publishRoot()
        }
        let (name, _, piece) = try checkpointObject(damaged)
        damaged.store.change { contents in _ = contents.flipBit(ofByte: piece + 30, in: name) }
        let (other, report) = try await VolumeFixture.recover(from: damaged.store.copy())
        #expect(report.isComplete)
        #expect((report.checkpoint != nil) == hasOlder)
        for path in damaged.content.keys { #expect(try await damaged.outcome(of: path, in: other.volume) == .right) }
        #expect(try other.volume.list("").count == (hasOlder ? 4 : 3))
    }

    @Test func whatIsNotSentYetIsCheckedHere() async throws {
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(store)
        try fixture.volume.writeFile("f", noise(300_000, seed: 1))
        #expect(try await fixture.volume.synchronise(isLocal: false, timeout: .zero) == nil)
        #expect(try await fixture.volume.check(readDataPercent: 100).isOK)
        let file = try #require(
            findFile(of: .first, below: fixture.volume.configuration.segmentDirectory))
        try flip(byte: 100_000, of: file)
        let report = try await fixture.volume.check(readDataPercent: 100)
        #expect(report.problems.map(\.kind) == [.damaged])
        #expect(report.problems.first?.path == Array("f".utf8))
        #expect(report.problems.first?.object == nil)
    }
}
