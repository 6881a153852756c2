// SPDX-License-Identifier: MIT

import DirectoryStorage
import ObjectStorage

/// A store with everything that stands between it and a volume: counted, not too many calls at once, tried again.
struct VolumeStore: Sendable {
    let address: StoreAddress
    let metered: MeteredStore
    let store: RetryingStore<ContinuousClock>

    /// Opens an existing store, or makes an empty one.
    static func open(_ address: StoreAddress, creating: Bool) async throws(Failure) -> VolumeStore {
        switch address {
        case .directory(let path):
            do {
                let directory = creating ? try await DirectoryStore.create(path) : try await DirectoryStore.open(path)
                return VolumeStore(address, directory)
            } catch {
                throw Failure(error, about: address)
            }
        }
    }

    private init(_ address: StoreAddress, _ inner: any ObjectStore) {
        self.address = address
        metered = MeteredStore(inner)
        // Outermost: a call that waits to be tried again must not keep another one from its turn.
        store = RetryingStore(GatedStore(metered), clock: ContinuousClock())
    }

    /// The same with calls that end: for commands that somebody waits for.
    var impatient: some ObjectStore { store.bounded(by: .seconds(30)) }
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
