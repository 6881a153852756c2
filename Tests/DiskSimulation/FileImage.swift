// SPDX-License-Identifier: MIT

/// The content of a simulated file with its holes, and the changes that it takes.
struct FileImage: Sendable {
    static let pageBytes = 4096

    private(set) var bytes: [UInt8] = []
    /// Pages that are allocated; all others are holes.
    private(set) var pages: Set<Int> = []

    enum Change: Sendable {
        case write(offset: Int, bytes: [UInt8])
        case setSize(Int)
        case punch(Range<Int>)
    }

    mutating func apply(_ change: Change) {
        switch change {
        case .write(let offset, let added): write(added, at: offset)
        case .setSize(let size): setSize(size)
        case .punch(let range): punch(range)
        }
    }

    private mutating func write(_ added: [UInt8], at offset: Int) {
        guard !added.isEmpty else { return }
        let end = offset + added.count
        if end > bytes.count { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
        bytes.replaceSubrange(offset..<end, with: added)
        pages.formUnion(offset / Self.pageBytes...(end - 1) / Self.pageBytes)
    }

    private mutating func setSize(_ size: Int) {
        if size < bytes.count {
            bytes.removeSubrange(size...)
            pages = pages.filter { $0 * Self.pageBytes < size }
        } else {
            bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
        }
    }

    private mutating func punch(_ range: Range<Int>) {
        let inside = range.clamped(to: 0..<bytes.count)
        bytes.replaceSubrange(inside, with: repeatElement(0, count: inside.count))
        let first = (range.lowerBound + Self.pageBytes - 1) / Self.pageBytes
        pages.subtract(first..<max(first, range.upperBound / Self.pageBytes))
    }

    var allocatedBytes: Int { pages.count * Self.pageBytes }

    func firstData(from offset: Int) -> Int? {
        let page = offset / Self.pageBytes
        guard let found = pages.filter({ $0 >= page }).min() else { return nil }
        let start = max(offset, found * Self.pageBytes)
        return start < bytes.count ? start : nil
    }

    func firstHole(from offset: Int) -> Int {
        var page = offset / Self.pageBytes
        while pages.contains(page) { page += 1 }
        return min(bytes.count, max(offset, page * Self.pageBytes))
    }
}
