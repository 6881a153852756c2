// SPDX-License-Identifier: MIT

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
                // A machine without power answers nothing. See `LoopImage.cutPower`.
                try volume.freeze()
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
                    throw Command.Failure(description: "round \(round): \(error)\n\(volume.log)")
                }
            }
            try Self.readsTheSameThroughTheStore(volume, load)
            print("\(rounds) power cuts: \(load.summary)")
        }
    }

    /// Of the tool, without gramfs: a file on the disk itself has all that was acknowledged before the cut. Of what ext4
    /// acknowledges while it shuts down some is not there, which is why `powerCutsUnderLoad` stops the daemon first.
    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func theDiskOfTheTestsKeepsWhatItAcknowledgedBeforeTheCut() async throws {
        try await Self.blocking {
            let directory = try TemporaryDirectory()
            let disk = try LoopImage(in: directory.path, name: "disk", mebibytes: 64)
            defer { disk.destroy() }
            var lies = 0
            let rounds = Machine.isLong ? 100 : 12
            for round in 1...rounds {
                let file = try AppendedFile(disk.mountPoint + "/\(round)")
                let isBusy = System.wait(atMost: .seconds(20)) { file.acknowledgedBytes > 100_000 }
                #expect(isBusy, "nothing was acknowledged, so nothing is shown")
                let before = file.acknowledgedBytes
                try disk.cutPower()
                let after = file.waitForFailure()
                try disk.replug()
                let kept = try AppendedFile.validBytes(of: file.path)
                #expect(kept >= before, "round \(round)")
                if kept < after { lies += 1 }
                try System.check("unlink", file.path, unlink(file.path))
            }
            print("\(rounds) cuts of a plain ext4: in \(lies) it acknowledged a sync while it shut down, and lost it")
        }
    }
}
