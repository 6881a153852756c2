// SPDX-License-Identifier: MIT

import ControlSocket
import DataPlane
import Filesystem
import FilesystemModel
import FuseAdapter
import Glibc
import Logging
import ObjectStorage

/// The real volume behind the daemon: `Volume` of Filesystem with the kernel in front of it and the store behind.
package final class LiveVolume: VolumeService {
    let name: VolumeName
    private let mountPoint: String
    let volume: Volume
    let session: FuseSession
    let store: VolumeStore
    private let links: LinkService
    private let logger: Logger

    init(_ request: MountRequest, volume: Volume, session: FuseSession, store: VolumeStore, logger: Logger) {
        name = request.name
        mountPoint = request.mountPoint
        self.volume = volume
        self.session = session
        self.store = store
        self.logger = logger
        links = LinkService(volume, request.options, logger: logger)
    }

    // MARK: Questions

    package func status() async -> StatusReport {
        do throws(FSError) {
            return report(try await volume.status())
        } catch {
            return StatusReport(
                name: name.description, volumeID: volume.id.description, mountpoint: mountPoint, state: .readonly,
                position: .start, storedPosition: .start, epoch: 0,
                lastError: StatusReport.Trouble(
                    time: UTCTime(SystemWallClock().now()), code: error.code, message: error.logDescription))
        }
    }

    private func report(_ status: VolumeStatus) -> StatusReport {
        var waits = store.waits
        if let next = status.nextMessage {
            waits.append(StatusReport.Wait(lane: "put", reason: "message_budget", until: UTCTime(next)))
        }
        if let obstacle = status.obstacle { waits.append(StatusReport.Wait(lane: "put", reason: obstacle, until: nil)) }
        var trouble = status.lastFailure.map {
            StatusReport.Trouble(time: UTCTime($0.time), code: $0.code, message: $0.message)
        }
        if let outage = store.outage, trouble.map({ $0.time < outage.time }) ?? true { trouble = outage }
        // Whatever else there is: what is said here need not be part of the volume any more.
        if let reason = status.lossReason {
            let time = trouble?.time ?? UTCTime(SystemWallClock().now())
            trouble = StatusReport.Trouble(time: time, code: FailureCode.held.rawValue, message: reason)
        }
        return StatusReport(
            name: name.description, volumeID: status.volume.description, mountpoint: mountPoint,
            state: state(status),
            dirtyBytes: status.dirtyBytes, queuedBytes: status.queuedBytes,
            queuedSegments: UInt64(status.queuedSegments),
            uploading: status.uploading.map { .init(segment: $0.segment.rawValue, sent: $0.sentBytes, size: $0.bytes) },
            storedBytes: status.storedBytes, storedSegments: UInt64(status.storedSegments),
            cachedBytes: status.cachedBytes, cacheLimit: status.cacheBytesMax, position: status.position,
            storedPosition: status.storedPosition, epoch: status.epoch.rawValue, waits: waits,
            account: store.account?.name.description, lastError: trouble)
    }

    private func state(_ status: VolumeStatus) -> StatusReport.State {
        if store.account?.isLoggedOut == true { return .loggedOut }
        if status.stopReason != nil { return .readonly }
        return store.outage == nil ? .mounted : .offline
    }

    package func check(
        readDataPercent: Int?, progress: @escaping @Sendable (CheckProgress) async -> Void
    ) async throws(Failure) -> ControlSocket.CheckReport {
        try await ControlSocket.CheckReport(of: volume, name, readDataPercent: readDataPercent, progress: progress)
    }

    package func repair(
        isDryRun: Bool, progress: @escaping @Sendable (CheckProgress) async -> Void
    ) async throws(Failure) -> ControlSocket.RepairReport {
        try await ControlSocket.RepairReport(repairing: volume, name, isDryRun: isDryRun, progress)
    }

    package func stats(path: [UInt8]?) async throws(Failure) -> StatsReport {
        do throws(FSError) {
            let sums = try await volume.sums(below: path)
            let status = try await volume.status()
            return StatsReport(
                logicalBytes: sums.logicalBytes, storedBytes: status.storedBytes, cachedBytes: status.cachedBytes,
                dirtyBytes: status.dirtyBytes + status.queuedBytes, files: sums.files, directories: sums.directories,
                objects: UInt64(status.storedSegments), compressionRatio: status.compressionRatio,
                requests: store.requests, waits: store.waits)
        } catch {
            throw Failure(error, about: Self.shown(path))
        }
    }

    package func inspect(path: [UInt8]?) async throws(Failure) -> InspectReport {
        do throws(FSError) {
            return InspectReport(try volume.layout(of: path ?? []), path: path ?? [])
        } catch {
            throw Failure(error, about: Self.shown(path))
        }
    }

    // MARK: Shares

    /// What the kernel holds of the file comes first, so that the link shows it as its owner sees it.
    package func createShare(_ parameters: ShareCreateParameters) async throws(Failure) -> ShareReport {
        await session.writeBack()
        return try await links.create(parameters)
    }

    package func shares() async throws(Failure) -> [ShareReport] { try await links.all() }
    package func share(_ id: String) async throws(Failure) -> ShareReport { try await links.info(id) }
    package func revokeShare(_ id: String) async throws(Failure) -> ShareReport { try await links.revoke(id) }
    package func shareUses() -> AsyncStream<VolumeEvent> { links.uses() }

    package func serveLinks(whenReady: @escaping @Sendable () -> Void) async throws(Failure) {
        try await links.run(whenReady: whenReady)
    }

    static func shown(_ path: [UInt8]?) -> String { "/" + String(decoding: path ?? [], as: UTF8.self) }

    // MARK: Life

    /// A path narrows nothing yet that would be quicker: segments are in the order of the log, and all before the
    /// path's last one must go too.
    package func synchronise(path: [UInt8]?, _ scope: SyncScope) async throws(Failure) -> LogPosition {
        // What programs have written before they ask is part of what is promised.
        await session.writeBack()
        do throws(FSError) {
            if let path { _ = try volume.layout(of: path) }
            guard let position = try await volume.synchronise(isLocal: scope == .local, timeout: nil) else {
                throw .interrupted
            }
            return position
        } catch {
            throw Failure(error, about: "\(name)")
        }
    }

    package func runServices() async throws(Failure) { await volume.run() }

    package func serveKernel(
        whenMounted: @escaping @Sendable () async throws(Failure) -> Void
    ) async throws(Failure) {
        let (ready, announcement) = AsyncStream.makeStream(of: Void.self)
        let served = KernelThread(session, announcement)
        for await _ in ready { break }
        if !served.hasEnded {
            do throws(Failure) {
                try await whenMounted()
            } catch {
                session.stop()
                _ = await served.result()
                throw error
            }
        }
        if let error = await served.result() { throw Failure(error) }
    }

    package func detach(_ how: Detachment) async throws(Failure) {
        switch how {
        case .atOnce: session.stop()
        case .ifIdle:
            do throws(FuseSessionError) {
                try session.unmount()
            } catch .ended {
                return
            } catch {
                throw Failure(error)
            }
            await volume.quiesce()
        }
    }

    package func close() async throws(Failure) {
        session.stop()
        do { try await volume.close() } catch { throw Failure(error, about: "\(name)") }
    }
}

