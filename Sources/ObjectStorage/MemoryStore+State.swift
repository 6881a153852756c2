// SPDX-License-Identifier: MIT

extension MemoryStore {
    /// What a memory store is at one moment, its scripted faults included. Its functions are the effects of the calls.
    struct State {
        var contents: Contents
        var faults: [(id: StoreFaultID, fault: StoreFault)] = []
        var nextFault = 0
        var pausedUntil: [StoreLane: Duration] = [:]
        var calls: [StoreCall: Int] = [:]
        var earlyCalls = 0
        var boundaries: [Boundary]?
    }
}

extension MemoryStore.State {
    mutating func meet(_ call: StoreCall, at now: Duration) throws(ObjectStoreError) -> StoreFault.Effect? {
        calls[call, default: 0] += 1
        if let until = pausedUntil[call.lane], now < until {
            earlyCalls += 1
            throw .throttled(for: until - now)
        }
        for index in faults.indices {
            guard let effect = faults[index].fault.meet(call) else { continue }
            if case .throttle(let duration) = effect { pausedUntil[call.lane] = now + duration }
            return effect
        }
        return nil
    }

    mutating func put(
        _ name: ObjectName, _ bytes: [UInt8], at now: Duration
    ) -> Result<ObjectReference, ObjectStoreError> {
        if let existing = contents.object(name) {
            return existing.bytes.count == bytes.count
                ? .success(contents.reference(to: existing)) : .failure(.conflict)
        }
        let reference = contents.insert(name, bytes, at: now)
        note(.put(name))
        return .success(reference)
    }

    mutating func remove(_ sequence: UInt64, ageMax: Duration?, at now: Duration) -> Result<Void, ObjectStoreError> {
        guard let object = contents.object(at: sequence) else { return .success(()) }
        if let ageMax, now - object.storedAt > ageMax { return .failure(.refused("the message is too old to delete")) }
        contents.remove(at: sequence)
        note(.removed(object.name))
        return .success(())
    }

    mutating func replaceRoot(
        _ expected: RootVersion?, _ bytes: [UInt8], checks: Bool
    ) -> Result<RootVersion, ObjectStoreError> {
        if checks, contents.root?.version != expected { return .failure(.conflict) }
        let version = contents.replaceRoot(with: bytes)
        note(.rootReplaced(version))
        return .success(version)
    }

    private mutating func note(_ change: MemoryStore.Boundary.Change) {
        boundaries?.append(MemoryStore.Boundary(change: change, contents: contents))
    }
}
