// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Guards: only the right passphrase or recovery key opens a volume; nothing of a slot can be changed unseen; a hostile
/// slot cannot ask for memory or time without bound.
@Suite struct KeySlotsTests {
    private let fixture = Fixture()
    private let passphrase = Array("correct horse".utf8)
    private let time = Timestamp(seconds: 1_700_000_000, nanoseconds: 9)

    private func isMaster(_ key: MasterKey) -> Bool { key.bytes == fixture.master.bytes }

    @Test("A passphrase opens its slot, also after coding, and is told which slot it was")
    func passphraseOpens() throws {
        var slots = try fixture.slots()
        let second = try slots.add(
            passphrase: Array("other".utf8), cost: .test, label: "other", master: fixture.master, created: time,
            random: fixture.random)
        let read = try KeySlots(decoding: slots.encoded[...], volume: fixture.volume)
        #expect(read == slots)
        let opened = try read.unlock(passphrase: Array("other".utf8))
        #expect(opened.slot == second)
        #expect(isMaster(opened.key))
        #expect(try isMaster(read.unlock(passphrase: passphrase).key))
    }

    @Test("A wrong passphrase, an empty set of slots and a removed slot are all wrongPassphrase")
    func wrongPassphrase() throws {
        var slots = try fixture.slots()
        #expect(throws: FormatError.wrongPassphrase) { try slots.unlock(passphrase: Array("correct horsf".utf8)) }
        #expect(throws: FormatError.wrongPassphrase) { try slots.unlock(passphrase: []) }
        let removed = [slots.remove(KeySlot.ID(rawValue: 1)), slots.remove(KeySlot.ID(rawValue: 1))]
        #expect(removed == [true, false])
        #expect(throws: FormatError.wrongPassphrase) { try slots.unlock(passphrase: passphrase) }
    }

