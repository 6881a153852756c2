// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import Logging
import MTProto
import NIOCore
import NIOPosix

/// How an emulator is started.
package struct EmulatorConfiguration: Sendable {
    package var state: String
    package var host = "127.0.0.1"
    package var centers: Int
    package var hasRateLimits: Bool

    package init(state: String, host: String = "127.0.0.1", centers: Int = 3, hasRateLimits: Bool = true) {
        self.state = state
        self.host = host
        self.centers = centers
        self.hasRateLimits = hasRateLimits
    }
}

/// What a client has to know: the content of the ready file.
package struct ReadyFile: Hashable, Codable, Sendable {
    package struct Center: Hashable, Codable, Sendable {
        package var id: Int32
        package var host: String
        package var port: Int
    }

    package var dcs: [Center]
    package var rsaPublicKeyPEM: String
    /// There is no Bot API face: null.
    @ExplicitNull package var botAPIURL: String?
    package var controlSocket: String

    enum CodingKeys: String, CodingKey {
        case dcs
        case rsaPublicKeyPEM = "rsa_public_key_pem"
        case botAPIURL = "bot_api_url"
        case controlSocket = "control_socket"
    }
}

extension ReadyFile {
    /// As one step: who waits for the file finds all of it.
    package func write(to path: String) throws {
        try FileBytes.replace(path, by: JSON.encode(self), mode: 0o644)
    }
}

/// A Telegram on this machine. It serves from `start` to `stop`.
package final class Emulator: Sendable {
    package let ready: ReadyFile
    package let backend: Backend
    let server: Server
    private let directory: StateDirectory
    private let listeners: [any Channel]
    private let group: MultiThreadedEventLoopGroup
    private let pool: NIOThreadPool
    private let housekeeping: RepeatedTask
    private let control: Task<Void, any Error>

    /// Connections of clients that are open now.
    package var connectionCount: Int { server.connectionCount }

    private init(
        ready: ReadyFile, server: Server, directory: StateDirectory, listeners: [any Channel],
        group: MultiThreadedEventLoopGroup, pool: NIOThreadPool, housekeeping: RepeatedTask,
        control: Task<Void, any Error>
    ) {
        self.ready = ready
        self.server = server
        backend = server.backend
        self.directory = directory
        self.listeners = listeners
        self.group = group
        self.pool = pool
        self.housekeeping = housekeeping
        self.control = control
    }

    /// Listens on the ports that the state directory remembers, or on free ones, and answers on the control socket.
    package static func start(
        _ configuration: EmulatorConfiguration, clock: any WallClock = SystemWallClock(),
        logger: Logger = Logger(label: "telegram-emulator")
    ) async throws -> Emulator {
        let directory = try StateDirectory(path: configuration.state)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let pool = NIOThreadPool(numberOfThreads: 4)
        pool.start()
        do {
            return try await start(configuration, directory, clock, logger, group, pool)
        } catch {
            try await pool.shutdownGracefully()
            try await group.shutdownGracefully()
            throw error
        }
    }

    private static func start(
        _ configuration: EmulatorConfiguration, _ directory: StateDirectory, _ clock: any WallClock, _ logger: Logger,
        _ group: MultiThreadedEventLoopGroup, _ pool: NIOThreadPool
    ) async throws -> Emulator {
        let (settings, key) = try identity(configuration, directory)
        let store = try WorldStore(
            directory, secret: settings.secret, now: clock.now().seconds, logger: logger)
        let backend = Backend(
            store: store, directory: directory, host: configuration.host, hasRateLimits: configuration.hasRateLimits,
            clock: clock, logger: logger)
        let server = Server(backend: backend, key: key, pool: pool, logger: logger)
        var listeners: [any Channel] = []
        var centers: [Backend.Center] = []
        for center in settings.centers {
            var ports: [Int] = []
            for port in [center.port, center.mediaPort] {
                let listener = try await server.listen(
                    host: configuration.host, port: port, center: center.id, on: group)
                listeners.append(listener)
                ports.append(listener.localAddress?.port ?? 0)
            }
            centers.append(.init(id: center.id, port: ports[0], mediaPort: ports[1]))
        }
        backend.open(centers)
        try directory.save(
            .init(
                secret: settings.secret,
                centers: centers.map { .init(id: $0.id, port: $0.port, mediaPort: $0.mediaPort) }, key: settings.key))
        let socket = directory.socket
        let control = try await serveControl(at: socket, server)
        let ready = ReadyFile(
            dcs: centers.map { .init(id: $0.id.rawValue, host: configuration.host, port: $0.port) },
            rsaPublicKeyPEM: key.publicKey.pem, botAPIURL: nil, controlSocket: socket)
        let housekeeping = group.next().scheduleRepeatedTask(initialDelay: .seconds(30), delay: .seconds(30)) { _ in
            pool.submit { _ in server.clean() }
        }
        return Emulator(
            ready: ready, server: server, directory: directory, listeners: listeners, group: group, pool: pool,
            housekeeping: housekeeping, control: control)
    }

    /// Who this server is: the same over restarts.
    private static func identity(
        _ configuration: EmulatorConfiguration, _ directory: StateDirectory
    ) throws -> (StateDirectory.Server, RSAPrivateKey) {
        if let saved = try directory.server(), saved.key.count == 3,
            let publicKey = RSAPublicKey(modulus: saved.key[0], exponent: saved.key[1])
        {
            var saved = saved
            for id in saved.centers.count..<max(saved.centers.count, configuration.centers) {
                saved.centers.append(.init(id: DataCenterID(rawValue: Int32(id + 1)), port: 0, mediaPort: 0))
            }
            return (saved, RSAPrivateKey(publicKey: publicKey, privateExponent: saved.key[2]))
        }
        guard let key = RSAPrivateKey.generate() else { throw EmulatorError.noKey }
        let centers = (1...max(1, configuration.centers)).map {
            StateDirectory.Server.Center(id: DataCenterID(rawValue: Int32($0)), port: 0, mediaPort: 0)
        }
        let numbers = [key.publicKey.modulus, key.publicKey.exponent, key.privateExponent]
        return (.init(secret: Random.bytes(32), centers: centers, key: numbers), key)
    }

    private static func serveControl(at socket: String, _ server: Server) async throws -> Task<Void, any Error> {
        let (readiness, continuation) = AsyncThrowingStream.makeStream(of: Void.self)
        let control = Task {
            do {
                try await ControlServer.serve(at: socket, EmulatorControl(server: server).registry) {
                    continuation.finish()
                }
            } catch {
                continuation.finish(throwing: error)
                throw error
            }
        }
        // Ends without an element once the socket answers.
        for try await _ in readiness {}
        return control
    }

    /// Closes every connection; what was answered is on disk.
    package func stop() async throws {
        housekeeping.cancel()
        control.cancel()
        // Ends by cancellation, as it was told to.
        _ = try? await control.value
        for listener in listeners { try await listener.close() }
        server.closeAll()
        try await group.shutdownGracefully()
        try await pool.shutdownGracefully()
    }

    /// Returns when the control socket ends: with the emulator, or because it failed.
    package func wait() async throws { try await control.value }
}

/// Why there is no emulator.
package enum EmulatorError: Error, Hashable, Sendable {
    case noKey
}
