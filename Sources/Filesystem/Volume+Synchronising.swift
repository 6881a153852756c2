// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import SegmentLog

/// `gramfs sync`, and what unmount waits for.
extension Volume {
    /// Makes everything so far safe: from a power cut (`isLocal`), or from the loss of this machine. Returns the log
    /// position that is safe then; nil where the time ran out, with nothing lost and everything going on.
    package func synchronise(
        isLocal: Bool, timeout: Duration?
    ) async throws(FSError) -> LogPosition? {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        for open in inodes.all { try sealBuffer(of: open, .complete) }
        let position = log.peek { $0.position }
        if isLocal {
            try await syncLocally()
            return position
        }
        let last = try log.locked { core throws(FSError) in
            if core.stopReason.value == nil { try core.seal() }
            return SegmentSequence(rawValue: core.open.sequence.rawValue - 1)
        }
        await writeBack.resume()
        let isStored = try await progress.wait(for: last, until: deadline) { nil }
        guard isStored else { return nil }
        while await !publisher.covers(last) {
            try await publisher.publish(isAsked: true)
        }
        roots()
        return position
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
            for open in inodes.all { try sealBuffer(of: open, .complete) }
            if log.stopReason.value == nil || configuration.isReadOnly { try committer.commit(durably: true) }
            try log.locked { core throws(FSError) in
                if core.open.isEmpty {
                    try FSError.translating { () throws(SegmentLogError) in try core.files.remove(core.open.sequence) }
                }
                try core.index.close()
            }
        } catch {
            log.files.close()
            executor.shutDown()
            throw error
        }
        log.files.close()
        executor.shutDown()
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
