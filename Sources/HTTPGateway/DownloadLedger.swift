// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import Synchronization

/// Counts downloads: sees every chunk before it goes out, and has the log count a pass before its last bytes go out.
final class DownloadLedger: Sendable {
    /// One content of a share: a live file that was changed is another.
    struct Key: Hashable {
        let share: ShareID
        let inode: InodeNumber
        let tag: String
    }

    private struct Entry {
        var coverage: Coverage
        var lastUse: UInt64
    }

    private struct State {
        /// Of shares without a limit: a count too few harms nobody, so the oldest are forgotten.
        var free: [Key: Entry] = [:]
        /// Of shares with one: kept until the pass is complete or the share has ended.
        var limited: [ShareID: [Key: Coverage]] = [:]
        var uses: UInt64 = 0
    }

    private enum Outcome {
        case passes(UInt64)
        /// The part went out too often.
        case tooOften
        /// There is no place to remember it.
        case full
    }

    /// Contents that are being read piece by piece, of each kind of share; about 100 bytes each.
    static let entriesMax = 4096
    /// Of them for one share with a limit, so that its readers cannot take the place of all others.
    static let entriesPerShareMax = 1024
    /// How often a part of a share with a limit may go out beyond the downloads that are left: for lines that break, and
    /// not for those who leave out a byte so as not to be counted.
    private static let partsBeyondMax: UInt64 = 8

    private let volume: Volume
    private let state = Mutex(State())

    init(_ volume: Volume) { self.volume = volume }

    /// Called before the bytes of `range` go out; where it throws they must not. Returns how many downloads they make
    /// complete. `busy` where the part went out too often, or where no more can be remembered.
    func handOver(
        _ range: Range<UInt64>, of length: UInt64, _ key: Key, _ share: Share
    ) throws(FSError) -> UInt64 {
        var outcome = note(range, of: length, key, share)
        if case .full = outcome {
            try forgetEnded()
            outcome = note(range, of: length, key, share)
        }
        guard case .passes(let passes) = outcome else { throw .busy }
        for _ in 0..<passes { try count(share) }
        return passes
    }

    /// For what has no byte, and for a ZIP: with a limit before its first bytes go out, without one before its last.
    func count(_ share: Share) throws(FSError) {
        do throws(FSError) {
            try volume.countDownload(of: share.id)
        } catch .readOnly(let reason) where share.downloadsMax != nil {
            // Without a record the limit could not be kept.
            throw .readOnly(reason)
        } catch .readOnly {
            // A mount that takes no changes goes on showing what has no limit, as long as the volume is not another's.
            try volume.requireNotTakenOver()
        }
    }

    private func note(_ range: Range<UInt64>, of length: UInt64, _ key: Key, _ share: Share) -> Outcome {
        state.withLock { state in
            guard let downloadsMax = share.downloadsMax else {
                return .passes(Self.noteFree(range, of: length, key, &state))
            }
            let known = state.limited[share.id]?[key]
            var coverage = known ?? Coverage(length: length)
            let limit = downloadsMax - min(share.downloads, downloadsMax) + Self.partsBeyondMax
            guard coverage.highest(in: range) < limit else { return .tooOften }
            let passes = coverage.add(range)
            let isComplete = coverage.highest(in: 0..<length) == 0
            guard isComplete || known != nil || Self.hasRoom(for: share.id, state) else { return .full }
            state.limited[share.id, default: [:]][key] = isComplete ? nil : coverage
            if state.limited[share.id]?.isEmpty ?? false { state.limited[share.id] = nil }
            return .passes(passes)
        }
    }

    private static func noteFree(
        _ range: Range<UInt64>, of length: UInt64, _ key: Key, _ state: inout State
    ) -> UInt64 {
        state.uses += 1
        var coverage = state.free[key]?.coverage ?? Coverage(length: length)
        let passes = coverage.add(range)
        state.free[key] = Entry(coverage: coverage, lastUse: state.uses)
        if state.free.count > entriesMax {
            let uses = state.free.values.map(\.lastUse).sorted()
            let middle = uses[uses.count / 2]
            state.free = state.free.filter { $0.value.lastUse > middle }
        }
        return passes
    }

    private static func hasRoom(for share: ShareID, _ state: State) -> Bool {
        state.limited[share]?.count ?? 0 < entriesPerShareMax
            && state.limited.values.reduce(0) { $0 + $1.count } < entriesMax
    }

    /// Nothing of a share that has ended goes out any more.
    private func forgetEnded() throws(FSError) {
        let now = volume.now
        for id in state.withLock({ Array($0.limited.keys) }) {
            guard let share = try volume.share(id), share.endReason(at: now) == nil else {
                state.withLock { $0.limited[id] = nil }
                continue
            }
        }
    }
}
