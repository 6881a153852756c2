// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import StorageFormat

extension KeyEdit {
    /// What `apply` did.
    struct Outcome: Sendable {
        var id: KeySlot.ID
        var recoveryKey: RecoveryKey?
    }

    /// Changes the slots, in scrypt's time for each passphrase that is tried or made. Where it throws, nothing of them is
    /// to be used.
    func apply(to slots: inout KeySlots, _ master: MasterKey, of name: VolumeName) throws(Failure) -> Outcome {
        switch change {
        case .add(let label, let key):
            try prove(slots, name)
            let label = try Self.label(label, for: key, among: slots)
            return try add(key, label, to: &slots, master, name)
        case .change(let number, let key):
            let slot = try Self.slot(number, of: slots, name)
            try prove(slots, name)
            return try replace(slot, with: key, in: &slots, master, name)
        case .remove(let number):
            let slot = try Self.slot(number, of: slots, name)
            try remove(slot, from: &slots, name)
            return Outcome(id: slot.id)
        }
    }

    private func add(
        _ key: NewKey, _ label: String, to slots: inout KeySlots, _ master: MasterKey, _ name: VolumeName
    ) throws(Failure) -> Outcome {
        let random = SystemRandomSource()
        let now = SystemWallClock().now()
        switch key {
        case .passphrase(let passphrase):
            try Self.requireNew(passphrase, slots, name)
            return try Self.format(name) { () throws(FormatError) in
                Outcome(
                    id: try slots.add(
                        passphrase: passphrase.bytes, cost: .standard, label: label, master: master, created: now,
                        random: random))
            }
        case .recoveryKey:
            let made = RecoveryKey(random: random)
            return try Self.format(name) { () throws(FormatError) in
                Outcome(
                    id: try slots.add(
                        recoveryKey: made, label: label, master: master, created: now, random: random),
                    recoveryKey: made)
            }
        }
    }

    private func replace(
        _ slot: KeySlot, with key: NewKey, in slots: inout KeySlots, _ master: MasterKey, _ name: VolumeName
    ) throws(Failure) -> Outcome {
        let random = SystemRandomSource()
        let now = SystemWallClock().now()
        switch (key, slot.kind) {
        case (.passphrase(let passphrase), .passphrase):
            try Self.requireNew(passphrase, slots, name)
            return try Self.format(name) { () throws(FormatError) in
                try slots.replace(
                    slot.id, passphrase: passphrase.bytes, cost: .standard, master: master, created: now,
                    random: random)
                return Outcome(id: slot.id)
            }
        case (.recoveryKey, .recovery):
            let made = RecoveryKey(random: random)
            return try Self.format(name) { () throws(FormatError) in
                try slots.replace(slot.id, recoveryKey: made, master: master, created: now, random: random)
                return Outcome(id: slot.id, recoveryKey: made)
            }
        case (.passphrase, .recovery):
            throw Failure(
                .usage, "Key \(slot.id) is a recovery key, which is made and not chosen",
                hint: "Leave the new passphrase out, or add one with gramfs key add")
        case (_, _):
            throw Failure(
                .usage, "Key \(slot.id) is no recovery key", hint: "Give a new passphrase, or add a recovery key")
        }
    }

    /// A volume that no passphrase opens could not be mounted.
    private func remove(_ slot: KeySlot, from slots: inout KeySlots, _ name: VolumeName) throws(Failure) {
        let before = slots
        slots.remove(slot.id)
        guard slots.slots.contains(where: { $0.kind == .passphrase }) else {
            throw Failure(
                .lastKey, "Key \(slot.id) is the last passphrase of \(name)",
                hint: "Add another one first: gramfs key add \(name)")
        }
        do {
            try prove(slots, name)
        } catch {
            guard error.code == .passphrase, (try? prove(before, name)) != nil else { throw error }
            throw Failure(
                .passphrase, "What was given opens \(name) by key \(slot.id), which is to be removed",
                hint: "Prove that you can still open it after: give another passphrase or the recovery key")
        }
    }

