// SPDX-License-Identifier: MIT

import FilesystemModel

@testable import ControlSocket
@testable import StorageFormat

/// The decoders that hostile bytes reach, also those that a key usually shields: each takes anything and ends with a
/// value or an error. What is decoded must also be what is encoded again, where there is an encoder.
package enum FuzzTarget: String, CaseIterable, Sendable {
    case segmentHeader = "segment-header"
    case segmentScan = "segment-scan"
    case entryHeader = "entry-header"
    case entryTable = "entry-table"
    case records
    case summary
    case footer
    case checkpoint
    case checkpointPiece = "checkpoint-piece"
    case superblock
    case keySlots = "key-slots"
    case recoveryKey = "recovery-key"
    case claim
    case controlMessage = "control-message"
    case answer = "tl-answer"
    case method = "tl-method"
    case clientStream = "client-stream"
    case serverStream = "server-stream"
    case session = "protocol-session"
    case envelope
    case gzip

    package func run(_ bytes: [UInt8]) {
        do {
            try decode(bytes)
        } catch {
            // Refused: as it should be.
        }
    }

    private func decode(_ bytes: [UInt8]) throws {
        switch self {
        case .segmentHeader:
            _ = try SegmentReader.peek(bytes)
            _ = try SegmentReader(headerBytes: bytes, key: FuzzKey.master, volume: FuzzKey.volume)
        case .segmentScan: try scan(bytes)
        case .entryHeader:
            _ = try bytes.withRawBytes { (bytes) throws(FormatError) in try EntryHeader(bytes) }
        case .entryTable:
            let table = try EntryTable(decoding: bytes)
            precondition(table.encoded.count <= table.encodedBytesMax)
        case .records:
            let records = try RecordCoding.read(bytes[...])
            var writer = ByteWriter()
            RecordCoding.write(records, to: &writer)
            Self.expect(records) { () throws(FormatError) in try RecordCoding.read(writer.bytes[...]) }
        case .summary:
            let summary = try SegmentSummary(bytes, header: FuzzKey.header)
            for batch in summary.batches { _ = try batch.records() }
        case .footer:
            let footer = try SegmentFooter(decoding: bytes[...], objectBytes: FuzzKey.objectBytes)
            precondition(footer.summary.upperBound <= FuzzKey.objectBytes)
        case .checkpoint:
            let checkpoint = try CheckpointCoding.read(bytes[...])
            var writer = ByteWriter()
            CheckpointCoding.write(checkpoint, to: &writer)
            Self.expect(checkpoint) { () throws(FormatError) in try CheckpointCoding.read(writer.bytes[...]) }
        case .checkpointPiece: _ = try CheckpointRowCoding.read(bytes[...])
        case .superblock:
            _ = try Superblock.peek(bytes)
            _ = try Superblock(decoding: bytes, key: FuzzKey.master)
        case .keySlots:
            let slots = try KeySlots(decoding: bytes[...], volume: FuzzKey.volume)
            Self.expect(slots) { () throws(FormatError) in
                try KeySlots(decoding: slots.encoded[...], volume: FuzzKey.volume)
            }
        case .recoveryKey:
            let key = try RecoveryKey(parsing: String(decoding: bytes, as: UTF8.self))
            let text = key.description
            Self.expect(text) { () throws(FormatError) in try RecoveryKey(parsing: text).description }
        case .claim:
            _ = try WriterClaim.peek(bytes)
            _ = try WriterClaim(decoding: bytes, key: FuzzKey.master)
        case .controlMessage: readMessage(bytes)
        case .answer: try ProtocolTargets.answer(bytes)
        case .method: try ProtocolTargets.method(bytes)
        case .clientStream: try ProtocolTargets.clientStream(bytes)
        case .serverStream: try ProtocolTargets.serverStream(bytes)
        case .session: try ProtocolTargets.session(bytes)
        case .envelope: try ProtocolTargets.envelope(bytes)
        case .gzip: try ProtocolTargets.gzip(bytes)
        }
    }

    /// A line of the control socket, as a server and as a client read it. Whoever refuses it says so and lives on.
    private func readMessage(_ line: [UInt8]) {
        _ = try? JSON.decode(from: line) as RPCRequestHead
        _ = try? JSON.decode(from: line) as RPCRequestID
        _ = try? JSON.decode(from: line) as RPCParameters<SyncParameters>
        _ = try? JSON.decode(from: line) as RPCParameters<RPCCancellation>
        _ = try? JSON.decode(from: line) as RPCAnswerHead
        _ = try? JSON.decode(from: line) as RPCAnswerValue<StatusReport>
        _ = try? JSON.decode(from: line) as RPCAnswerValue<ControlSocket.CheckReport>
    }

    /// What was accepted once and encoded must be accepted again, as the same.
    private static func expect<Value: Equatable>(_ value: Value, _ again: () throws(FormatError) -> Value) {
        do throws(FormatError) {
            let other = try again()
            precondition(other == value, "it comes back as something else")
        } catch {
            fatalError("it is refused after it was encoded: \(error)")
        }
    }

    private func scan(_ bytes: [UInt8]) throws(FormatError) {
        let reader = try SegmentReader(
            headerBytes: Array(bytes.prefix(SegmentHeader.bytesMax)), key: FuzzKey.master, volume: FuzzKey.volume)
        let scan = reader.scan(size: UInt64(bytes.count)) { range in
            Array(bytes[Int(range.lowerBound)..<max(Int(range.lowerBound), min(Int(range.upperBound), bytes.count))])
        }
        precondition(scan.validBytes <= UInt64(bytes.count))
        for batch in scan.batches { _ = try batch.records() }
        guard bytes.count > SegmentFooter.byteCount else { return }
        let footer = try SegmentFooter(
            decoding: bytes.suffix(SegmentFooter.byteCount), objectBytes: UInt64(bytes.count))
        _ = try Array(bytes[Int(footer.summary.lowerBound)..<Int(footer.summary.upperBound)])
            .withRawBytes { (entry) throws(FormatError) in try reader.openSummary(entry) }
    }
}

/// One key for all inputs, so that the corpus stays what it is.
enum FuzzKey {
    static let random = FuzzRandom()
    static let master = MasterKey(random: random)
    static let volume = VolumeID(Identifier128(high: 0x1111_2222_3333_4444, low: 0x5555_6666_7777_8888))
    static let objectBytes: UInt64 = 100_000
    static let header = SegmentHeader(
        volume: volume, segment: SegmentID(Identifier128(high: 1, low: 2)), sequence: SegmentSequence(rawValue: 17),
        epoch: .first, previousChain: SegmentChain.start, created: Timestamp(seconds: 1_700_000_000))
}

/// Always the same bytes: what is sealed with them is sealed for a test only.
struct FuzzRandom: RandomSource {
    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index &* 37 &+ 11) }
    }
}
