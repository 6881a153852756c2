// SPDX-License-Identifier: MIT

/// A dictionary bounded by the summed cost of its values: inserting gives up the least recently used ones.
///
/// A linked list through an array of slots: no allocation per access.
package struct RecencyCache<Key: Hashable, Value> {
    private struct Slot {
        var key: Key
        var value: Value
        var cost: Int
        var newer: Int
        var older: Int
    }

    private static var none: Int { -1 }
    private let costMax: Int
    private var slots: [Slot?] = []
    private var freeSlots: [Int] = []
    private var places: [Key: Int] = [:]
    private var newest = Self.none
    private var oldest = Self.none
    package private(set) var cost = 0

    package init(costMax: Int) { self.costMax = costMax }

    package var count: Int { places.count }

    package mutating func value(for key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        if place != newest {
            unlink(place)
            linkAsNewest(place)
        }
        return slots[place]?.value
    }

    /// A value that costs more than everything may is not kept.
    package mutating func insert(_ value: Value, for key: Key, cost added: Int) {
        removeValue(for: key)
        guard added <= costMax else { return }
        while cost + added > costMax, let last = oldestKey { removeValue(for: last) }
        let slot = Slot(key: key, value: value, cost: added, newer: Self.none, older: Self.none)
        let place = freeSlots.popLast() ?? slots.count
        if place == slots.count { slots.append(slot) } else { slots[place] = slot }
        places[key] = place
        cost += added
        linkAsNewest(place)
    }

    package mutating func removeValue(for key: Key) {
        guard let place = places.removeValue(forKey: key), let slot = slots[place] else { return }
        unlink(place)
        cost -= slot.cost
        slots[place] = nil
        freeSlots.append(place)
    }

    private var oldestKey: Key? { oldest == Self.none ? nil : slots[oldest]?.key }

    private mutating func linkAsNewest(_ place: Int) {
        slots[place]?.older = newest
        slots[place]?.newer = Self.none
        if newest != Self.none { slots[newest]?.newer = place }
        newest = place
        if oldest == Self.none { oldest = place }
    }

    private mutating func unlink(_ place: Int) {
        guard let slot = slots[place] else { return }
        if slot.newer == Self.none { newest = slot.older } else { slots[slot.newer]?.older = slot.older }
        if slot.older == Self.none { oldest = slot.newer } else { slots[slot.older]?.newer = slot.newer }
    }
}
