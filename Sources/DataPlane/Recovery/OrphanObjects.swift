// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import StorageFormat

/// Objects of a store that the volume does not need: no row names them, they are no claims, and they are not what a
/// younger writer put that this machine does not know of.
struct OrphanObjects: Sendable {
    struct Orphan: Sendable, Hashable {
        let name: ObjectName
        let reference: ObjectReference
        /// Whether it is certainly a segment of this volume, under its key.
        let isOurs: Bool
        let what: String
    }

    let all: [Orphan]

    /// Empty where the store cannot list.
    init(in store: any ObjectStore, _ log: VolumeLog) async throws(FSError) {
        let survey = try await StoreSurvey(of: store, log.identity, after: nil, known: try Self.known(log))
        // Anew: a segment may have been begun and put since.
        let known = try Self.known(log)
        let epoch = log.peek { $0.epoch }
        var found: [Orphan] = []
        for segment in survey.segments where !known.contains(ObjectName(segment.pointer.id)) && segment.epoch <= epoch {
            found.append(
                Orphan(
                    name: ObjectName(segment.pointer.id), reference: ObjectReference(bytes: segment.pointer.reference),
                    isOurs: true, what: "a segment \(segment.pointer.sequence) that is not part of the log"))
        }
        for entry in survey.others where !known.contains(entry.name) {
            found.append(
                Orphan(
                    name: entry.name, reference: entry.reference, isOurs: false,
                    what: "no segment of the volume has this name"))
        }
        all = found
    }

    private static func known(_ log: VolumeLog) throws(FSError) -> Set<ObjectName> {
        Set(try log.locked { core throws(FSError) in try core.index.segmentIDs() }.map { ObjectName($0) })
    }
}
