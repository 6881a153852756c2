// SPDX-License-Identifier: MIT

import ObjectStorage
import Testing

/// What every store must do, as cases that a test target runs on its own store:
///
///     @Test(arguments: ObjectStoreSuite.cases)
///     func keepsTheContract(_ test: ObjectStoreSuite.Case) async throws {
///         try await test.run(on: .init { MyStore() })
///     }
///
/// Where stores differ, the cases go by `ObjectStoreTraits` alone. No case needs more than a few MiB, except that
/// `tooLarge` is asked with a body that is never read.
package enum ObjectStoreSuite {
    /// Invariants guarded, by file: `Objects` (idempotent by name, exact ranges, no half objects), `Listing` (order of
    /// taking in, nothing missed), `Root` (compare and swap), `Calls` (cancellation, concurrency).
    package static let cases: [Case] = objectCases + listingCases + rootCases + callCases

    package struct Case: Sendable, CustomTestStringConvertible {
        package let claim: String
        let body: @Sendable (Subject) async throws -> Void

        package var testDescription: String { claim }

        package func run(on subject: Subject) async throws { try await body(subject) }
    }

    /// The store under test.
    package struct Subject: Sendable {
        /// An empty store, made anew for each case.
        package let make: @Sendable () async throws -> any ObjectStore
        /// Another opening of a store that was made: what a second process, or the next start, would see.
        package let reopen: @Sendable (any ObjectStore) async throws -> any ObjectStore

        package init(
            make: @escaping @Sendable () async throws -> any ObjectStore,
            reopen: @escaping @Sendable (any ObjectStore) async throws -> any ObjectStore = { $0 }
        ) {
            self.make = make
            self.reopen = reopen
        }
    }
}

/// Names and bytes for cases.
package enum Sample {
    /// The `number`-th name; spread over the whole range of names.
    package static func name(_ number: Int) -> ObjectName {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        func word() -> String {
            state = (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9 &+ 0x1234_5678_9ABC_DEF1
            let digits = String(state, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        guard let name = ObjectName(word() + word()) else { preconditionFailure("hexadecimal digits make a name") }
        return name
    }

    /// Bytes of which no two runs of 4 KiB are alike.
    package static func bytes(_ count: Int, seed: Int = 1) -> [UInt8] {
        let run = (0..<4096).map { UInt8(truncatingIfNeeded: ($0 &* 31) ^ ($0 >> 8 &* 7) ^ seed &* 101) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + run.count)
        // Whole runs, not bytes: a debug build makes some MiB in no time.
        while bytes.count < count {
            let start = bytes.count
            bytes += run
            withUnsafeBytes(of: UInt64(start).littleEndian) { bytes.replaceSubrange(start + 1..<start + 9, with: $0) }
        }
        return Array(bytes.prefix(count))
    }
}

extension ObjectStore {
    /// `put` of bytes, without progress.
    package func put(_ name: ObjectName, _ bytes: [UInt8]) async throws(ObjectStoreError) -> ObjectReference {
        try await put(name, ObjectBody(bytes), progress: { _ in })
    }

    /// The whole of an object, by ranges of at most one block.
    package func whole(_ reference: ObjectReference, size: Int) async throws(ObjectStoreError) -> [UInt8] {
        let block = 1 << 20
        var bytes: [UInt8] = []
        while bytes.count < size {
            let range = UInt64(bytes.count)..<UInt64(min(bytes.count + block, size))
            let part = try await get(reference, range: range)
            bytes += part
            // Less than was asked for breaks the contract; asking for the rest might go on for ever.
            guard part.count == range.count else { return bytes }
        }
        return bytes
    }

    /// Every entry of the listing after `reference`; more than any case makes are not looked for.
    package func listing(after reference: ObjectReference? = nil) async throws(ObjectStoreError) -> [ObjectPage.Entry] {
        var entries: [ObjectPage.Entry] = []
        while true {
            let page = try await list(after: entries.last?.reference ?? reference)
            entries += page.entries
            // A page that is empty and not the last would never end.
            guard !page.isLast, !page.entries.isEmpty, entries.count < 1000 else { return entries }
        }
    }
}

/// The error that `body` throws, nil where it throws none.
package func error<Value>(
    of body: () async throws(ObjectStoreError) -> Value
) async -> ObjectStoreError? {
    do throws(ObjectStoreError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

/// Where two byte strings differ, nil where they are equal. For `#expect`, which would otherwise look for the shortest
/// way from one to the other, for minutes where they are long.
package func difference(_ got: [UInt8], _ expected: [UInt8]) -> String? {
    guard got != expected else { return nil }
    let common = zip(got, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(got.count, expected.count)
    return "\(got.count) bytes instead of \(expected.count), equal up to \(common)"
}
