// SPDX-License-Identifier: MIT

import DiskSimulation
import FilesystemModel
import Testing

@testable import SegmentLog

/// After any power cut what a sync acknowledged is there, names included; and the simulation does lose the rest.
@Suite struct PowerCutTests {
    @Test func everyCutOfTheTailKeepsWhatWasSynced() throws {
        let disk = SimulatedDisk()
        let log = try Log.open(directory: "/s", operations: disk)
        let file = try log.create(1)
        try file.append(pattern(50))
        try log.syncNow()
        try file.append(pattern(70, seed: 2))
        let whole = pattern(50) + pattern(70, seed: 2)
        for kept in 0...70 {
            let found = try Log.open(directory: "/s", operations: disk.crashed(.tearsTail(afterBytes: kept)))
            #expect(try found.file(1).bytes() == Array(whole.prefix(50 + kept)))
            found.close()
        }
        log.close()
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func scatteredCutsKeepWhatWasSynced(seed: UInt64) throws {
        let disk = SimulatedDisk()
        let log = try Log.open(directory: "/s", operations: disk)
        var synced: [SegmentSequence: [UInt8]] = [:]
        for number in 4090...4100 as ClosedRange<UInt64> {
            let sequence = SegmentSequence(rawValue: number)
            let file = try log.create(sequence)
            for round in 0..<5 as Range<UInt8> { try file.append(pattern(700, seed: round)) }
            if number % 3 == seed % 3 { try log.sync(through: sequence) }
            try file.append(pattern(900, seed: 7))
            for (earlier, file) in try log.sequences().map({ ($0, try log.file($0)) }) {
                synced[earlier] = try file.bytes(0..<file.syncedSize)
            }
        }
        let found = try Log.open(directory: "/s", operations: disk.crashed(.scatters(seed: seed)))
        for (sequence, bytes) in synced where !bytes.isEmpty {
            #expect(try found.file(sequence).bytes(0..<UInt64(bytes.count)) == bytes)
        }
        found.close()
        log.close()
    }

    @Test func theSimulationLosesWhatWasNotSynced() throws {
        let disk = SimulatedDisk()
        let log = try Log.open(directory: "/s", operations: disk)
        try log.create(1).append(pattern(5000))
        #expect(try Log.open(directory: "/s", operations: disk.crashed(.losesEverything)).sequences().isEmpty)
        let scattered = (0..<50 as Range<UInt64>).map { seed in
            disk.crashed(.scatters(seed: seed)).contents(of: "/s/0/1.seg")
        }
        #expect(scattered.contains(nil))
        #expect(scattered.contains { $0 != nil && $0 != pattern(5000) })
        #expect(disk.crashed(.keepsEverything).contents(of: "/s/0/1.seg") == pattern(5000))
        let torn = disk.crashed(.scatters(seed: 3)).contents(of: "/s/0/1.seg")
        #expect(torn == disk.crashed(.scatters(seed: 3)).contents(of: "/s/0/1.seg"))
        log.close()
    }
}
