// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Who asks.
struct GatewayContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// Answers requests: finds the share, asks for its password, and hands over to the page or the stream.
final class GatewayResponder: HTTPResponder {
    typealias Context = GatewayContext

    let content: ShareContent
    let ledger: DownloadLedger
    let limits: GatewayLimits
    let executor: BlockingExecutor
    let logger: Logger
    let onUse: @Sendable (ShareUse) -> Void
    let sessions: Sessions
    let zipsUnderWay = ZIPsUnderWay()
    private let isBehindProxy: Bool
    private let isPublicHTTPS: Bool
    private let tries: Mutex<Tries>
    private let running = Running()

    struct Tries {
        var passwords: AttemptLimiter<ShareAndAddress>
        var passwordsOfAll: AttemptLimiter<ShareID>
        var unknownTokens: AttemptLimiter<String>
        var checksUnderWay = 0
    }

    struct ShareAndAddress: Hashable {
        let share: ShareID
        let address: String
    }

    init(
        volume: Volume, configuration: GatewayConfiguration, executor: BlockingExecutor, logger: Logger,
        onUse: @escaping @Sendable (ShareUse) -> Void
    ) {
        content = ShareContent(volume: volume)
        ledger = DownloadLedger(volume)
        limits = configuration.limits
        self.executor = executor
        self.logger = logger
        self.onUse = onUse
        sessions = Sessions(lifetime: limits.sessionLifetime)
        isBehindProxy = configuration.publicURL != nil
        isPublicHTTPS = configuration.publicURL?.lowercased().hasPrefix("https:") ?? false
        tries = Mutex(
            Tries(
                passwords: AttemptLimiter(limits.passwordTries),
                passwordsOfAll: AttemptLimiter(limits.passwordTriesOfAll),
                unknownTokens: AttemptLimiter(limits.unknownTokens)))
    }

    var volume: Volume { content.volume }

    func respond(to request: Request, context: GatewayContext) async throws -> Response {
        let address = address(of: request, context)
        guard let ticket = Ticket(address, running, max: limits.requestsPerAddressMax) else {
            var response = refusal(
                .tooManyRequests, "Too much at once", "Wait for a download to end, then try again.", up: "")
            response.headers[.retryAfter] = "5"
            return response
        }
        let response = await withTaskExecutorPreference(executor) { await self.answer(request, context, address) }
        return finished(response, ticket, request, context)
    }

    // MARK: What every answer has

    private func answer(_ request: Request, _ context: GatewayContext, _ address: String) async -> Response {
        guard (request.head.path ?? "").utf8.count <= limits.targetBytesMax else {
            return refusal(.uriTooLong, "Not found", Self.unknownText, up: "")
        }
        guard let path = SharePath(request.head.path ?? "") else {
            return refusal(.notFound, "Not found", Self.unknownText, up: Self.way(request.head.path ?? ""))
        }
        let isForm = path.verb == .unlock
        guard isForm ? request.method == .post : request.method == .get || request.method == .head else {
            var response = refusal(
                .methodNotAllowed, "Not possible", "This link cannot be used in that way.", up: path.up)
            response.headers[.allow] = isForm ? "POST" : "GET, HEAD"
            return response
        }
        do throws(FSError) {
            switch path.verb {
            case .style: return style(request)
            case .robots: return text("User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")
            case .page, .raw, .view, .browse, .zip, .unlock: break
            }
            try volume.requireNotTakenOver()
            guard let share = try volume.share(token: path.token) else { return unknown(path, address) }
            if let reason = share.endReason(at: volume.now) { return ended(reason, path) }
            if isForm { return try await unlock(share, path, request, address) }
            if let question = try await askPassword(share, path, request, address) { return question }
            return try await show(share, path, request, address)
        } catch {
            return failure(error, path)
        }
    }

