// SPDX-License-Identifier: MIT

import ObjectStorage
import Synchronization
import Testing

extension ObjectStoreSuite {
    static let objectCases: [Case] = [
        Case(claim: "an object is read back whole") { subject in
            let store = try await subject.make()
            let bytes = Sample.bytes(2_500_001)
            let reference = try await store.put(Sample.name(1), bytes)
            #expect(reference.bytes.count <= 256)
            #expect(try await difference(store.whole(reference, size: bytes.count), bytes) == nil)
        },
        Case(claim: "a range gives exactly its bytes") { subject in
            let store = try await subject.make()
            let step = Int(store.traits.rangeAlignment)
            let bytes = Sample.bytes(3 * step + 5)
            let reference = try await store.put(Sample.name(1), bytes)
            for range in [0..<step, step..<2 * step, step..<3 * step, 2 * step..<bytes.count, 3 * step..<bytes.count] {
                let got = try await store.get(reference, range: UInt64(range.lowerBound)..<UInt64(range.upperBound))
                #expect(difference(got, Array(bytes[range])) == nil, "\(range)")
            }
        },
        Case(claim: "a range beyond the end is damage, never fewer bytes") { subject in
            let store = try await subject.make()
            let step = store.traits.rangeAlignment
            let reference = try await store.put(Sample.name(1), Sample.bytes(Int(step) + 1))
            for range in [step..<2 * step + step, 0..<2 * step + step, 4 * step..<5 * step] {
                let failure = await error { () throws(ObjectStoreError) in try await store.get(reference, range: range)
                }
                guard case .damaged = failure else {
                    Issue.record("\(range) of \(step + 1) bytes: \(String(describing: failure))")
                    continue
                }
            }
        },
        Case(claim: "putting again gives the same object") { subject in
            let store = try await subject.make()
            let bytes = Sample.bytes(5000)
            let first = try await store.put(Sample.name(1), bytes)
            #expect(try await store.put(Sample.name(1), bytes) == first)
            #expect(try await subject.reopen(store).put(Sample.name(1), bytes) == first)
            guard store.traits.canList else { return }
            #expect(try await store.listing().map(\.name) == [Sample.name(1)])
        },
        Case(claim: "another size under the same name is a conflict and changes nothing") { subject in
            let store = try await subject.make()
            let bytes = Sample.bytes(5000)
            let reference = try await store.put(Sample.name(1), bytes)
            for size in [4999, 5001] {
                let failure = await error { () throws(ObjectStoreError) in
                    try await store.put(Sample.name(1), Sample.bytes(size))
                }
                #expect(failure == .conflict)
            }
            #expect(try await difference(store.whole(reference, size: 5000), bytes) == nil)
        },
        Case(claim: "a body above the largest object is refused before it is read") { subject in
            let store = try await subject.make()
            let limit = store.traits.objectBytesMax
            let body = ObjectBody(size: limit + 1) { _ throws(ObjectStoreError) in
                Issue.record("the body was read")
                throw .cancelled
            }
            let failure = await error { () throws(ObjectStoreError) in
                try await store.put(Sample.name(1), body, progress: { _ in })
            }
            #expect(failure == .tooLarge(size: limit + 1, limit: limit))
        },
        Case(claim: "a body that fails or is too short leaves no object") { subject in
            let store = try await subject.make()
            let bytes = Sample.bytes(3 << 20)
            let failing = ObjectBody(size: 3 << 20) { range throws(ObjectStoreError) in
                guard range.upperBound < 2 << 20 else { throw .damaged("the segment file ends") }
                return Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)])
            }
            let short = ObjectBody(size: 3 << 20) { range throws(ObjectStoreError) in
                Array(
                    bytes[Int(range.lowerBound)..<Int(range.upperBound)].dropLast(range.upperBound == 3 << 20 ? 1 : 0))
            }
            for body in [failing, short] {
                let failure = await error { () throws(ObjectStoreError) in
                    try await store.put(Sample.name(1), body, progress: { _ in })
                }
                guard case .damaged = failure else {
                    Issue.record("\(String(describing: failure))")
                    continue
                }
            }
            // Had a part of it been kept, another size would be a conflict.
            let reference = try await store.put(Sample.name(1), Sample.bytes(10))
            #expect(try await difference(store.whole(reference, size: 10), Sample.bytes(10)) == nil)
        },
        Case(claim: "progress rises to the size of the object") { subject in
            let store = try await subject.make()
            let seen = Mutex<[UInt64]>([])
            _ = try await store.put(Sample.name(1), ObjectBody(Sample.bytes(2_500_000))) { sent in
                seen.withLock { $0.append(sent) }
            }
            let values = seen.withLock { $0 }
            #expect(values.last == 2_500_000)
            #expect(values == values.sorted())
        },
        Case(claim: "what is not there is not found") { subject in
            let store = try await subject.make()
            let gone = try await store.put(Sample.name(1), Sample.bytes(100))
            if case .refused = await error(of: { () throws(ObjectStoreError) in try await store.remove(gone) }) {
                return
            }
            let failure = await error { () throws(ObjectStoreError) in try await store.get(gone, range: 0..<100) }
            #expect(failure == .notFound)
        },
        Case(claim: "bytes that are no reference are not found, whatever they are") { subject in
            let store = try await subject.make()
            _ = try await store.put(Sample.name(1), Sample.bytes(100))
            let hostile = ["", "/etc/passwd", "../../root", "root", "\u{0}", String(repeating: "f", count: 49)]
            for bytes in hostile.map({ Array($0.utf8) }) + [[0xFF, 0xFE], [UInt8](repeating: 0, count: 40)] {
                let reference = ObjectReference(bytes: bytes)
                let failure = await error { () throws(ObjectStoreError) in try await store.get(reference, range: 0..<1)
                }
                #expect(failure == .notFound, "\(bytes)")
            }
        },
        Case(claim: "removing is final, and repeating it is success; a refusal leaves the object") { subject in
            let store = try await subject.make()
            let reference = try await store.put(Sample.name(1), Sample.bytes(100))
            let other = try await store.put(Sample.name(2), Sample.bytes(100, seed: 2))
            switch await error(of: { () throws(ObjectStoreError) in try await store.remove(reference) }) {
            case nil:
                try await store.remove(reference)
                let failure = await error { () throws(ObjectStoreError) in
                    try await store.get(reference, range: 0..<100)
                }
                #expect(failure == .notFound)
            case .refused:
                #expect(store.traits.removalMayBeRefused)
                #expect(try await difference(store.whole(reference, size: 100), Sample.bytes(100)) == nil)
            case let failure:
                Issue.record("\(String(describing: failure))")
            }
            #expect(try await difference(store.whole(other, size: 100), Sample.bytes(100, seed: 2)) == nil)
        },
        Case(claim: "a name can be put again after its object was removed") { subject in
            let store = try await subject.make()
            let old = try await store.put(Sample.name(1), Sample.bytes(100))
            if case .refused = await error(of: { () throws(ObjectStoreError) in try await store.remove(old) }) {
                return
            }
            let new = try await store.put(Sample.name(1), Sample.bytes(200))
            #expect(try await difference(store.whole(new, size: 200), Sample.bytes(200)) == nil)
        },
        Case(claim: "another opening reads what was put") { subject in
            let store = try await subject.make()
            let reference = try await store.put(Sample.name(1), Sample.bytes(70_000))
            let again = try await subject.reopen(store)
            #expect(try await difference(again.whole(reference, size: 70_000), Sample.bytes(70_000)) == nil)
        },
    ]
}
