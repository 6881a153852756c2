// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import StorageFormat

/// Finds what volumes a store holds, and their key slots, with nothing in hand: by the root, or where that is lost by
/// the segments themselves: every 16th carries the slots, and each with a checkpoint, of which one is always there.
package struct VolumeDiscovery: Sendable {
    package struct Found: Sendable, Hashable {
        package let volume: VolumeID
        package let slots: KeySlots
        /// Nil where the root is lost: then the segments say it all.
        package let root: Root?
    }

    private let store: any ObjectStore

    package init(store: any ObjectStore) { self.store = store }

    /// The volume of the root, if there is one; else those that a scan of all objects finds. `damaged` where the root
    /// is there and is none of ours.
    package func find() async throws(FSError) -> [Found] {
        let root: Root?
        do { root = try await store.root() } catch { throw FSError(error, object: "the root") }
        guard let root else { return try await scan() }
        do {
            let peek = try Superblock.peek(root.bytes)
            return [Found(volume: peek.volume, slots: peek.slots, root: root)]
        } catch {
            throw .damaged("the root: \(error)")
        }
    }

    /// What the segments say where there is no root, or a root that cannot be read.
    package func scan() async throws(FSError) -> [Found] {
        guard store.traits.canList else { return [] }
        var found: [VolumeID: KeySlots] = [:]
        try await forEachObject { (entry) throws(FSError) in
            guard let peek = try await self.peek(entry) else { return }
            // The last ones are the newest: after they were changed, a checkpoint shows them behind all that shows the
            // old ones. At the end of a segment, that is; what is in front of it is older.
            if let slots = try await self.slotsOfCheckpoint(in: entry), slots.volume == peek.volume {
                found[peek.volume] = slots
            } else if let slots = peek.keySlots {
                found[peek.volume] = slots
            }
        }
        return found.map { Found(volume: $0.key, slots: $0.value, root: nil) }
            .sorted { $0.volume.description < $1.volume.description }
    }

    /// A superblock made up from what the segments say, for a volume whose root is lost.
    ///
    /// It names what a root would: the newest checkpoint of which every part is there, with the segments that hold its
    /// pieces and no others. Those that hold none may be reclaimed.
    package func superblock(for identity: VolumeIdentity) async throws(FSError) -> Superblock {
        let segments = StoredSegments(store: store, identity: identity)
        var found: [(pointer: SegmentPointer, epoch: Epoch, checkpoints: [EntryNumber])] = []
        var ledger = ClaimLedger()
        let documents = StoredDocuments(store: store, identity: identity)
        var created: Timestamp?
        try await forEachObject { (entry) throws(FSError) in
            do throws(FSError) {
                if entry.size <= UInt64(WriterClaim.bytesMax), case .claim(let claim) = try await documents.read(entry)
                {
                    ledger.add(claim)
                }
                guard let opened = try await segments.open(entry.reference, bytes: entry.size) else { return }
                let header = opened.reader.header
                found.append((opened.pointer, header.epoch, opened.summary.checkpoints))
                created = min(created ?? header.created, header.created)
            } catch .damaged {
                // A gap then shows it, if it mattered.
                return
            }
        }
        let epoch = found.map(\.epoch).max() ?? .first
        // What a fenced writer put may have the number of a segment that counts.
        found.removeAll { ledger.excludes($0.pointer.sequence, of: $0.epoch) }
        found.sort { ($0.pointer.sequence, $0.epoch) > ($1.pointer.sequence, $1.epoch) }
        let checkpoints = found.flatMap { segment in
            segment.checkpoints.sorted(by: >).map { entry in
                CheckpointLocation(
                    position: LogPosition(sequence: segment.pointer.sequence, entry: entry), segment: segment.pointer)
            }
        }
        return Superblock(
            volume: identity.volume, slots: identity.slots, generation: 0, epoch: epoch, writer: nil,
            checkpoint: try await firstWithItsPieces(of: checkpoints, among: found.map(\.pointer), segments),
            // Also where its pieces are lost: what was before it was there.
            storedPosition: checkpoints.first?.position ?? .start, tail: [],
            settings: VolumeSettings(segmentBytes: UInt64(Limits.segmentBytesDefault), defaultPolicy: .sealed),
            created: created ?? .epoch)
    }

    /// Whether the pieces are whole is for the recovery to find out, which reads them.
    private func firstWithItsPieces(
        of checkpoints: [CheckpointLocation], among pointers: [SegmentPointer], _ segments: StoredSegments
    ) async throws(FSError) -> CheckpointLocation? {
        for var location in checkpoints {
            let holders: Set<SegmentSequence>
            do throws(FSError) {
                let reference = ObjectReference(bytes: location.segment.reference)
                let opened = try await segments.open(reference, bytes: location.segment.objectBytes)
                guard let opened else { continue }
                let checkpoint = try await segments.checkpoint(location.position.entry, of: opened)
                holders = Set(checkpoint.pieces.map(\.position.sequence)).subtracting([location.position.sequence])
            } catch .damaged {
                continue
            }
            location.pieceSegments = holders.sorted().compactMap { sequence in
                pointers.first { $0.sequence == sequence }
            }
            if location.pieceSegments.count == holders.count { return location }
        }
        return nil
    }

    private func peek(_ entry: ObjectPage.Entry) async throws(FSError) -> SegmentReader.Peek? {
        guard entry.size > 0 else { return nil }
        do {
            let head = try await store.get(entry.reference, range: 0..<min(entry.size, UInt64(SegmentHeader.bytesMax)))
            return try SegmentReader.peek(head)
        } catch let error as ObjectStoreError {
            switch error {
            case .notFound, .damaged: return nil
            default: throw FSError(error, object: "an object")
            }
        } catch {
            return nil
        }
    }

    /// Nil for what is no segment with a checkpoint.
    private func slotsOfCheckpoint(in entry: ObjectPage.Entry) async throws(FSError) -> KeySlots? {
        let size = UInt64(SegmentFooter.byteCount)
        guard entry.size > size else { return nil }
        do {
            let end = try await StoredSegments.readBytes(
                store, entry.reference, entry.size - size..<entry.size, of: entry.size)
            let footer = try SegmentFooter(decoding: end[...], objectBytes: entry.size)
            guard let range = footer.keySlots else { return nil }
            let bytes = try await StoredSegments.readBytes(store, entry.reference, range, of: entry.size)
            return try SegmentReader.peekKeySlots(bytes, volume: footer.volume)
        } catch let error as ObjectStoreError {
            switch error {
            case .notFound, .damaged: return nil
            default: throw FSError(error, object: "an object")
            }
        } catch {
            return nil
        }
    }

    private func forEachObject(
        _ body: (ObjectPage.Entry) async throws(FSError) -> Void
    ) async throws(FSError) {
        var after: ObjectReference?
        while true {
            let page: ObjectPage
            do { page = try await store.list(after: after) } catch { throw FSError(error, object: "the listing") }
            for entry in page.entries { try await body(entry) }
            guard !page.isLast, let last = page.entries.last else { return }
            after = last.reference
        }
    }
}
