// SPDX-License-Identifier: MIT

import ChildProcess
import DirectoryStorage
import Glibc
import TestDirectory
import Testing

/// Invariants: after the disk under the state directory has lost everything that was not flushed, each writer's directory
/// is as it was at its last acknowledged fsync or later; no file has bytes that were not written there.
extension CrashTests {
    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func powerCutsUnderLoad() async throws {
        try await Self.blocking {
            let directory = try TemporaryDirectory()
            let disk = try LoopImage(in: directory.path, name: "state", mebibytes: 512)
            defer { disk.destroy() }
            let volume = try MountedVolume(directory: directory, statePath: disk.mountPoint + "/s")
            defer { volume.destroy() }
            try volume.mount()
            let load = try Load(on: volume.mountPoint, loss: .power)
            var random = Randomness(seed: load.seed)
            let rounds = Machine.isLong ? 40 : 8
            for round in 1...rounds {
                let syncs = load.syncs
                load.start()
                _ = load.waitForOperations(20 + Int(random.next() % 150), atMost: .seconds(8))
                // A machine without power answers nothing; one whose disk fails goes on.
                if round.isMultiple(of: 2) { try volume.freeze() }
                try disk.cutPower()
                volume.kill()
                try load.end()
                #expect(load.syncs > syncs, "nothing was acknowledged, so nothing is shown")
                try disk.replug()
                let time = try volume.mount()
                #expect(time < .seconds(4), "mounting took \(time)")
                do {
                    try load.verify()
                } catch {
                    throw ChildProcess.Failure(description: "round \(round): \(error)\n\(volume.log)")
                }
            }
            try Self.readsTheSameThroughTheStore(volume, load)
            print("\(rounds) power cuts: \(load.summary)")
        }
    }

    /// Without the rest of gramfs: ext4 acknowledges some of the syncs that are under way while it shuts down, and loses
    /// them. The log's sync believes none of these.
    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func aSyncThatWasBelievedIsOnTheDisk() async throws {
        try await Self.blocking {
            let directory = try TemporaryDirectory()
            let disk = try LoopImage(in: directory.path, name: "disk", mebibytes: 64)
            defer { disk.destroy() }
            for round in 1...(Machine.isLong ? 200 : 24) {
                let file = try AppendedFile(disk.mountPoint + "/\(round)")
                let isBusy = System.wait(atMost: .seconds(20)) { file.acknowledgedBytes > 100_000 }
                #expect(isBusy, "nothing was acknowledged, so nothing is shown")
                try disk.cutPower()
                let acknowledged = file.waitForFailure()
                try disk.replug()
                #expect(try AppendedFile.validBytes(of: file.path) >= acknowledged, "round \(round)")
                try System.check("unlink", file.path, unlink(file.path))
            }
        }
    }

    /// The same of a store on a disk of its own, whose objects let the copies on another disk be evicted.
    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func whatADirectoryStoreTookInIsOnTheDisk() async throws {
        let directory = try TemporaryDirectory()
        let disk = try LoopImage(in: directory.path, name: "store", mebibytes: 64)
        defer { disk.destroy() }
        for round in 1...(Machine.isLong ? 400 : 12) {
            let path = disk.mountPoint + "/\(round)"
            let objects = PutObjects(into: try await DirectoryStore.create(path))
            let cut = try await Self.blocking {
                let isBusy = System.wait(atMost: .seconds(20)) { objects.acknowledged > 10 }
                try disk.cutPower()
                return isBusy
            }
            #expect(cut, "nothing was acknowledged, so nothing is shown")
            await objects.waitForFailure()
            try await Self.blocking { try disk.replug() }
            #expect(try await objects.missing(from: DirectoryStore.open(path)).isEmpty, "round \(round)")
            try ChildProcess.require(["rm", "-rf", path], in: directory.path)
        }
    }
}
