// SPDX-License-Identifier: MIT

import SegmentLog

/// How much of what is pending a power cut leaves.
package enum PowerCut: Sendable {
    /// All of it.
    case keepsEverything
    /// None of it.
    case losesEverything
    /// Names all, and of each file the first so many pending bytes, in the order in which they were written.
    case tearsTail(afterBytes: Int)
    /// Names, sizes and sectors of 512 bytes, each kept or lost by the seed; or torn at a byte.
    case scatters(seed: UInt64)
}

extension SimulatedDisk {
    /// The disk as it is found after the power went. This one can go on, as if it had not.
    package func crashed(_ cut: PowerCut) -> SimulatedDisk {
        var state = state.withLock { $0 }
        state.descriptors = [:]
        state.syncs = []
        state.syncsUntilFailure = 0
        state.moments = nil
        var generator = SplitMix(seed: 0)
        if case .scatters(let seed) = cut { generator = SplitMix(seed: seed) }
        state.cutNames(cut, &generator)
        for inode in state.files.keys.sorted() {
            guard var file = state.files[inode] else { continue }
            for change in file.pending.surviving(cut, &generator) { file.durable.apply(change) }
            file.seen = file.durable
            file.pending = []
            state.files[inode] = file
        }
        return SimulatedDisk(state)
    }
}

extension SimulatedDisk {
    /// The same disk with what is below one directory below another: for a test that gives each world its own place.
    package func moved(from old: String, to new: String) -> SimulatedDisk {
        var state = state.withLock { $0 }
        state.move(from: old, to: new)
        return SimulatedDisk(state)
    }
}

extension DiskState {
    /// Only a disk on which nothing is pending and nothing open.
    fileprivate mutating func move(from old: String, to new: String) {
        precondition(pendingNames.isEmpty && descriptors.isEmpty, "take the disk of a crash")
        func moved(_ path: String) -> String { path.hasPrefix(old) ? new + path.dropFirst(old.count) : path }
        names = Dictionary(uniqueKeysWithValues: names.map { (moved($0.key), $0.value) })
        durableNames = names
        directories = Set(directories.map(moved))
        durableDirectories = directories
    }

    fileprivate mutating func cutNames(_ cut: PowerCut, _ generator: inout SplitMix) {
        let kept = pendingNames.filter { _ in
            switch cut {
            case .keepsEverything, .tearsTail: true
            case .losesEverything: false
            case .scatters: generator.nextBool()
            }
        }
        for change in kept { Self.apply(change, &durableNames, &durableDirectories) }
        pendingNames = []
        // A name in a directory that is not there cannot be found. Parents sort before their children.
        directories = []
        for path in durableDirectories.sorted() where isReachable(path) { directories.insert(path) }
        durableDirectories = directories
        names = durableNames.filter { isReachable($0.key) }
        durableNames = names
    }

    private func isReachable(_ path: String) -> Bool {
        let parent = NameChange.parent(of: path)
        return parent == "/" || directories.contains(parent)
    }
}

extension [FileImage.Change] {
    fileprivate func surviving(_ cut: PowerCut, _ generator: inout SplitMix) -> [FileImage.Change] {
        switch cut {
        case .keepsEverything: self
        case .losesEverything: []
        case .tearsTail(let count): torn(afterBytes: count)
        case .scatters:
            generator.nextBool()
                ? torn(afterBytes: Int(generator.next(below: UInt64(writtenBytes) + 1)))
                : flatMap { $0.scattered(&generator) }
        }
    }

    private var writtenBytes: Int {
        reduce(0) { sum, change in
            if case .write(_, let bytes) = change { sum + bytes.count } else { sum }
        }
    }

    private func torn(afterBytes count: Int) -> [FileImage.Change] {
        var left = count
        var kept: [FileImage.Change] = []
        for change in self {
            guard case .write(let offset, let bytes) = change else {
                kept.append(change)
                continue
            }
            kept.append(.write(offset: offset, bytes: [UInt8](bytes.prefix(left))))
            left -= Swift.min(left, bytes.count)
            guard left > 0 else { break }
        }
        return kept
    }
}

extension FileImage.Change {
    fileprivate func scattered(_ generator: inout SplitMix) -> [FileImage.Change] {
        guard case .write(let offset, let bytes) = self else { return generator.nextBool() ? [self] : [] }
        let sectorBytes = 512
        return stride(from: 0, to: bytes.count, by: sectorBytes).compactMap { start in
            let sector = Array(bytes[start..<min(start + sectorBytes, bytes.count)])
            return generator.nextBool() ? .write(offset: offset + start, bytes: sector) : nil
        }
    }
}

/// The generator of `java.util.SplittableRandom`: small, seeded, the same everywhere.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func nextBool() -> Bool { next() >> 63 == 1 }

    mutating func next(below bound: UInt64) -> UInt64 { next() % bound }
}
