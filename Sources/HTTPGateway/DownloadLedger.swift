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
        var entries: [Key: Entry] = [:]
        var uses: UInt64 = 0
    }

    /// Contents that are being read piece by piece; about 100 bytes each.
    private static let entriesMax = 4096
    /// How often a part of a share with a limit may go out beyond the downloads that are left: for lines that break, and
    /// not for those who leave out a byte so as not to be counted.
    private static let partsBeyondMax: UInt64 = 8

    private let volume: Volume
    private let state = Mutex(State())

    init(_ volume: Volume) { self.volume = volume }

    /// Called before the bytes of `range` go out; where it throws they must not. Returns how many downloads they make
    /// complete.
    func handOver(
        _ range: Range<UInt64>, of length: UInt64, _ key: Key, _ share: Share
    ) throws(FSError) -> UInt64 {
        let limit = share.downloadsMax.map { $0 - min(share.downloads, $0) + Self.partsBeyondMax } ?? .max
        let passes: UInt64? = state.withLock { state in
            state.uses += 1
            var coverage = state.entries[key]?.coverage ?? Coverage(length: length)
            guard coverage.highest(in: range) < limit else { return nil }
            let passes = coverage.add(range)
            state.entries[key] = Entry(coverage: coverage, lastUse: state.uses)
            if state.entries.count > Self.entriesMax { Self.forgetOldest(&state) }
            return passes
        }
        guard let passes else { throw .busy }
        for _ in 0..<passes { try count(share) }
        return passes
    }

    /// For what has no byte, and for a ZIP, whose last bytes are about to go out.
    func count(_ share: Share) throws(FSError) {
        do throws(FSError) {
            try volume.countDownload(of: share.id)
        } catch .readOnly(let reason) where share.downloadsMax != nil {
            // Without a record the limit could not be kept.
            throw .readOnly(reason)
        } catch .readOnly {
            // A mount that takes no changes goes on showing what has no limit.
        }
    }

    private static func forgetOldest(_ state: inout State) {
        let uses = state.entries.values.map(\.lastUse).sorted()
        let middle = uses[uses.count / 2]
        state.entries = state.entries.filter { $0.value.lastUse > middle }
    }
}
