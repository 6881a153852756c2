// SPDX-License-Identifier: MIT

import MTProto
import TL

/// The server's side of making an authorisation key (core.telegram.org/mtproto/auth_key). One per connection; a value
/// without clock or socket.
struct KeyExchange {
    /// Of a key that was made: who asked for it is not known yet.
    struct Made: Sendable {
        var key: AuthKey
        var firstSalt: Int64
        /// Seconds, for a temporary key.
        var expiresIn: Int32?
    }

    struct Outcome {
        var answer: any TLWritable
        var made: Made?
    }

    private struct Offer {
        var nonce: Opaque128
        var serverNonce: Opaque128
        var p: UInt64
        var q: UInt64
    }

    private struct Agreement {
        var offer: Offer
        var newNonce: [UInt8]
        var expiresIn: Int32?
        var secret: [UInt8]
        var cipher: TemporaryCipher
        var retries = 0
    }

    private enum State {
        case idle
        case offered(Offer)
        case agreeing(Agreement)
    }

    /// A client that cannot finish in so many tries is not going to.
    private static let retriesMax = 5

    private let serverKey: RSAPrivateKey
    private let center: DataCenterID
    private var state = State.idle

    init(_ serverKey: RSAPrivateKey, center: DataCenterID) {
        self.serverKey = serverKey
        self.center = center
    }

    /// `isTaken`: whether a key id exists already. Everything that does not fit is -404, as the real server answers.
    mutating func receive(
        _ body: [UInt8], serverTime: Int32, isTaken: (KeyID) -> Bool
    ) throws(WireError) -> Outcome {
        var reader = TLReader(body)
        let function: any TLFunction
        do {
            function = try Function.read(constructor: reader.word(), from: &reader)
        } catch {
            throw .malformedMessage("\(error)")
        }
        switch function {
        case let it as Function.ReqPq: return offer(it.nonce)
        case let it as Function.ReqPqMulti: return offer(it.nonce)
        case let it as Function.ReqDHParams: return try parameters(it, serverTime)
        case let it as Function.SetClientDHParams: return try finish(it, isTaken)
        default: throw .transport(-404)
        }
    }

    // MARK: Step 1

    private mutating func offer(_ nonce: Opaque128) -> Outcome {
        let (p, q) = SmallPrimes.pair()
        let offer = Offer(nonce: nonce, serverNonce: .random(), p: p, q: q)
        state = .offered(offer)
        return Outcome(
            answer: Service.ResPQ(
                nonce: nonce, serverNonce: offer.serverNonce, pq: Self.bytes(p * q),
                serverPublicKeyFingerprints: [serverKey.publicKey.fingerprint]))
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        Array(withUnsafeBytes(of: number.bigEndian) { Array($0) }.drop { $0 == 0 })
    }

    // MARK: Step 2

    private mutating func parameters(_ it: Function.ReqDHParams, _ serverTime: Int32) throws(WireError) -> Outcome {
        guard case .offered(let offer) = state, it.nonce == offer.nonce, it.serverNonce == offer.serverNonce,
            it.p == Self.bytes(offer.p), it.q == Self.bytes(offer.q),
            it.publicKeyFingerprint == serverKey.publicKey.fingerprint,
            let message = serverKey.decrypt(it.encryptedData), let inner = Self.inner(message)
        else { throw .transport(-404) }
        let (newNonce, expiresIn) = try check(inner, offer)
        let cipher = TemporaryCipher(newNonce: newNonce, serverNonce: offer.serverNonce.bytes)
        var random = SystemRandomBytes()
        let (secret, power) = Self.group.keyPair(random: &random)
        let answer = Service.ServerDHInnerData(
            nonce: offer.nonce, serverNonce: offer.serverNonce, g: Self.group.generator,
            dhPrime: Self.group.primeBytes, gA: power, serverTime: serverTime)
        state = .agreeing(
            Agreement(offer: offer, newNonce: newNonce, expiresIn: expiresIn, secret: secret, cipher: cipher))
        let encrypted = cipher.encrypt(TLWriter.encode(answer))
        return Outcome(
            answer: Service.ServerDHParams.serverDHParamsOk(
                Service.ServerDHParamsOk(
                    nonce: offer.nonce, serverNonce: offer.serverNonce, encryptedAnswer: encrypted)))
    }

    private static let group = DiffieHellmanGroup.wellKnown

    private func check(
        _ inner: Service.PQInnerData, _ offer: Offer
    ) throws(WireError) -> (newNonce: [UInt8], expiresIn: Int32?) {
        let expected = (Self.bytes(offer.p * offer.q), Self.bytes(offer.p), Self.bytes(offer.q))
        let given: (pq: [UInt8], p: [UInt8], q: [UInt8])
        let nonces: (Opaque128, Opaque128, Opaque256)
        var expiresIn: Int32?
        var dc: Int32?
        switch inner {
        case .pQInnerData(let it):
            given = (it.pq, it.p, it.q)
            nonces = (it.nonce, it.serverNonce, it.newNonce)
        case .pQInnerDataDc(let it):
            given = (it.pq, it.p, it.q)
            nonces = (it.nonce, it.serverNonce, it.newNonce)
            dc = it.dc
        case .pQInnerDataTemp(let it):
            given = (it.pq, it.p, it.q)
            nonces = (it.nonce, it.serverNonce, it.newNonce)
            expiresIn = it.expiresIn
        case .pQInnerDataTempDc(let it):
            given = (it.pq, it.p, it.q)
            nonces = (it.nonce, it.serverNonce, it.newNonce)
            expiresIn = it.expiresIn
            dc = it.dc
        }
        guard given == expected, nonces.0 == offer.nonce, nonces.1 == offer.serverNonce else {
            throw .transport(-404)
        }
        // Negative for media, 10000 more in the test environment.
        if let dc, abs(dc) % 10_000 != center.rawValue { throw .transport(-444) }
        if let expiresIn, expiresIn <= 0 { throw .transport(-404) }
        return (nonces.2.bytes, expiresIn)
    }

