// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Synchronization
import TestDirectory
import Testing

@testable import ControlSocket

/// Invariants: every request has exactly one answer, on its own connection and with its own id; events come before it; a
/// peer that goes away ends its requests; nobody but our user and root is answered.
@Suite(.timeLimit(.minutes(10)))
struct ControlServerTests {
    struct Echo: Codable, Sendable { var text: String }

    static let echo = ControlMethod<Echo, Echo, Echo>(name: "echo")
    static let nothing = ControlMethod<NoParameters, Echo, NoEvent>(name: "nothing")
    static let endless = ControlMethod<NoParameters, Echo, Echo>(name: "endless")

    static var registry: MethodRegistry {
        var registry = MethodRegistry()
        registry.register(echo) { parameters, events in
            try await events.send(Echo(text: "hear " + parameters.text))
            return parameters
        }
        registry.register(nothing) { _, _ in Echo(text: "nothing") }
        registry.register(endless) { _, events in
            try await events.send(Echo(text: "begun"))
            try await Task.sleep(for: .seconds(3600))
            return Echo(text: "never")
        }
        return registry
    }

    @Test func aCallGetsItsEventsAndThenItsAnswer() async throws {
        let (answer, events) = try await withServer(Self.registry) { path in
            try await ControlClient.withConnection(to: path) { client in
                let heard = Mutex<[String]>([])
                let answer = try await client.call(Self.echo, Echo(text: "a\nb \u{1F41F}")) { event in
                    heard.withLock { $0.append(event.text) }
                }
                return (answer.text, heard.withLock { $0 })
            }
        }
        #expect(answer == "a\nb \u{1F41F}")
        #expect(events == ["hear a\nb \u{1F41F}"])
    }

    @Test func callsAtOnceGetTheirOwnAnswers() async throws {
        let answers = try await withServer(Self.registry) { path in
            try await ControlClient.withConnection(to: path) { client in
                try await withThrowingTaskGroup(of: (Int, String).self) { group in
                    for number in 0..<12 {
                        group.addTask { (number, try await client.call(Self.echo, Echo(text: "\(number)")).text) }
                    }
                    return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
                }
            }
        }
        #expect(answers == Dictionary(uniqueKeysWithValues: (0..<12).map { ($0, "\($0)") }))
    }

    @Test func aSideThatWasClosedStillGetsItsAnswer() async throws {
        let line = try await withServer(Self.registry) { path in
            try await RawPeer.connect(path) { peer in
                try await peer.send(#"{"jsonrpc":"2.0","id":"x","method":"nothing"}"# + "\n")
                peer.closeOutput()
                return try await peer.lines.first { _ in true }
            }
        }
        #expect(line == #"{"id":"x","jsonrpc":"2.0","result":{"text":"nothing"}}"#)
    }

    @Test func errorsOfTheMethodArriveAsTheyAre() async throws {
        let sent = RPCError(code: -32014, message: "gone", data: .init(code: "unreachable", hint: "wait"))
        var registry = MethodRegistry()
        registry.register(Self.nothing) { _, _ in throw sent }
        let received = try await withServer(registry) { path in
            try await ControlClient.withConnection(to: path) { client in
                await #expect(throws: RPCError.self) { try await client.call(Self.nothing, NoParameters()) }
            }
        }
        #expect(received == sent)
    }

    @Test func cancelEndsARequestAndAnswersIt() async throws {
        let lines = try await withServer(Self.registry) { path in
            try await RawPeer.connect(path) { peer in
                try await peer.send(#"{"jsonrpc":"2.0","id":1,"method":"endless"}"# + "\n")
                var lines = peer.lines.makeAsyncIterator()
                let event = try await lines.next()
                try await peer.send(#"{"jsonrpc":"2.0","method":"cancel","params":{"id":1}}"# + "\n")
                return [event, try await lines.next()]
            }
        }
        #expect(lines[0] == #"{"jsonrpc":"2.0","method":"event","params":{"id":1,"value":{"text":"begun"}}}"#)
        #expect(lines[1]?.contains("-32098") == true)
    }

    @Test func aPeerThatGoesAwayCancelsItsRequest() async throws {
        let (ended, end) = AsyncStream.makeStream(of: Bool.self)
        var registry = MethodRegistry()
        registry.register(Self.endless) { _, events in
            defer { end.yield(Task.isCancelled) }
            try await events.send(Echo(text: "begun"))
            try await Task.sleep(for: .seconds(3600))
            return Echo(text: "never")
        }
        let wasCancelled = try await withServer(registry) { path in
            try await RawPeer.connect(path) { peer in
                try await peer.send(#"{"jsonrpc":"2.0","id":1,"method":"endless"}"# + "\n")
                _ = try await peer.lines.first { _ in true }
            }
            return await ended.first { _ in true }
        }
        #expect(wasCancelled == true)
    }

    @Test func aServerThatEndsFailsTheCallsOfItsClients() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/run/s"
        let (ready, announcement) = AsyncStream.makeStream(of: Never.self)
        let server = Task {
            try await ControlServer.serve(at: path, Self.registry, whenReady: { announcement.finish() })
        }
        for await _ in ready {}
        await #expect(throws: (any Error).self) {
            try await ControlClient.withConnection(to: path) { client in
                try await client.call(Self.endless, NoParameters()) { _ in server.cancel() }
            }
        }
        try await server.value
        #expect(access(path, F_OK) != 0, "the socket goes with its server")
    }

    @Test func anotherUserIsRefused() async throws {
        let stranger = PeerPolicy(users: [4_000_000])
        let line = try await withServer(Self.registry, policy: stranger) { path in
            try await RawPeer.connect(path) { peer in try await peer.lines.first { _ in true } }
        }
        #expect(line?.contains("-32097") == true)
    }

    @Test func onlyItsUserMayOpenTheSocket() async throws {
        let modes = try await withServer(Self.registry) { path in
            [path, String(path.dropLast("/test.sock".count))].map { path in
                var facts = stat()
                stat(path, &facts)
                return facts.st_mode & 0o777
            }
        }
        #expect(modes == [0o600, 0o700])
    }

    @Test func aDeadSocketIsReplacedAndALivingOneIsNot() async throws {
        try await withServer(Self.registry) { path in
            await #expect(throws: SocketError.inUse(path)) { try await ControlServer.serve(at: path, Self.registry) }
            _ = try await ControlClient.withConnection(to: path) { try await $0.call(Self.nothing, NoParameters()) }
        }
        let directory = try TemporaryDirectory()
        let path = directory.path + "/dead"
        // What a server leaves behind that was killed.
        try leaveDeadSocket(at: path)
        let (ready, announcement) = AsyncStream.makeStream(of: Never.self)
        let server = Task {
            defer { announcement.finish() }
            try await ControlServer.serve(at: path, Self.registry, whenReady: { announcement.finish() })
        }
        for await _ in ready {}
        let answer = try await ControlClient.withConnection(to: path) {
            try await $0.call(Self.nothing, NoParameters())
        }
        #expect(answer.text == "nothing")
        server.cancel()
        try await server.value
    }

    @Test func nobodyListeningIsToldApart() async throws {
        await #expect(throws: ControlClientError.notListening(path: "/tmp/no-such-gramfs.sock")) {
            try await ControlClient.withConnection(to: "/tmp/no-such-gramfs.sock") { _ in }
        }
        let long = "/tmp/" + String(repeating: "x", count: 120)
        await #expect(throws: SocketError.pathTooLong(long)) { try await ControlServer.serve(at: long, Self.registry) }
    }
}
