// SPDX-License-Identifier: MIT

import FilesystemModel
import StorageFormat

/// The claims to epochs of a volume, in the order in which its store took them in, and what they leave in the log.
package struct ClaimLedger: Sendable {
    /// By epoch; of several claims to one epoch the first.
    private var winners: [Epoch: WriterClaim] = [:]

    package init() {}

    /// Claims must come in the store's order. Returns whether this one holds.
    @discardableResult
    package mutating func add(_ claim: WriterClaim) -> Bool {
        guard winners[claim.epoch] == nil else { return false }
        winners[claim.epoch] = claim
        return true
    }

    /// Of the highest epoch.
    package var newest: WriterClaim? { winners.values.max { $0.epoch < $1.epoch } }

    package func winner(of epoch: Epoch) -> WriterClaim? { winners[epoch] }

    /// Whether a segment is not part of the log: of an epoch that was taken over before it.
    ///
    /// Where one instance claimed twice in a row, its later claim names all that the first one missed: the first was
    /// never written under.
    package func excludes(_ sequence: SegmentSequence, of epoch: Epoch) -> Bool {
        let later = winners.values.filter { $0.epoch > epoch }.sorted { $0.epoch < $1.epoch }
        return later.indices.contains { index in
            let isRenewed = index + 1 < later.count && later[index + 1].writer.instance == later[index].writer.instance
            return !isRenewed && sequence > later[index].lastSequence
        }
    }
}
