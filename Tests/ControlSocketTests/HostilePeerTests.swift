// SPDX-License-Identifier: MIT

import FilesystemModel
import NIOCore
import Testing

@testable import ControlSocket

/// Invariants: whatever a peer writes, it gets an error or a closed connection, in bounded time and memory, and the next
/// peer is served as if nothing had been.
@Suite(.timeLimit(.minutes(10)))
struct HostilePeerTests {
    private static let registry = ControlServerTests.registry

    @Test(
        arguments: [
            ("", nil), ("nonsense", -32700), ("{", -32700), ("[]", -32600), ("null", -32600), ("17", -32600),
            (#""text""#, -32600), ("{}", -32600), (#"{"jsonrpc":"2.0","id":1}"#, -32600),
            (#"{"jsonrpc":"1.0","id":1,"method":"echo"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":null,"method":"echo"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1.5,"method":"echo"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":[1],"method":"echo"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32600),
            (#"[{"jsonrpc":"2.0","id":1,"method":"nothing"}]"#, -32600),
            (#"{"jsonrpc":"2.0","id":1,"method":"rm"}"#, -32601),
            (#"{"jsonrpc":"2.0","id":1,"method":""}"#, -32601),
            (#"{"jsonrpc":"2.0","id":1,"method":"echo"}"#, -32602),
            (#"{"jsonrpc":"2.0","id":1,"method":"echo","params":[]}"#, -32602),
            (#"{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":5}}"#, -32602),
            (#"{"jsonrpc":"2.0","id":1,"method":"echo","params":null}"#, -32602),
            ("\u{0}\u{1}\u{2}", -32700), ("\u{FEFF}x", -32700),
        ] as [(String, Int?)])
    func aBadLineGetsItsErrorAndTheNextLineItsAnswer(line: String, code: Int?) async throws {
        let answers = try await withServer(Self.registry) { path in
            try await RawPeer.connect(path) { peer -> [String] in
                try await peer.send(line + "\n" + #"{"jsonrpc":"2.0","id":"next","method":"nothing"}"# + "\n")
                peer.closeOutput()
                return try await peer.allLines()
            }
        }
        let errors = answers.filter { $0.contains(#""error""#) }
        #expect(errors.count == (code == nil ? 0 : 1))
        if let code { #expect(errors.first?.contains("\"code\":\(code)") == true, "\(answers)") }
        #expect(answers.contains(#"{"id":"next","jsonrpc":"2.0","result":{"text":"nothing"}}"#))
    }

    /// 512 brackets and nothing else ended the process in the decoder.
    @Test(arguments: [65, 511, 512, 513, 5000])
    func bracketsAloneAreRefused(_ count: Int) {
        for bracket in ["[", "{\"a\":"] {
            let bytes = Array(String(repeating: bracket, count: count).utf8)
            #expect(throws: DecodingError.self) { try JSON.decode([String].self, from: bytes) }
        }
        #expect(throws: Never.self) {
            try JSON.decode([String].self, from: Array("[\"\(String(repeating: "[", count: count))\\\"[\"]".utf8))
        }
    }

    @Test func deepNestingIsRefused() async throws {
        let line = #"{"jsonrpc":"2.0","id":1,"method":"echo","params":"# + String(repeating: "[", count: 30_000)
        let answer = try await withServer(Self.registry) { path in try await firstAnswer(path, line) }
        #expect(answer?.contains("-32700") == true)
    }

    @Test func bytesThatAreNotUTF8AreRefused() async throws {
        let answer = try await withServer(Self.registry) { path in
            try await RawPeer.connect(path) { peer in
                try await peer.outbound.write(ByteBuffer(bytes: [0x22, 0xFF, 0xFE, 0x22, 0x0A]))
                return try await peer.lines.first { _ in true }
            }
        }
        #expect(answer?.contains(#""error""#) == true)
    }

    @Test func aLineWithoutBoundsEndsTheConnection() async throws {
        var limits = ControlLimits()
        limits.requestBytesMax = 4096
        let (lines, next) = try await withServer(Self.registry, limits: limits) { path -> ([String], String?) in
            let lines = try await RawPeer.connect(path) { peer in
                // The server may close before all of it is sent.
                for _ in 0..<256 { try? await peer.send(String(repeating: "x", count: 4096)) }
                return try await peer.allLines()
            }
            return (lines, try await firstAnswer(path, #"{"jsonrpc":"2.0","id":1,"method":"nothing"}"#))
        }
        #expect(lines.count <= 1)
        if let line = lines.first { #expect(line.contains("more than 4096 bytes")) }
        #expect(next?.contains("result") == true)
    }

    @Test func aLineOfExactlyTheBoundIsRefusedAndOneBelowIsServed() async throws {
        var limits = ControlLimits()
        limits.requestBytesMax = 512
        func line(_ count: Int) -> String {
            let frame = #"{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":""}}"#
            let text = String(repeating: "x", count: count - 1 - frame.utf8.count)
            return frame.replacing(#""text":"""#, with: #""text":""# + text + #"""#)
        }
        let answers = try await withServer(Self.registry, limits: limits) {
            [below = line(512), above = line(513)] path in
            [try await firstAnswer(path, below), try await firstAnswer(path, above)]
        }
        #expect(answers[0]?.contains("hear x") == true)
        #expect(answers[1]?.contains("more than 512 bytes") == true)
    }

    @Test func halfALineForEverEndsTheConnection() async throws {
        var limits = ControlLimits()
        limits.lineTimeout = .milliseconds(20)
        let lines = try await withServer(Self.registry, limits: limits) { path in
            try await RawPeer.connect(path) { peer in
                try await peer.send(#"{"jsonrpc":"2.0","id":1,"method":"nothing"}"# + "\n")
                var lines = peer.lines.makeAsyncIterator()
                let answer = try await lines.next()
                try await peer.send(#"{"jsonrpc""#)
                return [answer, try await lines.next(), try await lines.next()]
            }
        }
        #expect(lines[0]?.contains("result") == true)
        #expect(lines[1]?.contains("without its end") == true)
        #expect(lines[2] == nil)
    }

    @Test func moreRequestsThanAllowedAreRefusedOneByOne() async throws {
        var limits = ControlLimits()
        limits.outstandingMax = 3
        let refusals = try await withServer(Self.registry, limits: limits) { path in
            try await RawPeer.connect(path) { peer in
                for id in 1...5 { try await peer.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"endless"}"# + "\n") }
                var refusals: [String] = []
                for try await line in peer.lines where line.contains("error") {
                    refusals.append(line)
                    if refusals.count == 2 { break }
                }
                return refusals
            }
        }
        #expect(refusals.allSatisfy { $0.contains("-32099") })
        #expect(refusals.contains { $0.contains(#""id":4"#) } && refusals.contains { $0.contains(#""id":5"#) })
    }

    @Test func anIdInUseIsRefused() async throws {
        let line = try await withServer(Self.registry) { path in
            try await RawPeer.connect(path) { peer in
                let request = #"{"jsonrpc":"2.0","id":1,"method":"endless"}"# + "\n"
                try await peer.send(request + request)
                return try await peer.lines.first { $0.contains("error") }
            }
        }
        #expect(line?.contains("has no answer yet") == true)
    }

    @Test func moreConnectionsThanAllowedAreToldAndTheFirstStillServed() async throws {
        var limits = ControlLimits()
        limits.connectionsMax = 2
        let (refused, served) = try await withServer(Self.registry, limits: limits) { path in
            try await RawPeer.connect(path) { first in
                try await first.send(#"{"jsonrpc":"2.0","id":1,"method":"endless"}"# + "\n")
                var lines = first.lines.makeAsyncIterator()
                _ = try await lines.next()
                let refused = try await RawPeer.connect(path) { second in
                    try await second.send(#"{"jsonrpc":"2.0","id":1,"method":"endless"}"# + "\n")
                    _ = try await second.lines.first { _ in true }
                    return try await withThrowingTaskGroup(of: String?.self) { group in
                        for _ in 0..<100 {
                            group.addTask {
                                try? await RawPeer.connect(path) { peer in try await peer.lines.first { _ in true } }
                            }
                        }
                        return try await group.reduce(into: [String?]()) { $0.append($1) }
                    }
                }
                try await first.send(#"{"jsonrpc":"2.0","id":2,"method":"nothing"}"# + "\n")
                return (refused, try await lines.next())
            }
        }
        #expect(refused.count == 100)
        #expect(refused.allSatisfy { $0?.contains("-32099") ?? true })
        #expect(refused.contains { $0?.contains("-32099") == true })
        #expect(served?.contains("nothing") == true)
    }

    /// Two that ask for nothing have all the places there are.
    @Test func whoOnlyHoldsOnToAConnectionKeepsNobodyOut() async throws {
        var limits = ControlLimits()
        limits.connectionsMax = 2
        limits.idleTimeMin = .zero
        let (answer, left) = try await withServer(Self.registry, limits: limits) { path in
            try await RawPeer.connect(path) { first in
                try await first.send(#"{"jsonrpc":"2.0","id":1,"method":"nothing"}"# + "\n")
                _ = try await first.lines.first { _ in true }
                return try await RawPeer.connect(path) { busy in
                    try await busy.send(#"{"jsonrpc":"2.0","id":1,"method":"endless"}"# + "\n")
                    _ = try await busy.lines.first { _ in true }
                    let answer = try await firstAnswer(path, #"{"jsonrpc":"2.0","id":1,"method":"nothing"}"#)
                    return (answer, try await first.lines.first { _ in true })
                }
            }
        }
        #expect(answer?.contains("nothing") == true, "\(answer ?? "closed")")
        #expect(left == nil, "the one that was idle longest is closed")
    }

    @Test func aPeerThatNeverReadsIsClosed() async throws {
        struct Flood: Codable, Sendable { var text: String }
        let flood = ControlMethod<NoParameters, Flood, Flood>(name: "flood")
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        var registry = MethodRegistry()
        registry.register(flood) { _, events in
            defer { end.finish() }
            while true { try await events.send(Flood(text: String(repeating: "x", count: 100_000))) }
        }
        var limits = ControlLimits()
        limits.writeTimeout = .milliseconds(50)
        try await withServer(registry, limits: limits) { path in
            let channel = try await SilentPeer.connect(path, #"{"jsonrpc":"2.0","id":1,"method":"flood"}"# + "\n")
            for await _ in ended {}
            try? await channel.close()
        }
    }

    @Test func randomBytesNeverStopTheServer() async throws {
        var generator = SystemRandomNumberGenerator()
        let lines = (0..<200).map { _ in
            (0..<Int.random(in: 0..<300, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
        }
        let last = try await withServer(Self.registry) { path in
            try await RawPeer.connect(path) { peer in
                for line in lines { try await peer.outbound.write(ByteBuffer(bytes: line + [0x0A])) }
                peer.closeOutput()
                for try await _ in peer.lines {}
            }
            return try await firstAnswer(path, #"{"jsonrpc":"2.0","id":1,"method":"nothing"}"#)
        }
        #expect(last?.contains("result") == true)
    }
}
