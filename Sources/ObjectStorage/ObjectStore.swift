// SPDX-License-Identifier: MIT

/// Where objects live: the one seam between the file side and any store.
///
/// Objects are immutable and named by whoever puts them; the names are random. Everything may be called from many
/// tasks at once. Cancelling the task ends a call with `cancelled`; whether its effect happened is then unknown.
package protocol ObjectStore: Sendable {
    /// What this store can and cannot do. Constant while the store is open.
    var traits: ObjectStoreTraits { get }

    /// Stores an object and returns what the store calls it, once the store holds all of it durably.
    ///
    /// Idempotent by name: after a lost answer the same call again returns the object that is there, and only one
    /// counts. `conflict` where an object of this name and another size exists.
    func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference

    /// Exactly the bytes of `range`, or an error: `damaged` where the object ends before it, `notFound` where the
    /// store answers that there is no such object. `range` is not empty and at most one aligned block long.
    func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8]

    /// Takes the object away. A missing one is success. `refused` where the store will not (see
    /// `ObjectStoreTraits.removalMayBeRefused`); the object then stays readable.
    func remove(_ reference: ObjectReference) async throws(ObjectStoreError)

    /// Objects in the order in which the store took them in, after `reference` (nil: from the first), at most one page.
    ///
    /// Where `traits.canList` is false this throws `unsupported`.
    func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage

    /// The root document, nil where none was ever put.
    func root() async throws(ObjectStoreError) -> Root?

    /// Replaces the root durably if it still is `expected` (nil: if there is none); `conflict` if it is not.
    ///
    /// Without `traits.swapsRootAtomically` two writers at once may both succeed; the later one stays. After a lost
    /// answer `root()` tells which one is there.
    func replaceRoot(expected: RootVersion?, with bytes: [UInt8]) async throws(ObjectStoreError) -> RootVersion
}

/// A random name, given by whoever puts the object: 32 lower-case hexadecimal digits.
package struct ObjectName: Hashable, Sendable, LosslessStringConvertible {
    package let description: String

    package init?(_ description: String) {
        guard description.utf8.count == 32,
            description.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.description = description
    }
}

/// What a store calls an object: at most 256 bytes that only the store can read. Stays valid as long as the object.
package struct ObjectReference: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// The content of an object to be put: read piecewise, as often as the store needs, in any order.
package struct ObjectBody: Sendable {
    package let size: UInt64
    /// The bytes of a range below `size`. Called from the store's own threads; may block on a local file.
    package let read: @Sendable (Range<UInt64>) throws(ObjectStoreError) -> [UInt8]

    package init(size: UInt64, read: @escaping @Sendable (Range<UInt64>) throws(ObjectStoreError) -> [UInt8]) {
        self.size = size
        self.read = read
    }

    package init(_ bytes: [UInt8]) {
        self.init(size: UInt64(bytes.count)) { range throws(ObjectStoreError) in
            Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)])
        }
    }
}

/// A page of a listing. `isLast` says that there was nothing more when the store answered.
package struct ObjectPage: Sendable {
    package struct Entry: Hashable, Sendable {
        package let reference: ObjectReference
        package let name: ObjectName
        package let size: UInt64

        package init(reference: ObjectReference, name: ObjectName, size: UInt64) {
            self.reference = reference
            self.name = name
            self.size = size
        }
    }

    package let entries: [Entry]
    package let isLast: Bool

    package init(entries: [Entry], isLast: Bool) {
        self.entries = entries
        self.isLast = isLast
    }
}

/// Which root was read or written: opaque, equal if and only if it is the same document.
package struct RootVersion: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// The root document as the store holds it.
package struct Root: Hashable, Sendable {
    package let version: RootVersion
    package let bytes: [UInt8]

    package init(version: RootVersion, bytes: [UInt8]) {
        self.version = version
        self.bytes = bytes
    }
}
