// SPDX-License-Identifier: MIT

import MTProto
import NIOCore
import NIOPosix
import TL
import TelegramEmulator

/// A client made of the protocol's own parts, without the comfort of a real one: one call at a time, and every packet in
/// the hands of the test.
final class WireClient {
    struct Lost: Error {}

    let emulator: Emulator
    let center: Int32
    private var transport: ClientTransport
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var session: ClientSession<SystemRandomBytes>?
    private var lastQuery: UInt64 = 0
    /// The id of the last message that a test made by hand.
    var lastSealed: Int64 = 0
    /// What came and nobody asked for.
    private(set) var updates: [TLReader] = []
    /// How often a packet was understood.
    private(set) var packets = 0

    private init(
        _ emulator: Emulator, _ center: Int32, _ transport: ClientTransport,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>
    ) {
        self.emulator = emulator
        self.center = center
        self.transport = transport
        self.outbound = outbound
        self.inbound = inbound.makeAsyncIterator()
    }

    static func connect<Result: Sendable>(
        _ emulator: Emulator, center: Int32 = 2, _ kind: FrameKind = .intermediate, isObfuscated: Bool = false,
        _ body: (WireClient) async throws -> sending Result
    ) async throws -> Result {
        let address = emulator.ready.dcs.first { $0.id == center }
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: address?.host ?? "", port: address?.port ?? 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var random = SystemRandomBytes()
            let transport = ClientTransport(kind, isObfuscated: isObfuscated, random: &random)
            let client = WireClient(emulator, center, transport, outbound, inbound)
            try await outbound.write(ByteBuffer(bytes: transport.opening))
            return try await body(client)
        }
    }

    // MARK: Packets

    func send(_ packet: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: transport.encode(packet)))
    }

    /// The bytes as they are, below every frame.
    func sendRaw(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// nil once the server has closed the connection.
    func frame() async throws -> Frame? {
        while true {
            if let frame = try transport.next() { return frame }
            guard let bytes = try await inbound.next() else { return nil }
            transport.feed(Array(bytes.readableBytesView))
        }
    }

    func packet() async throws -> [UInt8] {
        while let frame = try await frame() {
            if case .payload(let packet, _) = frame { return packet }
        }
        throw Lost()
    }

    static var now: SessionTime {
        let time = ContinuousTime.now
        return SessionTime(sinceEpoch: .seconds(time))
    }

    // MARK: Keys and calls

    func exchangeKeys() async throws -> AuthKey {
        let key = RSAPublicKey(pem: emulator.ready.rsaPublicKeyPEM)
        var exchange = ClientKeyExchange(
            keys: key.map { [$0] } ?? [], dataCentre: center, random: SystemRandomBytes())
        try await send(exchange.start(now: Self.now))
        while true {
            switch try exchange.receive(try await packet(), now: Self.now) {
            case .send(let packet): try await send(packet)
            case .done(let outcome):
                use(outcome.key, salt: outcome.salt)
                return outcome.key
            }
        }
    }

    /// Goes on with a key from before, in a new session.
    func use(_ key: AuthKey, salt: Int64 = 0) {
        var session = ClientSession(key: key, salt: salt, preface: Self.preface, random: SystemRandomBytes())
        session.connected(now: Self.now)
        self.session = session
    }

    private static let preface: [UInt8] = {
        let initialise = Function.InitConnection(
            apiID: 1, deviceModel: "test", systemVersion: "1", appVersion: "1", systemLangCode: "en", langPack: "",
            langCode: "en", query: [])
        return TLWriter.encode(Function.InvokeWithLayer(layer: 201, query: TLWriter.encode(initialise)))
    }()

    func call<Call: TLFunction>(_ function: Call) async throws -> Call.Result {
        var answer = try await answer(to: TLWriter.encode(function))
        return try answer.read()
    }

    func answer(to body: [UInt8]) async throws -> TLReader {
        lastQuery += 1
        let query = QueryID(rawValue: lastQuery)
        session?.submit(query, body: body)
        while true {
            for packet in session?.flush(now: Self.now) ?? [] { try await send(packet) }
            let packet = try await packet()
            for event in try session?.receive(packet, now: Self.now) ?? [] {
                packets += 1
                switch event {
                case .answer(query, let reader): return reader
                case .failure(query, .rejected(let failure)): throw failure
                case .failure(query, let failure): throw failure
                case .update(let reader): updates.append(reader)
                default: continue
                }
            }
        }
    }

    /// With a code, and where it is asked for with a password.
    func login(phone: String, code: String, password: String? = nil) async throws -> Int64 {
        let sent = try await call(
            Function.AuthSendCode(phoneNumber: phone, apiID: 1, apiHash: "hash", settings: API.CodeSettings()))
        guard case .authSentCode(let sent) = sent else { throw Lost() }
        do {
            let answer = try await call(
                Function.AuthSignIn(phoneNumber: phone, phoneCodeHash: sent.phoneCodeHash, phoneCode: code))
            return try Self.user(answer)
        } catch let failure as RPCFailure {
            guard failure.message == "SESSION_PASSWORD_NEEDED", let password else { throw failure }
            return try Self.user(try await checkPassword(password))
        }
    }

    private func checkPassword(_ password: String) async throws -> API.AuthAuthorization {
        let parameters = try await call(Function.AccountGetPassword())
        guard
            case .passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(let algorithm) =
                parameters.currentAlgo, let value = parameters.srpB, let id = parameters.srpID
        else { throw Lost() }
        var random = SystemRandomBytes()
        let proof = try PasswordProof(
            password: password,
            parameters: PasswordParameters(
                salt1: algorithm.salt1, salt2: algorithm.salt2, generator: algorithm.g, prime: algorithm.p),
            serverValue: value, secret: random.bytes(256))
        guard let proof else { throw Lost() }
        return try await call(
            Function.AuthCheckPassword(
                password: .inputCheckPasswordSRP(.init(srpID: id, a: proof.a, m1: proof.m1))))
    }

    private static func user(_ answer: API.AuthAuthorization) throws -> Int64 {
        guard case .authAuthorization(let value) = answer, case .user(let user) = value.user else { throw Lost() }
        return user.id
    }

    // MARK: Channels and files

    func createChannel(_ title: String = "Store") async throws -> API.Channel {
        let updates = try await call(Function.ChannelsCreateChannel(broadcast: true, title: title, about: ""))
        guard case .updates(let value) = updates, case .channel(let channel) = value.chats.first else { throw Lost() }
        return channel
    }

    func upload(_ content: [UInt8], id: Int64, partBytes: Int = 524_288) async throws -> API.InputFile {
        let parts = Int32((content.count + partBytes - 1) / partBytes)
        for part in 0..<parts {
            let start = Int(part) * partBytes
            let bytes = Array(content[start..<min(start + partBytes, content.count)])
            _ = try await call(
                Function.UploadSaveBigFilePart(fileID: id, filePart: part, fileTotalParts: parts, bytes: bytes))
        }
        return .inputFileBig(API.InputFileBig(id: id, parts: parts, name: "block"))
    }

    func post(_ file: API.InputFile, to channel: API.Channel, randomID: Int64, _ text: String = "") async throws
        -> API.MessageValue
    {
        let media = API.InputMediaUploadedDocument(
            forceFile: true, file: file, mimeType: "application/octet-stream", attributes: [])
        return try message(
            in: try await call(
                Function.MessagesSendMedia(
                    peer: channel.peer, media: .inputMediaUploadedDocument(media), message: text, randomID: randomID)))
    }

    func message(in updates: API.Updates) throws -> API.MessageValue {
        guard case .updates(let value) = updates else { throw Lost() }
        for update in value.updates {
            if case .updateNewChannelMessage(let new) = update, case .message(let message) = new.message {
                return message
            }
        }
        throw Lost()
    }

    func download(_ document: API.DocumentValue) async throws -> [UInt8] {
        var content: [UInt8] = []
        while content.count < document.size {
            let file = try await call(
                Function.UploadGetFile(location: document.location, offset: Int64(content.count), limit: 1 << 20))
            guard case .uploadFile(let value) = file, !value.bytes.isEmpty else { throw Lost() }
            content += value.bytes
        }
        return content
    }
}

extension API.Channel {
    var peer: API.InputPeer {
        .inputPeerChannel(API.InputPeerChannel(channelID: id, accessHash: accessHash ?? 0))
    }

    var input: API.InputChannel { .inputChannel(API.InputChannelValue(channelID: id, accessHash: accessHash ?? 0)) }
}

extension API.MessageValue {
    var document: API.DocumentValue? {
        guard case .messageMediaDocument(let media) = media, case .document(let document) = media.document else {
            return nil
        }
        return document
    }
}

extension API.DocumentValue {
    var location: API.InputFileLocation {
        .inputDocumentFileLocation(
            API.InputDocumentFileLocation(
                id: id, accessHash: accessHash, fileReference: fileReference, thumbSize: ""))
    }
}
