// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import StorageFormat

/// Write buffers to frames in the log: step 2 of the way of a write.
extension Volume {
    /// Which part of a buffer is sealed, and whether the true size and times are logged with it.
    enum Sealing {
        /// Complete frames only, because more bytes will follow; the size grows along the contiguous run.
        case wholeFrames
        /// Everything, because it is a second old; the size as above.
        case aged
        /// Everything, with the true times; the size as above, because bytes below it may still be on their way: rename,
        /// link.
        case ordered
        /// Everything, with the true size and times: close, fsync.
        case complete
    }

    /// How much goes to the log in one section of its lock: one request's worth, in not too many of the small frames
    /// that scattered writes make.
    private static let framesAtOnce = (bytesMax: Limits.requestBytesMax, countMax: 64)

    /// After so many runs of an aged buffer its file is let go, so that writers of it need not wait for thousands.
    private static let agedRunsAtOnce = 512

    /// Seals what a file has in its buffer, for a record that is to come after it; nothing for a file that is not open.
    package func sealBuffer(of number: InodeNumber) throws(FSError) {
        guard let open = inodes.find(number) else { return }
        try sealBuffer(of: open, .ordered)
    }

    /// Whether sealing a buffer may take longer than a few frames do.
    package var hasMuchBuffered: Bool { dirty.bytes > 8 * Limits.frameBytesMax }

    func sealBuffer(of open: OpenInode, _ sealing: Sealing) throws(FSError) {
        try open.locked { state throws(FSError) in
            defer { self.account(&state) }
            try self.seal(open, &state, sealing)
        }
    }

    /// Seals what has been in a buffer for a second. What comes in meanwhile may be sealed with it.
    func sealAged(_ open: OpenInode) throws(FSError) {
        var left = Int.max
        while left > 0 {
            let after = try open.locked { state throws(FSError) in
                defer { self.account(&state) }
                return try self.seal(open, &state, .aged, runsMax: Self.agedRunsAtOnce)
            }
            // Who writes as fast as this seals is not followed for ever.
            left = after < left ? after : 0
        }
    }

    /// Tells the dirty budget what became of a buffer, also where a step failed half-way. The inode's lock is held.
    func account(_ state: inout OpenInode.State) { dirty.add(OpenInode.takeUnaccounted(&state)) }

    /// Seals at most `runsMax` runs, of those that begin before `end`, and returns how many there are behind them. The
    /// inode's lock is held.
    @discardableResult
    func seal(
        _ open: OpenInode, _ state: inout OpenInode.State, _ sealing: Sealing, before end: UInt64 = .max,
        runsMax: Int = .max
    ) throws(FSError) -> Int {
        let runs = state.buffer.value.runs(onlyFullWindows: sealing == .wholeFrames).prefix { $0.offset < end }
        var rest = runs.prefix(runsMax)
        while !rest.isEmpty {
            let group = Self.firstGroup(of: rest)
            rest = rest[group.endIndex...]
            let frames = try preparer.prepare(group.map(\.bytes), policy: state.policy)
            try log(frames, at: group.map(\.offset), of: open, &state)
            for run in group { state.buffer.value.discard(run.range) }
            open.changePending { $0.bufferedBytes = UInt64(state.buffer.value.allocatedBytes) }
        }
        if state.buffer.value.isEmpty { state.dirtySince = nil }
        if sealing == .complete || sealing == .ordered { try logPending(open, withSize: sealing == .complete) }
        return max(0, runs.count - runsMax)
    }

    private static func firstGroup(of runs: ArraySlice<BufferedRun>) -> ArraySlice<BufferedRun> {
        var bytes = 0
        return runs.prefix(framesAtOnce.countMax).prefix { run in
            bytes += run.bytes.count
            return bytes <= framesAtOnce.bytesMax
        }
    }

    /// Appends frames and the record that makes them content. `offsets` are where each begins in the file.
    func log(
        _ frames: [PreparedFrame], at offsets: [UInt64], of open: OpenInode, _ state: inout OpenInode.State
    ) throws(FSError) {
        try log.locked { core throws(FSError) in
            // Freed, where it was closed and unlinked while its bytes waited for space.
            _ = try self.inode(open.number, core)
            let first = try core.append(frames)
            var map = ExtentMap()
            for (index, (frame, offset)) in zip(frames, offsets).enumerated() {
                map.insert(Self.extent(of: frame, at: offset, first, index))
            }
            let pending = open.pending
            try core.log(
                .write(
                    inode: open.number, extents: map.extents,
                    AttributeChange(
                        modificationTime: pending.modificationTime, changeTime: pending.changeTime)))
            let logged = try self.inode(open.number, core)
            open.changePending { pending in
                pending.modificationTime = nil
                pending.changeTime = nil
                if pending.size == logged.size { pending.size = nil }
            }
        }
    }

    private func logPending(_ open: OpenInode, withSize: Bool) throws(FSError) {
        func change() -> AttributeChange {
            var change = open.pending.change
            if !withSize { change.size = nil }
            return change
        }
        guard !change().isEmpty else { return }
        do throws(FSError) {
            try log.locked { core throws(FSError) in
                _ = try self.inode(open.number, core)
                try core.log(.setAttributes(inode: open.number, change()))
                open.changePending { pending in
                    pending = PendingAttributes(
                        size: withSize ? nil : pending.size, bufferedBytes: pending.bufferedBytes)
                }
            }
        } catch {
            // Who only read is told of nothing; the time is logged by a later close, or never.
            let change = change()
            guard change == AttributeChange(accessTime: change.accessTime) else { throw error }
        }
    }

    private static func extent(
        of frame: PreparedFrame, at offset: UInt64, _ first: LogPosition, _ index: Int
    ) -> Extent {
        let run = FrameRun(
            segment: first.sequence, entry: EntryNumber(rawValue: first.entry.rawValue + UInt32(index)), skip: 0,
            grid: UInt32(offset % UInt64(Limits.frameBytesMax)))
        return Extent(start: offset, length: UInt64(frame.plainBytes), run: run)
    }
}
