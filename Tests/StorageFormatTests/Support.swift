// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization
import Testing

@testable import StorageFormat

/// SplitMix64: the same bytes for the same seed, on every machine.
final class SeededRandomSource: RandomSource, RandomNumberGenerator {
    private let state: Mutex<UInt64>

    init(seed: UInt64) { state = Mutex(seed) }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: next()) }
    }
}

/// Bytes 0, 1, 2, ... and on, for golden bytes: a reader sees where randomness stands.
final class CountingRandomSource: RandomSource {
    private let state = Mutex<UInt8>(0)

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        state.withLock { state in
            for index in buffer.indices {
                buffer[index] = state
                state &+= 1
            }
        }
    }
}

enum Hexadecimal {
    static func bytes(_ text: some StringProtocol) -> [UInt8] {
        let digits = text.compactMap { $0.hexDigitValue.map { UInt8($0) } }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// What every test of a sealed structure needs.
struct Fixture {
    let random: SeededRandomSource
    let master: MasterKey
    let volume = VolumeID(Identifier128(high: 0x1111_2222_3333_4444, low: 0x5555_6666_7777_8888))

    init(seed: UInt64 = 1) {
        random = SeededRandomSource(seed: seed)
        master = MasterKey(random: random)
    }

    func header(sequence: UInt64 = 7, run: SegmentRun? = nil) -> SegmentHeader {
        SegmentHeader(
            volume: volume, segment: SegmentID(random.identifier()), sequence: SegmentSequence(rawValue: sequence),
            epoch: .first, previousChain: SegmentChain.start,
            created: Timestamp(seconds: 1_700_000_000, nanoseconds: 5),
            run: run)
    }

    func slots() throws -> KeySlots {
        var slots = KeySlots(volume: volume)
        try slots.add(
            passphrase: Array("correct horse".utf8), cost: .test, label: "laptop", master: master,
            created: Timestamp(seconds: 1_700_000_000), random: random)
        return slots
    }

    func writer(sequence: UInt64 = 7, run: SegmentRun? = nil) throws -> SegmentWriter {
        try SegmentWriter(header: header(sequence: sequence, run: run), key: master, slots: try slots(), random: random)
    }

    func reader(_ segment: [UInt8]) throws -> SegmentReader {
        try SegmentReader(
            headerBytes: Array(segment.prefix(SegmentHeader.bytesMax)), key: master, volume: volume)
    }
}

extension MasterKey {
    var bytes: [UInt8] { secret.withBytes { Array($0) } }
}

extension RecoveryKey {
    var bytes: [UInt8] { secret.withBytes { Array($0) } }
}

extension SegmentWriter {
    /// What would have been written to the file.
    func takePending() -> [UInt8] {
        let bytes = withPending { Array($0) }
        discardPending()
        return bytes
    }

    @discardableResult
    func append(
        _ bytes: [UInt8], policy: ContentPolicy = .sealed, using compressor: FrameCompressor? = nil
    ) throws -> EntryNumber {
        let compressor = try compressor ?? FrameCompressor()
        return try bytes.withUnsafeBytes {
            try appendFrame(PreparedFrame.prepare($0, policy: policy, using: compressor))
        }
    }
}

extension SegmentReader {
    func scan(_ bytes: [UInt8]) -> SegmentScan {
        scan(size: UInt64(bytes.count)) { Array(bytes[Int($0.lowerBound)..<Int($0.upperBound)]) }
    }

    /// A frame out of a whole segment.
    func frame(_ entry: EntryTable.Entry, of segment: [UInt8]) throws -> [UInt8] {
        try frame(Array(segment[entry.bytes]), number: entry.number, plainBytes: Int(entry.plainBytes))
    }

    func frame(_ bytes: [UInt8], number: EntryNumber, plainBytes: Int = Limits.frameBytesMax) throws -> [UInt8] {
        var output = [UInt8](repeating: 0xAA, count: plainBytes)
        let count = try bytes.withUnsafeBytes { entry in
            try output.withUnsafeMutableBytes { try openEntry(entry, number: number, into: $0) }
        }
        return Array(output.prefix(count))
    }
}

extension EntryTable.Entry {
    var bytes: Range<Int> { Int(range.lowerBound)..<Int(range.upperBound) }
}

extension Range<UInt64> {
    var asInt: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}

/// Hostile variants of `bytes`: every truncation (sampled where there are many), flips of bits, overwritten runs,
/// extreme integers, repeated parts.
struct Mutations {
    let bytes: [UInt8]
    let generator: SeededRandomSource

    init(of bytes: [UInt8], seed: UInt64) {
        self.bytes = bytes
        generator = SeededRandomSource(seed: seed)
    }

    func forEach(_ rounds: Int, _ body: ([UInt8]) throws -> Void) throws {
        let step = max(1, bytes.count / 300)
        for count in stride(from: 0, to: bytes.count, by: step) { try body(Array(bytes.prefix(count))) }
        for _ in 0..<rounds { try body(mutated()) }
    }

    private func mutated() -> [UInt8] {
        var generator = generator
        var copy = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            guard !copy.isEmpty else { return copy }
            let place = Int.random(in: 0..<copy.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: copy[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
            case 2: for index in place..<min(copy.count, place + 10) { copy[index] = 0xFF }
            case 3: copy.insert(contentsOf: copy[place..<min(copy.count, place + 16)], at: place)
            case 4: copy.removeSubrange(place..<min(copy.count, place + 8))
            default: copy[place] = UInt8.random(in: 0...255, using: &generator)
            }
        }
        return copy
    }
}
