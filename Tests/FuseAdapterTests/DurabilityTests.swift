// SPDX-License-Identifier: MIT

import CLinux
import DiskSimulation
import Filesystem
import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// What open(2) promises of O_SYNC and O_DSYNC: when the write returns, the log was synced after it, so that a
    /// power cut cannot take it. Nothing else syncs here: the background does not run.
    @Suite struct DurabilityTests {
        let disk = SimulatedDisk()
        let mount: MountFixture

        init() async throws { mount = try await MountFixture(prepare: { [disk] in $0.fileOperations = disk }) }

        private var dataSyncs: Int {
            disk.syncs.count { if case .data = $0 { true } else { false } }
        }

        @Test(arguments: [O_SYNC, O_DSYNC, O_SYNC | O_DIRECT, O_DSYNC | O_DIRECT, O_DSYNC | O_APPEND])
        func aSynchronousWriteReturnsAfterTheSync(_ flags: Int32) throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR | flags)
            let page = try #require(aligned_alloc(4096, 4096))
            defer { free(page) }
            for round in 0..<3 {
                memset(page, Int32(round + 1), 4096)
                let before = dataSyncs
                #expect(try check(pwrite(file.descriptor, page, 4096, off_t(round * 4096))) == 4096)
                #expect(dataSyncs > before)
            }
            #expect(try status(mount("f")).st_size == 3 * 4096)
        }

        @Test(arguments: [O_SYNC, O_DSYNC | O_DIRECT]) func aFailedSyncFailsTheWrite(_ flags: Int32) throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR | flags)
            let page = try #require(aligned_alloc(4096, 4096))
            defer { free(page) }
            memset(page, 1, 4096)
            disk.failDataSync(at: 1)
            #expect(throws: Errno(EIO)) { try check(pwrite(file.descriptor, page, 4096, 0)) }
        }

        @Test func anOrdinaryWriteWaitsForNoSync() throws {
            let before = dataSyncs
            try write(pattern(100_000), to: mount("f"))
            let file = try OpenFile(mount("f"), O_WRONLY | O_DIRECT)
            let page = try #require(aligned_alloc(4096, 4096))
            defer { free(page) }
            memset(page, 1, 4096)
            try check(pwrite(file.descriptor, page, 4096, 0))
            #expect(dataSyncs == before)
        }
    }
}
