// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import StorageFormat

/// Reads segments straight from a store, without any local state: for recovery and checks.
package struct StoredSegments: Sendable {
    package struct Opened: Sendable {
        package let pointer: SegmentPointer
        package let reader: SegmentReader
        package let headerBytes: [UInt8]
        package let summary: SegmentSummary
    }

    private let store: any ObjectStore
    private let identity: VolumeIdentity

    package init(store: any ObjectStore, identity: VolumeIdentity) {
        self.store = store
        self.identity = identity
    }

    /// The header of an object; nil where it is not a segment of this volume at all.
    package func header(
        _ reference: ObjectReference, bytes: UInt64
    ) async throws(FSError) -> (reader: SegmentReader, headerBytes: [UInt8])? {
        let head = try await read(reference, 0..<min(bytes, UInt64(SegmentHeader.bytesMax)), of: bytes)
        do {
            let reader = try SegmentReader(headerBytes: head, key: identity.key, volume: identity.volume)
            return (reader, Array(head.prefix(reader.headerBytes)))
        } catch {
            switch error {
            case .badMagic, .wrongVolume: return nil
            default: throw .damaged("the header of an object: \(error)")
            }
        }
    }

    /// Header and summary, verified against each other.
    package func open(
        _ reference: ObjectReference, bytes: UInt64
    ) async throws(FSError) -> Opened? {
        guard let (reader, headerBytes) = try await header(reference, bytes: bytes) else { return nil }
        let name = "segment \(reader.header.sequence)"
        guard bytes > UInt64(SegmentFooter.byteCount) else { throw .damaged("\(name) is truncated") }
        let tail = try await read(reference, bytes - UInt64(SegmentFooter.byteCount)..<bytes, of: bytes)
        let footer: SegmentFooter
        do {
            footer = try SegmentFooter(decoding: tail[...], objectBytes: bytes)
        } catch {
            throw .damaged("\(name) has no end: \(error)")
        }
        let entry = try await read(reference, footer.summary, of: bytes)
        do {
            let summary = try entry.withRawBytes { (entry) throws(FormatError) in try reader.openSummary(entry) }
            let pointer = SegmentPointer(
                sequence: reader.header.sequence, id: reader.header.segment, reference: reference.bytes,
                objectBytes: bytes)
            return Opened(pointer: pointer, reader: reader, headerBytes: headerBytes, summary: summary)
        } catch {
            throw .damaged("the summary of \(name): \(error)")
        }
    }

    /// The bytes of one entry.
    package func entry(_ number: EntryNumber, of segment: Opened) async throws(FSError) -> [UInt8] {
        guard let entry = segment.summary.table[number] else {
            throw .damaged("segment \(segment.pointer.sequence) has no entry \(number)")
        }
        return try await read(
            ObjectReference(bytes: segment.pointer.reference), entry.range, of: segment.pointer.objectBytes)
    }

    /// A checkpoint without its pieces. `damaged` where it is not what was written.
    package func checkpoint(_ number: EntryNumber, of segment: Opened) async throws(FSError) -> Checkpoint {
        let bytes = try await entry(number, of: segment)
        do {
            return try bytes.withRawBytes { (entry) throws(FormatError) in
                try segment.reader.openCheckpoint(entry, number: number)
            }
        } catch {
            throw .damaged("the checkpoint at entry \(number) of segment \(segment.pointer.sequence): \(error)")
        }
    }

    /// Any range, fetched in aligned blocks as the store serves them.
    package func read(
        _ reference: ObjectReference, _ range: Range<UInt64>, of bytes: UInt64
    ) async throws(FSError) -> [UInt8] {
        do {
            return try await readBytes(reference, range, of: bytes)
        } catch {
            throw FSError(error, object: "an object")
        }
    }

    /// The same with the store's own errors.
    package func readBytes(
        _ reference: ObjectReference, _ range: Range<UInt64>, of bytes: UInt64
    ) async throws(ObjectStoreError) -> [UInt8] {
        try await Self.readBytes(store, reference, range, of: bytes)
    }

    /// The same without a key.
    package static func readBytes(
        _ store: any ObjectStore, _ reference: ObjectReference, _ range: Range<UInt64>, of bytes: UInt64
    ) async throws(ObjectStoreError) -> [UInt8] {
        guard range.upperBound <= bytes else { throw .damaged("it is shorter than what it says") }
        let block = UInt64(Limits.blockBytes)
        let alignment = max(1, store.traits.rangeAlignment)
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let blockEnd = (position / block + 1) * block
            let start = position / alignment * alignment
            let wanted = min(range.upperBound, blockEnd)
            let end = min(bytes, min(blockEnd, (wanted + alignment - 1) / alignment * alignment))
            let part = try await store.get(reference, range: start..<end)
            guard part.count == Int(end - start) else { throw .damaged("a short answer") }
            result += part[Int(position - start)..<Int(wanted - start)]
            position = wanted
        }
        return result
    }
}
