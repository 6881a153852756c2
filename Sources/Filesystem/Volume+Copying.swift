// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// copy_file_range: a reflink. One record, however long the range is; no byte is read or written.
extension Volume {
    /// Lets a range of a file share the frames of another, or of another range of its own. Returns how many bytes; fewer
    /// than asked only where the source ends.
    ///
    /// What is buffered of the source is logged first. As after a write, the copy survives SIGKILL from the next flush
    /// on at the latest, and a crash before shows none of a length whose bytes are not there.
    package func copy(
        from sourceID: HandleID, _ sourceOffset: UInt64, to destinationID: HandleID, _ destinationOffset: UInt64,
        length: UInt64
    ) throws(FSError) -> UInt64 {
        let source = try handles.find(sourceID).inode
        let destination = try handles.find(destinationID).inode
        guard length > 0 else { return 0 }
        guard sourceOffset <= Limits.fileBytesMax, destinationOffset < Limits.fileBytesMax else { throw .fileTooLarge }
        let asked = min(
            length, Limits.fileBytesMax - sourceOffset, Limits.fileBytesMax - destinationOffset)
        if source.number == destination.number {
            let distance = max(sourceOffset, destinationOffset) - min(sourceOffset, destinationOffset)
            guard distance >= asked else { throw .invalidArgument("the ranges overlap") }
        }
        try sealBuffer(of: source, .complete)
        return try destination.locked { state throws(FSError) in
            defer { self.account(&state) }
            let from = sourceOffset..<sourceOffset + asked
            let copied = try self.logCopy(of: source, from, to: destination, destinationOffset, &state)
            state.buffer.value.discard(destinationOffset..<destinationOffset + copied)
            let buffered = UInt64(state.buffer.value.allocatedBytes)
            destination.changePending { $0.bufferedBytes = buffered }
            return copied
        }
    }

    /// The destination's lock is held. The size grows by the bytes that are there, as with every write; the true one is
    /// logged by the next flush.
    private func logCopy(
        of source: OpenInode, _ range: Range<UInt64>, to destination: OpenInode, _ offset: UInt64,
        _ state: inout OpenInode.State
    ) throws(FSError) -> UInt64 {
        let known = state.size
        let (copied, size) = try log.locked { core throws(FSError) -> (UInt64, UInt64) in
            let from = try self.inode(source.number, core)
            // Shared frames would stay as readable as they are.
            if from.policy == .plain, try self.inode(destination.number, core).policy == .sealed { throw .notSupported }
            let range = range.clamped(to: 0..<from.size)
            guard !range.isEmpty else { return (0, known) }
            let now = self.clock.now()
            try core.log(
                .clone(
                    Record.Clone(
                        source: source.number, sourceRange: range, destination: destination.number,
                        destinationOffset: offset,
                        change: AttributeChange(modificationTime: now, changeTime: now))))
            let size = max(known, offset + UInt64(range.count))
            let logged = try self.inode(destination.number, core).size
            destination.changePending { pending in
                pending.modificationTime = nil
                pending.changeTime = nil
                pending.size = size == logged ? nil : size
            }
            return (UInt64(range.count), size)
        }
        state.size = size
        return copied
    }
}
