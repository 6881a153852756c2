// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Guards: superblocks and claims come back as they were; nothing of them can be changed unseen; what a newer version
/// wrote is refused by name.
@Suite struct SuperblockTests {
    private let fixture = Fixture(seed: 41)

    private func pointer(_ sequence: UInt64) -> SegmentPointer {
        SegmentPointer(
            sequence: SegmentSequence(rawValue: sequence), id: SegmentID(fixture.random.identifier()),
            reference: fixture.random.bytes(40), objectBytes: 19 << 20)
    }

    private func superblock(tail: Int = 3) throws -> Superblock {
        let position = LogPosition(sequence: SegmentSequence(rawValue: 9), entry: EntryNumber(rawValue: 77))
        return Superblock(
            volume: fixture.volume, slots: try fixture.slots(), generation: 12,
            epoch: Epoch(rawValue: 3),
            writer: WriterIdentity(
                host: "laptop", since: Timestamp(seconds: 1_700_000_000, nanoseconds: 1),
                instance: fixture.random.identifier()),
            checkpoint: CheckpointLocation(position: position, segment: pointer(9)),
            storedPosition: LogPosition(sequence: SegmentSequence(rawValue: 12), entry: EntryNumber(rawValue: 5)),
            tail: (0..<tail).map { pointer(10 + UInt64($0)) },
            settings: VolumeSettings(segmentBytes: 64 << 20, defaultPolicy: .sealed), created: Timestamp(seconds: 5))
    }

    private func claim() -> WriterClaim {
        WriterClaim(
            volume: fixture.volume, epoch: Epoch(rawValue: 4),
            writer: WriterIdentity(
                host: "new laptop", since: Timestamp(seconds: 9), instance: fixture.random.identifier()),
            lastSequence: SegmentSequence(rawValue: 12), lastChain: fixture.random.bytes(32))
    }

    @Test("A superblock comes back as it was, with everything and with as little as there can be")
    func roundTrip() throws {
        var superblock = try superblock()
        for _ in 0..<2 {
            let bytes = try superblock.encoded(key: fixture.master, random: fixture.random)
            #expect(try Superblock(decoding: bytes, key: fixture.master) == superblock)
            superblock.writer = nil
            superblock.checkpoint = nil
            superblock.tail = []
        }
    }

    @Test("Without the key a superblock shows its volume and its key slots, and these open it")
    func peek() throws {
        let superblock = try superblock()
        let bytes = try superblock.encoded(key: fixture.master, random: fixture.random)
        let peek = try Superblock.peek(bytes)
        #expect(peek.volume == fixture.volume)
        #expect(peek.features == Features())
        let key = try peek.slots.unlock(passphrase: Array("correct horse".utf8)).key
        #expect(try Superblock(decoding: bytes, key: key) == superblock)
    }

    @Test("Two thousand pointers fit; more than a mebibyte is tooLarge when written")
    func bounds() throws {
        let large = try superblock(tail: 2000)
        let bytes = try large.encoded(key: fixture.master, random: fixture.random)
        #expect(try Superblock(decoding: bytes, key: fixture.master) == large)
        let larger = try superblock(tail: 20_000)
        #expect(throws: FormatError.self) { try larger.encoded(key: fixture.master, random: fixture.random) }
    }

