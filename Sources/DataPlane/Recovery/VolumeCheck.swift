// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import ObjectStorage
import SegmentLog
import StorageFormat

/// Compares the store with what the index says of it: every object is there, whole, and the one that was put; on
/// request every byte. And the index with itself, the root with both, and what was not sent yet with its files.
/// Changes nothing.
///
/// What the store does not answer is not known, and never a problem: then the check is not complete.
package struct VolumeCheck: Sendable {
    private let log: VolumeLog
    private let store: any ObjectStore
    private let publisher: RootPublisher

    package init(log: VolumeLog, store: any ObjectStore, publisher: RootPublisher) {
        self.log = log
        self.store = store
        self.publisher = publisher
    }

    /// `readDataPercent` of the segments are read and verified as a whole; which ones is drawn anew each time.
    /// `progress` is told how many segments were checked, of how many. Throws where the index cannot be read, and
    /// `interrupted` when cancelled.
    package func run(
        readDataPercent: Int, progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws(FSError) -> CheckReport {
        var report = CheckReport()
        for line in try log.locked({ core throws(FSError) in try core.index.verify() }) {
            report.problems.append(CheckReport.Problem(kind: .index, message: line))
        }
        try await checkUnsent(readDataPercent, &report)
        do throws(Ending) {
            let listed = try await listedBytes(&report)
            try await checkStored(readDataPercent, listed, &report, progress)
            try await checkRoot(&report)
        } catch {
            switch error {
            case .away(let reason):
                report.noteIncomplete(reason)
                return report
            case .failed(let failure): throw failure
            }
        }
        try await findOrphans(&report)
        return report
    }

    /// Why the check goes no further.
    private enum Ending: Error {
        case away(String)
        case failed(FSError)
    }

    // MARK: Segments

    private func checkStored(
        _ readDataPercent: Int, _ listed: [SegmentID: UInt64], _ report: inout CheckReport,
        _ progress: @Sendable (Int, Int) -> Void
    ) async throws(Ending) {
        let total = try index { core throws(FSError) in try core.index.segmentTotals().countByState[.stored] ?? 0 }
        let segments = StoredSegments(store: store, identity: log.identity)
        var after = SegmentSequence(rawValue: 0)
        while let rows = try page(.stored, after: after), let last = rows.last {
            for row in rows {
                let listedBytes = listed[row.id]
                // Under its name there is nothing: what its place shows instead is another thing and no part of it.
                let shownBytes = listed.isEmpty ? nil : listedBytes ?? row.objectBytes
                let check = SegmentCheck(row: row, identity: log.identity) { range throws(CheckFinding) in
                    do throws(ObjectStoreError) {
                        return try await segments.readBytes(
                            ObjectReference(bytes: row.reference), range, of: row.objectBytes)
                    } catch {
                        throw CheckFinding(error, objectBytes: row.objectBytes, listedBytes: shownBytes)
                    }
                }
                if let listedBytes, listedBytes != row.objectBytes {
                    report.segmentsChecked += 1
                    try note(try await finding(check, listedBytes: listedBytes), of: row, &report)
                } else {
                    try await perform(check, readsData: draws(readDataPercent), &report)
                }
                progress(report.segmentsChecked, total)
            }
            after = last.sequence
        }
    }

    /// What an object of another size than was put is: another one, or a part of the one.
    private func finding(_ check: SegmentCheck, listedBytes: UInt64) async throws(Ending) -> CheckFinding {
        let objectBytes = check.row.objectBytes
        do throws(CheckFinding) {
            if listedBytes > 0 { _ = try await check.checkHeader(objectBytes: listedBytes) }
        } catch {
            if case .problem(.damaged, _) = error {
                // Its size says more.
            } else {
                return error
            }
        }
        return .problem(
            listedBytes < objectBytes ? .truncated : .damaged,
            "it has \(listedBytes) bytes and should have \(objectBytes)")
    }

    /// What only this machine has: as long as it is not sent, the local file is all there is.
    private func checkUnsent(_ readDataPercent: Int, _ report: inout CheckReport) async throws(FSError) {
        var after = SegmentSequence(rawValue: 0)
        do throws(Ending) {
            while let rows = try page(.queued, after: after), let last = rows.last {
                for row in rows {
                    try await perform(localCheck(row), readsData: draws(readDataPercent), &report)
                }
                after = last.sequence
            }
        } catch {
            switch error {
            case .away(let reason): report.noteIncomplete(reason)
            case .failed(let failure): throw failure
            }
        }
    }

    private func localCheck(_ row: SegmentRow) -> SegmentCheck {
        let files = log.files
        return SegmentCheck(row: row, identity: log.identity) { range throws(CheckFinding) in
            let bytes: [UInt8]
            do throws(SegmentLogError) {
                let file = try files.file(row.sequence)
                bytes = try Self.read(range, of: file)
            } catch {
                if case .noSuchSegment = error {
                    throw .problem(.missing, "it was never sent, and its file is gone")
                }
                throw .problem(.damaged, "its file cannot be read: \(error)")
            }
            guard bytes.count == range.count else { throw .problem(.truncated, "its file ends too early") }
            return bytes
        }
    }

    private static func read(_ range: Range<UInt64>, of file: SegmentFile) throws(SegmentLogError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        guard range.lowerBound < file.size else { return [] }
        let count = try bytes.withRawMutableBytes { (buffer) throws(SegmentLogError) in
            try file.read(into: buffer, at: range.lowerBound)
        }
        bytes.removeSubrange(count...)
        return bytes
    }

    private func draws(_ percent: Int) -> Bool { percent > 0 && Int.random(in: 0..<100) < percent }

    private func perform(_ check: SegmentCheck, readsData: Bool, _ report: inout CheckReport) async throws(Ending) {
        report.segmentsChecked += 1
        do throws(CheckFinding) {
            let reader = try await check.checkEnds()
            guard readsData else { return }
            let (bytes, damaged) = try await check.checkEntries(reader)
            report.bytesRead += bytes
            for damage in damaged { try note(damage, of: check.row, &report) }
        } catch {
            try note(error, of: check.row, &report)
        }
    }

    // MARK: Findings

    private func note(_ finding: CheckFinding, of row: SegmentRow, _ report: inout CheckReport) throws(Ending) {
        switch finding {
        case .cancelled: throw .failed(.interrupted)
        case .away(let reason): throw .away(reason)
        case .unknown(let reason): report.noteIncomplete("segment \(row.sequence): \(reason)")
        case .problem(let kind, let message):
            // Sent, moved or removed meanwhile: then it is not what was looked for.
            guard try isStill(row) else { return }
            let files = try files(in: row.sequence) { _ in true }
            report.problems.append(
                CheckReport.Problem(
                    kind: kind, segment: row.sequence, object: row.state == .stored ? row.id.description : nil,
                    path: files.path, message: message + files.remark))
        }
    }

    private func note(
        _ damage: SegmentCheck.DamagedEntry, of row: SegmentRow, _ report: inout CheckReport
    ) throws(CheckFinding) {
        do throws(Ending) {
            guard try isStill(row) else { return }
            let files = try files(in: row.sequence) { $0.entry == damage.entry.number }
            report.problems.append(
                CheckReport.Problem(
                    kind: .damaged, segment: row.sequence, object: row.state == .stored ? row.id.description : nil,
                    path: files.path, message: damage.message + files.remark))
        } catch {
            switch error {
            case .away(let reason): throw .away(reason)
            case .failed(let failure): throw .problem(.index, failure.logDescription)
            }
        }
    }

    private func isStill(_ row: SegmentRow) throws(Ending) -> Bool {
        let now = try index { core throws(FSError) in try core.index.segment(row.sequence) }
        return now?.state == row.state && now?.id == row.id && now?.reference == row.reference
    }

    /// One path of those that have bytes in the segment, in frames that `isMeant` picks; and how many there are.
    private func files(
        in segment: SegmentSequence, _ isMeant: @Sendable (FrameSlice) -> Bool
    ) throws(Ending) -> (path: [UInt8]?, remark: String) {
        try index { core throws(FSError) in
            var path: [UInt8]?
            var count = 0
            for inode in try core.index.inodes(referringTo: segment, limit: Self.filesMax) {
                let extents = try core.index.extents(of: inode, overlapping: 0..<UInt64.max)
                guard extents.contains(where: { $0.run.segment == segment && $0.frames.contains(where: isMeant) })
                else { continue }
                count += 1
                if path == nil { path = try core.index.path(of: inode) }
            }
            return (
                path, count > 1 ? "; \(count)\(count == Self.filesMax ? " or more" : "") files have bytes there" : ""
            )
        }
    }

    private static let filesMax = 1000

    // MARK: The root

    private func checkRoot(_ report: inout CheckReport) async throws(Ending) {
        let check = RootCheck(log: log, store: store, publisher: publisher)
        var found: [CheckReport.Problem] = []
        do throws(CheckFinding) {
            if let location = try await check.run({ found.append($0) }) {
                try await check.check(location) { found.append($0) }
            }
        } catch {
            switch error {
            case .cancelled: throw .failed(.interrupted)
            case .away(let reason): throw .away(reason)
            case .unknown(let reason): report.noteIncomplete("the root: \(reason)")
            case .problem(let kind, let message): found.append(CheckReport.Problem(kind: kind, message: message))
            }
        }
        report.problems += found
    }

    // MARK: The listing

    /// Sizes as the store lists them, of the volume's own objects; empty where it cannot list.
    private func listedBytes(_ report: inout CheckReport) async throws(Ending) -> [SegmentID: UInt64] {
        guard store.traits.canList else { return [:] }
        let known = try index { core throws(FSError) in try core.index.segmentIDs() }
        let names = Dictionary(uniqueKeysWithValues: known.map { ($0.description, $0) })
        var sizes: [SegmentID: UInt64] = [:]
        var after: ObjectReference?
        while true {
            let page: ObjectPage
            do { page = try await store.list(after: after) } catch {
                switch CheckFinding(error, objectBytes: 0, listedBytes: nil) {
                case .cancelled: throw .failed(.interrupted)
                case .away(let reason): throw .away(reason)
                case .unknown(let reason), .problem(_, let reason):
                    report.noteIncomplete("the listing: \(reason)")
                    return [:]
                }
            }
            for entry in page.entries { if let id = names[entry.name.description] { sizes[id] = entry.size } }
            guard !page.isLast, let last = page.entries.last else { return sizes }
            after = last.reference
        }
    }

    /// Objects that no row names: left over from a lost answer, or put by a writer after it was fenced.
    private func findOrphans(_ report: inout CheckReport) async throws(FSError) {
        do throws(FSError) {
            for orphan in try await OrphanObjects(in: store, log).all {
                report.problems.append(
                    CheckReport.Problem(kind: .orphan, object: orphan.name.description, message: orphan.what))
            }
        } catch .unreachable(let reason) {
            report.noteIncomplete(reason)
        }
    }

    // MARK: The index

    private static let pageRows = 64

    private func page(
        _ state: SegmentRow.State, after: SegmentSequence
    ) throws(Ending) -> [SegmentRow]? {
        let rows = try index { core throws(FSError) in
            try core.index.segments(in: state, after: after, limit: Self.pageRows)
        }
        return rows.isEmpty ? nil : rows
    }

    private func index<Value: Sendable>(
        _ body: (LogCore) throws(FSError) -> Value
    ) throws(Ending) -> Value {
        do { return try log.locked(body) } catch { throw .failed(error) }
    }
}
