// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import Synchronization

@testable import Daemon

/// A volume without a kernel or a store: it does what a test says and notes what was asked of it, in order.
final class ScriptedVolume: VolumeService {
    enum Event: Equatable { case services, mounted, synchronised(SyncScope), detached(Detachment), closed }

    private struct State {
        var events: [Event] = []
        var isMounted = false
        var unmounted: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let busy: Atomic<Int>
    private let linkFailure: Failure?
    private let store: AsyncStream<Never>
    private let storeAnswers: AsyncStream<Never>.Continuation

    /// The first `busyDetachments` orderly detachments fail.
    init(busyDetachments: Int = 0, storeAnswers isAway: Bool = true, linkFailure: Failure? = nil) {
        self.linkFailure = linkFailure
        busy = Atomic(busyDetachments)
        (store, storeAnswers) = AsyncStream.makeStream()
        if isAway { storeAnswers.finish() }
    }

    var events: [Event] { state.withLock { $0.events } }

    private func note(_ event: Event) { state.withLock { $0.events.append(event) } }

    func status() async -> StatusReport {
        StatusReport(
            name: "work", volumeID: "00", mountpoint: "/m", state: .mounted, dirtyBytes: 7, queuedBytes: 5,
            position: Self.position, storedPosition: Self.position, epoch: 1)
    }

    static let position = LogPosition(sequence: .init(rawValue: 2), entry: .init(rawValue: 3))

    func synchronise(path: [UInt8]?, _ scope: SyncScope) async throws(Failure) -> LogPosition {
        if scope == .store { for await _ in store {} }
        if Task.isCancelled { throw Failure(.interrupted, "Interrupted") }
        note(.synchronised(scope))
        return Self.position
    }

    func check(
        readDataPercent: Int?, progress: @escaping @Sendable (CheckProgress) async -> Void
    ) async throws(Failure) -> CheckReport {
        await progress(CheckProgress(segmentsChecked: 1, segments: 1, bytesRead: 0))
        return CheckReport(complete: true, segmentsChecked: 1, bytesRead: 0, problems: [])
    }

    func repair(
        isDryRun: Bool, progress: @escaping @Sendable (CheckProgress) async -> Void
    ) async throws(Failure) -> RepairReport {
        RepairReport(repaired: [], unrepairable: [], complete: true)
    }

    func stats(path: [UInt8]?) async throws(Failure) -> StatsReport {
        throw Failure(FSError.notFound, about: String(decoding: path ?? [], as: UTF8.self))
    }

    func inspect(path: [UInt8]?) async throws(Failure) -> InspectReport {
        InspectReport(
            path: RawPath(bytes: path ?? []), inode: 1, kind: "directory", size: 0, links: 2, state: .stored,
            position: nil, extents: [])
    }

    func encryption(path: [UInt8]) async throws(Failure) -> EncryptionReport {
        EncryptionReport(
            path: RawPath(bytes: path), policy: .on, sealedBytes: 1, plainBytes: 2, leftoverPlainBytes: 3, apply: nil)
    }

    func setEncryption(_ policy: EncryptionReport.Policy, path: [UInt8]) async throws(Failure) {}
    func applyEncryption(path: [UInt8]) async throws(Failure) -> InodeNumber { .root }
    func applying(_ inode: InodeNumber) async throws(Failure) -> EncryptionReport.Applying? { nil }

    func keys() async throws(Failure) -> KeyListReport { KeyListReport(keys: [Self.key]) }

    func editKeys(_ edit: KeyEdit) async throws(Failure) -> KeyChangeReport {
        KeyChangeReport(id: 1, recoveryKey: nil, keys: [Self.key])
    }

    static let key = KeyReport(
        id: 1, name: "passphrase", kind: .passphrase, createdAt: UTCTime(Timestamp(seconds: 1)),
        scrypt: .init(n: 16, r: 1, p: 1, memoryBytes: 2048))

    func createShare(_ parameters: ShareCreateParameters) async throws(Failure) -> ShareReport {
        var share = Self.share
        share.path = parameters.path
        share.url = "http://127.0.0.1:1/s/t"
        share.token = "t"
        return share
    }

    func shares() async throws(Failure) -> [ShareReport] { [Self.share] }

    func share(_ id: String) async throws(Failure) -> ShareReport {
        guard id == Self.share.id else { throw Failure(.noSuchShare, "There is no share \(id)") }
        return Self.share
    }

    func revokeShare(_ id: String) async throws(Failure) -> ShareReport { try await share(id) }

    func shareUses() -> AsyncStream<VolumeEvent> {
        AsyncStream { uses in
            var event = VolumeEvent(.share, .opened, at: Self.share.createdAt)
            event.share = Self.share.id
            uses.yield(event)
        }
    }

    static let share = ShareReport(
        id: "aaaaaaaa", path: RawPath("f"), kind: .file, createdAt: UTCTime(Timestamp(seconds: 1)), expiresAt: nil,
        maxDownloads: nil, live: false)

    func serveLinks(whenReady: @escaping @Sendable () -> Void) async throws(Failure) {
        if let linkFailure { throw linkFailure }
        whenReady()
    }

    func runServices() async throws(Failure) {
        note(.services)
        let (never, _) = AsyncStream.makeStream(of: Never.self)
        for await _ in never {}
    }

    func serveKernel(whenMounted: @escaping @Sendable () async throws(Failure) -> Void) async throws(Failure) {
        note(.mounted)
        state.withLock { $0.isMounted = true }
        try await whenMounted()
        await withCheckedContinuation { continuation in
            let isGone = state.withLock { state in
                if state.isMounted { state.unmounted = continuation }
                return !state.isMounted
            }
            if isGone { continuation.resume() }
        }
    }

    func detach(_ how: Detachment) async throws(Failure) {
        if how == .ifIdle, busy.load(ordering: .relaxed) > 0 {
            busy.subtract(1, ordering: .relaxed)
            throw Failure(.busy, "work is in use")
        }
        note(.detached(how))
        takeMountAway()
    }

    /// As umount(8) does.
    func takeMountAway() {
        let waiting = state.withLock { state in
            state.isMounted = false
            defer { state.unmounted = nil }
            return state.unmounted
        }
        waiting?.resume()
    }

    func close() async throws(Failure) { note(.closed) }
}
