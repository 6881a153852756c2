// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import ObjectStorage
import Testing
import VolumeFixture

@testable import HTTPGateway

/// What went out of a share with a limit is never forgotten while the share is open, whatever else is read.
@Suite struct DownloadLedgerTests {
    private static func key(_ share: Share, _ number: Int) -> DownloadLedger.Key {
        DownloadLedger.Key(share: share.id, inode: InodeNumber(rawValue: UInt64(number)), tag: "tag")
    }

    private static func share(_ volume: Volume, downloadsMax: UInt64?) throws -> Share {
        try volume.createShare(ShareRequest(path: Array("f".utf8), downloadsMax: downloadsMax)).share
    }

    @Test func whatWentOutOfALimitedShareIsNotForgotten() async throws {
        let volume = try await VolumeFixture.format(MemoryStore(traits: .telegramUser)).volume
        try volume.writeFile("f", [1])
        let limited = try Self.share(volume, downloadsMax: 1)
        let free = try Self.share(volume, downloadsMax: nil)
        let ledger = DownloadLedger(volume)
        for _ in 0..<9 { #expect(try ledger.handOver(0..<9, of: 10, Self.key(limited, 0), limited) == 0) }
        for number in 0..<2 * DownloadLedger.entriesMax {
            #expect(try ledger.handOver(0..<1, of: 2, Self.key(free, number), free) == 0)
        }
        #expect(throws: FSError.busy) { try ledger.handOver(0..<9, of: 10, Self.key(limited, 0), limited) }
        #expect(try ledger.handOver(9..<10, of: 10, Self.key(limited, 0), limited) == 1)
    }

    @Test func whatCannotBeRememberedDoesNotGoOut() async throws {
        let volume = try await VolumeFixture.format(MemoryStore(traits: .telegramUser)).volume
        try volume.writeFile("f", [1])
        let ledger = DownloadLedger(volume)
        let count = DownloadLedger.entriesMax / DownloadLedger.entriesPerShareMax
        let shares = try (0...count).map { _ in try Self.share(volume, downloadsMax: 1 << 20) }
        for share in shares.dropLast() {
            for number in 0..<DownloadLedger.entriesPerShareMax {
                _ = try ledger.handOver(0..<1, of: 2, Self.key(share, number), share)
            }
            #expect(throws: FSError.busy) { try ledger.handOver(0..<1, of: 2, Self.key(share, .max), share) }
        }
        let last = try #require(shares.last)
        #expect(throws: FSError.busy) { try ledger.handOver(0..<1, of: 2, Self.key(last, 0), last) }
        // What is complete at once needs no place, and what is known goes on.
        #expect(try ledger.handOver(0..<2, of: 2, Self.key(last, 0), last) == 1)
        #expect(try ledger.handOver(1..<2, of: 2, Self.key(shares[0], 0), shares[0]) == 1)
        #expect(try ledger.handOver(0..<1, of: 2, Self.key(last, 0), last) == 0)
        #expect(throws: FSError.busy) { try ledger.handOver(0..<1, of: 2, Self.key(last, 1), last) }
        // A share that has ended makes place.
        _ = try volume.revokeShare(shares[1].id)
        #expect(try ledger.handOver(0..<1, of: 2, Self.key(last, 1), last) == 0)
    }
}
