// SPDX-License-Identifier: MIT

/// The name that an account at Telegram has on this machine. It names a file, as a volume's does.
package struct AccountName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let description: String

    /// Where none is given.
    package static let standard = AccountName(known: "default")

    /// What stands where a name could stand on the command line.
    private static let reserved: Set<String> = ["status"]

    private init(known: String) { description = known }

    /// Nil stands for the account `default`.
    package init(parsing text: String?) throws(Failure) {
        guard let text else {
            self = .standard
            return
        }
        guard VolumeName(text) != nil, !Self.reserved.contains(text) else {
            throw Failure(
                .usage, "\"\(text)\" cannot name an account",
                hint: "Use up to 64 letters, digits, '.', '_' and '-', beginning with a letter or digit")
        }
        description = text
    }

    package static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

extension Places {
    package var accounts: String { "\(state)/accounts" }
    /// The api_id and the like, for all accounts.
    package var accountsConfiguration: String { "\(configuration)/accounts.toml" }
    package func session(of account: AccountName) -> String { "\(accounts)/\(account).session" }
    /// Where a daemon listens that has nothing mounted.
    package var controlSocket: String { "\(runtime)/control.sock" }
    package var controlLock: String { "\(runtime)/control.lock" }
    package var controlLog: String { "\(state)/control.log" }
}
