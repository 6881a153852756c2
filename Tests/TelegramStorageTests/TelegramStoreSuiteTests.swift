// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Testing

/// Invariants: the contract of the seam, as a user and as a bot. The second opening of a case is a second session of the
/// same account.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TelegramStoreSuiteTests {
    @Test(arguments: AccountKind.allCases, ObjectStoreSuite.cases)
    func keepsTheContract(_ kind: AccountKind, _ test: ObjectStoreSuite.Case) async throws {
        try await withSetting(kind) { setting in
            try await test.run(
                on: .init(make: { setting.store }, reopen: { _ in try await setting.reopen() }))
            // A name counts once, whatever was asked how often.
            let names = setting.scene.objectNames(setting.chat)
            #expect(Set(names).count == names.count)
        }
    }
}
