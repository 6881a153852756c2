// SPDX-License-Identifier: MIT

extension ObjectBody {
    /// Most that is asked of a body at once: bounds what a transfer holds in memory.
    package static let pieceBytesMax: UInt64 = 1 << 20

    /// Hands the body out in order, in pieces of at most `pieceBytesMax`; `damaged` where it gives other than it was
    /// asked for, since an object of the wrong size must never be named.
    package func forEachPiece(
        _ take: ([UInt8], UInt64) throws(ObjectStoreError) -> Void
    ) throws(ObjectStoreError) {
        var offset: UInt64 = 0
        while offset < size {
            let range = offset..<min(offset + Self.pieceBytesMax, size)
            let piece = try read(range)
            guard piece.count == range.count else {
                throw .damaged("the body gave \(piece.count) bytes for \(range)")
            }
            try take(piece, offset)
            offset = range.upperBound
        }
    }

    func readAll(progress: @Sendable (UInt64) -> Void) throws(ObjectStoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(size))
        try forEachPiece { piece, _ throws(ObjectStoreError) in
            bytes += piece
            progress(UInt64(bytes.count))
        }
        return bytes
    }
}
