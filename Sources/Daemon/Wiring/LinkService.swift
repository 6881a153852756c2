// SPDX-License-Identifier: MIT

import ControlSocket
import Filesystem
import FilesystemModel
import Glibc
import HTTPGateway
import Logging
import NIOCore
import Synchronization

/// The shares of a mounted volume for its owner, and the gateway for everybody else.
final class LinkService: Sendable {
    private let volume: Volume
    private let serve: ServeAddress?
    private let publicURL: String?
    private let logger: Logger
    private let boundPort = Mutex<UInt16?>(nil)
    private let listeners = Mutex<Listeners>(Listeners())

    private struct Listeners {
        var next = 0
        var uses: [Int: AsyncStream<VolumeEvent>.Continuation] = [:]
    }

    init(_ volume: Volume, _ options: MountOptions, logger: Logger) {
        self.volume = volume
        serve = options.serve
        publicURL = options.serveURL
        self.logger = logger
    }

    // MARK: For the owner

    func create(_ parameters: ShareCreateParameters) async throws(Failure) -> ShareReport {
        let shown = "/" + parameters.path.text
        if let seconds = parameters.expiresSeconds, !(seconds > 0 && seconds < 1e10) {
            throw Failure(
                .usage, "A link cannot end after \(seconds) seconds", hint: "Give a time such as 7d, or never")
        }
        let request = ShareRequest(
            path: parameters.path.bytes, lifetime: parameters.expiresSeconds.map { .seconds($0) },
            password: parameters.password.map { Array($0.utf8) }, downloadsMax: parameters.maxDownloads,
            note: parameters.note ?? "", isLive: parameters.live ?? false)
        do throws(FSError) {
            let (share, token) = try await volume.blocking { (volume) throws(FSError) in
                try volume.createShare(request)
            }
            var report = ShareReport(share, at: volume.now)
            report.standing = nil
            report.token = token.description
            report.url = base.map { "\($0)/s/\(token)" }
            return report
        } catch {
            throw Failure(error, about: shown)
        }
    }

    func all() async throws(Failure) -> [ShareReport] {
        do throws(FSError) {
            let now = volume.now
            return try await volume.blocking { (volume) throws(FSError) in try volume.shares() }
                .map { ShareReport($0, at: now) }
        } catch {
            throw Failure(error, about: "the list of shares")
        }
    }

    func info(_ text: String) async throws(Failure) -> ShareReport {
        let id = try Self.id(text)
        do throws(FSError) {
            guard let share = try volume.share(id) else { throw .notFound }
            return ShareReport(share, at: volume.now)
        } catch {
            throw Self.failure(error, text)
        }
    }

    func revoke(_ text: String) async throws(Failure) -> ShareReport {
        let id = try Self.id(text)
        do throws(FSError) {
            return ShareReport(
                try await volume.blocking { (volume) throws(FSError) in try volume.revokeShare(id) }, at: volume.now)
        } catch {
            throw Self.failure(error, text)
        }
    }

    func uses() -> AsyncStream<VolumeEvent> {
        let (uses, continuation) = AsyncStream.makeStream(of: VolumeEvent.self, bufferingPolicy: .bufferingNewest(256))
        let number = listeners.withLock { listeners in
            listeners.next += 1
            listeners.uses[listeners.next] = continuation
            return listeners.next
        }
        continuation.onTermination = { [weak self] _ in self?.listeners.withLock { $0.uses[number] = nil } }
        return uses
    }

    private static func id(_ text: String) throws(Failure) -> ShareID {
        guard let id = ShareID(text) else { throw unknown(text) }
        return id
    }

    private static func failure(_ error: FSError, _ id: String) -> Failure {
        error == .notFound ? unknown(id) : Failure(error, about: "share \(id)")
    }

    private static func unknown(_ id: String) -> Failure {
        Failure(.noSuchShare, "There is no share \(id)", hint: "gramfs share list names them")
    }

    // MARK: For everybody else

    /// How links begin; nil while nobody serves them.
    private var base: String? {
        if let publicURL { return publicURL }
        guard let serve, let port = boundPort.withLock({ $0 }) else { return nil }
        return serve.url(boundTo: port, name: Self.hostName)
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, 255) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func run(whenReady: @escaping @Sendable () -> Void) async throws(Failure) {
        guard let serve else { return whenReady() }
        let gateway = HTTPGateway(
            volume, GatewayConfiguration(host: serve.host, port: Int(serve.port), publicURL: publicURL), logger: logger
        ) { [weak self] use in self?.tell(use) }
        do {
            try await gateway.run { [logger, weak self] port in
                self?.boundPort.withLock { $0 = UInt16(exactly: port) }
                logger.notice("links are served", metadata: ["address": "\(serve.host)", "port": "\(port)"])
                whenReady()
            }
        } catch is CancellationError {
            return
        } catch let error as IOError {
            throw Failure(
                .failed, "Links cannot be served at \(serve): \(reason(error.errnoCode))",
                hint: "Give another address: serve=PORT")
        } catch {
            throw Failure(
                .failed, "Links cannot be served at \(serve): \(error)", hint: "Give another address: serve=PORT")
        }
    }

    private func tell(_ use: ShareUse) {
        let uses = listeners.withLock { Array($0.uses.values) }
        guard !uses.isEmpty else { return }
        var event = VolumeEvent(.share, VolumeEvent.Kind(use.kind), at: UTCTime(volume.now))
        event.share = use.share.description
        event.address = use.address
        for continuation in uses { continuation.yield(event) }
    }
}

extension VolumeEvent.Kind {
    fileprivate init(_ kind: ShareUse.Kind) {
        self =
            switch kind {
            case .opened: .opened
            case .downloaded: .downloaded
            case .denied: .denied
            case .limited: .limited
            }
    }
}

extension ShareReport {
    init(_ share: Share, at now: Timestamp) {
        let state: State =
            switch share.endReason(at: now) {
            case nil: .active
            case .expired, .usedUp: .expired
            case .revoked, .deleted: .revoked
            }
        self.init(
            id: share.id.description, path: RawPath(bytes: share.path), kind: share.kind == .folder ? .folder : .file,
            createdAt: UTCTime(share.created), expiresAt: share.expires.map { UTCTime($0) },
            maxDownloads: share.downloadsMax, live: share.isLive,
            standing: Standing(
                downloads: share.downloads, state: state, hasPassword: share.password != nil, note: share.note))
    }
}
