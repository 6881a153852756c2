// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import StorageFormat

/// Which store a recovery is from: where only the account is known, the chat in it that holds the volume.
func locateStore(_ request: RecoverRequest) async throws(Failure) -> StoreAddress {
    let configuration = request.configuration
    if case .telegram(.invited) = configuration.store {
        return try await VolumeStore.open(configuration, .recovery, in: request.accounts).address
    }
    guard case .telegram(.any) = configuration.store, let account = try configuration.accountInUse() else {
        return configuration.store
    }
    let search = try await VolumeStore.telegramStores(account, in: request.accounts)
    var stores = search.stores.map(\.store)
    var skipped = search.skipped
    if let id = configuration.volumeID {
        var matching: [VolumeStore] = []
        for store in stores {
            do throws(Failure) {
                let found = try await volumes(in: store)
                if found.contains(where: { $0.volume.description == id }) { matching.append(store) }
            } catch {
                skipped.append("\(store.address) could not be looked at: \(error.message)")
            }
        }
        stores = matching
    }
    guard let first = stores.first else {
        throw Failure(
            .noSuchVolume, "No chat of the account \(account) holds such a volume",
            hint: (["Where the pin of its root was lost, name the chat: --store telegram:CHAT"] + skipped)
                .joined(separator: ". "))
    }
    guard stores.count == 1 else {
        throw Failure(
            .usage,
            "There are \(stores.count) chats with a volume: \(stores.map { "\($0.address)" }.joined(separator: ", "))",
            hint: "Name one with --store, or the volume with --volume-id; see --list")
    }
    return first.address
}

/// What volumes the store of a configuration holds. Of those that `secret` opens, also what only the key can tell.
package func listVolumes(
    _ configuration: ConfigurationFile, accounts: Accounts, secret: Secret? = nil
) async throws(Failure) -> VolumeList {
    var entries: [VolumeList.Entry] = []
    var skipped: [String] = []
    switch configuration.store {
    case .telegram(.any):
        guard let account = try configuration.accountInUse() else { return VolumeList(volumes: []) }
        let search = try await VolumeStore.telegramStores(account, in: accounts)
        skipped = search.skipped
        for (title, store) in search.stores {
            do throws(Failure) {
                entries += try await volumes(in: store).map { entry($0, store.address, title, secret) }
            } catch {
                // Anybody may have pinned anything in it.
                skipped.append("\(title) (\(store.address)) could not be looked at: \(error.message)")
            }
        }
    case .directory, .telegram(.new), .telegram(.known), .telegram(.invited):
        let store = try await VolumeStore.open(configuration, .recovery, in: accounts)
        entries = try await volumes(in: store).map { entry($0, store.address, nil, secret) }
    }
    return VolumeList(volumes: entries, skipped: skipped)
}

private func entry(
    _ found: VolumeDiscovery.Found, _ address: StoreAddress, _ title: String?, _ secret: Secret?
) -> VolumeList.Entry {
    var chat: String?
    if case .telegram(.known(let id)) = address { chat = "\(id)" }
    let known = secret.flatMap { superblock(of: found, openedBy: $0) }
    return VolumeList.Entry(
        volumeID: found.volume.description, chat: chat, title: title, position: known?.storedPosition,
        epoch: known?.epoch.rawValue)
}

/// Nil where the secret is another volume's, and where the root is lost: what the segments say is a recovery's to read.
private func superblock(of found: VolumeDiscovery.Found, openedBy secret: Secret) -> Superblock? {
    guard let root = found.root else { return nil }
    do {
        return try Superblock(decoding: root.bytes, key: try found.unlocked(by: secret).key)
    } catch {
        return nil
    }
}

private func volumes(in store: VolumeStore) async throws(Failure) -> [VolumeDiscovery.Found] {
    do throws(FSError) {
        return try await VolumeDiscovery(store: store.impatient).find()
    } catch {
        throw Failure(error, about: "\(store.address)")
    }
}
