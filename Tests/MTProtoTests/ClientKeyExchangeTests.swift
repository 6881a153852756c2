// SPDX-License-Identifier: MIT

import TL
import Testing

@testable import MTProto

/// Invariants: the published run comes out bit for bit; an answer with any other nonce, hash, group or key ends it.
@Suite struct ClientKeyExchangeTests {
    private static let now = SessionTime(seconds: 1_705_754_870)
    private static let serverKey = RSAPrivateKey.generate()

    private static let nonce = Opaque128(Vectors.nonce)
    private static let serverNonce = Opaque128(Vectors.serverNonce)

    private func begun() throws -> ClientKeyExchange<Replay> {
        let key = try #require(Self.serverKey).publicKey
        let random = Replay(parts: [
            Vectors.nonce, Vectors.newNonce, Vectors.innerPadding, [UInt8](repeating: 0, count: 32), Vectors.b,
            Vectors.clientPadding,
        ])
        var exchange = ClientKeyExchange(keys: [key], dataCentre: 2, random: random)
        let request = try #require(PlainMessage(decoding: exchange.start(now: Self.now)))
        #expect(request.body == TLWriter.encode(Function.ReqPqMulti(nonce: try #require(Self.nonce))))
        return exchange
    }

    private func packet(_ object: some TLWritable) -> [UInt8] {
        PlainMessage(id: Int64(1) << 40 | 1, body: TLWriter.encode(object)).encoded
    }