/// The thread that serves the kernel for a session, and how it ended.
private final class KernelThread: Sendable {
    private let done: AsyncStream<FuseSessionError?>
    private let thread: PlainThread

    init(_ session: FuseSession, _ ready: AsyncStream<Void>.Continuation) {
        let (done, end) = AsyncStream.makeStream(of: FuseSessionError?.self)
        self.done = done
        thread = PlainThread(name: "gramfs-fuse") {
            var failure: FuseSessionError?
            do throws(FuseSessionError) {
                try session.run { ready.yield() }
            } catch {
                failure = error
            }
            ready.finish()
            end.yield(failure)
            end.finish()
        }
    }

    var hasEnded: Bool { false }

    func result() async -> FuseSessionError? {
        for await failure in done { return failure }
        return nil
    }
}

extension VolumeStore {
    /// What calls wait for now.
    var waits: [StatusReport.Wait] {
        store.waits.current.map { wait in
            let reason =
                switch wait.reason {
                case .throttled: "throttled"
                case .unreachable(let why): why
                }
            let (seconds, attoseconds) = wait.until.components
            let until = Timestamp(seconds: seconds, nanoseconds: UInt32(attoseconds / 1_000_000_000))
            return StatusReport.Wait(lane: wait.lane.rawValue, reason: reason, until: UTCTime(until))
        }
    }

    /// From the first call that met it to the next answer: since when, and why.
    var outage: StatusReport.Trouble? {
        store.waits.outage.map { outage in
            let (seconds, attoseconds) = outage.since.components
            let since = Timestamp(seconds: seconds, nanoseconds: UInt32(attoseconds / 1_000_000_000))
            return StatusReport.Trouble(
                time: UTCTime(since), code: FailureCode.unreachable.rawValue, message: outage.reason)
        }
    }
}
