// SPDX-License-Identifier: MIT

import ControlSocket
import DataPlane
import Filesystem
import FilesystemModel
import Logging
import Metadata

/// Repairs a volume that is not mounted. The caller holds no lock; this takes it, and holds the volume meanwhile.
package func repairVolume(
    _ name: VolumeName, _ configuration: ConfigurationFile, in places: Places, passphrase: Passphrase,
    accounts: Accounts,
    isDryRun: Bool, progress: @escaping @Sendable (CheckProgress) async -> Void
) async throws(Failure) -> ControlSocket.RepairReport {
    let lock = try StateLock(name, in: places)
    defer { withExtendedLifetime(lock) {} }
    let known = try await KnownVolume.unlock(
        name, configuration, in: places, .passphrase(passphrase), mode: isDryRun ? .inspect : .whenFree,
        accounts: accounts, ignoresBadRoot: true)
    var opening = known.opening
    opening.configuration.isReadOnly = isDryRun
    opening.ignoresBadRoot = true
    // Somebody waits: calls end.
    opening.store = known.store.impatient
    let report = try await repair(opening, name, isDryRun: isDryRun, progress)
    guard !isDryRun, report.unrepairable.contains(where: { $0.kind == .index }) else { return report }
    // The log says all that an index does; where it cannot be read to its end, the damaged one is better than none.
    let aside = opening.configuration.indexPath + ".damaged"
    try move(opening.configuration.indexPath, to: aside, name)
    let again: ControlSocket.RepairReport
    do {
        again = try await repair(opening, name, isDryRun: false, progress)
    } catch {
        try move(aside, to: opening.configuration.indexPath, name)
        throw error
    }
    do throws(FSError) { try MetadataIndex.remove(path: aside) } catch { throw Failure(error, about: "\(name)") }
    let mended = report.unrepairable.filter { $0.kind == .index }.map { item in
        var item = item
        item.message = "the index was rebuilt from the log"
        return item
    }
    let isMended = !again.unrepairable.contains { $0.kind == .index }
    return RepairReport(
        repaired: report.repaired + (isMended ? mended : []) + again.repaired, unrepairable: again.unrepairable,
        complete: again.complete)
}

private func move(_ index: String, to path: String, _ name: VolumeName) throws(Failure) {
    do throws(FSError) { try MetadataIndex.move(index, to: path) } catch { throw Failure(error, about: "\(name)") }
}

private func repair(
    _ opening: VolumeOpening, _ name: VolumeName, isDryRun: Bool,
    _ progress: @escaping @Sendable (CheckProgress) async -> Void
) async throws(Failure) -> ControlSocket.RepairReport {
    let volume: Volume
    do { volume = try await Volume.open(opening, logger: Logger(label: "gramfs")) } catch {
        throw Failure(error, about: "\(name)")
    }
    let result = await whileRunning(volume) { () async -> Result<ControlSocket.RepairReport, Failure> in
        do throws(Failure) {
            return .success(
                try await ControlSocket.RepairReport(repairing: volume, name, isDryRun: isDryRun, progress))
        } catch {
            return .failure(error)
        }
    }
    do { try await volume.close() } catch {
        // What the repair said is the reason, where it failed.
        if case .success = result { throw Failure(error, about: "\(name)") }
    }
    return try result.get()
}

/// With write-back and roots going on, as on a mounted volume.
func whileRunning<Value: Sendable>(
    _ volume: Volume, _ body: @escaping @Sendable () async -> Value
) async -> Value {
    async let _ = volume.run()
    let value = await body()
    // Leaving the scope cancels the services and waits for them.
    return value
}

extension ControlSocket.RepairReport {
    init(
        repairing volume: Volume, _ name: VolumeName, isDryRun: Bool,
        _ progress: @escaping @Sendable (CheckProgress) async -> Void
    ) async throws(Failure) {
        let (steps, step) = AsyncStream.makeStream(of: CheckProgress.self, bufferingPolicy: .bufferingNewest(1))
        async let told: Void = { for await now in steps { await progress(now) } }()
        let done: DataPlane.RepairReport
        do throws(FSError) {
            done = try await volume.repair(isDryRun: isDryRun) { checked, segments in
                step.yield(CheckProgress(segmentsChecked: UInt64(checked), segments: UInt64(segments), bytesRead: 0))
            }
        } catch {
            step.finish()
            await told
            throw Failure(error, about: "\(name)")
        }
        step.finish()
        await told
        self.init(
            repaired: done.repaired.map(Item.init), unrepairable: done.unrepairable.map(Item.init),
            complete: done.isComplete)
    }
}

extension ControlSocket.RepairReport.Item {
    init(_ item: DataPlane.RepairReport.Item) {
        self.init(
            kind: ControlSocket.CheckReport.Problem.Kind(item.problem.kind), segment: item.problem.segment?.rawValue,
            object: item.problem.object, path: item.problem.path.map { RawPath(bytes: $0) },
            message: "\(item.problem.message): \(item.outcome)")
    }
}
