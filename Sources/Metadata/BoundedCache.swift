// SPDX-License-Identifier: MIT

/// A table of at most `limit` values that gives up the ones not asked for lately (CLOCK, second chance).
///
/// Insertion may go beyond the limit; `evict` brings it back, when the owner is ready to take the victim.
struct BoundedCache<Key: Hashable, Value> {
    private struct Slot {
        var key: Key
        var value: Value
        var isReferenced: Bool
    }

    let limit: Int
    private var slots: ContiguousArray<Slot?> = []
    private var places: [Key: Int] = [:]
    private var free: [Int] = []
    private var hand = 0

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { places.count }
    var isOverLimit: Bool { places.count > limit }

    /// Setting an absent key inserts it; setting nil removes it. A key that is read is kept a round longer.
    subscript(key: Key) -> Value? {
        mutating get {
            guard let place = places[key] else { return nil }
            slots[place]?.isReferenced = true
            return slots[place]?.value
        }
        set {
            guard let value = newValue else {
                remove(key)
                return
            }
            guard let place = places[key] else {
                insert(value, for: key)
                return
            }
            slots[place]?.value = value
            slots[place]?.isReferenced = true
        }
    }

    /// The value without keeping it longer.
    func peek(_ key: Key) -> Value? {
        places[key].flatMap { slots[$0]?.value }
    }

    /// Takes out one value that was not asked for since the hand last passed; nil when empty.
    mutating func evict() -> (key: Key, value: Value)? {
        guard !places.isEmpty else { return nil }
        while true {
            hand = hand + 1 < slots.count ? hand + 1 : 0
            guard let slot = slots[hand] else { continue }
            guard !slot.isReferenced else {
                slots[hand]?.isReferenced = false
                continue
            }
            remove(slot.key)
            return (slot.key, slot.value)
        }
    }

    mutating func removeAll() {
        slots = []
        places = [:]
        free = []
        hand = 0
    }

    private mutating func insert(_ value: Value, for key: Key) {
        let slot = Slot(key: key, value: value, isReferenced: false)
        if let place = free.popLast() {
            slots[place] = slot
            places[key] = place
        } else {
            places[key] = slots.count
            slots.append(slot)
        }
    }

    private mutating func remove(_ key: Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        slots[place] = nil
        free.append(place)
    }
}