    @Test("No bit of a superblock can be changed unseen, and nothing may follow it")
    func everyBitCounts() throws {
        let bytes = try superblock().encoded(key: fixture.master, random: fixture.random)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            #expect(throws: FormatError.self, "byte \(place)") {
                try Superblock(decoding: changed, key: fixture.master)
            }
        }
        #expect(throws: FormatError.malformed(.superblock, "bytes follow the end")) {
            try Superblock(decoding: bytes + [0], key: fixture.master)
        }
        for count in 0..<bytes.count {
            #expect(throws: FormatError.truncated(.superblock)) {
                try Superblock(decoding: Array(bytes.prefix(count)), key: fixture.master)
            }
        }
    }

    @Test("Unknown incompatible features, another version and another magic are each refused by name")
    func newer() throws {
        let bytes = try superblock().encoded(key: fixture.master, random: fixture.random)
        func decode(_ place: Int, _ value: UInt8) throws -> Superblock {
            var changed = bytes
            changed[place] = value
            return try Superblock(decoding: changed, key: fixture.master)
        }
        #expect(throws: FormatError.unsupportedFeatures(.superblock, bits: 0x10)) { try decode(96, 0x10) }
        #expect(throws: FormatError.unsupportedVersion(found: 2, supported: 1)) { try decode(8, 2) }
        #expect(throws: FormatError.badMagic(.superblock)) { try decode(0, 0x58) }
    }

    @Test("Compatible features may add fields after the known ones; without one nothing may follow")
    func compatibleFeatures() throws {
        let claim = claim()
        let encoded = try claim.encoded(key: fixture.master, random: fixture.random)
        let document = try SealedDocument(peeking: encoded[...], kind: .claim)
        let longer = try document.open(key: try document.derivedKey(fixture.master)) + [1, 2, 3]
        func resealed(_ features: Features) throws -> [UInt8] {
            try SealedDocument.seal(
                longer, kind: .claim, volume: fixture.volume, segment: nil, slots: nil, features: features,
                master: fixture.master, random: fixture.random
            ).bytes
        }
        let newer = try resealed(Features(compatible: 2))
        #expect(try WriterClaim(decoding: newer, key: fixture.master) == claim)
        let wrong = try resealed(Features())
        #expect(throws: FormatError.malformed(.claim, "bytes follow the end")) {
            try WriterClaim(decoding: wrong, key: fixture.master)
        }
    }

    @Test("A claim comes back as it was, and no bit of it can be changed unseen")
    func claims() throws {
        let claim = claim()
        let bytes = try claim.encoded(key: fixture.master, random: fixture.random)
        #expect(try WriterClaim(decoding: bytes, key: fixture.master) == claim)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            #expect(throws: FormatError.self) { try WriterClaim(decoding: changed, key: fixture.master) }
        }
        #expect(throws: FormatError.authenticationFailed(.claim)) {
            try WriterClaim(decoding: bytes, key: MasterKey(random: fixture.random))
        }
    }

    @Test("One kind of document cannot pass for another, not even under a changed magic")
    func kinds() throws {
        let superblock = try superblock(tail: 0).encoded(key: fixture.master, random: fixture.random)
        var claim = try claim().encoded(key: fixture.master, random: fixture.random)
        #expect(throws: FormatError.badMagic(.claim)) { try WriterClaim(decoding: superblock, key: fixture.master) }
        #expect(throws: FormatError.badMagic(.superblock)) { try Superblock(decoding: claim, key: fixture.master) }
        claim.replaceSubrange(0..<8, with: Array("GRAMFSRB".utf8))
        #expect(throws: FormatError.authenticationFailed(.superblock)) {
            try Superblock(decoding: claim, key: fixture.master)
        }
    }

    @Test("Objects are told apart by their first bytes")
    func storedDocuments() throws {
        let superblock = try superblock().encoded(key: fixture.master, random: fixture.random)
        let claim = try claim().encoded(key: fixture.master, random: fixture.random)
        let segment = try fixture.writer().takePending()
        let found = [superblock, claim, segment, Array("GRAMFSXX".utf8), Array(segment.prefix(7)), []]
            .map { StoredDocument(beginning: $0) }
        #expect(found == [.superblock, .claim, .segment, nil, nil, nil])
        #expect(try WriterClaim.peek(claim) == fixture.volume)
    }

    @Test("A host name is cut to 255 bytes that are still UTF-8")
    func longHost() throws {
        var claim = claim()
        claim.writer.host = String(repeating: "ü", count: 200)
        let bytes = try claim.encoded(key: fixture.master, random: fixture.random)
        let read = try WriterClaim(decoding: bytes, key: fixture.master)
        #expect(read.writer.host == String(repeating: "ü", count: 127))
    }

    @Test("Hostile documents are an error in every decoder, with and without the key")
    func hostileBytes() throws {
        let superblock = try superblock().encoded(key: fixture.master, random: fixture.random)
        let claim = try claim().encoded(key: fixture.master, random: fixture.random)
        for genuine in [superblock, claim] {
            try Mutations(of: genuine, seed: 43).forEach(2000) { (bytes) throws in
                _ = try? Superblock.peek(bytes)
                _ = try? SegmentReader.peek(bytes)
                guard bytes != genuine else { return }
                #expect(throws: FormatError.self) { try Superblock(decoding: bytes, key: fixture.master) }
                #expect(throws: FormatError.self) { try WriterClaim(decoding: bytes, key: fixture.master) }
            }
        }
    }
}
