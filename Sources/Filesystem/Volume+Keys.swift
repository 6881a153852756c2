// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Metadata
import ObjectStorage
import StorageFormat

/// Passphrases and recovery keys: the key slots, in all the places that show them.
///
/// The root is what counts, here and on a new machine, so it is replaced first, and with it the copy beside the index.
/// A checkpoint with the new slots follows at once, so that they are found where the root is lost. Segments that are
/// stored already keep what they have.
extension Volume {
    package func keySlots() async -> KeySlots { await publisher.superblock.slots }

    /// Has `edit` change the slots, on a thread that may take scrypt's time, and makes them those of the volume. What
    /// `edit` throws is a result, and changes nothing. `store` is one that does not let wait for ever.
    package func editKeySlots<Value: Sendable, Refusal: Error>(
        in store: any ObjectStore, _ edit: @Sendable (inout KeySlots, MasterKey) throws(Refusal) -> Value
    ) async throws(FSError) -> Result<Value, Refusal> {
        if let reason = log.stopReason.value { throw .readOnly(reason) }
        try await keyTurns.enter()
        defer { keyTurns.leave() }
        var slots = await keySlots()
        let outcome = await edited(&slots, edit)
        guard case .success = outcome else { return outcome }
        // Before the root: whatever happens from here on, a checkpoint shows what the root does.
        try await oweSlots()
        do throws(FSError) {
            try await publisher.replace(slots, in: store)
        } catch {
            // Perhaps the root was replaced, and its copy here was not.
            await showSlotsOfRoot()
            throw error
        }
        await showSlotsOfRoot()
        try await oweSlots()
        roots()
        return outcome
    }

    /// Has what `editKeySlots` leaves to the background done when it returns: for a volume that is closed after.
    package func spreadKeySlots() async throws(FSError) {
        guard try owedSlots() != nil else { return }
        try await storeCheckpoint()
        // The segments before were on their way when that checkpoint was written.
        if try owedSlots() != nil { try await storeCheckpoint() }
    }

    private func edited<Value: Sendable, Refusal: Error>(
        _ slots: inout KeySlots, _ edit: @Sendable (inout KeySlots, MasterKey) throws(Refusal) -> Value
    ) async -> Result<Value, Refusal> {
        let before = slots
        let (after, outcome) = await withTaskExecutorPreference(executor) {
            var slots = before
            do throws(Refusal) {
                let value = try edit(&slots, log.identity.key)
                return (slots, Result<Value, Refusal>.success(value))
            } catch {
                return (before, Result<Value, Refusal>.failure(error))
            }
        }
        slots = after
        return outcome
    }

    private func showSlotsOfRoot() async {
        let slots = await keySlots()
        log.peek { $0.replaceSlots(slots) }
    }

    // MARK: - The checkpoint that is owed

    /// The last segment that may show the slots of before; nil where no checkpoint is owed.
    private func owedSlots() throws(FSError) -> SegmentSequence? {
        try log.locked { core throws(FSError) in try KeySlotsOwed(in: core.index)?.after }
    }

    private func oweSlots() async throws(FSError) {
        try await withTaskExecutorPreference(executor) { () async throws(FSError) in
            try log.locked { core throws(FSError) in
                try core.seal()
                let after = SegmentSequence(rawValue: core.open.sequence.rawValue - 1)
                try KeySlotsOwed(after: after).write(to: core.index)
            }
            try committer.commit(durably: true)
        }
    }

    /// Whether a checkpoint is owed that would show the slots of now behind all that shows those of before: whoever
    /// scans the objects takes the last that the store took in.
    var showsOldSlots: Bool {
        get throws(FSError) { try owedSlots().map { progress.sequence >= $0 } ?? false }
    }

    /// A checkpoint was written.
    func noteSlotsShown() throws(FSError) {
        guard try showsOldSlots else { return }
        try log.locked { core throws(FSError) in try KeySlotsOwed.settle(in: core.index) }
    }
}