    @Test("A recovery key opens its slot; another one is wrongRecoveryKey")
    func recoveryKeyOpens() throws {
        var slots = try fixture.slots()
        let recoveryKey = RecoveryKey(random: fixture.random)
        let id = try slots.add(
            recoveryKey: recoveryKey, label: "paper", master: fixture.master, created: time, random: fixture.random)
        let typed = try RecoveryKey(parsing: recoveryKey.description)
        let opened = try slots.unlock(recoveryKey: typed)
        #expect(opened.slot == id)
        #expect(isMaster(opened.key))
        #expect(throws: FormatError.wrongRecoveryKey) {
            try slots.unlock(recoveryKey: RecoveryKey(random: fixture.random))
        }
    }

    @Test("A replaced slot keeps its place, id and label, and opens with the new passphrase or key alone")
    func replacing() throws {
        var slots = try fixture.slots()
        let paper = RecoveryKey(random: fixture.random)
        let id = try slots.add(
            recoveryKey: paper, label: "paper", master: fixture.master, created: time, random: fixture.random)
        let before = slots
        let other = Array("battery staple".utf8)
        #expect(
            try slots.replace(
                KeySlot.ID(rawValue: 1), passphrase: other, cost: .test, master: fixture.master, created: time,
                random: fixture.random))
        let fresh = RecoveryKey(random: fixture.random)
        #expect(
            try slots.replace(
                id, recoveryKey: fresh, master: fixture.master, created: time, random: fixture.random))
        #expect(slots.slots.map(\.id) == before.slots.map(\.id))
        #expect(slots.slots.map(\.label) == before.slots.map(\.label))
        #expect(zip(slots.slots, before.slots).allSatisfy { $0.salt != $1.salt })
        #expect(try isMaster(slots.unlock(passphrase: other).key))
        #expect(try isMaster(slots.unlock(recoveryKey: fresh).key))
        #expect(throws: FormatError.wrongPassphrase) { try slots.unlock(passphrase: passphrase) }
        #expect(throws: FormatError.wrongRecoveryKey) { try slots.unlock(recoveryKey: paper) }
        let isFound = try slots.replace(
            KeySlot.ID(rawValue: 9), passphrase: other, cost: .test, master: fixture.master, created: time,
            random: fixture.random)
        #expect(!isFound)
    }

    @Test("A slot of another volume does not open")
    func otherVolume() throws {
        let other = VolumeID(Identifier128(high: 1, low: 2))
        let slots = try KeySlots(decoding: try fixture.slots().encoded[...], volume: other)
        #expect(throws: FormatError.wrongPassphrase) { try slots.unlock(passphrase: passphrase) }
    }

    @Test("No bit of a slot can be changed unseen: the label and the time neither")
    func everyBitCounts() throws {
        let bytes = try fixture.slots().encoded
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                // A higher cost would be honest work: what is dear to try is left to `hostileCost`.
                guard ![2, 3, 4, 5, 6].contains(place) else { continue }
                #expect(throws: FormatError.self) {
                    try KeySlots(decoding: changed[...], volume: fixture.volume).unlock(passphrase: passphrase)
                }
            }
        }
    }

    @Test(
        "A slot that asks for too much memory or work is never tried",
        arguments: [(63, 8, 1), (24, 8, 1), (22, 8, 1), (16, 8, 9), (10, 65_535, 1), (1, 1, 65_535), (0, 8, 1)])
    func hostileCost(logN: UInt8, blockSize: UInt16, parallelism: UInt16) throws {
        var bytes = try fixture.slots().encoded
        bytes[2] = logN
        bytes[3] = UInt8(blockSize & 0xFF)
        bytes[4] = UInt8(blockSize >> 8)
        bytes[5] = UInt8(parallelism & 0xFF)
        bytes[6] = UInt8(parallelism >> 8)
        let slots = try KeySlots(decoding: bytes[...], volume: fixture.volume)
        #expect(slots.slots[0].cost == nil)
        #expect(throws: FormatError.wrongPassphrase) { try slots.unlock(passphrase: passphrase) }
    }

    @Test("The standard cost is 64 MiB and within what a reader accepts")
    func standardCost() throws {
        let cost = ScryptCost.standard
        #expect(128 * UInt64(cost.blockSize) << UInt64(cost.logN) == 64 << 20)
        #expect(ScryptCost(logN: cost.logN, blockSize: cost.blockSize, parallelism: cost.parallelism) == cost)
    }

    @Test("There are at most 16 slots, ids rise, and a label is cut to whole characters in 64 bytes")
    func bounds() throws {
        var slots = KeySlots(volume: fixture.volume)
        for _ in 0..<KeySlots.countMax { try addRecovery(to: &slots) }
        #expect(slots.slots.map(\.id.rawValue) == Array(1...16))
        #expect(throws: FormatError.keySlotsFull) { try addRecovery(to: &slots) }
        #expect(slots.slots.allSatisfy { $0.label == String(repeating: "ü", count: 32) })
        #expect(slots.encoded.count <= SealedDocument.keySlotsBytesMax)
        var bytes = slots.encoded
        bytes[0] = 17
        #expect(throws: FormatError.self) { try KeySlots(decoding: bytes[...], volume: fixture.volume) }
    }

    private func addRecovery(to slots: inout KeySlots) throws {
        try slots.add(
            recoveryKey: RecoveryKey(random: fixture.random), label: String(repeating: "ü", count: 40),
            master: fixture.master, created: time, random: fixture.random)
    }

    @Test("A slot of an unknown kind is kept as it is and opens nothing")
    func unknownKind() throws {
        var bytes = try fixture.slots().encoded
        bytes[1] = 77
        let slots = try KeySlots(decoding: bytes[...], volume: fixture.volume)
        #expect(slots.encoded == bytes)
        #expect(throws: FormatError.wrongPassphrase) { try slots.unlock(passphrase: passphrase) }
    }

    @Test("Hostile slots end in an error or in slots that code to themselves")
    func hostileBytes() throws {
        let bytes = try fixture.slots().encoded
        try Mutations(of: bytes, seed: 11).forEach(3000) { (bytes) throws in
            if let slots = try? KeySlots(decoding: bytes[...], volume: fixture.volume) {
                #expect(slots.encoded == bytes)
            }
        }
    }
}