    private func offer(nonce: Opaque128? = nonce, pq: [UInt8] = hex("1460E7D3FA727791")) throws -> Service.ResPQ {
        Service.ResPQ(
            nonce: try #require(nonce), serverNonce: try #require(Self.serverNonce), pq: pq,
            serverPublicKeyFingerprints: [5, try #require(Self.serverKey).publicKey.fingerprint])
    }

    private func parameters(_ answer: [UInt8] = Vectors.encryptedAnswer) throws -> Service.ServerDHParams {
        .serverDHParamsOk(
            Service.ServerDHParamsOk(
                nonce: try #require(Self.nonce), serverNonce: try #require(Self.serverNonce), encryptedAnswer: answer))
    }

    private func sent(_ step: ClientKeyExchange<Replay>.Step) throws -> [UInt8] {
        guard case .send(let packet) = step else { throw KeyExchangeError.badHash }
        return try #require(PlainMessage(decoding: packet)).body
    }

    private func secrets() throws -> KeyExchangeSecrets {
        KeyExchangeSecrets(
            newNonce: try #require(Opaque256(Vectors.newNonce)), serverNonce: try #require(Self.serverNonce))
    }

    @Test func thePublishedRunComesOut() throws {
        var exchange = try begun()
        let request = try sent(exchange.receive(packet(offer()), now: Self.now))
        let asked = try TLReader.decode(Function.ReqDHParams.self, from: request)
        #expect(asked.p == hex("3C2357CF"))
        #expect(asked.q == hex("56BFB29F"))
        let serverKey = try #require(Self.serverKey)
        let block = try #require(serverKey.decrypt(asked.encryptedData))
        #expect(try #require(RSAPadding.open(block)) == Vectors.innerData + Vectors.innerPadding)

        let proposal = try sent(exchange.receive(packet(parameters()), now: Self.now))
        let set = try TLReader.decode(Function.SetClientDHParams.self, from: proposal)
        #expect(set.encryptedData == Vectors.clientEncrypted)

        let done = Service.SetClientDHParamsAnswer.dhGenOk(
            Service.DhGenOk(
                nonce: try #require(Self.nonce), serverNonce: try #require(Self.serverNonce),
                newNonceHash1: try #require(Opaque128(Vectors.newNonceHash1))))
        guard case .done(let outcome) = try exchange.receive(packet(done), now: Self.now) else {
            Issue.record("the key is made")
            return
        }
        #expect(outcome.key.bytes == Vectors.authKey)
        #expect(UInt64(bitPattern: outcome.salt).littleEndianBytes == hex("522fb2fff026a7fe"))
        #expect(outcome.timeOffset == .seconds(7))
    }

    @Test func allHashesAreThePublishedOnes() throws {
        let secrets = try secrets()
        let key = try #require(AuthKey(Vectors.authKey))
        #expect(secrets.cipher.key == Vectors.temporaryKey)
        #expect(secrets.cipher.iv == Vectors.temporaryIV)
        #expect(secrets.hash(1, key) == Vectors.newNonceHash1)
        #expect(secrets.hash(2, key) == hex("5f76f126317168f0b0aa0f8a7cde8d52"))
        #expect(secrets.hash(3, key) == hex("f0d720c06e826b5920c6020c882acbe6"))
    }

    @Test func whoAsksForAnotherExponentGetsOneAndNotForEver() throws {
        var exchange = try begun()
        _ = try exchange.receive(packet(offer()), now: Self.now)
        var step = try exchange.receive(packet(parameters()), now: Self.now)
        var key = try #require(AuthKey(Vectors.authKey))
        let secrets = try secrets()
        for round in 0...5 {
            let retry = Service.SetClientDHParamsAnswer.dhGenRetry(
                Service.DhGenRetry(
                    nonce: try #require(Self.nonce), serverNonce: try #require(Self.serverNonce),
                    newNonceHash2: try #require(Opaque128(secrets.hash(2, key)))))
            guard round < 5 else {
                #expect(throws: KeyExchangeError.tooManyRetries) {
                    try exchange.receive(packet(retry), now: Self.now)
                }
                return
            }
            step = try exchange.receive(packet(retry), now: Self.now)
            let set = try TLReader.decode(Function.SetClientDHParams.self, from: sent(step))
            let object = try #require(
                secrets.open(set.encryptedData) { $0.length(of: Service.ClientDHInnerData.self) })
            let inner = try TLReader.decode(Service.ClientDHInnerData.self, from: object)
            #expect(UInt64(bitPattern: inner.retryID).littleEndianBytes == key.auxiliaryHash)
            // The server's exponent is not published, so that only the client can tell the key.
            guard let next = exchange.proposedKey else {
                Issue.record("a key is proposed")
                return
            }
            key = next
        }
    }

    @Test func wrongNoncesAreRefused() throws {
        var exchange = try begun()
        let other = try #require(Opaque128([UInt8](repeating: 1, count: 16)))
        #expect(throws: KeyExchangeError.wrongNonce) {
            try exchange.receive(packet(offer(nonce: other)), now: Self.now)
        }
        exchange = try begun()
        _ = try exchange.receive(packet(offer()), now: Self.now)
        let answer = Service.ServerDHParams.serverDHParamsOk(
            Service.ServerDHParamsOk(
                nonce: try #require(Self.nonce), serverNonce: other, encryptedAnswer: Vectors.encryptedAnswer))
        #expect(throws: KeyExchangeError.wrongNonce) { try exchange.receive(packet(answer), now: Self.now) }
    }

    @Test func aServerOfAnotherKindIsRefused() throws {
        var exchange = try begun()
        var offer = try offer()
        offer.serverPublicKeyFingerprints = [5]
        #expect(throws: KeyExchangeError.unknownServerKey(fingerprints: [5])) {
            try exchange.receive(packet(offer), now: Self.now)
        }
    }

    @Test(arguments: [hex("03"), hex("3B9ACA07"), hex("FFFFFFFFFFFFFFFF"), hex("010000000000000000"), []])
    func productsThatAreNoneAreRefused(_ product: [UInt8]) throws {
        var exchange = try begun()
        #expect(throws: KeyExchangeError.badProduct) {
            try exchange.receive(packet(offer(pq: product)), now: Self.now)
        }
    }

    @Test func everyDamageOfTheAnswerIsRefused() throws {
        for index in stride(from: 0, to: Vectors.encryptedAnswer.count, by: 37) {
            var exchange = try begun()
            _ = try exchange.receive(packet(offer()), now: Self.now)
            var answer = Vectors.encryptedAnswer
            answer[index] ^= 4
            #expect(throws: KeyExchangeError.badHash) {
                try exchange.receive(packet(parameters(answer)), now: Self.now)
            }
        }
    }

    /// Everything is authentic, and the server cheats with the group.
    @Test func unsafeGroupsAndValuesAreRefused() throws {
        let prime = DiffieHellmanGroup.wellKnown.primeBytes
        var composite = prime
        composite[255] ^= 6
        let cases: [(Int32, [UInt8], [UInt8])] = [
            (2, prime, Vectors.gA), (3, composite, Vectors.gA), (3, prime, [1]), (3, prime, prime), (3, [], Vectors.gA),
        ]
        for (generator, prime, power) in cases {
            var exchange = try begun()
            _ = try exchange.receive(packet(offer()), now: Self.now)
            let inner = Service.ServerDHInnerData(
                nonce: try #require(Self.nonce), serverNonce: try #require(Self.serverNonce), g: generator,
                dhPrime: prime, gA: power, serverTime: 1_705_754_877)
            var random = Replay()
            let answer = try secrets().seal(TLWriter.encode(inner), random: &random)
            #expect(throws: KeyExchangeError.unsafeGroup) {
                try exchange.receive(packet(parameters(answer)), now: Self.now)
            }
        }
    }

    @Test func aKeyThatTheServerDoesNotProveIsNotUsed() throws {
        var exchange = try begun()
        _ = try exchange.receive(packet(offer()), now: Self.now)
        _ = try exchange.receive(packet(parameters()), now: Self.now)
        let done = Service.SetClientDHParamsAnswer.dhGenOk(
            Service.DhGenOk(
                nonce: try #require(Self.nonce), serverNonce: try #require(Self.serverNonce),
                newNonceHash1: try #require(Opaque128([UInt8](repeating: 0, count: 16)))))
        #expect(throws: KeyExchangeError.badHash) { try exchange.receive(packet(done), now: Self.now) }
    }

    @Test func garbageIsRefused() throws {
        var exchange = try begun()
        #expect(throws: KeyExchangeError.self) { try exchange.receive(Array("HTTP/1.1 200 OK".utf8), now: Self.now) }
        #expect(throws: KeyExchangeError.self) { try exchange.receive(packet(offer()), now: Self.now) }
    }
}
