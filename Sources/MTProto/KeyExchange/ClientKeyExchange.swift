// SPDX-License-Identifier: MIT

import TL

package enum KeyExchangeError: Error, Hashable, Sendable {
    /// Not an answer to what was asked, or one that cannot be read.
    case malformed(String)
    /// Another nonce than ours, or than the server's own of before: somebody else's answer.
    case wrongNonce
    /// The server has none of the keys that we know: not a server of the configured kind.
    case unknownServerKey(fingerprints: [Int64])
    /// The number to factor is not a product of two primes below 2^63.
    case badProduct
    /// The group or a value in it is not safe.
    case unsafeGroup
    /// The encrypted answer, or the hash that proves the new key, is wrong.
    case badHash
    /// The server gave up. The exchange begins anew.
    case refusedByServer
    /// Asked for another exponent too often.
    case tooManyRetries
}

/// The client's side of the exchange that makes an authorization key (mtproto/auth_key), one message in, one out.
///
///     start ─ req_pq_multi ─► resPQ ─ req_DH_params ─► server_DH_params_ok ─ set_client_DH_params ─► dh_gen_ok
///                                                            ▲                          │ dh_gen_retry
///                                                            └── another exponent ──────┘
package struct ClientKeyExchange<Random: RandomBytes>: Sendable {
    package struct Outcome: Sendable {
        package let key: AuthKey
        package let salt: Int64
        /// What to add to our time for the server's.
        package let timeOffset: Duration
    }

    package enum Step: Sendable {
        case send(packet: [UInt8])
        case done(Outcome)
    }

    private enum State {
        case asked(nonce: Opaque128)
        case offered(nonce: Opaque128, secrets: KeyExchangeSecrets, serverNonce: Opaque128)
        case proposed(Proposal)
        case over
    }

    private struct Proposal {
        var nonce: Opaque128
        var serverNonce: Opaque128
        var secrets: KeyExchangeSecrets
        var group: DiffieHellmanGroup
        var serverPower: [UInt8]
        var key: AuthKey
        var timeOffset: Duration
        var retries = 0
    }

    private static var retriesMax: Int { 5 }

    private let keys: [RSAPublicKey]
    private let dataCentre: Int32
    private var random: Random
    private var ids: MessageIDs
    private var state = State.over

    /// `dataCentre` is the number of the data centre: 10000 more for a test server, negative for a media server.
    package init(keys: [RSAPublicKey], dataCentre: Int32, random: Random) {
        self.keys = keys
        self.dataCentre = dataCentre
        self.random = random
        ids = MessageIDs()
    }

    package mutating func start(now: SessionTime) -> [UInt8] {
        let nonce = nonce128()
        state = .asked(nonce: nonce)
        return packet(Function.ReqPqMulti(nonce: nonce), now)
    }

    package mutating func receive(_ packet: [UInt8], now: SessionTime) throws(KeyExchangeError) -> Step {
        let current = state
        state = .over
        guard let message = PlainMessage(decoding: packet) else { throw .malformed("not an unencrypted message") }
        switch current {
        case .asked(let nonce): return try offered(message, nonce, now)
        case .offered(let nonce, let secrets, let serverNonce):
            return try proposed(message, nonce, secrets, serverNonce, now)
        case .proposed(let proposal): return try concluded(message, proposal, now)
        case .over: throw .malformed("nothing was asked")
        }
    }

    // MARK: resPQ

    private mutating func offered(
        _ message: PlainMessage, _ nonce: Opaque128, _ now: SessionTime
    ) throws(KeyExchangeError) -> Step {
        let offer: Service.ResPQ = try read(message)
        guard offer.nonce == nonce else { throw .wrongNonce }
        guard let key = keys.first(where: { offer.serverPublicKeyFingerprints.contains($0.fingerprint) }) else {
            throw .unknownServerKey(fingerprints: offer.serverPublicKeyFingerprints)
        }
        guard offer.pq.count <= 8 else { throw .badProduct }
        let product = offer.pq.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let factors = Factorization.factor(product) else { throw .badProduct }
        let (p, q) = (Self.bigEndian(factors.p), Self.bigEndian(factors.q))
        let newNonce = nonce256()
        let inner = Service.PQInnerData.pQInnerDataDc(
            Service.PQInnerDataDc(
                pq: offer.pq, p: p, q: q, nonce: nonce, serverNonce: offer.serverNonce, newNonce: newNonce,
                dc: dataCentre))
        let encrypted = RSAPadding.encrypt(TLWriter.encode(inner), for: key, random: &random)
        state = .offered(
            nonce: nonce, secrets: KeyExchangeSecrets(newNonce: newNonce, serverNonce: offer.serverNonce),
            serverNonce: offer.serverNonce)
        return .send(
            packet: packet(
                Function.ReqDHParams(
                    nonce: nonce, serverNonce: offer.serverNonce, p: p, q: q, publicKeyFingerprint: key.fingerprint,
                    encryptedData: encrypted), now))
    }

    // MARK: Server_DH_Params

    private mutating func proposed(
        _ message: PlainMessage, _ nonce: Opaque128, _ secrets: KeyExchangeSecrets, _ serverNonce: Opaque128,
        _ now: SessionTime
    ) throws(KeyExchangeError) -> Step {
        let answer: Service.ServerDHParams = try read(message)
        guard case .serverDHParamsOk(let answer) = answer else { throw .refusedByServer }
        guard answer.nonce == nonce, answer.serverNonce == serverNonce else { throw .wrongNonce }
        guard
            let object = secrets.open(
                answer.encryptedAnswer, length: { $0.length(of: Service.ServerDHInnerData.self) })
        else { throw .badHash }
        guard let inner = try? TLReader.decode(Service.ServerDHInnerData.self, from: object) else {
            throw .malformed("server_DH_inner_data")
        }
        guard inner.nonce == nonce, inner.serverNonce == serverNonce else { throw .wrongNonce }
        guard let group = DiffieHellmanGroup(generator: inner.g, prime: inner.dhPrime), group.isInSafeRange(inner.gA)
        else { throw .unsafeGroup }
        let offset = SessionTime(seconds: Int64(inner.serverTime)) - now
        ids.correct(offset: offset, isKnown: true)
        return try propose(group, inner.gA, nonce, serverNonce, secrets, offset, retryID: 0, retries: 0, now)
    }

    private mutating func propose(
        _ group: DiffieHellmanGroup, _ serverPower: [UInt8], _ nonce: Opaque128, _ serverNonce: Opaque128,
        _ secrets: KeyExchangeSecrets, _ offset: Duration, retryID: Int64, retries: Int, _ now: SessionTime
    ) throws(KeyExchangeError) -> Step {
        let pair = group.keyPair(random: &random)
        guard let key = AuthKey(group.power(of: serverPower, pair.secret)) else { throw .unsafeGroup }
        let inner = Service.ClientDHInnerData(
            nonce: nonce, serverNonce: serverNonce, retryID: retryID, gB: pair.power)
        state = .proposed(
            Proposal(
                nonce: nonce, serverNonce: serverNonce, secrets: secrets, group: group, serverPower: serverPower,
                key: key, timeOffset: offset, retries: retries))
        let sealed = secrets.seal(TLWriter.encode(inner), random: &random)
        return .send(
            packet: packet(
                Function.SetClientDHParams(nonce: nonce, serverNonce: serverNonce, encryptedData: sealed), now))
    }

    // MARK: Set_client_DH_params_answer

    private mutating func concluded(
        _ message: PlainMessage, _ proposal: Proposal, _ now: SessionTime
    ) throws(KeyExchangeError) -> Step {
        let answer: Service.SetClientDHParamsAnswer = try read(message)
        let (nonce, serverNonce, hash, number): (Opaque128, Opaque128, Opaque128, UInt8) =
            switch answer {
            case .dhGenOk(let ok): (ok.nonce, ok.serverNonce, ok.newNonceHash1, 1)
            case .dhGenRetry(let retry): (retry.nonce, retry.serverNonce, retry.newNonceHash2, 2)
            case .dhGenFail(let fail): (fail.nonce, fail.serverNonce, fail.newNonceHash3, 3)
            }
        guard nonce == proposal.nonce, serverNonce == proposal.serverNonce else { throw .wrongNonce }
        guard proposal.secrets.hash(number, proposal.key).isEqualInConstantTime(to: hash.bytes) else {
            throw .badHash
        }
        switch answer {
        case .dhGenOk:
            return .done(
                Outcome(
                    key: proposal.key, salt: proposal.secrets.firstSalt, timeOffset: proposal.timeOffset))
        case .dhGenRetry:
            guard proposal.retries < Self.retriesMax else { throw .tooManyRetries }
            let retryID = Int64(bitPattern: UInt64(littleEndianBytes: proposal.key.auxiliaryHash))
            return try propose(
                proposal.group, proposal.serverPower, nonce, serverNonce, proposal.secrets, proposal.timeOffset,
                retryID: retryID, retries: proposal.retries + 1, now)
        case .dhGenFail: throw .refusedByServer
        }
    }

    // MARK: Pieces

    /// What the exchange is about to agree on.
    var proposedKey: AuthKey? {
        if case .proposed(let proposal) = state { proposal.key } else { nil }
    }

    private func read<Value: TLReadable>(_ message: PlainMessage) throws(KeyExchangeError) -> Value {
        var reader = TLReader(message.body)
        do throws(TLError) { return try reader.read() } catch { throw .malformed("\(error)") }
    }

    private mutating func packet(_ request: some TLFunction, _ now: SessionTime) -> [UInt8] {
        PlainMessage(id: ids.next(now: now), body: TLWriter.encode(request)).encoded
    }

    private mutating func nonce128() -> Opaque128 {
        guard let nonce = Opaque128(random.bytes(Opaque128.byteCount)) else { preconditionFailure("16 bytes") }
        return nonce
    }

    private mutating func nonce256() -> Opaque256 {
        guard let nonce = Opaque256(random.bytes(Opaque256.byteCount)) else { preconditionFailure("32 bytes") }
        return nonce
    }

    private static func bigEndian(_ value: UInt64) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0.drop { $0 == 0 }) }
    }
}
