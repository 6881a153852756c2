// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import SegmentLog
import Synchronization

/// What goes on in the background of a mounted volume.
extension Volume {
    /// Write-back, the second's chores, checkpoints and roots, until cancelled. Nothing acknowledged depends on it.
    package func run() async {
        // Who only looks puts nothing.
        guard lease != nil else { return await idle() }
        await withTaskExecutorPreference(executor) {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.writeBack.run() }
                group.addTask { await self.keepHouse() }
                group.addTask { await self.keepRoots() }
                group.addTask { await self.ring(self.chores) }
            }
        }
    }

    private func idle() async {
        // Ends by cancellation.
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    }

    /// What happens each second: old buffers to the log, an old segment to the queue, the index to the disk.
    package func doChores() throws(FSError) {
        guard log.stopReason.value == nil else { return }
        // Space first: what follows needs it.
        updateSpace()
        let evictionFailure = evictionFailure()
        updateSpace()
        sealAged()
        do throws(FSError) {
            try endDueShares()
            try sealSegmentIfDue()
        } catch .noSpace {
            // Again in a second: what follows must not wait for it.
        }
        let isBehind = log.peek { $0.index.committedPosition < $0.index.appliedPosition || $0.hasUnsynced }
        if isBehind { try committer.commit(durably: false, sparingly: isNearlyFull) }
        roots()
        if let evictionFailure { throw evictionFailure }
    }

    /// A disk that takes no holes must not keep anything from the store.
    private func evictionFailure() -> FSError? {
        do throws(FSError) {
            try evictor.run()
            return nil
        } catch {
            return error
        }
    }

    private static let tick: Duration = .seconds(1)
    /// How long a writer may go on without knowing that the volume was taken over. Nothing that it puts then counts; it
    /// only should not keep people working in vain.
    private var confirmationInterval: Duration { store.traits.hasMessageBudget ? .seconds(300) : .seconds(60) }

    private func ring(_ nudge: Nudge) async {
        while !Task.isCancelled {
            // Cancelled: the loop ends with it.
            try? await Task.sleep(for: Self.tick)
            nudge()
        }
        nudge.finish()
        roots.finish()
        writeBack.finish()
    }

    private func keepHouse() async {
        var failed: FSError?
        for await _ in chores.stream {
            do throws(FSError) {
                try doChores()
                failed = nil
            } catch {
                // The same trouble is said once, not every second.
                if failed != error { noteFailure(error, "housekeeping") }
                failed = error
            }
            if gate.isOpen { await writeBack.resumeAfterFullDisk() }
        }
    }

    private func keepRoots() async {
        var failed: FSError?
        var confirmed: ContinuousClock.Instant?
        for await _ in roots.stream {
            await writeBack.resumeIfDue()
            do throws(FSError) {
                if confirmed.map({ .now - $0 >= confirmationInterval }) ?? true {
                    // Also where it fails: an account that is refused is not asked for every second.
                    confirmed = .now
                    try await publisher.confirm()
                }
                let spareFailure = await spareWorkFailure()
                // Also where compaction got nowhere: what is stored must be named.
                try await publisher.publish(isAsked: false)
                if let spareFailure { throw spareFailure }
                failed = nil
            } catch .interrupted {
                return
            } catch {
                // The same trouble is said once, not every second.
                if failed != error { noteFailure(error, "the root of the volume") }
                failed = error
            }
        }
    }

    private func spareWorkFailure() async -> FSError? {
        do throws(FSError) {
            try await doSpareWork()
            return nil
        } catch {
            return error
        }
    }

    /// What appends to the log of its own accord: checkpoints and compaction.
    private func doSpareWork() async throws(FSError) {
        guard !isEnding.load(ordering: .acquiring) else { return }
        try await spareWork.enter()
        defer { spareWork.leave() }
        if try await isCheckpointDue { try await writeCheckpoint() }
        guard configuration.compactionBytesPerSecond > 0 else { return }
        _ = try await tidySpace()
        // What somebody asked for is not held to the pace of what nobody did.
        for _ in 0..<Self.orderedStepsMax where try await space.hasOrders {
            guard try await tidySpace() == .progressed else { return }
        }
    }

    private static let orderedStepsMax = 8

    /// From here on nothing is appended but what somebody asks for, so that a last `synchronise` leaves nothing behind.
    /// Waits for what is under way, but not long: it may wait for a store that is away.
    package func quiesce() async {
        isEnding.store(true, ordering: .releasing)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Cancelled where it took too long; then the turn was never taken.
                do throws(FSError) { try await self.spareWork.enter() } catch { return }
                self.spareWork.leave()
            }
            group.addTask { try? await Task.sleep(for: Self.quiescingTime) }
            await group.next()
            group.cancelAll()
        }
    }

    private static let quiescingTime: Duration = .seconds(10)

    /// Writes a checkpoint now; a root names it once everything up to it is stored.
    package func checkpoint() async throws(FSError) {
        // Two at once would take each other's marks of what changed.
        try await spareWork.enter()
        defer { spareWork.leave() }
        try await writeCheckpoint()
    }

    /// In a turn of the spare work.
    private func writeCheckpoint() async throws(FSError) {
        messages.countCheckpoint()
        let written = try checkpointer.write(leaving: await space.leaving)
        log.peek { $0.noteCheckpoint() }
        await publisher.announce(written)
        try noteSlotsShown()
        await space.didWriteCheckpoint()
    }

    /// Mends what a check finds and this machine can; see `VolumeRepair`. `run` must go on meanwhile, unless nothing is
    /// to be changed. What was put again is in a checkpoint that the root names when this returns.
    package func repair(
        isDryRun: Bool, progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws(FSError) -> RepairReport {
        if !isDryRun { try await publisher.confirm() }
        let found = try await check(readDataPercent: 100, progress: progress)
        let repair = VolumeRepair(log: log, store: store, committer: committer)
        let report = try await repair.run(found, isDryRun: isDryRun)
        guard !isDryRun, repair.isUnnamed else { return report }
        try await storeCheckpoint()
        try repair.finish()
        return report
    }

    /// A new checkpoint, stored and named by the root.
    func storeCheckpoint() async throws(FSError) {
        try await checkpoint()
        _ = try await synchronise(isLocal: false, timeout: nil)
        try await publisher.publish(isAsked: true)
    }

    /// Looks whether somebody took the volume over: throws `readOnly`, and takes no changes from then on.
    package func confirmWriter() async throws(FSError) { try await publisher.confirm() }

    /// Writes a root now if there is something new to say.
    package func publishRoot() async throws(FSError) { try await publisher.publish(isAsked: true) }

    /// Runs `body` while nothing is appended to the log and nothing is committed: for tests that copy what a kill would
    /// leave. It must not call the volume.
    package func withLogStill<Result: Sendable>(_ body: () -> Result) -> Result { log.peek { _ in body() } }

    /// Compares the store with the index; see `VolumeCheck`.
    package func check(
        readDataPercent: Int, progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws(FSError) -> CheckReport {
        // What is not committed yet is not on disk for the verifier to see.
        if log.stopReason.value == nil { try committer.commit(durably: false) }
        return try await VolumeCheck(log: log, store: store, publisher: publisher).run(
            readDataPercent: readDataPercent, progress: progress)
    }

    private var isCheckpointDue: Bool {
        get async throws(FSError) {
            guard log.stopReason.value == nil else { return false }
            if await space.needsCheckpoint, configuration.compactionBytesPerSecond > 0 {
                // Nobody waits for what compaction freed, unless it was ordered.
                if messages.hasRoomForCheckpoint { return true }
                if try await space.hasOrders { return true }
            }
            return try showsOldSlots || hasLongTail
        }
    }

    private var hasLongTail: Bool {
        return log.peek { core in
            core.recordsSinceCheckpoint >= self.configuration.checkpointAfterRecords
                || core.segmentsSinceCheckpoint >= self.configuration.checkpointAfterSegments
        }
    }

    /// Buffers that are a second old, or all of them while memory is short.
    private func sealAged() {
        sealClosed()
        let now = ContinuousClock.now
        let isShort = !gate.isOpen
        for open in inodes.all {
            let isDue = open.peek { state in
                state.dirtySince.map { isShort || now - $0 >= Self.tick } ?? false
            }
            guard isDue else { continue }
            do throws(FSError) {
                try sealAged(open)
            } catch .noSpace {
                // Nothing is lost: it stays in memory until there is space, and counts against `dirty_max`.
                return
            } catch {
                // Kept for whoever closes or syncs the file next.
                open.peek { $0.backgroundError = error }
                noteFailure(error, "inode \(open.number)")
            }
        }
    }

    /// What waits for space although nobody has it open any more.
    private func sealClosed() {
        for open in inodes.unsealed {
            do throws(FSError) {
                try sealBuffer(of: open, .complete)
            } catch .noSpace {
                return
            } catch {
                noteFailure(error, "the last bytes of inode \(open.number)")
            }
            if inodes.takeUnsealed(open.number) != nil { discardBuffer(of: open) }
        }
    }

    private func sealSegmentIfDue() throws(FSError) {
        let policy = SealPolicy(after: configuration.uploadAfter, within: configuration.uploadWithin)
        try log.locked { core throws(FSError) in
            guard let first = core.open.firstAppend, let last = core.open.lastAppend else { return }
            if !policy.isDue(first: first, last: last, now: .now) {
                guard try self.isWaitedFor(core) else { return }
            }
            if self.messages.nextMessage == nil { try core.seal() }
        }
    }

    /// Whether writers wait for space that only this segment's way into the store can free.
    private func isWaitedFor(_ core: LogCore) throws(FSError) -> Bool {
        guard !gate.isOpen else { return false }
        return try core.index.segments(in: .queued, limit: 1).isEmpty
    }

    /// Closes the gate where the disk is nearly full, so that what is left serves unlink, truncate and the index; and
    /// where this machine holds more than it may.
    func updateSpace() {
        dirty.settle()
        // Where the file system does not answer, appends will say why.
        guard let free = try? log.files.freeBytes() else { return }
        let unsent = (try? unsentBytes()) ?? 0
        let isOver = configuration.dirtyBytesMax.map { unsent >= $0 } ?? false
        if free < configuration.reserveBytes || isOver {
            gate.close(for: .disk)
        } else if free >= configuration.reserveBytes / 4 * 5 {
            // Somewhat more than what closes it, so that it does not flutter.
            gate.open(for: .disk)
        }
    }

    private var isNearlyFull: Bool {
        guard let free = try? log.files.freeBytes() else { return false }
        return free < configuration.reserveBytes * 2
    }

    private func unsentBytes() throws(FSError) -> UInt64 {
        try log.locked { core throws(FSError) in try core.unsentBytes() + UInt64(max(0, self.dirty.bytes)) }
    }
}
