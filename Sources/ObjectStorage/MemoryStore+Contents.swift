// SPDX-License-Identifier: MIT

extension MemoryStore {
    /// Everything a store holds, as a value: copying it is taking the state of the store at that moment.
    ///
    /// Copies share the bytes of their objects, so that keeping one for each boundary of a long run is cheap.
    package struct Contents: Hashable, Sendable {
        package struct Object: Hashable, Sendable {
            package let sequence: UInt64
            package let name: ObjectName
            package var bytes: [UInt8]
            /// When the store took it in, on the clock given to the store.
            package var storedAt: Duration
        }

        /// In the order in which they were taken in; `sequence` rises strictly and is never reused.
        package private(set) var objects: [Object] = []
        package private(set) var root: Root?
        private var lastSequence: UInt64 = 0
        private var lastRootVersion: UInt64 = 0

        package init() {}

        package var names: [ObjectName] { objects.map(\.name) }

        package func object(_ name: ObjectName) -> Object? { objects.first { $0.name == name } }

        func object(at sequence: UInt64) -> Object? { index(of: sequence).map { objects[$0] } }

        func reference(to object: Object) -> ObjectReference {
            var writer: [UInt8] = []
            withUnsafeBytes(of: object.sequence.bigEndian) { writer.append(contentsOf: $0) }
            return ObjectReference(bytes: writer + Array(object.name.description.utf8))
        }

        /// The sequence in a reference, nil where this is no reference of any memory store.
        static func sequence(in reference: ObjectReference) -> UInt64? {
            guard reference.bytes.count == 40 else { return nil }
            return reference.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }

        @discardableResult
        package mutating func insert(_ name: ObjectName, _ bytes: [UInt8], at time: Duration = .zero) -> ObjectReference
        {
            lastSequence += 1
            let object = Object(sequence: lastSequence, name: name, bytes: bytes, storedAt: time)
            objects.append(object)
            return reference(to: object)
        }

        package mutating func replaceRoot(with bytes: [UInt8]) -> RootVersion {
            lastRootVersion += 1
            let version = withUnsafeBytes(of: lastRootVersion.bigEndian) { RootVersion(bytes: Array($0)) }
            root = Root(version: version, bytes: bytes)
            return version
        }

        private func index(of sequence: UInt64) -> Int? {
            var low = 0
            var high = objects.count
            while low < high {
                let middle = (low + high) / 2
                if objects[middle].sequence < sequence { low = middle + 1 } else { high = middle }
            }
            return low < objects.count && objects[low].sequence == sequence ? low : nil
        }

        /// The index of the first object after `sequence`, which may be gone.
        func firstIndex(after sequence: UInt64) -> Int {
            objects.firstIndex { $0.sequence > sequence } ?? objects.count
        }

        mutating func remove(at sequence: UInt64) {
            guard let index = index(of: sequence) else { return }
            objects.remove(at: index)
        }

        fileprivate mutating func change(_ name: ObjectName, _ body: (inout [UInt8]) -> Void) -> Bool {
            guard let index = objects.firstIndex(where: { $0.name == name }) else { return false }
            body(&objects[index].bytes)
            return true
        }

        fileprivate mutating func setRoot(_ root: Root?) { self.root = root }
    }
}

/// Damage, as a hostile or broken store would do it. Each returns false where there is no such object.
extension MemoryStore.Contents {
    /// Loses the object: `get` answers `notFound`.
    @discardableResult
    package mutating func drop(_ name: ObjectName) -> Bool {
        guard let object = object(name) else { return false }
        remove(at: object.sequence)
        return true
    }

    @discardableResult
    package mutating func flipBit(_ bit: Int = 0, ofByte offset: Int, in name: ObjectName) -> Bool {
        change(name) { $0[offset] ^= 1 << UInt8(bit) }
    }

    /// Keeps the first `size` bytes.
    @discardableResult
    package mutating func truncate(_ name: ObjectName, to size: Int) -> Bool {
        change(name) { $0.removeSubrange(min(size, $0.count)...) }
    }

    /// Answers for `name` with other bytes, for example those of an older object.
    @discardableResult
    package mutating func replace(_ name: ObjectName, with bytes: [UInt8]) -> Bool {
        change(name) { $0 = bytes }
    }

    /// Answers for each with the bytes of the other.
    @discardableResult
    package mutating func swap(_ a: ObjectName, _ b: ObjectName) -> Bool {
        guard let first = object(a)?.bytes, let second = object(b)?.bytes else { return false }
        return replace(a, with: second) && replace(b, with: first)
    }

    /// Shows the root of an earlier state again, or none.
    package mutating func rollBackRoot(to earlier: Self) { setRoot(earlier.root) }

    package mutating func loseRoot() { setRoot(nil) }
}
