// SPDX-License-Identifier: MIT

/// Which messages came already. Remembers the newest ids; what is below all of them counts as seen.
struct ReceivedIDs: Sendable {
    static let kept = 2048

    /// Ascending.
    private var ids: [Int64] = []
    private var floor: Int64 = .min

    /// False for an id that was seen, or is older than anything remembered.
    mutating func insert(_ id: Int64) -> Bool {
        guard id > floor else { return false }
        let place = position(of: id)
        if place < ids.count, ids[place] == id { return false }
        ids.insert(id, at: place)
        if ids.count > Self.kept {
            let forgotten = ids.count / 2
            floor = ids[forgotten - 1]
            ids.removeFirst(forgotten)
        }
        return true
    }

    func contains(_ id: Int64) -> Bool {
        guard id > floor else { return true }
        let place = position(of: id)
        return place < ids.count && ids[place] == id
    }

    private func position(of id: Int64) -> Int {
        var (low, high) = (0, ids.count)
        // Almost always the newest of all.
        if let last = ids.last, last < id { return ids.count }
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
