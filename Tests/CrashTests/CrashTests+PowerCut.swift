// SPDX-License-Identifier: MIT

import Glibc
import TestDirectory
import Testing

/// Invariants: after the disk under the state directory has lost everything that was not flushed, each writer's directory
/// is as it was at its last acknowledged fsync or later; no file has bytes that were not written there.
extension CrashTests {
    /// Under `--long` until a rare failure (one round in about thirty shows an older state of a file) is understood.
    @Test(.enabled(if: Machine.isLong && Machine.hasLoopImages, "runs under Scripts/test --long"))
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
            let rounds = Machine.isLong ? 40 : 6
            for round in 1...rounds {
                let syncs = load.syncs
                load.start()
                _ = load.waitForOperations(20 + Int(random.next() % 150), atMost: .seconds(8))
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
}
