// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import StorageFormat

/// open, write, flush, fsync, release: step 1 of the way of a write.
extension Volume {
    package func open(
        _ number: InodeNumber, flags: OpenFlags, caller: Caller
    ) throws(FSError) -> HandleID {
        let open = try log.locked { core throws(FSError) in
            let inode = try self.inode(number, core)
            // The kernel would take bytes into its pages and learn only much later that nobody wants them.
            if flags.allowsWriting { try core.requireWritable() }
            switch inode.kind {
            case .directory: throw .isDirectory
            case .symbolicLink: throw .symbolicLinkLoop
            // The kernel opens these by itself.
            case .fifo, .socket, .characterDevice, .blockDevice: throw .invalidArgument("a special file")
            case .regular: return self.inodes.retain(inode)
            }
        }
        if flags.allowsWriting { open.addWriter() }
        return handles.add(Handle(inode: open, flags: flags))
    }

    /// Takes bytes in: into the write buffer, and whole frames straight into the log. Returns how many: all.
    ///
    /// `isFromCache` says that the kernel writes back its own pages: then size and times are the kernel's to report.
    package func write(
        _ number: InodeNumber, _ id: HandleID, offset: UInt64, _ bytes: UnsafeRawBufferPointer, isFromCache: Bool
    ) throws(FSError) -> Int {
        let open = try handles.find(id).inode
        guard !bytes.isEmpty else { return 0 }
        guard offset <= Limits.fileBytesMax, UInt64(bytes.count) <= Limits.fileBytesMax - offset else {
            throw .fileTooLarge
        }
        if let reason = log.stopReason.value { throw .readOnly(reason) }
        let split = WholeWindows(of: bytes, at: offset)
        // Compressed before the inode is locked: the larger part of the work of a large write.
        let policy = open.peek { $0.policy }
        let prepared = try preparer.prepare(split.windows, policy: policy)
        try open.locked { state throws(FSError) in
            defer { self.account(&state) }
            // Switched meanwhile: nothing readable may come into the log after it.
            let frames =
                state.policy == policy ? prepared : try self.preparer.prepare(split.windows, policy: state.policy)
            self.note(offset + UInt64(bytes.count), open, &state, isFromCache: isFromCache)
            do throws(FSError) {
                if !frames.isEmpty {
                    try self.log(frames, at: split.offsets, of: open, &state)
                    state.buffer.value.discard(split.range)
                }
                for part in split.rest { state.buffer.value.write(part.bytes, at: part.offset) }
                if state.buffer.value.hasFullWindow { try self.seal(open, &state, .wholeFrames) }
            } catch .noSpace {
                // The gate was open a moment ago, so this one is let in; it is closed now, and who comes next waits.
                state.buffer.value.write(bytes, at: offset)
            }
            if !state.buffer.value.isEmpty, state.dirtySince == nil { state.dirtySince = .now }
            let buffered = UInt64(state.buffer.value.allocatedBytes)
            open.changePending { $0.bufferedBytes = buffered }
        }
        return bytes.count
    }

    /// close(2): after this the bytes survive SIGKILL of the process.
    package func flush(_ number: InodeNumber, _ id: HandleID) throws(FSError) {
        let open = try handles.find(id).inode
        try sealBuffer(of: open, .complete)
        try throwBackgroundError(of: open)
    }

    package func release(_ number: InodeNumber, _ id: HandleID) {
        guard let handle = handles.remove(id) else { return }
        var isUnsealed = false
        do {
            try sealBuffer(of: handle.inode, .complete)
        } catch {
            // Nobody is left to be told: close(2) has returned, and where a signal cut it short the program does not know
            // that its bytes were still waiting for space. They go on waiting.
            isUnsealed = error == .noSpace && hasNames(number)
            noteFailure(error, "the last bytes of inode \(number)")
        }
        if handle.flags.allowsWriting { handle.inode.removeWriter() }
        let release = inodes.release(number, isUnsealed: isUnsealed)
        if case .others = release { return }
        discardBuffer(of: handle.inode)
        guard case .lastOfForgotten = release else { return }
        do { try forget(number) } catch { noteFailure(error, "freeing inode \(number)") }
    }

    /// Whether anybody can still come to a file. Yes where the index does not say.
    private func hasNames(_ number: InodeNumber) -> Bool {
        do throws(FSError) { return try attributes(of: number).linkCount > 0 } catch { return error != .staleInode }
    }

    /// What is in it could not be logged, and never will be.
    func discardBuffer(of open: OpenInode) {
        open.peek { state in
            state.buffer.value.discard(0..<UInt64.max)
            self.account(&state)
        }
    }

    /// fsync, fdatasync, and their forms for directories. `completion` runs on the thread that synced, once what
    /// happened before is safe from a power cut.
    package func sync(
        _ number: InodeNumber, _ id: HandleID?, dataOnly: Bool,
        completion: @escaping @Sendable (Result<Void, FSError>) -> Void
    ) {
        do throws(FSError) {
            if let open = inodes.find(number) {
                try sealBuffer(of: open, .complete)
                try throwBackgroundError(of: open)
            }
            let sequence = log.peek { $0.open.sequence }
            log.files.requestSync(through: sequence) { result in
                CrashPoint.afterSync.pass()
                completion(result.mapError { error in self.syncFailed(error) })
            }
        } catch {
            completion(.failure(error))
        }
    }

    private func note(
        _ end: UInt64, _ open: OpenInode, _ state: inout OpenInode.State, isFromCache: Bool
    ) {
        let size = max(state.size, end)
        let grew = size > state.size
        state.size = size
        let now = isFromCache ? nil : clock.now()
        open.changePending { pending in
            if grew { pending.size = size }
            if let now {
                pending.modificationTime = now
                pending.changeTime = now
            }
        }
    }

    private func throwBackgroundError(of open: OpenInode) throws(FSError) {
        let error = open.peek { state in
            defer { state.backgroundError = nil }
            return state.backgroundError
        }
        if let error { throw error }
    }
}

/// A write cut along the windows of frames: what fills a window goes to the log at once, the rest to the buffer.
private struct WholeWindows {
    var windows: [UnsafeRawBufferPointer] = []
    /// Where in the file each of `windows` begins.
    var offsets: [UInt64] = []
    /// What `windows` cover together.
    var range: Range<UInt64> = 0..<0
    var rest: [(offset: UInt64, bytes: UnsafeRawBufferPointer)] = []

    init(of bytes: UnsafeRawBufferPointer, at offset: UInt64) {
        let size = UInt64(Limits.frameBytesMax)
        let end = offset + UInt64(bytes.count)
        let first = (offset + size - 1) / size * size
        let last = end / size * size
        guard first < last else {
            rest = [(offset, bytes)]
            return
        }
        range = first..<last
        for start in stride(from: first, to: last, by: Limits.frameBytesMax) {
            offsets.append(start)
            windows.append(Self.part(start..<start + size, of: bytes, at: offset))
        }
        for part in [offset..<first, last..<end] where !part.isEmpty {
            rest.append((part.lowerBound, Self.part(part, of: bytes, at: offset)))
        }
    }

    private static func part(
        _ range: Range<UInt64>, of bytes: UnsafeRawBufferPointer, at offset: UInt64
    ) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(range.lowerBound - offset)..<Int(range.upperBound - offset)])
    }
}