    private func show(
        _ share: Share, _ path: SharePath, _ request: Request, _ address: String
    ) async throws(FSError) -> Response {
        switch path.verb {
        case .page:
            if path.isDownload {
                guard share.kind == .folder else { return try await bytes(share, path, request, address) }
                return try await zip(share, path, request, address)
            }
            if request.method == .get { onUse(ShareUse(kind: .opened, share: share.id, address: address)) }
            return share.kind == .folder ? try await folder(share, path) : try filePage(share, path)
        case .view: return try filePage(share, path)
        case .browse: return try await folder(share, path)
        case .raw: return try await bytes(share, path, request, address)
        case .zip: return try await zip(share, path, request, address)
        case .unlock, .style, .robots: return refusal(.notFound, "Not found", Self.unknownText, up: path.up)
        }
    }

    private func filePage(_ share: Share, _ path: SharePath) throws(FSError) -> Response {
        page(.ok, Page.file(try content.file(share, path.names), share, at: path, rootName: rootName(share)))
    }

    private func folder(_ share: Share, _ path: SharePath) async throws(FSError) -> Response {
        let folder = try content.resolve(share, path.names)
        guard folder.kind == .directory else { throw .notFound }
        let (entries, hasMore) = try await content.entries(of: folder.inode, limit: limits.namesPerPageMax)
        return page(.ok, Page.folder(entries, hasMore: hasMore, share, at: path, rootName: rootName(share)))
    }

    func rootName(_ share: Share) -> [UInt8] {
        share.name.isEmpty ? Array(volume.configuration.name.utf8) : share.name
    }

    // MARK: Passwords

