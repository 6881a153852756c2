// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Testing

/// Invariants: the contract of the seam, for a memory store of each face, bare and behind every decorator.
@Suite(.timeLimit(.minutes(10))) struct MemoryStoreSuiteTests {
    enum Face: String, CaseIterable, CustomTestStringConvertible {
        case unlimited, telegramUser, telegramBot, refusing

        var testDescription: String { rawValue }

        func make() -> MemoryStore {
            switch self {
            case .unlimited: MemoryStore()
            case .telegramUser: MemoryStore(traits: .telegramUser, pageEntriesMax: 7)
            case .telegramBot: MemoryStore(traits: .telegramBot, removalAgeMax: .seconds(48 * 3600))
            // Everything is too old.
            case .refusing: MemoryStore(traits: .telegramBot, removalAgeMax: .seconds(-1))
            }
        }
    }

    @Test(arguments: Face.allCases, ObjectStoreSuite.cases)
    func keepsTheContract(_ face: Face, _ test: ObjectStoreSuite.Case) async throws {
        try await test.run(on: .init { face.make() })
    }

    @Test(arguments: Face.allCases, ObjectStoreSuite.cases)
    func keepsTheContractBehindDecorators(_ face: Face, _ test: ObjectStoreSuite.Case) async throws {
        try await test.run(
            on: .init { RetryingStore(GatedStore(MeteredStore(face.make())), clock: TestClock()) })
    }
}
