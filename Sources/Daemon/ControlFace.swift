// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel

/// The methods of the control socket over a mounted volume.
struct ControlFace<Service: VolumeService>: Sendable {
    let volume: Service
    let name: VolumeName
    let ending: Ending
    /// How often a watched volume is looked at.
    var period = Duration.milliseconds(500)

    var registry: MethodRegistry {
        var registry = MethodRegistry()
        registry.register(.status) { parameters, events in try await failing { try await status(parameters, events) } }
        registry.register(.sync) { parameters, events in try await failing { try await sync(parameters, events) } }
        registry.register(.check) { parameters, events in try await failing { try await check(parameters, events) } }
        registry.register(.repair) { parameters, events in
            try await failing {
                try await volume.repair(isDryRun: parameters.dryRun == true) { progress in
                    // A peer that is gone cancels the request itself.
                    if parameters.progress == true { try? await events.send(progress) }
                }
            }
        }
        registry.register(.stats) { parameters, _ in
            try await failing { try await volume.stats(path: parameters.path?.bytes) }
        }
        registry.register(.inspect) { parameters, _ in
            try await failing { try await volume.inspect(path: parameters.path?.bytes) }
        }
        registry.register(.encryptSet) { parameters, _ in
            try await failing {
                try await volume.setEncryption(parameters.policy, path: parameters.path.bytes)
                return try await volume.encryption(path: parameters.path.bytes)
            }
        }
        registry.register(.encryptStatus) { parameters, _ in
            try await failing { try await volume.encryption(path: parameters.path?.bytes ?? []) }
        }
        registry.register(.encryptApply) { parameters, events in
            try await failing { try await applyEncryption(parameters, events) }
        }
        registry.register(.keyList) { _, _ in try await failing { try await volume.keys() } }
        registry.register(.keyAdd) { parameters, _ in
            try await failing { try await volume.editKeys(.adding(parameters)) }
        }
        registry.register(.keyChange) { parameters, _ in
            try await failing { try await volume.editKeys(.changing(parameters)) }
        }
        registry.register(.keyRemove) { parameters, _ in
            try await failing { try await volume.editKeys(.removing(parameters)) }
        }
        registry.register(.shareCreate) { parameters, _ in
            try await failing { try await volume.createShare(parameters) }
        }
        registry.register(.shareList) { _, _ in
            try await failing { ShareListReport(shares: try await volume.shares()) }
        }
        registry.register(.shareInfo) { parameters, _ in
            try await failing { try await volume.share(parameters.id) }
        }
        registry.register(.shareRevoke) { parameters, _ in
            try await failing { try await volume.revokeShare(parameters.id) }
        }
        registry.register(.subscribe) { parameters, events in
            try await subscribe(Set(parameters.topics ?? VolumeEvent.Topic.allCases), events)
        }
        registry.register(.unmount, whenAnswered: { ending.unmountAnswered() }) { parameters, events in
            try await failing { try await unmount(parameters, events) }
        }
        return registry
    }

    private func status(
        _ parameters: StatusParameters, _ events: EventSink<StatusReport>
    ) async throws -> StatusReport {
        if parameters.watch == true { try await watch(events) }
        return await volume.status()
    }

    private func sync(_ parameters: SyncParameters, _ events: EventSink<StatusReport>) async throws -> SyncReport {
        let start = ContinuousClock.now
        let scope = parameters.local == true ? SyncScope.local : .store
        let position = try await watching(parameters.progress == true ? events : nil) {
            try await within(try seconds(parameters.timeoutSeconds)) {
                try await volume.synchronise(path: parameters.path?.bytes, scope)
            }
        }
        return SyncReport(position: position.description, seconds: start.seconds)
    }