    /// The page that asks for it; nil where it was given or there is none.
    private func askPassword(
        _ share: Share, _ path: SharePath, _ request: Request, _ address: String
    ) async throws(FSError) -> Response? {
        guard share.password != nil else { return nil }
        for cookie in request.headers[values: .cookie] {
            for pair in cookie.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1).map { String($0.filter { $0 != " " }) }
                if parts.count == 2, parts[0] == Self.cookieName, sessions.holds(cookie: parts[1], share.id) {
                    return nil
                }
            }
        }
        guard let header = request.headers[.authorization] else { return passwordPage(path, nil) }
        if sessions.holds(header: header, share.id) { return nil }
        guard let password = BasicCredentials.password(header) else { return passwordPage(path, nil) }
        if let refused = try check(password, share, path, address) { return refused }
        sessions.remember(header: header, share.id)
        return nil
    }

    private func unlock(
        _ share: Share, _ path: SharePath, _ request: Request, _ address: String
    ) async throws(FSError) -> Response {
        guard let form = await form(request) else {
            return refusal(.badRequest, "Not understood", "The form was not sent as it should be.", up: path.up)
        }
        guard share.password != nil else { return redirect(path, cookie: nil, request) }
        if let refused = try check(form, share, path, address) { return refused }
        return redirect(path, cookie: sessions.begin(share.id), request)
    }

    /// Nil where the password is right.
    private func check(
        _ password: [UInt8], _ share: Share, _ path: SharePath, _ address: String
    ) throws(FSError) -> Response? {
        let key = ShareAndAddress(share: share.id, address: address)
        let wait = tries.withLock { tries -> Duration? in
            guard tries.checksUnderWay < limits.passwordChecksMax else { return .seconds(1) }
            let now = ContinuousClock.now
            if let wait = tries.passwords.take(key, at: now) { return wait }
            if let wait = tries.passwordsOfAll.take(share.id, at: now) {
                tries.passwords.giveBack(key)
                return wait
            }
            tries.checksUnderWay += 1
            return nil
        }
        if let wait {
            onUse(ShareUse(kind: .limited, share: share.id, address: address))
            return tooManyTries(wait, path)
        }
        defer { tries.withLock { $0.checksUnderWay -= 1 } }
        guard try volume.opens(share, password: password) else {
            logger.notice("wrong password", metadata: ["share": "\(share.id)", "address": "\(address)"])
            onUse(ShareUse(kind: .denied, share: share.id, address: address))
            return passwordPage(path, "That is not the password. Try again.")
        }
        tries.withLock { tries in
            tries.passwords.forgive(key)
            tries.passwordsOfAll.giveBack(share.id)
        }
        return nil
    }

    private func form(_ request: Request) async -> [UInt8]? {
        let body = await withTaskGroup(of: ByteBuffer?.self) { group in
            group.addTask { try? await request.body.collect(upTo: self.limits.bodyBytesMax) }
            group.addTask {
                try? await Task.sleep(for: self.limits.bodyTimeout)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let body else { return nil }
        for pair in body.readableBytesView.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].elementsEqual("password".utf8) else { continue }
            return PercentCoding.bytes(parts[1], plusIsSpace: .space)
        }
        return nil
    }

    private static let cookieName = "gramfs"

    /// To the page of the share. Without a path the cookie is for what lies beside this address: for this link alone, below
    /// whatever prefix a proxy has.
    private func redirect(_ path: SharePath, cookie: String?, _ request: Request) -> Response {
        var response = Response(status: .seeOther, headers: .secure)
        response.headers[.location] = path.root
        response.headers[.cacheControl] = "no-store"
        if let cookie {
            let isSecure = isPublicHTTPS || (isBehindProxy && request.headers[.forwardedProto] == "https")
            let seconds = limits.sessionLifetime.components.seconds
            response.headers[.setCookie] =
                "\(Self.cookieName)=\(cookie); Max-Age=\(seconds); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
        }
        return response
    }

    private func passwordPage(_ path: SharePath, _ message: String?) -> Response {
        var response = page(.unauthorized, Page.password(at: path, message: message))
        // Browsers get the form: for programs alone, which ask for bytes, there is the header.
        if path.verb == .raw || path.verb == .zip || path.isDownload {
            response.headers[.wwwAuthenticate] = "Basic realm=\"gramfs share\", charset=\"UTF-8\""
        }
        return response
    }

    private func tooManyTries(_ wait: Duration, _ path: SharePath) -> Response {
        var response = refusal(
            .tooManyRequests, "Too many tries", "The password was wrong too often. Wait some minutes, then try again.",
            up: path.up)
        response.headers[.retryAfter] = "\(max(1, wait.components.seconds + 1))"
        return response
    }

    // MARK: Refusals

    private static let unknownText =
        "There is nothing here. The link may be mistyped, or what it led to may be gone."

    private func unknown(_ path: SharePath, _ address: String) -> Response {
        guard let wait = tries.withLock({ $0.unknownTokens.take(address, at: .now) }) else {
            return refusal(.notFound, "Not found", Self.unknownText, up: path.up)
        }
        return tooManyTries(wait, path)
    }

    private func ended(_ reason: Share.EndReason, _ path: SharePath) -> Response {
        let text =
            switch reason {
            case .expired: "This link has expired."
            case .usedUp: "This link was downloaded as often as it may be."
            case .revoked, .deleted: "This link was withdrawn."
            }
        return refusal(.gone, "No longer here", text + " Ask whoever gave it to you for a new one.", up: path.up)
    }

    func failure(_ error: FSError, _ path: SharePath) -> Response {
        let status = error.httpStatus
        switch status {
        case .notFound: return refusal(status, "Not found", Self.unknownText, up: path.up)
        case .gone: return ended(.revoked, path)
        case .contentTooLarge:
            return refusal(
                status, "Too much for one ZIP",
                "This folder holds too many files. Download its sub-folders one by one.",
                up: path.up)
        case .tooManyRequests:
            var response = refusal(
                status, "Asked for too often", "The same part of this file was asked for again and again.", up: path.up)
            response.headers[.retryAfter] = "600"
            return response
        case .serviceUnavailable:
            logger.notice("a share waits for its store", metadata: ["reason": "\(error)"])
            var response = refusal(
                status, "Not now", "The file is there, but its store does not answer. Try again in a while.",
                up: path.up)
            response.headers[.retryAfter] = "30"
            return response
        default:
            logger.error("a share cannot be shown", metadata: ["reason": "\(error)"])
            return refusal(status, "Something is wrong", "This cannot be shown. Its owner's log says why.", up: path.up)
        }
    }

    func tooManyZIPs(_ path: SharePath) -> Response {
        var response = refusal(
            .serviceUnavailable, "Not now", "Too many folders are being downloaded. Try again in a while.", up: path.up)
        response.headers[.retryAfter] = "30"
        return response
    }

    private func refusal(_ status: HTTPResponse.Status, _ title: String, _ text: String, up: String) -> Response {
        page(status, Page.message(title, text, up: up))
    }

    /// The way to `/s/` from a path that is none of ours.
    private static func way(_ target: String) -> String {
        let path = target.prefix { $0 != "?" }
        guard path.hasPrefix(SharePath.prefix) else {
            return String(repeating: "../", count: min(64, max(1, path.count { $0 == "/" }) - 1)) + "s/"
        }
        return String(repeating: "../", count: min(64, path.dropFirst(SharePath.prefix.count).count { $0 == "/" }))
    }

    // MARK: Parts

    private func page(_ status: HTTPResponse.Status, _ page: Page) -> Response {
        var response = text(page.html, "text/html; charset=utf-8")
        response.status = status
        response.headers[.contentSecurityPolicy] = HTTPFields.pagePolicy
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private func text(_ text: String, _ type: String) -> Response {
        var headers = HTTPFields.secure
        headers[.contentType] = type
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func style(_ request: Request) -> Response {
        var response = text(Style.sheet, "text/css; charset=utf-8")
        response.headers[.cacheControl] = "public, max-age=3600"
        return response
    }

    /// Keeps the ticket until the body is out or has failed, and closes what cannot be used again: a connection with a body
    /// that nobody reads, and one after HEAD of a length that nobody knows, where the encoder would send an empty body.
    private func finished(
        _ response: Response, _ ticket: Ticket, _ request: Request, _ context: GatewayContext
    ) -> Response {
        let channel = context.channel
        let isHead = request.method == .head
        let leavesBody =
            request.head.headerFields[.transferEncoding] != nil
            || (request.headers[.contentLength] ?? "0") != "0" && response.status != .seeOther
        var headers = response.headers
        if leavesBody { headers[.connection] = "close" }
        let linger = limits.headTimeout
        guard !isHead || headers[.contentLength] != nil else {
            return Response(
                status: response.status, headers: headers,
                body: ResponseBody { _ in
                    withExtendedLifetime(ticket) {}
                    channel.close(promise: nil)
                })
        }
        let body = isHead ? ResponseBody() : response.body
        return Response(
            status: response.status, headers: headers,
            body: ResponseBody(contentLength: body.contentLength) { writer in
                defer {
                    withExtendedLifetime(ticket) {}
                    // Not at once: the answer may still be on its way.
                    if leavesBody { channel.eventLoop.scheduleTask(in: linger) { channel.close(promise: nil) } }
                }
                try await body.write(writer)
            })
    }

    /// One of the answers that an address may have under way at once; given back when the last one to hold it lets go.
    private final class Ticket: Sendable {
        private let address: String
        private let running: Running

        init?(_ address: String, _ running: Running, max limit: Int) {
            self.address = address
            self.running = running
            let isFree = running.counts.withLock { counts in
                guard counts[address, default: 0] < limit else { return false }
                counts[address, default: 0] += 1
                return true
            }
            guard isFree else { return nil }
        }

        deinit {
            running.counts.withLock { counts in
                let left = counts[address, default: 1] - 1
                counts[address] = left > 0 ? left : nil
            }
        }
    }

    private final class Running: Sendable {
        let counts = Mutex<[String: Int]>([:])
    }

    /// The peer; or what a proxy on this machine says, where the configuration says that there is one. IPv6 by its network,
    /// since a household has 2^64 addresses.
    private func address(of request: Request, _ context: GatewayContext) -> String {
        let peer = context.channel.remoteAddress?.ipAddress ?? "?"
        let isLocal = peer == "::1" || peer.hasPrefix("127.") || peer.hasPrefix("::ffff:127.")
        guard isBehindProxy, isLocal,
            let told = request.headers[.forwardedFor]?.split(separator: ",").last.map({ $0.filter { $0 != " " } }),
            let address = try? SocketAddress(ipAddress: told, port: 0).ipAddress
        else { return Self.network(peer) }
        return Self.network(address)
    }

    private static func network(_ address: String) -> String {
        guard let socket = try? SocketAddress(ipAddress: address, port: 0), case .v6(let six) = socket else {
            return address
        }
        let bytes = withUnsafeBytes(of: six.address.sin6_addr) { Array($0.prefix(8)) }
        return stride(from: 0, to: 8, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":") + "::/64"
    }
}
