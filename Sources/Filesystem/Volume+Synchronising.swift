// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import SegmentLog

/// `gramfs sync`, and what unmount waits for.
extension Volume {
    /// Makes everything so far safe: from a power cut (`isLocal`), or from the loss of this machine. Returns the log
    /// position that is safe then; nil where the time ran out, with nothing lost and everything going on. Throws
    /// `readOnly` where the volume has stopped and something of it cannot become safe any more.
    package func synchronise(
        isLocal: Bool, timeout: Duration?
    ) async throws(FSError) -> LogPosition? {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        if !isLocal { try lease?.requireHeld() }
        try sealAll()
        let position = log.peek { $0.position }
        if isLocal {
            try await syncLocally()
            return position
        }
        let last = try log.locked { core throws(FSError) in
            if let reason = core.stopReason.value {
                // What is in it cannot be sealed any more.
                guard core.open.isEmpty else { throw .readOnly(reason) }
            } else {
                try core.seal()
            }
            return SegmentSequence(rawValue: core.open.sequence.rawValue - 1)
        }
        await writeBack.resume()
        let isStored = try await progress.wait(for: last, until: deadline) { self.endOfSending }
        guard isStored else { return nil }
        while await !publisher.covers(last) {
            try await publisher.publish(isAsked: true)
        }
        // Whoever takes the volume over from here on finds it stored.
        if lease != nil { try await publisher.confirm() }
        roots()
        return position
    }

    /// Why something that is queued will never go out from this mount; nil while all of it may.
    private var endOfSending: FSError? {
        if let reason = lease?.lossReason { return .readOnly(reason) }
        guard log.files.isPoisoned, let reason = log.stopReason.value else { return nil }
        do throws(FSError) {
            let queued = try log.locked { core throws(FSError) in
                try core.index.segments(in: .queued, limit: Limits.openSegmentFilesMax)
            }
            // What was durable before the disk failed still goes out.
            return queued.allSatisfy { log.files.isDurable($0.sequence) } ? nil : .readOnly(reason)
        } catch {
            return error
        }
    }

    /// What cannot be logged any more after the volume was taken over keeps nobody from unmounting.
    private func sealAll() throws(FSError) {
        guard lease?.lossReason == nil else { return }
        for open in inodes.all { try sealBuffer(of: open, .complete) }
    }

    /// Gives the volume up for the next writer, where the store has all of it and answers at once.
    private func release() async {
        guard let lease, lease.lossReason == nil else { return }
        let isStored = log.peek { core in core.open.isEmpty && self.progress.sequence.next == core.open.sequence }
        guard isStored else { return }
        do throws(FSError) {
            try await publisher.release(askingStore)
        } catch {
            logger.notice("the volume stays held by this machine: \(error.logDescription)")
        }
    }

    /// What write-back cannot get past now, for whoever waits.
    package func obstacle() async -> String? { await writeBack.obstacle }

    /// The store may be tried again: somebody logged in, or the network is back.
    package func resume() async { await writeBack.resume() }

    /// Ends the volume after the kernel has let go of it and `run` has returned. Everything acknowledged is durable
    /// here; what is not uploaded is queued for the next mount.
    package func close() async throws(FSError) {
        await fetcher.shutDown()
        do throws(FSError) {
            try sealAll()
            await release()
            if log.stopReason.value == nil || configuration.isReadOnly { try commitLast() }
            try log.peek { core in Result { () throws(FSError) in try Self.close(core) } }.get()
        } catch {
            log.files.close()
            await executor.shutDownElsewhere()
            throw error
        }
        log.files.close()
        await executor.shutDownElsewhere()
    }

    /// The log is synced then; what of it the index has no space for, the next mount applies.
    private func commitLast() throws(FSError) {
        do throws(FSError) {
            try committer.commit(durably: true)
        } catch .noSpace {
            logger.notice("the index has no space for the newest changes: the next mount takes them from the log")
        }
    }

    private static func close(_ core: LogCore) throws(FSError) {
        if core.open.isEmpty {
            try FSError.translating { () throws(SegmentLogError) in try core.files.remove(core.open.sequence) }
        }
        try core.index.close()
    }

    private func syncLocally() async throws(FSError) {
        let sequence = log.peek { $0.open.sequence }
        let files = log.files
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Void, SegmentLogError>, Never>) in
            files.requestSync(through: sequence) { continuation.resume(returning: $0) }
        }
        do { try result.get() } catch { throw syncFailed(error) }
    }
}