    /// The order: everything into the store while the mount still works, so that a time-out leaves it mounted; then the
    /// mount goes; then what came in between. Who does not want to wait gets a volume unmounted that has stopped, too:
    /// only the next mount can go on with what reached the disk.
    private func unmount(
        _ parameters: UnmountParameters, _ events: EventSink<StatusReport>
    ) async throws -> UnmountReport {
        let start = ContinuousClock.now
        let scope = parameters.now == true ? SyncScope.local : .store
        let timeout = try seconds(parameters.timeoutSeconds)
        return try await watching(parameters.progress == true ? events : nil) {
            var stopReason: String?
            do {
                _ = try await within(timeout) { try await volume.synchronise(path: nil, scope) }
            } catch let failure as Failure where failure.code != .timedOut {
                guard await volume.status().state == .readonly else { throw failure }
                guard scope == .local else {
                    throw Failure(
                        failure.code, failure.message,
                        hint: "gramfs unmount --now ends it; the next mount goes on with what reached the disk")
                }
                stopReason = failure.message
            }
            try await ending.unmountingByRequest { () async throws(Failure) in try await volume.detach(.ifIdle) }
            do {
                if stopReason == nil {
                    _ = try await within(timeout) { try await volume.synchronise(path: nil, scope) }
                }
            } catch let failure as Failure where failure.code == .timedOut || scope == .local {
                // Unmounted by now: the report says what is left.
                if failure.code != .timedOut { stopReason = failure.message }
            }
            let status = await volume.status()
            return UnmountReport(
                name: name.description, position: status.position, storedPosition: status.storedPosition,
                queuedBytes: status.dirtyBytes + status.queuedBytes,
                lossReason: status.lastError.flatMap { $0.code == FailureCode.held.rawValue ? $0.message : nil },
                stopReason: stopReason,
                seconds: start.seconds)
        }
    }

    private func check(_ parameters: CheckParameters, _ events: EventSink<CheckProgress>) async throws -> CheckReport {
        if let percent = parameters.readDataPercent, !(1...100).contains(percent) {
            throw RPCError.invalidParameters("read_data_percent is not in 1...100")
        }
        return try await volume.check(readDataPercent: parameters.readDataPercent) { progress in
            // A peer that is gone cancels the request itself.
            if parameters.progress == true { try? await events.send(progress) }
        }
    }

    /// Giving up the wait gives up nothing else.
    private func applyEncryption(
        _ parameters: EncryptionApplyParameters, _ events: EventSink<EncryptionReport.Applying>
    ) async throws -> EncryptionReport {
        let inode = try await volume.applyEncryption(path: parameters.path.bytes)
        while parameters.wait == true, let now = try await volume.applying(inode) {
            // A peer that is gone cancels the request itself.
            if parameters.progress == true { try? await events.send(now) }
            if now.state == .stuck { break }
            try await Task.sleep(for: period)
        }
        return try await volume.encryption(path: parameters.path.bytes)
    }

    /// Until the task is cancelled or the peer is gone, by whichever of the two ends first.
    private func subscribe(
        _ topics: Set<VolumeEvent.Topic>, _ events: EventSink<VolumeEvent>
    ) async throws -> NoParameters {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if topics.contains(.share) {
                let uses = volume.shareUses()
                group.addTask { for await use in uses { try await events.send(use) } }
            }
            group.addTask {
                var last = await volume.status()
                while true {
                    try await Task.sleep(for: period)
                    let now = await volume.status()
                    for event in VolumeEvent.changes(from: last, to: now) where topics.contains(event.topic) {
                        try await events.send(event)
                    }
                    last = now
                }
            }
            defer { group.cancelAll() }
            while try await group.next() != nil {}
        }
        return NoParameters()
    }

    /// Sends the status whenever it has changed, until the task is cancelled or the peer is gone.
    private func watch(_ events: EventSink<StatusReport>) async throws {
        var last: StatusReport?
        while true {
            let status = await volume.status()
            if status != last { try await events.send(status) }
            last = status
            try await Task.sleep(for: period)
        }
    }

    /// Runs `body`, telling its progress to `events` meanwhile.
    private func watching<Result: Sendable>(
        _ events: EventSink<StatusReport>?, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        guard let events else { return try await body() }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try? await watch(events)
                return nil
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let result = finished { return result }
            }
            throw CancellationError()
        }
    }

    /// Runs `body` for at most this long; `timedOut` tells what only this machine holds then.
    private func within<Result: Sendable>(
        _ timeout: Duration?, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        guard let timeout else { return try await body() }
        return try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw await timedOut(timeout)
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }

    private func timedOut(_ timeout: Duration) async -> Failure {
        let status = await volume.status()
        return Failure(
            .timedOut,
            "After \(Span(timeout)) \(status.dirtyBytes + status.queuedBytes) bytes of \(name) are on this machine only",
            hint: "Nothing is lost, and it goes on in the background: see gramfs status \(name)")
    }

    private func seconds(_ given: Double?) throws(RPCError) -> Duration? {
        guard let given else { return nil }
        guard given >= 0, given < 1e9 else { throw .invalidParameters("timeout_seconds is not in 0..<1000000000") }
        return .seconds(given)
    }

}

/// Tells a failure over the socket.
func failing<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let failure as Failure {
        throw RPCError(failure)
    }
}

extension ContinuousClock.Instant {
    /// Since this instant.
    fileprivate var seconds: Double { duration(to: .now) / .seconds(1) }
}
