// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import StorageFormat

/// What the store took in after a point: claims, and segments that nobody here knows. Each unknown object costs one read
/// of at most 4 KiB; a known one nothing.
package struct StoreSurvey: Sendable {
    /// A segment by its header, which is authentic.
    package struct Segment: Sendable, Hashable {
        package let pointer: SegmentPointer
        package let epoch: Epoch
        package let previousChain: [UInt8]
    }

    /// In the store's order.
    package private(set) var claims: [(name: ObjectName, claim: WriterClaim)] = []
    /// In the store's order, without those that are known.
    package private(set) var segments: [Segment] = []
    /// What is nothing of this volume, or cannot be opened as such.
    package private(set) var others: [ObjectPage.Entry] = []
    package private(set) var names: Set<ObjectName> = []
    /// The last object that was looked at: where the next survey goes on.
    package private(set) var last: ObjectReference?

    /// Empty where the store cannot list. Stops right behind the object `end`, where one is given.
    package init(
        of store: any ObjectStore, _ identity: VolumeIdentity, after reference: ObjectReference?,
        through end: ObjectName? = nil, known: Set<ObjectName> = []
    ) async throws(FSError) {
        last = reference
        guard store.traits.canList else { return }
        let documents = StoredDocuments(store: store, identity: identity)
        while true {
            let page: ObjectPage
            do { page = try await store.list(after: last) } catch { throw FSError(error, object: "the listing") }
            for entry in page.entries {
                if !known.contains(entry.name) {
                    switch try await documents.read(entry) {
                    case .claim(let claim): claims.append((entry.name, claim))
                    case .segment(let segment): segments.append(segment)
                    case .other: others.append(entry)
                    }
                }
                names.insert(entry.name)
                last = entry.reference
                if entry.name == end { return }
            }
            guard !page.isLast, !page.entries.isEmpty else { return }
        }
    }

    package var ledger: ClaimLedger {
        var ledger = ClaimLedger()
        for (_, claim) in claims { ledger.add(claim) }
        return ledger
    }
}

/// Tells what a listed object is, by its first 4 KiB.
package struct StoredDocuments: Sendable {
    package enum Document: Sendable {
        case claim(WriterClaim)
        /// Under its own name.
        case segment(StoreSurvey.Segment)
        /// Not of this volume, or nothing that its key opens.
        case other
    }

    private let store: any ObjectStore
    private let identity: VolumeIdentity

    package init(store: any ObjectStore, identity: VolumeIdentity) {
        self.store = store
        self.identity = identity
    }

    package func read(_ entry: ObjectPage.Entry) async throws(FSError) -> Document {
        guard entry.size > 0 else { return .other }
        let head: [UInt8]
        do throws(ObjectStoreError) {
            head = try await store.get(entry.reference, range: 0..<min(entry.size, UInt64(SegmentHeader.bytesMax)))
        } catch {
            switch error {
            // Removed since it was listed, or not readable: a gap then shows it, if it mattered.
            case .notFound, .damaged: return .other
            default: throw FSError(error, object: "object \(entry.name)")
            }
        }
        switch StoredDocument(beginning: head) {
        case .claim: return claim(head)
        case .segment: return segment(head, entry)
        case .superblock, nil: return .other
        }
    }

    private func claim(_ bytes: [UInt8]) -> Document {
        guard let claim = try? WriterClaim(decoding: bytes, key: identity.key), claim.volume == identity.volume else {
            return .other
        }
        return .claim(claim)
    }

    private func segment(_ head: [UInt8], _ entry: ObjectPage.Entry) -> Document {
        guard let reader = try? SegmentReader(headerBytes: head, key: identity.key, volume: identity.volume),
            ObjectName(reader.header.segment) == entry.name
        else { return .other }
        let header = reader.header
        return .segment(
            StoreSurvey.Segment(
                pointer: SegmentPointer(
                    sequence: header.sequence, id: header.segment, reference: entry.reference.bytes,
                    objectBytes: entry.size),
                epoch: header.epoch, previousChain: header.previousChain))
    }
}
