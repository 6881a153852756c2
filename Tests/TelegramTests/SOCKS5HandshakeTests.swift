// SPDX-License-Identifier: MIT

import SeededRandom
import Testing

@testable import Telegram

@Suite struct SOCKS5HandshakeTests {
    private func handshake(user: String? = nil) -> SOCKS5Handshake {
        SOCKS5Handshake(
            host: "example.org", port: 443,
            proxy: TransportOptions.Proxy(host: "proxy", port: 1080, user: user, password: "secret"))
    }

    private let request: [UInt8] = [5, 1, 0, 3, 11] + Array("example.org".utf8) + [1, 187]

    @Test func withoutAPassword() throws {
        var handshake = handshake()
        #expect(handshake.greeting == [5, 1, 0])
        #expect(try handshake.receive([5]) == .needsMore)
        #expect(try handshake.receive([0]) == .send(request))
        #expect(try handshake.receive([5, 0, 0, 1, 127, 0, 0, 1]) == .needsMore)
        #expect(try handshake.receive([0, 80, 9, 9]) == .done(rest: [9, 9]))
    }

    @Test func withAPassword() throws {
        var handshake = handshake(user: "me")
        #expect(handshake.greeting == [5, 2, 0, 2])
        #expect(
            try handshake.receive([5, 2]) == .send([1, 2] + Array("me".utf8) + [6] + Array("secret".utf8)))
        #expect(try handshake.receive([1, 0]) == .send(request))
        #expect(try handshake.receive([5, 0, 0, 3, 1, 65, 0, 80]) == .done(rest: []))
    }

    @Test func refusalsAreErrors() {
        var one = handshake()
        #expect(throws: SOCKS5Handshake.Failure.notSOCKS5) { try one.receive(Array("HTTP/1.1".utf8)) }
        var two = handshake()
        #expect(throws: SOCKS5Handshake.Failure.noMethodInCommon) { try two.receive([5, 255]) }
        var three = handshake()
        #expect(throws: SOCKS5Handshake.Failure.noMethodInCommon) { try three.receive([5, 2]) }
        var four = handshake(user: "me")
        _ = try? four.receive([5, 2])
        #expect(throws: SOCKS5Handshake.Failure.wrongPassword) { try four.receive([1, 1]) }
        var five = handshake()
        _ = try? five.receive([5, 0])
        #expect(throws: SOCKS5Handshake.Failure.refused(code: 5)) { try five.receive([5, 5, 0, 1, 0]) }
    }

    /// Whatever a proxy says, in whatever pieces: it ends in a step or an error.
    @Test func anythingEndsInAStepOrAnError() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        let telling: [UInt8] = [0, 1, 2, 3, 4, 5, 255]
        for round in 0..<20_000 {
            var one = handshake(user: round % 2 == 0 ? "me" : nil)
            var steps = 0
            while steps < 200 {
                steps += 1
                let count = Int.random(in: 0..<(round % 7 == 0 ? 400 : 12), using: &random)
                let bytes = (0..<count).map { _ in
                    random.chance(80)
                        ? telling.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
                }
                guard let step = try? one.receive(bytes) else { break }
                if case .done(let rest) = step {
                    #expect(rest.count <= 200 * 400)
                    break
                }
            }
        }
    }
}
