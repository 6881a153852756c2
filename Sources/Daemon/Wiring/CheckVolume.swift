// SPDX-License-Identifier: MIT

import ControlSocket
import DataPlane
import Filesystem
import FilesystemModel
import Logging

/// Checks a volume that is not mounted. The caller holds no lock; this takes it.
package func checkVolume(
    _ name: VolumeName, _ configuration: ConfigurationFile, in places: Places, passphrase: Passphrase,
    accounts: Accounts,
    readDataPercent: Int?, progress: @escaping @Sendable (CheckProgress) async -> Void
) async throws(Failure) -> ControlSocket.CheckReport {
    let lock = try StateLock(name, in: places)
    defer { withExtendedLifetime(lock) {} }
    let known = try await KnownVolume.unlock(
        name, configuration, in: places, .passphrase(passphrase), mode: .inspect, accounts: accounts,
        ignoresBadRoot: true)
    var opening = known.opening
    // A check changes nothing, and does not wait for ever.
    opening.configuration.isReadOnly = true
    opening.store = known.store.impatient
    let volume: Volume
    do {
        volume = try await Volume.open(opening, logger: Logger(label: "gramfs"))
    } catch {
        throw Failure(error, about: "\(name)")
    }
    do {
        let report = try await ControlSocket.CheckReport(
            of: volume, name, readDataPercent: readDataPercent, progress: progress)
        try await close(volume, name)
        return report
    } catch {
        // What the check said is why it ends; closing an unchanged volume has nothing to add.
        try? await volume.close()
        throw error
    }
}

private func close(_ volume: Volume, _ name: VolumeName) async throws(Failure) {
    do { try await volume.close() } catch { throw Failure(error, about: "\(name)") }
}

extension ControlSocket.CheckReport {
    init(
        of volume: Volume, _ name: VolumeName, readDataPercent: Int?,
        progress: @escaping @Sendable (CheckProgress) async -> Void
    ) async throws(Failure) {
        let (steps, step) = AsyncStream.makeStream(of: CheckProgress.self, bufferingPolicy: .bufferingNewest(1))
        async let told: Void = { for await now in steps { await progress(now) } }()
        let found: DataPlane.CheckReport
        do throws(FSError) {
            found = try await volume.check(readDataPercent: readDataPercent ?? 0) { checked, segments in
                step.yield(
                    CheckProgress(segmentsChecked: UInt64(checked), segments: UInt64(segments), bytesRead: 0))
            }
        } catch {
            step.finish()
            await told
            throw Failure(error, about: "\(name)")
        }
        step.finish()
        await told
        self.init(
            complete: found.isComplete, segmentsChecked: UInt64(found.segmentsChecked), bytesRead: found.bytesRead,
            problems: found.problems.map(Problem.init))
    }
}

extension ControlSocket.CheckReport.Problem {
    init(_ problem: DataPlane.CheckReport.Problem) {
        self.init(
            kind: Kind(problem.kind), segment: problem.segment?.rawValue, object: problem.object,
            path: problem.path.map { RawPath(bytes: $0) }, message: problem.message)
    }
}

extension ControlSocket.CheckReport.Problem.Kind {
    init(_ kind: DataPlane.CheckReport.Problem.Kind) {
        self =
            switch kind {
            case .missing: .missing
            case .damaged: .damaged
            case .swapped: .swapped
            case .replayed: .replayed
            case .truncated: .truncated
            case .orphan: .orphan
            case .index: .index
            }
    }
}
