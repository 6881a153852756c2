// SPDX-License-Identifier: MIT

import DirectoryStorage
import ObjectStorage
import TelegramStorage

/// A store with everything that stands between it and a volume: counted, not too many calls at once, tried again.
struct VolumeStore: Sendable {
    /// As it stands in a configuration: with the chat that was made or found.
    let address: StoreAddress
    /// Of stores that are in one.
    let account: StoreAccount?
    let metered: MeteredStore
    private let telegram: TelegramStore?
    let store: RetryingStore<ContinuousClock>

    /// What a store is opened for.
    enum Purpose: Sendable {
        /// A volume that is to be made; a new chat gets this title.
        case new(title: String)
        /// A volume that this machine knows: the store may be away.
        case known
        /// A volume that this machine does not know: the store must answer.
        case recovery
    }

    /// Opens an existing store, or makes an empty one.
    static func open(
        _ configuration: ConfigurationFile, _ purpose: Purpose, in accounts: Accounts
    ) async throws(Failure) -> VolumeStore {
        switch configuration.store {
        case .directory(let path):
            do {
                let directory =
                    if case .new = purpose {
                        try await DirectoryStore.create(path)
                    } else {
                        try await DirectoryStore.open(path)
                    }
                return VolumeStore(configuration.store, directory)
            } catch {
                throw Failure(error, about: configuration.store)
            }
        case .telegram(let chat):
            return try await telegram(chat, purpose, AccountName(parsing: configuration.account), in: accounts)
        }
    }

    init(_ address: StoreAddress, _ inner: any ObjectStore, account: StoreAccount? = nil) {
        self.address = address
        self.account = account
        metered = MeteredStore(inner)
        telegram = inner as? TelegramStore
        // Outermost: a call that waits to be tried again must not keep another one from its turn.
        store = RetryingStore(
            GatedStore(metered), clock: ContinuousClock(), waits: telegram?.waits ?? StoreWaits())
    }

    /// The same with calls that end: for commands that somebody waits for. Telegram demands waits of minutes.
    var impatient: some ObjectStore { store.bounded(by: telegram == nil ? .seconds(30) : .seconds(600)) }

    /// Calls since it was opened, by kind; of Telegram also the requests, by method.
    var requests: [String: UInt64] {
        let calls = metered.metrics.calls.map { ($0.key.rawValue, $0.value.requests) }
        return Dictionary(uniqueKeysWithValues: calls).merging(telegram?.requests ?? [:]) { $1 }
    }
}

extension Failure {
    init(_ error: DirectoryStoreError, about address: StoreAddress) {
        switch error {
        case .noSuchDirectory(let path):
            self.init(
                .unreachable, "The store \(address) is not there: \(path) does not exist",
                hint: "Make it with gramfs format, or attach the disk that it is on")
        case .notDirectory(let path):
            self.init(.usage, "The store \(address) is not a directory: \(path)", hint: "Give another path")
        case .notStore(let reason):
            self.init(.usage, "\(address) is no store of gramfs: \(reason)", hint: "Give an empty or new directory")
        case .notPermitted(let reason):
            self.init(.notPermitted, "The store \(address) may not be used: \(reason)", hint: "Check who owns it")
        case .unsupportedVersion(let version):
            self.init(
                .unsupportedFormat, "The store \(address) has version \(version)", hint: "Use a newer gramfs")
        case .system(let reason):
            self.init(.failed, "The store \(address) cannot be opened: \(reason)")
        }
    }
}
