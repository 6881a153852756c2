// SPDX-License-Identifier: MIT

import DirectoryStorage
import ObjectStorage
import ObjectStoreSuite
import Testing

/// Invariants: the contract of the seam, with two openings of one directory for the two processes of a case.
@Suite(.timeLimit(.minutes(10))) struct DirectoryStoreSuiteTests {
    @Test(arguments: ObjectStoreSuite.cases)
    func keepsTheContract(_ test: ObjectStoreSuite.Case) async throws {
        let folder = try TemporaryDirectory()
        try await test.run(
            on: .init(
                make: { try await DirectoryStore.create(folder.path + "/store") },
                reopen: { _ in try await DirectoryStore.open(folder.path + "/store") }))
    }
}
