// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// Opens what `SegmentWriter` sealed. May be used from any thread.
///
/// `@unchecked Sendable`: the mutex protects the idle contexts, and a context is used by the one call that took it out.
package final class SegmentReader: @unchecked Sendable {
    package let header: SegmentHeader
    /// Where the first entry begins.
    package let headerBytes: Int
    /// As they stand in the header; every 16th segment has them.
    package let keySlots: KeySlots?

    let key: SecretKey
    let headerTag: [UInt8]
    private let place: [UInt8]
    private let idle: Mutex<[IdleContext]>

    private static let idleMax = 4

    private struct IdleContext: @unchecked Sendable {
        let context: CipherContext
    }

    /// From the beginning of the segment: `SegmentHeader.bytesMax` bytes, or all where it is shorter.
    /// `segment`: the id that is expected, where one is; any other is `wrongSegment`.
    package init(
        headerBytes bytes: [UInt8], key master: MasterKey, volume: VolumeID, segment: SegmentID? = nil
    ) throws(FormatError) {
        let document = try SealedDocument(peeking: bytes[...], kind: .segmentHeader)
        guard document.volume == volume else { throw .wrongVolume(found: document.volume) }
        guard segment == nil || document.segment == segment else { throw .wrongSegment(found: document.segment) }
        key = try document.derivedKey(master)
        header = try SegmentHeader(document, key: key)
        headerBytes = document.byteCount
        keySlots = document.slots
        headerTag = document.tag
        place = SegmentPlace.bytes(header)
        idle = Mutex([])
    }

    // MARK: - Without a key

    /// What a segment says without a key: nothing of it is authentic.
    package struct Peek: Hashable, Sendable {
        package let volume: VolumeID
        package let segment: SegmentID
        package let keySlots: KeySlots?
    }

    package static func peek(_ bytes: [UInt8]) throws(FormatError) -> Peek {
        let document = try SealedDocument(peeking: bytes[...], kind: .segmentHeader)
        return Peek(volume: document.volume, segment: document.segment, keySlots: document.slots)
    }

    /// The key slots from the entry that `SegmentFooter.keySlots` points to.
    package static func peekKeySlots(_ entry: [UInt8], volume: VolumeID) throws(FormatError) -> KeySlots {
        let header = try entry.withRawBytes { (bytes) throws(FormatError) in try EntryHeader(bytes) }
        guard header.kind == .keySlots, entry.count == header.entryBytes, header.flags == .plain else {
            throw .malformed(.keySlots, "not a key slots entry")
        }
        return try KeySlots(
            decoding: entry[EntryHeader.byteCount..<EntryHeader.byteCount + Int(header.storedBytes)], volume: volume)
    }

    // MARK: - Entries

    /// Opens a frame into the caller's memory and returns its length. `entry` is the whole entry, as
    /// `EntryTable.Entry.range` says; `output` holds at least its plain bytes. After an error `output` holds nothing
    /// that could be taken for content.
    package func openEntry(
        _ entry: UnsafeRawBufferPointer, number: EntryNumber, into output: UnsafeMutableRawBufferPointer
    ) throws(FormatError) -> Int {
        let header = try checkedHeader(entry, number: number, kind: .frame)
        try open(header, entry, into: output)
        return Int(header.plainBytes)
    }

    package func openRecords(_ entry: UnsafeRawBufferPointer, number: EntryNumber) throws(FormatError) -> [Record] {
        try RecordCoding.read(try openWhole(entry, number: number, kind: .records)[...])
    }

    package func openPiece(_ entry: UnsafeRawBufferPointer, number: EntryNumber) throws(FormatError) -> [CheckpointRow]
    {
        try CheckpointRowCoding.read(try openWhole(entry, number: number, kind: .checkpointPiece)[...])
    }

    package func openCheckpoint(_ entry: UnsafeRawBufferPointer, number: EntryNumber) throws(FormatError) -> Checkpoint
    {
        try CheckpointCoding.read(try openWhole(entry, number: number, kind: .checkpoint)[...])
    }

    /// From the bytes that `SegmentFooter.summary` points to.
    package func openSummary(_ entry: UnsafeRawBufferPointer) throws(FormatError) -> SegmentSummary {
        let header = try EntryHeader(entry)
        let summary = try SegmentSummary(
            try openWhole(entry, number: header.number, kind: .summary), header: self.header)
        guard header.number >= summary.table.nextNumber, Int(summary.table.firstOffset) == headerBytes else {
            throw .malformed(.summary, "not the summary of these entries")
        }
        return summary
    }

    /// The frame or piece as it is, still compressed, to be appended to another segment.
    package func reopen(_ entry: UnsafeRawBufferPointer, number: EntryNumber) throws(FormatError) -> PreparedFrame {
        let header = try EntryHeader(entry)
        let kind: EntryKind = header.kind == .checkpointPiece ? .checkpointPiece : .frame
        _ = try checkedHeader(entry, number: number, kind: kind)
        let payload = try openPayload(header, entry)
        return payload.withUnsafeBytes {
            PreparedFrame(copying: $0, kind: kind, flags: header.flags, plainBytes: Int(header.plainBytes))
        }
    }

    private func checkedHeader(
        _ entry: UnsafeRawBufferPointer, number: EntryNumber, kind: EntryKind
    ) throws(FormatError) -> EntryHeader {
        let header = try EntryHeader(entry)
        guard header.number == number else { throw .wrongEntry(expected: number, found: header.number) }
        guard header.kind == kind else { throw .malformed(kind.part, "the entry holds something else") }
        guard entry.count == header.entryBytes else { throw .truncated(kind.part) }
        return header
    }

    private func openWhole(
        _ entry: UnsafeRawBufferPointer, number: EntryNumber, kind: EntryKind
    ) throws(FormatError) -> [UInt8] {
        let header = try checkedHeader(entry, number: number, kind: kind)
        let payload = try openPayload(header, entry)
        return try expanded(payload, header)
    }

    /// Authentic payload to plain bytes.
    func expanded(_ payload: [UInt8], _ header: EntryHeader) throws(FormatError) -> [UInt8] {
        guard header.flags.contains(.compressed) else { return payload }
        var plain = [UInt8](repeating: 0, count: Int(header.plainBytes))
        try payload.withRawBytes { (payload) throws(FormatError) in
            try plain.withRawMutableBytes { (plain) throws(FormatError) in
                try Decompressor.shared.decompress(payload, into: plain, part: header.kind.part)
            }
        }
        return plain
    }

    /// Authentic payload, as it was stored before encryption.
    func openPayload(_ header: EntryHeader, _ entry: UnsafeRawBufferPointer) throws(FormatError) -> [UInt8] {
        var payload = [UInt8](repeating: 0, count: Int(header.storedBytes))
        try payload.withRawMutableBytes { (payload) throws(FormatError) in
            try authenticate(header, entry, into: payload)
        }
        return payload
    }

    private func open(
        _ header: EntryHeader, _ entry: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FormatError) {
        guard output.count >= Int(header.plainBytes) else {
            throw .tooLarge(header.kind.part, bytes: UInt64(header.plainBytes), limit: UInt64(output.count))
        }
        let target = UnsafeMutableRawBufferPointer(rebasing: output[0..<Int(header.plainBytes)])
        guard header.flags.contains(.compressed) else { return try authenticate(header, entry, into: target) }
        // The compressed bytes need a place of their own; it is at most 128 KiB and ends with this call.
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(header.storedBytes), alignment: 16)
        defer { scratch.deallocate() }
        try authenticate(header, entry, into: scratch)
        try Decompressor.shared.decompress(UnsafeRawBufferPointer(scratch), into: target, part: header.kind.part)
    }

    /// The stored bytes, decrypted or copied, once the tag has vouched for them.
    private func authenticate(
        _ header: EntryHeader, _ entry: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FormatError) {
        assert(output.count == Int(header.storedBytes) && entry.count == header.entryBytes)
        guard let start = entry.baseAddress else { throw .truncated(.entry) }
        let stored = UnsafeRawBufferPointer(start: start + EntryHeader.byteCount, count: Int(header.storedBytes))
        let isPlain = header.flags.contains(.plain)
        let context = try takeContext()
        defer { giveContext(context) }
        let isAuthentic = try place.withRawBytes { (place) throws(FormatError) in
            try context.open(
                nonce: start + EntryHeader.authenticBytes,
                associated: AssociatedData(
                    place: place, header: UnsafeRawBufferPointer(start: start, count: EntryHeader.authenticBytes),
                    payload: isPlain ? stored : AssociatedData.nothing),
                sealed: isPlain ? AssociatedData.nothing : stored, into: isPlain ? nil : output.baseAddress,
                tag: start + EntryHeader.byteCount + stored.count)
        }
        guard isAuthentic else { throw .authenticationFailed(header.kind.part) }
        if isPlain { output.copyMemory(from: stored) }
    }

    // MARK: - Contexts

    private func takeContext() throws(FormatError) -> CipherContext {
        if let idle = idle.withLock({ $0.popLast() }) { return idle.context }
        return try CipherContext(key: key, direction: .open)
    }

    private func giveContext(_ context: CipherContext) {
        let context = IdleContext(context: context)
        idle.withLock { idle in
            if idle.count < Self.idleMax { idle.append(context) }
        }
    }
}

/// The associated data that binds an entry to its segment: `gramfs 1 entry`, volume id, segment id.
enum SegmentPlace {
    static func bytes(_ header: SegmentHeader) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(bytes: "gramfs 1 entry".utf8)
        writer.write(header.volume.value)
        writer.write(header.segment.value)
        return writer.bytes
    }
}