    /// What was encrypted with our public key: by RSA_PAD, or by the form before it.
    static func inner(_ message: [UInt8]) -> Service.PQInnerData? {
        let length = { (data: [UInt8]) -> Int? in
            var reader = TLReader(data)
            return (try? Service.PQInnerData(from: &reader)).map { _ in reader.offset }
        }
        guard let data = RSAPadding.open(message) ?? RSAPadding.openOld(message, length: length) else { return nil }
        var reader = TLReader(data)
        return try? reader.read()
    }

    // MARK: Step 3

    private mutating func finish(
        _ it: Function.SetClientDHParams, _ isTaken: (KeyID) -> Bool
    ) throws(WireError) -> Outcome {
        guard case .agreeing(var agreement) = state, it.nonce == agreement.offer.nonce,
            it.serverNonce == agreement.offer.serverNonce, it.encryptedData.count % 16 == 0,
            (32...1024).contains(it.encryptedData.count),
            let inner: Service.ClientDHInnerData = agreement.cipher.decrypt(it.encryptedData),
            inner.nonce == it.nonce, inner.serverNonce == it.serverNonce
        else { throw .transport(-404) }
        guard Self.group.isInSafeRange(inner.gB), let key = AuthKey(Self.group.power(of: inner.gB, agreement.secret))
        else { throw .transport(-404) }
        func proof(_ number: UInt8) -> Opaque128? {
            Opaque128(Array(Digest.sha1(agreement.newNonce, [number], key.auxiliaryHash)[4...]))
        }
        if isTaken(KeyID(key)), let second = proof(2) {
            agreement.retries += 1
            guard agreement.retries <= Self.retriesMax else { throw .transport(-404) }
            state = .agreeing(agreement)
            return Outcome(
                answer: Service.SetClientDHParamsAnswer.dhGenRetry(
                    Service.DhGenRetry(nonce: it.nonce, serverNonce: it.serverNonce, newNonceHash2: second)))
        }
        guard let first = proof(1) else { throw .transport(-404) }
        state = .idle
        let salt = zip(agreement.newNonce[..<8], agreement.offer.serverNonce.bytes[..<8]).map { $0 ^ $1 }
        return Outcome(
            answer: Service.SetClientDHParamsAnswer.dhGenOk(
                Service.DhGenOk(nonce: it.nonce, serverNonce: it.serverNonce, newNonceHash1: first)),
            made: Made(
                key: key, firstSalt: salt.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) },
                expiresIn: agreement.expiresIn))
    }
}

/// The AES key that both sides have for the rest of an exchange.
struct TemporaryCipher {
    private let key: [UInt8]
    private let iv: [UInt8]

    init(newNonce: [UInt8], serverNonce: [UInt8]) {
        let mixed = Digest.sha1(serverNonce + newNonce)
        key = Digest.sha1(newNonce + serverNonce) + mixed[..<12]
        iv = mixed[12...] + Digest.sha1(newNonce + newNonce) + newNonce[..<4]
    }

    func encrypt(_ data: [UInt8]) -> [UInt8] {
        let text = Digest.sha1(data) + data
        return IGE(key: key, iv: iv).encrypt(text + Random.bytes((16 - text.count % 16) % 16))
    }

    /// Checks the hash over exactly what the object takes.
    func decrypt<Value: TLReadable>(_ encrypted: [UInt8]) -> Value? {
        let text = IGE(key: key, iv: iv).decrypt(encrypted)
        let data = Array(text[20...])
        var reader = TLReader(data)
        guard let value: Value = try? reader.read(), data.count - reader.offset < 16 else { return nil }
        return Digest.sha1(Array(data[..<reader.offset])) == Array(text[..<20]) ? value : nil
    }
}

/// Numbers whose product a client has to factor: four bytes each, as all clients expect.
enum SmallPrimes {
    static func pair() -> (p: UInt64, q: UInt64) {
        while true {
            let (a, b) = (prime(), prime())
            if a != b { return (min(a, b), max(a, b)) }
        }
    }

    private static func prime() -> UInt64 {
        while true {
            let candidate = UInt64.random(in: (1 << 30)..<(1 << 31)) | 1
            if isPrime(candidate) { return candidate }
        }
    }

    /// Miller and Rabin, with the bases that decide every number below 3,215,031,751.
    static func isPrime(_ number: UInt64) -> Bool {
        guard number > 7, number % 2 == 1 else { return [2, 3, 5, 7].contains(number) }
        let twos = (number - 1).trailingZeroBitCount
        let odd = (number - 1) >> UInt64(twos)
        return [2, 3, 5, 7].allSatisfy { (base: UInt64) in
            var value = power(base, odd, number)
            if value == 1 || value == number - 1 { return true }
            for _ in 1..<max(1, twos) {
                value = value * value % number
                if value == number - 1 { return true }
            }
            return false
        }
    }

    private static func power(_ base: UInt64, _ exponent: UInt64, _ modulus: UInt64) -> UInt64 {
        var (result, base, exponent) = (UInt64(1), base % modulus, exponent)
        while exponent > 0 {
            if exponent & 1 == 1 { result = result * base % modulus }
            base = base * base % modulus
            exponent >>= 1
        }
        return result
    }
}

extension Opaque128 {
    static func random() -> Opaque128 {
        while true { if let value = Opaque128(Random.bytes(byteCount)) { return value } }
    }
}

extension KeyID {
    init(_ key: AuthKey) { self.init(rawValue: Int64(bitPattern: key.id)) }
}
