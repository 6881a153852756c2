// SPDX-License-Identifier: MIT

import FilesystemModel

/// The key slots of a volume: every passphrase and recovery key that opens it.
///
///     count u8 | slot | slot | ...
package struct KeySlots: Hashable, Sendable {
    package static let countMax = 16

    package let volume: VolumeID
    package private(set) var slots: [KeySlot]

    package init(volume: VolumeID) {
        self.volume = volume
        slots = []
    }

    /// Adds a slot for a passphrase. Takes as long as `cost` says. The label is cut to 64 bytes.
    @discardableResult
    package mutating func add(
        passphrase: [UInt8], cost: ScryptCost, label: String, master: MasterKey, created: Timestamp,
        random: any RandomSource
    ) throws(FormatError) -> KeySlot.ID {
        var slot = try newSlot(.passphrase, cost: cost, label: label, created: created, random: random)
        try KeySlot.seal(master, with: try Self.key(passphrase, cost, slot.salt), slot: &slot, volume: volume)
        slots.append(slot)
        return slot.id
    }

    /// Adds a slot for a recovery key.
    @discardableResult
    package mutating func add(
        recoveryKey: RecoveryKey, label: String, master: MasterKey, created: Timestamp, random: any RandomSource
    ) throws(FormatError) -> KeySlot.ID {
        var slot = try newSlot(.recovery, cost: nil, label: label, created: created, random: random)
        try KeySlot.seal(master, with: try Self.key(recoveryKey, slot.salt), slot: &slot, volume: volume)
        slots.append(slot)
        return slot.id
    }

    /// False where there is no such slot. Whoever kept an old copy of it can still open it: the master key stays.
    @discardableResult
    package mutating func remove(_ id: KeySlot.ID) -> Bool {
        let before = slots.count
        slots.removeAll { $0.id == id }
        return slots.count < before
    }

    /// Gives a slot another passphrase; its id and label stay. False where there is no such slot.
    @discardableResult
    package mutating func replace(
        _ id: KeySlot.ID, passphrase: [UInt8], cost: ScryptCost, master: MasterKey, created: Timestamp,
        random: any RandomSource
    ) throws(FormatError) -> Bool {
        guard let place = slots.firstIndex(where: { $0.id == id }) else { return false }
        var slot = Self.slot(
            id, .passphrase, cost: cost, label: slots[place].label, created: created, random: random)
        try KeySlot.seal(master, with: try Self.key(passphrase, cost, slot.salt), slot: &slot, volume: volume)
        slots[place] = slot
        return true
    }

    /// The same with another recovery key.
    @discardableResult
    package mutating func replace(
        _ id: KeySlot.ID, recoveryKey: RecoveryKey, master: MasterKey, created: Timestamp, random: any RandomSource
    ) throws(FormatError) -> Bool {
        guard let place = slots.firstIndex(where: { $0.id == id }) else { return false }
        var slot = Self.slot(
            id, .recovery, cost: nil, label: slots[place].label, created: created, random: random)
        try KeySlot.seal(master, with: try Self.key(recoveryKey, slot.salt), slot: &slot, volume: volume)
        slots[place] = slot
        return true
    }

    package subscript(_ id: KeySlot.ID) -> KeySlot? { slots.first { $0.id == id } }

    /// `wrongPassphrase` where no slot opens. Costs one scrypt a slot until one does.
    package func unlock(passphrase: [UInt8]) throws(FormatError) -> (key: MasterKey, slot: KeySlot.ID) {
        for slot in slots where slot.kind == .passphrase {
            guard let cost = slot.cost else { continue }
            let key = try Self.key(passphrase, cost, slot.salt)
            if let master = try slot.open(with: key, volume: volume) { return (master, slot.id) }
        }
        throw .wrongPassphrase
    }

    /// `wrongRecoveryKey` where no slot opens.
    package func unlock(recoveryKey: RecoveryKey) throws(FormatError) -> (key: MasterKey, slot: KeySlot.ID) {
        for slot in slots where slot.kind == .recovery {
            let key = try Self.key(recoveryKey, slot.salt)
            if let master = try slot.open(with: key, volume: volume) { return (master, slot.id) }
        }
        throw .wrongRecoveryKey
    }

    private func newSlot(
        _ kind: KeySlot.Kind, cost: ScryptCost?, label: String, created: Timestamp, random: any RandomSource
    ) throws(FormatError) -> KeySlot {
        guard slots.count < Self.countMax else { throw .keySlotsFull }
        let last = slots.map(\.id.rawValue).max() ?? 0
        guard last < .max else { throw .keySlotsFull }
        return Self.slot(
            KeySlot.ID(rawValue: last + 1), kind, cost: cost, label: Self.cut(label), created: created, random: random)
    }

    /// Everything but what the key seals.
    private static func slot(
        _ id: KeySlot.ID, _ kind: KeySlot.Kind, cost: ScryptCost?, label: String, created: Timestamp,
        random: any RandomSource
    ) -> KeySlot {
        KeySlot(
            id: id, kind: kind, created: created, label: label,
            logN: cost?.logN ?? 0, blockSize: UInt16(cost?.blockSize ?? 0), parallelism: UInt16(cost?.parallelism ?? 0),
            salt: random.bytes(32), nonce: random.bytes(CipherContext.nonceBytes), wrapped: [], tag: [])
    }

    /// Whole characters, so that the label stays UTF-8.
    private static func cut(_ label: String) -> String {
        var label = label
        while label.utf8.count > KeySlot.labelBytesMax { label.removeLast() }
        return label
    }

    private static func key(_ passphrase: [UInt8], _ cost: ScryptCost, _ salt: [UInt8]) throws(FormatError) -> SecretKey
    {
        try SecretKey { (buffer) throws(FormatError) in
            try salt.withRawBytes { (salt) throws(FormatError) in
                try KeyDerivation.scrypt(passphrase: passphrase, salt: salt, cost: cost, into: buffer)
            }
        }
    }

    private static func key(_ recoveryKey: RecoveryKey, _ salt: [UInt8]) throws(FormatError) -> SecretKey {
        try salt.withRawBytes { (salt) throws(FormatError) in
            try recoveryKey.secret.derivedKey(.recoverySlot, salt: salt)
        }
    }
}

extension KeySlots {
    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(UInt8(slots.count))
        for slot in slots { slot.write(to: &writer) }
        return writer.bytes
    }

    package init(decoding bytes: ArraySlice<UInt8>, volume: VolumeID) throws(FormatError) {
        var reader = FieldReader(bytes, part: .keySlots)
        let count = Int(try reader.byte())
        guard count <= Self.countMax else {
            throw .tooLarge(.keySlots, bytes: UInt64(count), limit: UInt64(Self.countMax))
        }
        self.init(volume: volume)
        for _ in 0..<count { slots.append(try KeySlot(&reader)) }
        guard Set(slots.map(\.id)).count == count else { throw reader.malformed("a slot id twice") }
        try reader.expectEnd()
    }
}
