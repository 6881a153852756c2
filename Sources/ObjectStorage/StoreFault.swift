// SPDX-License-Identifier: MIT

/// A fault that a test scripts into a `MemoryStore`: which calls it meets, and what then happens.
package struct StoreFault: Sendable {
    package enum Effect: Sendable {
        /// The call fails with this; nothing happens.
        case fail(ObjectStoreError)
        /// The call takes effect, and its answer is lost: `unreachable`.
        case loseAnswer
        /// A flood wait: this call and every later one of its lane is `throttled` for what is left of the time, on the
        /// clock given to the store. Calls that come too early are counted in `MemoryStore.earlyCalls`.
        case throttle(Duration)
        /// Half of the body is read, then the connection is gone: `unreachable`, and there is no object.
        case breakOff
        /// The call waits, before anything happens, until the test calls `MemoryStore.release`.
        case hold
    }

    package var effect: Effect
    /// The calls that it meets.
    package var calls: Set<StoreCall>
    /// How many of them pass before the first that it meets.
    package var skipping: Int
    /// How many it meets; nil: every one until it is cleared.
    package var count: Int?

    package init(_ effect: Effect, on calls: Set<StoreCall>, skipping: Int = 0, count: Int? = 1) {
        self.effect = effect
        self.calls = calls
        self.skipping = skipping
        self.count = count
    }

    /// The store is gone for every call until the fault is cleared.
    package static func unreachable(_ reason: String = "the network is gone") -> StoreFault {
        StoreFault(.fail(.unreachable(reason)), on: Set(StoreCall.allCases), count: nil)
    }

    /// Takes one call: the effect where it is met.
    mutating func meet(_ call: StoreCall) -> Effect? {
        guard calls.contains(call), count != 0 else { return nil }
        guard skipping == 0 else {
            skipping -= 1
            return nil
        }
        count = count.map { $0 - 1 }
        return effect
    }
}

/// Names a scripted fault, so that it can be cleared.
package struct StoreFaultID: Hashable, Sendable {
    let rawValue: Int
}
