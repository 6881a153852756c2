// SPDX-License-Identifier: MIT

import Synchronization

/// A store in memory that behaves as any other would: with any traits, and with the faults that a test scripts.
///
/// Nothing in it sleeps or draws a random number; time is what the given clock says. `contents` at any moment is what
/// a machine that is lost at that moment leaves behind, and `record` keeps it at every change.
package final class MemoryStore: ObjectStore {
    /// The contents right after one change.
    package struct Boundary: Sendable {
        package enum Change: Hashable, Sendable {
            case put(ObjectName)
            case removed(ObjectName)
            case rootReplaced(RootVersion)
        }

        package let change: Change
        package let contents: Contents
    }

    package let traits: ObjectStoreTraits
    /// Objects older than this are not removed any more; nil: any can be.
    package let removalAgeMax: Duration?
    /// Entries in a page of a listing.
    package let pageEntriesMax: Int

    private let now: @Sendable () -> Duration
    private let state: Mutex<State>
    private let held = HeldCalls()

    /// `now` is the store's clock, for removal by age and for throttling; a test gives that of its own clock.
    package init(
        traits: ObjectStoreTraits = .unlimited, contents: Contents = Contents(), removalAgeMax: Duration? = nil,
        pageEntriesMax: Int = 100, now: @escaping @Sendable () -> Duration = { .zero }
    ) {
        self.traits = traits
        self.removalAgeMax = removalAgeMax
        self.pageEntriesMax = pageEntriesMax
        self.now = now
        state = Mutex(State(contents: contents))
    }

    // MARK: The seam

    package func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        let passage = try await begin(.put, body)
        guard body.size <= traits.objectBytesMax else {
            throw .tooLarge(size: body.size, limit: traits.objectBytesMax)
        }
        let bytes = try body.readAll(progress: progress)
        let result = state.withLock { $0.put(name, bytes, at: now()) }
        guard !passage.losesAnswer else { throw .unreachable(Self.answerLost) }
        return try result.get()
    }

    package func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8] {
        let passage = try await begin(.get)
        guard let sequence = Contents.sequence(in: reference),
            let object = state.withLock({ $0.contents.object(at: sequence) })
        else { throw .notFound }
        let size = UInt64(object.bytes.count)
        guard isServed(range, ofObjectOf: size) else {
            throw .refused("range \(range) is not aligned to \(traits.rangeAlignment)")
        }
        guard range.upperBound <= size else {
            throw .damaged("object \(object.name) has \(size) bytes, asked for \(range)")
        }
        guard !passage.losesAnswer else { throw .unreachable(Self.answerLost) }
        return Array(object.bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    package func remove(_ reference: ObjectReference) async throws(ObjectStoreError) {
        let passage = try await begin(.remove)
        guard let sequence = Contents.sequence(in: reference) else { return }
        let result = state.withLock { $0.remove(sequence, ageMax: removalAgeMax, at: now()) }
        guard !passage.losesAnswer else { throw .unreachable(Self.answerLost) }
        try result.get()
    }

    package func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage {
        guard traits.canList else { throw .unsupported }
        let passage = try await begin(.list)
        guard !passage.losesAnswer else { throw .unreachable(Self.answerLost) }
        let contents = self.contents
        let sequence = reference.map { Contents.sequence(in: $0) ?? 0 } ?? 0
        let rest = contents.objects[contents.firstIndex(after: sequence)...]
        let entries = rest.prefix(pageEntriesMax).map {
            ObjectPage.Entry(reference: contents.reference(to: $0), name: $0.name, size: UInt64($0.bytes.count))
        }
        return ObjectPage(entries: entries, isLast: entries.count == rest.count)
    }

    package func root() async throws(ObjectStoreError) -> Root? {
        let passage = try await begin(.root)
        guard !passage.losesAnswer else { throw .unreachable(Self.answerLost) }
        return contents.root
    }

    package func replaceRoot(
        expected: RootVersion?, with bytes: [UInt8]
    ) async throws(ObjectStoreError) -> RootVersion {
        let isAtomic = traits.swapsRootAtomically
        // Where the swap is not atomic, the check and the change are two steps, and a `hold` stops between them.
        let passage = try await begin(.replaceRoot) { () throws(ObjectStoreError) in
            guard isAtomic || contents.root?.version == expected else { throw .conflict }
        }
        let checks = isAtomic || !passage.wasHeld
        let result = state.withLock { $0.replaceRoot(expected, bytes, checks: checks) }
        guard !passage.losesAnswer else { throw .unreachable(Self.answerLost) }
        return try result.get()
    }

    private func isServed(_ range: Range<UInt64>, ofObjectOf size: UInt64) -> Bool {
        range.lowerBound.isMultiple(of: traits.rangeAlignment)
            && (range.upperBound.isMultiple(of: traits.rangeAlignment) || range.upperBound >= size)
    }

    private static let answerLost = "the connection broke before the answer"

    // MARK: Faults

    private struct Passage {
        var losesAnswer = false
        var wasHeld = false
    }

    /// Lets the scripted faults act on a call that begins.
    private func begin(
        _ call: StoreCall, _ body: ObjectBody? = nil, beforeHold: () throws(ObjectStoreError) -> Void = {}
    ) async throws(ObjectStoreError) -> Passage {
        guard !Task.isCancelled else { throw .cancelled }
        switch try state.withLock({ state throws(ObjectStoreError) in try state.meet(call, at: now()) }) {
        case nil: return Passage()
        case .fail(let error): throw error
        case .loseAnswer: return Passage(losesAnswer: true)
        case .throttle(let duration): throw .throttled(for: duration)
        case .breakOff:
            if let body { _ = try body.read(0..<body.size / 2) }
            throw .unreachable("the connection broke")
        case .hold:
            try beforeHold()
            try await held.hold(call)
            return Passage(wasHeld: true)
        }
    }

    /// Scripts a fault. Where several meet a call, the one that was added first acts and the others do not see the call.
    @discardableResult
    package func add(_ fault: StoreFault) -> StoreFaultID {
        state.withLock { state in
            state.nextFault += 1
            let id = StoreFaultID(rawValue: state.nextFault)
            state.faults.append((id, fault))
            return id
        }
    }

    /// Takes a fault back; nil: all of them, and pauses with them.
    package func clear(_ id: StoreFaultID? = nil) {
        state.withLock { state in
            state.faults.removeAll { id == nil || $0.id == id }
            if id == nil { state.pausedUntil = [:] }
        }
    }

    /// Lets the oldest `count` calls that a `hold` stopped go on; all of them where nil.
    package func release(_ count: Int? = nil, of calls: Set<StoreCall> = Set(StoreCall.allCases)) {
        held.release(count, of: calls)
    }

    /// Returns once at least `count` calls are held.
    package func waitUntilHeld(_ count: Int = 1) async { await held.waitUntilHeld(count) }

    package var heldCalls: Int { held.count }

    /// How often each call began, those that failed included.
    package var callCounts: [StoreCall: Int] { state.withLock { $0.calls } }

    /// Calls that came while their lane was throttled: a scheduler that honours waits makes none.
    package var earlyCalls: Int { state.withLock { $0.earlyCalls } }

    // MARK: State

    /// What the store holds now: what is left if the machine is lost now.
    package var contents: Contents { state.withLock { $0.contents } }

    /// Changes what the store holds behind everyone's back, for example to damage it.
    package func change<Value: Sendable>(_ body: (inout Contents) -> sending Value) -> Value {
        state.withLock { state in body(&state.contents) }
    }

    /// Another store with the same contents and traits, and without faults.
    package func copy(of contents: Contents? = nil) -> MemoryStore {
        MemoryStore(
            traits: traits, contents: contents ?? self.contents, removalAgeMax: removalAgeMax,
            pageEntriesMax: pageEntriesMax, now: now)
    }

    /// From now on keeps the contents after every change, for `boundaries`.
    package func record() { state.withLock { $0.boundaries = $0.boundaries ?? [] } }

    /// The contents after each change since `record`, in order; each is what one moment of machine loss leaves.
    package var boundaries: [Boundary] { state.withLock { $0.boundaries ?? [] } }
}
