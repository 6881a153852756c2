// SPDX-License-Identifier: MIT

/// What one guess of a passphrase costs (RFC 7914): N = 2^logN, r = blockSize, p = parallelism.
package struct ScryptCost: Hashable, Sendable {
    package let logN: UInt8
    package let blockSize: UInt32
    package let parallelism: UInt32

    /// A slot from a hostile chat must not be able to ask for more memory than this.
    static let memoryBytesMax: UInt64 = 256 << 20
    /// Nor for more work than eight standard slots.
    private static let workMax: UInt64 = 1 << 22

    /// 64 MiB and about a fifth of a second.
    package static let standard = ScryptCost(unchecked: 16, 8, 1)
    /// For tests only: no protection at all.
    package static let test = ScryptCost(unchecked: 4, 1, 1)

    package var iterations: UInt64 { 1 << UInt64(logN) }
    /// What one guess takes.
    package var memoryBytes: UInt64 { UInt64(blockSize) * 128 << UInt64(logN) }

    /// Nil where the numbers make no sense or ask for more than 256 MiB of memory.
    package init?(logN: UInt8, blockSize: UInt32, parallelism: UInt32) {
        guard (1...24).contains(logN), (1...64).contains(blockSize), (1...16).contains(parallelism) else { return nil }
        let blocks = UInt64(blockSize) << UInt64(logN)
        guard blocks * 128 <= Self.memoryBytesMax, blocks * UInt64(parallelism) <= Self.workMax else { return nil }
        self.init(unchecked: logN, blockSize, parallelism)
    }

    private init(unchecked logN: UInt8, _ blockSize: UInt32, _ parallelism: UInt32) {
        self.logN = logN
        self.blockSize = blockSize
        self.parallelism = parallelism
    }
}
