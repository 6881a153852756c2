// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import Foundation
import Logging
import TestDirectory
import Testing

@testable import Daemon

/// Invariants: ready only when both the mount and the socket answer; an unmount that fails or runs out of time leaves the
/// volume mounted; whatever ends a daemon, its volume is closed, and its lock and its socket are free.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct MountDaemonTests {
    /// Runs `body` while the volume is mounted. The daemon's own end is the result's second part.
    private func mounted<Result: Sendable>(
        _ volume: ScriptedVolume, _ body: @escaping @Sendable (_ socket: String) async throws -> Result
    ) async throws -> (Result, places: Places) {
        let directory = try TemporaryDirectory()
        let places = Places(
            configuration: directory.path, state: directory.path + "/s", runtime: directory.path + "/r")
        let request = MountRequest(
            name: try VolumeName(parsing: "work"), mountPoint: "/m",
            configuration: ConfigurationFile(store: .directory("/s")), places: places, takesOver: false)
        let (ready, announcement) = AsyncStream.makeStream(of: Never.self)
        let daemon = Task {
            defer { announcement.finish() }
            try await MountDaemon<ScriptedVolume>(request, logger: Logger(label: "test")).run(
                open: { _ async throws(Failure) in volume }, whenReady: { announcement.finish() })
        }
        for await _ in ready {}
        let result: Result
        do {
            result = try await body(places.socket(of: request.name))
        } catch {
            daemon.cancel()
            throw error
        }
        try await daemon.value
        #expect(access(places.socket(of: request.name), F_OK) != 0, "the socket is gone")
        // A process that another suite starts just now has a copy of every lock until its exec.
        while (try? StateLock(request.name, in: places)) == nil { await Task.yield() }
        #expect(volume.events.last == .closed)
        return (result, places)
    }

    private static func call<Parameters, Result, Event>(
        _ socket: String, _ method: ControlMethod<Parameters, Result, Event>, _ parameters: Parameters,
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> Result {
        try await ControlClient.withConnection(to: socket) { client in
            try await client.call(method, parameters, onEvent: onEvent)
        }
    }

    private static let unmount = UnmountParameters(now: nil, timeoutSeconds: nil, progress: nil)

    @Test func unmountSendsDetachesSendsTheRestAndAnswers() async throws {
        let volume = ScriptedVolume()
        let (report, _) = try await mounted(volume) { socket in
            let status = try await Self.call(socket, .status, StatusParameters())
            #expect(status.name == "work")
            return try await Self.call(socket, .unmount, Self.unmount)
        }
        #expect(report.position == "2.3")
        #expect(report.queuedBytes == 12)
        let order: [ScriptedVolume.Event] = [
            .mounted, .synchronised(.store), .detached(.ifIdle), .synchronised(.store), .closed,
        ]
        #expect(volume.events.filter { $0 != .services && $0 != .detached(.atOnce) } == order)
    }

    @Test func whoSubscribesIsToldOfStrangersWithLinks() async throws {
        _ = try await mounted(ScriptedVolume()) { socket in
            let (events, tell) = AsyncStream.makeStream(of: VolumeEvent.self)
            let subscription = Task {
                try await Self.call(socket, .subscribe, SubscribeParameters(topics: [.share])) { tell.yield($0) }
            }
            for await event in events {
                #expect(event.topic == .share && event.event == .opened && event.share == "aaaaaaaa")
                break
            }
            subscription.cancel()
            _ = await subscription.result
            let list = try await Self.call(socket, .shareList, NoParameters())
            #expect(list.shares == [ScriptedVolume.share])
            do {
                _ = try await Self.call(socket, .shareInfo, ShareParameters(id: "zzzzzzzz"))
                Issue.record("there is no such share")
            } catch let error as RPCError {
                #expect(error.code == -32001 && error.data?.code == "no_such_share")
            }
            return try await Self.call(socket, .unmount, Self.unmount)
        }
    }

    @Test func anAddressThatCannotBeHadEndsTheMountBeforeItAnswers() async throws {
        let directory = try TemporaryDirectory()
        let places = Places(
            configuration: directory.path, state: directory.path + "/s", runtime: directory.path + "/r")
        let request = MountRequest(
            name: try VolumeName(parsing: "work"), mountPoint: "/m",
            configuration: ConfigurationFile(store: .directory("/s")), places: places, takesOver: false)
        let volume = ScriptedVolume(linkFailure: Failure(.failed, "in use"))
        await #expect(throws: Failure(.failed, "in use")) {
            try await MountDaemon<ScriptedVolume>(request, logger: Logger(label: "test")).run(
                open: { _ async throws(Failure) in volume }, whenReady: { Issue.record("it answered") })
        }
        #expect(!volume.events.contains(.mounted) && volume.events.last == .closed)
    }

    @Test func unmountNowDoesNotWaitForTheStore() async throws {
        let volume = ScriptedVolume(storeAnswers: false)
        _ = try await mounted(volume) { socket in
            try await Self.call(socket, .unmount, UnmountParameters(now: true, timeoutSeconds: nil, progress: nil))
        }
        #expect(!volume.events.contains(.synchronised(.store)))
        #expect(volume.events.contains(.synchronised(.local)))
    }

    @Test func aTimeOutLeavesItMounted() async throws {
        let volume = ScriptedVolume(storeAnswers: false)
        let (failure, _) = try await mounted(volume) { socket in
            let failure = await #expect(throws: RPCError.self) {
                try await Self.call(
                    socket, .unmount, UnmountParameters(now: nil, timeoutSeconds: 0.01, progress: true))
            }
            #expect(!volume.events.contains(.detached(.ifIdle)))
            _ = try await Self.call(socket, .status, StatusParameters())
            _ = try await Self.call(socket, .unmount, UnmountParameters(now: true, timeoutSeconds: nil, progress: nil))
            return failure.map { Failure($0) }
        }
        #expect(failure?.code.exitCode == .incomplete)
        #expect(failure?.message.contains("12 bytes") == true)
    }

    @Test func aMountInUseStaysMounted() async throws {
        let volume = ScriptedVolume(busyDetachments: 1)
        let (failure, _) = try await mounted(volume) { socket in
            let failure = await #expect(throws: RPCError.self) { try await Self.call(socket, .unmount, Self.unmount) }
            _ = try await Self.call(socket, .unmount, Self.unmount)
            return failure.map { Failure($0) }
        }
        #expect(failure?.code == .busy)
    }

    @Test func umountOfTheSystemEndsTheDaemon() async throws {
        let volume = ScriptedVolume()
        _ = try await mounted(volume) { _ in volume.takeMountAway() }
        #expect(volume.events.last == .closed)
    }

    @Test func aSignalUnmountsWithoutTheStore() async throws {
        let volume = ScriptedVolume(busyDetachments: 1, storeAnswers: false)
        _ = try await mounted(volume) { _ in _ = kill(getpid(), SIGTERM) }
        #expect(volume.events.contains(.detached(.atOnce)))
        #expect(!volume.events.contains(.synchronised(.store)))
    }

    @Test func watchingTellsTheStatusAndEndsWithTheMount() async throws {
        let volume = ScriptedVolume()
        let (names, _) = try await mounted(volume) { socket in
            let (events, feed) = AsyncStream.makeStream(of: String.self)
            let watch = Task {
                try await Self.call(socket, .status, StatusParameters(watch: true)) { feed.yield($0.name) }
            }
            let first = await events.first { _ in true }
            _ = try await Self.call(socket, .unmount, Self.unmount)
            await #expect(throws: (any Error).self) { try await watch.value }
            return first
        }
        #expect(names == "work")
    }

    @Test func pathsAndFailuresGoThrough() async throws {
        let volume = ScriptedVolume()
        _ = try await mounted(volume) { socket in
            let path = RawPath(bytes: [0x61, 0xFF])
            let inspect = try await Self.call(socket, .inspect, PathParameters(path: path))
            #expect(inspect.path == path)
            let failure = await #expect(throws: RPCError.self) {
                try await Self.call(socket, .stats, PathParameters(path: path))
            }
            #expect(failure?.data?.code == "no_such_path")
            let check = try await Self.call(socket, .check, CheckParameters(readDataPercent: 100, progress: true))
            #expect(check.ok)
            await #expect(throws: RPCError.self) {
                try await Self.call(socket, .check, CheckParameters(readDataPercent: 0, progress: nil))
            }
            await #expect(throws: RPCError.self) {
                try await Self.call(
                    socket, .sync, SyncParameters(path: nil, local: nil, timeoutSeconds: -1, progress: nil))
            }
            return try await Self.call(socket, .unmount, Self.unmount)
        }
    }

    @Test func aMountThatNobodyWaitsForIsTakenAway() async throws {
        let volume = ScriptedVolume()
        let directory = try TemporaryDirectory()
        let places = Places(configuration: directory.path, state: directory.path, runtime: directory.path + "/r")
        let request = MountRequest(
            name: try VolumeName(parsing: "work"), mountPoint: "/m",
            configuration: ConfigurationFile(store: .directory("/s")), places: places, takesOver: false)
        let failure = await #expect(throws: Failure.self) {
            try await MountDaemon<ScriptedVolume>(request, logger: Logger(label: "test")).run(
                open: { _ async throws(Failure) in volume },
                whenReady: { () async throws(Failure) in throw Failure(.failed, "nobody waits") })
        }
        #expect(failure?.message == "nobody waits")
        #expect(Array(volume.events.suffix(2)) == [.detached(.atOnce), .closed])
    }
}
