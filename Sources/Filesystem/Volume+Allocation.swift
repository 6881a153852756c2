// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// What fallocate(2) is asked for.
package enum AllocationMode: Sendable, CaseIterable {
    /// The file is at least as long as the range reaches.
    case extend
    /// Nothing that could be seen: space is not reserved in a log.
    case keepSize
    /// The range is a hole; the size stays.
    case punchHole
    /// The range is zeros, which is a hole too.
    case zero
    case zeroAndExtend

    fileprivate var extends: Bool { self == .extend || self == .zeroAndExtend }
    fileprivate var empties: Bool { self == .punchHole || self == .zero || self == .zeroAndExtend }
}

/// fallocate.
extension Volume {
    /// Logged before it returns. What a log holds is where it was written, so nothing is set aside: a write that comes
    /// later takes its space then, and may have to wait for it.
    package func allocate(
        _ id: HandleID, _ mode: AllocationMode, _ offset: UInt64, _ length: UInt64
    ) throws(FSError) {
        guard length > 0 else { throw .invalidArgument("an empty range") }
        guard offset <= Limits.fileBytesMax, length <= Limits.fileBytesMax - offset else { throw .fileTooLarge }
        let open = try handles.find(id).inode
        let range = offset..<offset + length
        try open.locked { state throws(FSError) in
            defer { self.account(&state) }
            let newSize = mode.extends && range.upperBound > state.size ? range.upperBound : nil
            // As for truncate: no crash shows the new length without the bytes below the old one.
            if newSize != nil { try self.seal(open, &state, .aged) }
            try self.log(range, mode, newSize, of: open)
            if mode.empties { state.buffer.value.discard(range) }
            if let newSize { state.size = newSize }
            let buffered = UInt64(state.buffer.value.allocatedBytes)
            open.changePending { $0.bufferedBytes = buffered }
        }
    }

    /// The inode's lock is held.
    private func log(
        _ range: Range<UInt64>, _ mode: AllocationMode, _ newSize: UInt64?, of open: OpenInode
    ) throws(FSError) {
        try log.locked { core throws(FSError) in
            let now = self.clock.now()
            let change = AttributeChange(
                modificationTime: mode.empties || newSize != nil ? now : nil, changeTime: now)
            var records: [Record] = []
            if mode.empties { records.append(.deallocate(inode: open.number, range: range, change)) }
            if let newSize {
                var change = change
                change.size = newSize
                records.append(.setAttributes(inode: open.number, change))
            }
            if records.isEmpty { records.append(.setAttributes(inode: open.number, change)) }
            try core.log(records)
            open.changePending { pending in
                if newSize != nil { pending.size = nil }
                if change.modificationTime != nil { pending.modificationTime = nil }
                pending.changeTime = nil
            }
        }
    }
}
