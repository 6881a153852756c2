// SPDX-License-Identifier: MIT

import Synchronization

/// An open file: closed when the last user lets go of it, so that no call can meet a reused number.
final class Descriptor: Sendable {
    let file: FileDescriptor
    private let operations: any FileOperations

    init(_ file: FileDescriptor, _ operations: any FileOperations) {
        self.file = file
        self.operations = operations
    }

    deinit { operations.close(file) }
}

/// The least recently used descriptors are closed beyond a bound; who still uses one keeps it open for so long.
final class DescriptorCache: Sendable {
    fileprivate struct Entry {
        let descriptor: Descriptor
        var lastUse: UInt64
    }

    fileprivate struct Table {
        var entries: [UInt64: Entry] = [:]
        var uses: UInt64 = 0
    }

    private let openMax: Int
    private let table = Mutex(Table())

    init(openMax: Int) { self.openMax = max(1, openMax) }

    var count: Int { table.withLock { $0.entries.count } }

    /// The descriptor of `key`, opened by `open` where there is none. `open` runs outside of the lock.
    func descriptor(
        _ key: UInt64, open: () throws(SegmentLogError) -> Descriptor
    ) throws(SegmentLogError) -> Descriptor {
        if let held = table.withLock({ $0.use(key) }) { return held }
        let opened = try open()
        // What is replaced or evicted is closed by the release of these, after the lock.
        let (kept, _) = table.withLock { table in
            if let held = table.use(key) { return (held, nil as Descriptor?) }
            let evicted = table.entries.count >= openMax ? table.removeOldest() : nil
            table.uses += 1
            table.entries[key] = Entry(descriptor: opened, lastUse: table.uses)
            return (opened, evicted)
        }
        return kept
    }

    func drop(_ key: UInt64) {
        _ = table.withLock { $0.entries.removeValue(forKey: key)?.descriptor }
    }

    func dropAll() {
        _ = table.withLock { table in
            defer { table.entries = [:] }
            return table.entries.values.map(\.descriptor)
        }
    }
}

extension DescriptorCache.Table {
    fileprivate mutating func use(_ key: UInt64) -> Descriptor? {
        uses += 1
        entries[key]?.lastUse = uses
        return entries[key]?.descriptor
    }

    /// A scan of some hundred entries, beside an `open` that costs more.
    fileprivate mutating func removeOldest() -> Descriptor? {
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return nil }
        return entries.removeValue(forKey: oldest.key)?.descriptor
    }
}
