// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import SegmentLog
import StorageFormat

/// What `gramfs repair` did, or would do.
package struct RepairReport: Sendable, Equatable {
    package struct Item: Sendable, Equatable {
        package var problem: CheckReport.Problem
        /// What was done, or why nothing can be.
        package var outcome: String
    }

    package var repaired: [Item] = []
    package var unrepairable: [Item] = []
    /// False where something could not be looked at.
    package var isComplete = true

    package init() {}

}

/// Mends what a check found, as far as this machine still has what it takes: objects are put again from whole and
/// verified local segments, and objects that nothing needs are removed.
///
/// Killed at any point and run again, it ends the same: a segment whose object is removed stays pinned here until the new
/// one is stored.
package struct VolumeRepair: Sendable {
    private let log: VolumeLog
    private let store: any ObjectStore
    private let committer: IndexCommitter

    package init(log: VolumeLog, store: any ObjectStore, committer: IndexCommitter) {
        self.log = log
        self.store = store
        self.committer = committer
    }

    /// The caller has made sure that this machine still holds the volume.
    package func run(_ check: CheckReport, isDryRun: Bool) async throws(FSError) -> RepairReport {
        var report = RepairReport()
        report.isComplete = check.isComplete
        var orphans: [String: OrphanObjects.Orphan] = [:]
        if check.problems.contains(where: { $0.kind == .orphan }) {
            for orphan in try await OrphanObjects(in: store, log).all { orphans[orphan.name.description] = orphan }
        }
        // Several entries of one segment may be damaged: it is put again once.
        var done: [SegmentSequence: Result<String, Reason>] = [:]
        for problem in check.problems {
            let orphan = problem.object.flatMap { orphans[$0] }
            let known = problem.kind == .index ? nil : problem.segment.flatMap { done[$0] }
            let result =
                if let known { known } else { try await mend(problem, orphan, isDryRun: isDryRun) }
            if problem.kind != .index, let segment = problem.segment { done[segment] = result }
            switch result {
            case .success(let outcome): report.repaired.append(.init(problem: problem, outcome: outcome))
            case .failure(let reason): report.unrepairable.append(.init(problem: problem, outcome: reason.text))
            }
        }
        return report
    }

    private struct Reason: Error {
        let text: String
    }

    private func mend(
        _ problem: CheckReport.Problem, _ orphan: OrphanObjects.Orphan?, isDryRun: Bool
    ) async throws(FSError) -> Result<String, Reason> {
        switch problem.kind {
        case .missing, .damaged, .swapped, .replayed, .truncated:
            guard problem.isCertain else { return .failure(Reason(text: "the store does not say what it has")) }
            guard let sequence = problem.segment else { return .failure(Reason(text: "no segment is known for it")) }
            return try await putAgain(sequence, isDryRun: isDryRun)
        case .orphan:
            guard let orphan else { return .success("it is gone already") }
            guard orphan.isOurs else {
                return .failure(Reason(text: "it is not certainly of this volume, so it stays"))
            }
            return try await remove(orphan, isDryRun: isDryRun)
        case .index:
            return .failure(Reason(text: "the index is rebuilt while the volume is not mounted"))
        }
    }

    private func remove(_ orphan: OrphanObjects.Orphan, isDryRun: Bool) async throws(FSError) -> Result<String, Reason>
    {
        if !isDryRun {
            do {
                try await store.remove(orphan.reference)
            } catch .refused(let reason) {
                return .failure(Reason(text: "the store does not remove it: \(reason)"))
            } catch {
                throw FSError(error, object: "object \(orphan.name)")
            }
            CrashPoint.afterOrphanRemoval.pass()
        }
        return .success("removed")
    }

    // MARK: Segments

    private func putAgain(_ sequence: SegmentSequence, isDryRun: Bool) async throws(FSError) -> Result<String, Reason> {
        guard let row = try log.locked({ core throws(FSError) in try core.index.segment(sequence) }),
            row.state == .stored
        else { return .failure(Reason(text: "the segment is not one that the store should have")) }
        // Pinned first: what is verified must not be evicted meanwhile.
        if !isDryRun { try pin(sequence, true) }
        guard let file = try whole(row) else {
            if !isDryRun { try pin(sequence, false) }
            return .failure(Reason(text: "this machine does not have the whole segment any more"))
        }
        guard !isDryRun else { return .success("to be put again from this machine") }
        CrashPoint.afterRepairPin.pass()
        do {
            // The store takes no other object of this name while one is there.
            try await store.remove(ObjectReference(bytes: row.reference))
            CrashPoint.afterRepairRemoval.pass()
            let reference = try await store.put(ObjectName(row.id), ObjectBody(file)) { _ in }
            CrashPoint.afterRepairPut.pass()
            try log.locked { core throws(FSError) in try core.noteStored(sequence, reference: reference.bytes) }
        } catch let error as ObjectStoreError {
            switch error {
            case .refused(let reason):
                try pin(sequence, false)
                return .failure(Reason(text: "the store does not let the object be replaced: \(reason)"))
            default: throw FSError(error, object: "segment \(sequence)")
            }
        } catch let error as FSError {
            throw error
        } catch {
            throw .local("\(error)")
        }
        // Pinned until a root names where it is now.
        return .success("put again from this machine")
    }

    /// Whether objects were put again, now or by a repair that was killed, that no root names yet: a recovery would miss
    /// them.
    package var isUnnamed: Bool { log.peek { !$0.pinned.sequences.isEmpty } }

    /// A root names what was put again.
    package func finish() throws(FSError) {
        for sequence in log.peek({ $0.pinned.sequences }) {
            try log.locked { core throws(FSError) in try core.setPinned(sequence, false) }
        }
        try committer.commit(durably: true)
    }

    private func pin(_ sequence: SegmentSequence, _ isPinned: Bool) throws(FSError) {
        try log.locked { core throws(FSError) in try core.setPinned(sequence, isPinned) }
        try committer.commit(durably: true)
    }

    /// The file, where every byte of it is here and is what the log says.
    private func whole(_ row: SegmentRow) throws(FSError) -> SegmentFile? {
        let file: SegmentFile
        do {
            file = try log.files.file(row.sequence)
            guard file.size == row.objectBytes, try file.missingBlocks(in: 0..<file.size).isEmpty else { return nil }
        } catch {
            if case .noSuchSegment = error { return nil }
            throw FSError(error)
        }
        let source = SegmentSource(file)
        guard let reader = try source.openLocal(log.identity), reader.header.segment == row.id else { return nil }
        let scan = try reader.scan(size: file.size) { range throws(FSError) in try source.read(range) }
        return scan.summary?.chain == row.chain ? file : nil
    }
}