    private func prove(_ slots: KeySlots, _ name: VolumeName) throws(Failure) {
        _ = try Self.format(name) { () throws(FormatError) in try proof.open(slots) }
    }

    private static func slot(_ number: UInt32, of slots: KeySlots, _ name: VolumeName) throws(Failure) -> KeySlot {
        guard let slot = slots[KeySlot.ID(rawValue: number)] else {
            throw Failure(.noSuchKey, "\(name) has no key \(number)", hint: "See gramfs key list \(name)")
        }
        return slot
    }

    /// The one that was asked for, or one that is free.
    private static func label(
        _ wanted: String?, for key: NewKey, among slots: KeySlots
    ) throws(Failure) -> String {
        let taken = Set(slots.slots.map(\.label))
        if let wanted {
            guard (1...KeySlot.labelBytesMax).contains(wanted.utf8.count),
                wanted.unicodeScalars.allSatisfy({ !$0.properties.isControl })
            else {
                throw Failure(
                    .usage, "The name of a key has 1 to \(KeySlot.labelBytesMax) bytes and no control characters",
                    hint: "Everybody who can read the store can read it")
            }
            guard !taken.contains(wanted) else {
                throw Failure(.exists, "There is a key named \"\(wanted)\" already", hint: "Give another name")
            }
            return wanted
        }
        let base =
            switch key {
            case .passphrase: "passphrase"
            case .recoveryKey: "recovery key"
            }
        let numbered = (2...KeySlots.countMax + 1).map { "\(base) \($0)" }
        return ([base] + numbered).first { !taken.contains($0) } ?? base
    }

    private static func requireNew(
        _ passphrase: Passphrase, _ slots: KeySlots, _ name: VolumeName
    ) throws(Failure) {
        if let weakness = passphrase.weakness {
            throw Failure(
                .weakPassphrase, "The new passphrase is too weak: \(weakness)",
                hint: "Take a sentence of your own, or some words by dice")
        }
        let opened = try format(name) { () throws(FormatError) -> KeySlot.ID? in
            do throws(FormatError) {
                return try slots.unlock(passphrase: passphrase.bytes).slot
            } catch .wrongPassphrase {
                return nil
            }
        }
        if let opened {
            throw Failure(
                .exists, "The new passphrase opens \(name) already, by key \(opened)", hint: "Give another one")
        }
    }

    private static func format<Value>(
        _ name: VolumeName, _ body: () throws(FormatError) -> Value
    ) throws(Failure) -> Value {
        do throws(FormatError) {
            return try body()
        } catch .keySlotsFull {
            throw Failure(
                .failed, "\(name) has \(KeySlots.countMax) keys, which is as many as there can be",
                hint: "Remove one first: gramfs key list \(name)")
        } catch {
            throw Failure(error, about: name)
        }
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool { generalCategory == .control }
}

extension Secret {
    /// `wrongPassphrase`, `wrongRecoveryKey` or `recoveryKeyMistyped` where it opens none of them.
    func open(_ slots: KeySlots) throws(FormatError) -> MasterKey {
        switch self {
        case .passphrase(let passphrase): try slots.unlock(passphrase: passphrase.bytes).key
        case .recoveryKey(let text):
            try slots.unlock(
                recoveryKey: RecoveryKey(parsing: String(decoding: text.bytes, as: UTF8.self))
            ).key
        }
    }
}

extension KeyListReport {
    init(_ slots: KeySlots) { self.init(keys: slots.slots.map { KeyReport($0) }) }
}

extension KeyReport {
    init(_ slot: KeySlot) {
        let kind: Kind =
            switch slot.kind {
            case .passphrase: .passphrase
            case .recovery: .recovery
            default: .unknown
            }
        let scrypt = kind == .passphrase ? slot.cost : nil
        self.init(
            id: slot.id.rawValue, name: slot.label, kind: kind, createdAt: UTCTime(slot.created),
            scrypt: scrypt.map { cost in
                Scrypt(
                    n: cost.iterations, r: UInt64(cost.blockSize), p: UInt64(cost.parallelism),
                    memoryBytes: cost.memoryBytes)
            })
    }
}
