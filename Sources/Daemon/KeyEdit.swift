// SPDX-License-Identifier: MIT

import ControlSocket

/// What is to become of the keys of a volume, and what proves that whoever asks may say so.
package struct KeyEdit: Sendable {
    package enum Change: Sendable {
        /// Without a name it gets one.
        case add(name: String?, NewKey)
        case change(UInt32, NewKey)
        case remove(UInt32)
    }

    package enum NewKey: Sendable {
        case passphrase(Passphrase)
        /// It is made, not chosen.
        case recoveryKey
    }

    package var change: Change
    /// Opens the volume now; where a key is removed, also without that one.
    package var proof: Secret

    package init(_ change: Change, proof: Secret) {
        self.change = change
        self.proof = proof
    }
}

extension KeyEdit {
    static func adding(_ parameters: KeyParameters) throws -> KeyEdit {
        KeyEdit(.add(name: parameters.name, try parameters.newKey), proof: try parameters.proof)
    }

    static func changing(_ parameters: KeyParameters) throws -> KeyEdit {
        KeyEdit(.change(try parameters.key, try parameters.newKey), proof: try parameters.proof)
    }

    static func removing(_ parameters: KeyParameters) throws -> KeyEdit {
        KeyEdit(.remove(try parameters.key), proof: try parameters.proof)
    }
}

extension KeyParameters {
    /// The request that `edit` is, for the daemon that has the volume.
    package init(_ edit: KeyEdit) {
        self.init()
        switch edit.proof {
        case .passphrase(let passphrase): self.passphrase = passphrase.bytes
        case .recoveryKey(let text): recoveryKey = String(decoding: text.bytes, as: UTF8.self)
        }
        switch edit.change {
        case .add(let name, let key):
            self.name = name
            set(key)
        case .change(let id, let key):
            self.id = id
            set(key)
        case .remove(let id): self.id = id
        }
    }

    private mutating func set(_ key: KeyEdit.NewKey) {
        switch key {
        case .passphrase(let passphrase): newPassphrase = passphrase.bytes
        case .recoveryKey: newRecoveryKey = true
        }
    }

    fileprivate var key: UInt32 {
        get throws {
            guard let id else { throw RPCError.invalidParameters("id is missing") }
            return id
        }
    }

    fileprivate var proof: Secret {
        get throws {
            if let passphrase {
                return .passphrase(try Passphrase(exactly: passphrase[...], source: "the request"))
            }
            guard let recoveryKey else { throw RPCError.invalidParameters("passphrase or recovery_key is missing") }
            return .recoveryKey(try Passphrase(exactly: Array(recoveryKey.utf8)[...], source: "the request"))
        }
    }

    fileprivate var newKey: KeyEdit.NewKey {
        get throws {
            if let newPassphrase {
                guard newRecoveryKey != true else {
                    throw RPCError.invalidParameters("new_passphrase and new_recovery_key are two keys")
                }
                return .passphrase(try Passphrase(exactly: newPassphrase[...], source: "the request"))
            }
            guard newRecoveryKey == true else {
                throw RPCError.invalidParameters("new_passphrase or new_recovery_key is missing")
            }
            return .recoveryKey
        }
    }
}
