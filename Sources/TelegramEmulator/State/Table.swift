// SPDX-License-Identifier: MIT

/// Something that survives a restart.
protocol Row: Codable, Sendable {
    associatedtype ID: Hashable & Codable & Sendable

    /// Its name in the journal.
    static var kind: String { get }

    var id: ID { get }

    /// Whether it can be what an emulator has written: numbers count on from here, and must not end doing so.
    var isPlausible: Bool { get }
}

/// Numbers that count up, with room for as many again.
enum Plausible {
    static let counts: Range<Int32> = 0..<1 << 30
    static let ids: Range<Int64> = 0..<1 << 62
}

/// Rows by their id, which remembers what changed since it was asked last.
struct Table<Element: Row>: Sendable {
    private(set) var rows: [Element.ID: Element] = [:]
    private var changed: Set<Element.ID> = []

    subscript(id: Element.ID) -> Element? {
        get { rows[id] }
        set {
            rows[id] = newValue
            changed.insert(id)
        }
    }

    var values: Dictionary<Element.ID, Element>.Values { rows.values }

    mutating func put(_ row: Element) { self[row.id] = row }

    /// From the journal: nothing has to be written for it.
    mutating func load(_ id: Element.ID, _ row: Element?) { rows[id] = row }

    /// What the journal does not know yet.
    mutating func takeChanges() -> [JournalEntry<Element>] {
        guard !changed.isEmpty else { return [] }
        defer { changed.removeAll(keepingCapacity: true) }
        return changed.map { JournalEntry(id: $0, row: rows[$0]) }
    }

    var all: [JournalEntry<Element>] { rows.map { JournalEntry(id: $0, row: $1) } }
}

/// One line of the journal: the newest state of a row, or that it is gone.
struct JournalEntry<Element: Row>: Codable, Sendable {
    var kind = Element.kind
    var id: Element.ID
    var row: Element?

    init(id: Element.ID, row: Element?) {
        self.id = id
        self.row = row
    }
}
