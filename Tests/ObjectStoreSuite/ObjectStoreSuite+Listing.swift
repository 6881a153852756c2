// SPDX-License-Identifier: MIT

import ObjectStorage
import Synchronization
import Testing

extension ObjectStoreSuite {
    static let listingCases: [Case] = [
        Case(claim: "a listing is in the order of taking in, or says that there is none") { subject in
            let store = try await subject.make()
            guard store.traits.canList else {
                let failure = await error { () throws(ObjectStoreError) in try await store.list(after: nil) }
                #expect(failure == .unsupported)
                return
            }
            #expect(try await store.list(after: nil).entries.isEmpty)
            #expect(try await store.list(after: nil).isLast)
            var expected: [ObjectPage.Entry] = []
            for number in 1...25 {
                let reference = try await store.put(Sample.name(number), Sample.bytes(number))
                expected.append(.init(reference: reference, name: Sample.name(number), size: UInt64(number)))
            }
            #expect(try await store.listing() == expected)
            #expect(try await subject.reopen(store).listing() == expected)
        },
        Case(claim: "a listing goes on after any object") { subject in
            let store = try await subject.make()
            guard store.traits.canList else { return }
            var references: [ObjectReference] = []
            for number in 1...10 { references.append(try await store.put(Sample.name(number), Sample.bytes(10))) }
            for index in references.indices {
                let rest = try await store.listing(after: references[index])
                #expect(rest.map(\.reference) == Array(references[(index + 1)...]))
            }
        },
        Case(claim: "a listing goes on after an object that was removed, also the newest") { subject in
            let store = try await subject.make()
            guard store.traits.canList, !store.traits.removalMayBeRefused else { return }
            var references: [ObjectReference] = []
            for number in 1...6 { references.append(try await store.put(Sample.name(number), Sample.bytes(10))) }
            try await store.remove(references[2])
            try await store.remove(references[5])
            #expect(try await store.listing(after: references[2]).map(\.reference) == Array(references[3...4]))
            #expect(try await store.listing(after: references[5]).isEmpty)
            let again = try await subject.reopen(store)
            let new = try await again.put(Sample.name(7), Sample.bytes(10))
            #expect(try await again.listing(after: references[5]).map(\.reference) == [new])
            #expect(try await again.listing().map(\.name) == [1, 2, 4, 5, 7].map(Sample.name))
        },
        Case(claim: "many objects come in pages that miss and repeat nothing") { subject in
            let store = try await subject.make()
            guard store.traits.canList else { return }
            let names = (1...230).map(Sample.name)
            for name in names { _ = try await store.put(name, [1]) }
            #expect(try await store.listing().map(\.name) == names)
        },
        Case(claim: "a reader that follows the listing sees every object that others put meanwhile") { subject in
            let store = try await subject.make()
            guard store.traits.canList else { return }
            let reader = try await subject.reopen(store)
            let isDone = Mutex(false)
            async let writing: Void = withThrowingTaskGroup { group in
                defer { isDone.withLock { $0 = true } }
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<15 { _ = try await store.put(Sample.name(writer * 100 + number), [1]) }
                    }
                }
                try await group.waitForAll()
            }
            var seen: [ObjectPage.Entry] = []
            var isLastLook = false
            while !isLastLook {
                isLastLook = isDone.withLock { $0 }
                seen += try await reader.listing(after: seen.last?.reference)
                await Task.yield()
            }
            try await writing
            #expect(Set(seen.map(\.name)).count == 60)
            #expect(try await reader.listing() == seen)
        },
    ]
}
