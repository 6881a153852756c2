// SPDX-License-Identifier: MIT

import ControlSocket
import Logging
import Telegram

/// The accounts of this machine, as one process uses them. A session file is locked by its one client, so a volume and a
/// login share that: a login that was revoked is healed below the volume by logging in again.
///
/// A client is open while a volume has it (until `closeAll`), while a call needs it, and while a login waits for its code
/// or password.
package actor Accounts {
    /// A login that waits for somebody.
    private enum Question {
        case code(SentCode)
        case password(hint: String?)
    }

    private struct Holding {
        let client: TelegramClient
        /// Calls under way, and volumes.
        var uses = 0
        var question: Question?
        var asked = ContinuousClock.now
        /// Whose data the volume is with. Another user must not step in: the volume would seem to be gone.
        var owner: Int64?
    }

    /// After so long nobody will answer: Telegram's codes live a few minutes.
    private static let questionMax = Duration.seconds(600)

    private let places: Places
    /// The variables that matter here. Not for a log: there is a secret among them.
    package nonisolated let environment: [String: String]
    private let version: String
    private let logger = Logger(label: "gramfs.account")
    private var holdings: [AccountName: Holding] = [:]
    /// Logins and logouts under way: one at a time for each account.
    private var busy: Set<AccountName> = []
    private var closing: [AccountName: Task<Void, Never>] = [:]
    private var lastUse = ContinuousClock.now

    package init(places: Places, environment: [String: String] = processEnvironment(), version: String = "0") {
        self.places = places
        self.version = version
        self.environment = TelegramSettings.variables(of: environment)
    }

    // MARK: For volumes

    /// The client of an account, for the rest of this process. Whether somebody is logged in is told by its calls.
    package func client(of account: AccountName) async throws(Failure) -> TelegramClient {
        let client = try await acquire(account)
        // Never released: the volume has it until `closeAll`.
        holdings[account]?.owner = await client.account?.id
        return client
    }

    /// Before the process ends, or when its volume is closed.
    package func closeAll() async {
        for account in Array(holdings.keys) {
            holdings[account]?.uses = 0
            holdings[account]?.question = nil
            await closeIfUnused(account)
        }
    }

    /// Whether nothing was asked for since `duration`, and no login waits.
    package func isIdle(for duration: Duration) async -> Bool {
        await dropOldQuestions()
        return holdings.isEmpty && busy.isEmpty && lastUse.duration(to: .now) >= duration
    }

    // MARK: Questions

    package func status(_ parameters: AccountParameters) async throws(Failure) -> LoginReport {
        let account = try AccountName(parsing: parameters.account)
        await dropOldQuestions()
        if let question = holdings[account]?.question { return report(account, question) }
        guard holdings[account] != nil || hasSession(account) else {
            return LoginReport(account: "\(account)", state: .none)
        }
        let client = try await acquire(account, parameters.environment)
        let report: Result<LoginReport, Failure> = await result { () async throws(Failure) in
            try await self.verified(account, client)
        }
        await release(account)
        return try report.get()
    }

    /// Begins a login; what waited before is given up. Where somebody is logged in, that is the answer.
    package func start(_ parameters: LoginStartParameters) async throws(Failure) -> LoginReport {
        let account = try AccountName(parsing: parameters.account)
        guard (parameters.phone == nil) != (parameters.botToken == nil) else {
            throw Failure(.usage, "A login needs a phone number or the token of a bot", hint: "Give one of them")
        }
        return try await exclusively(account, parameters.environment) { (client) async throws(Failure) in
            await self.giveUp(account, client)
            let before = try await self.verified(account, client)
            if before.state == .authorised { return before }
            // The server may refuse the keys of a login that has ended for ever.
            await client.forgetEverything()
            return try await self.begin(account, client, parameters)
        }
    }

    package func resend(_ account: AccountName) async throws(Failure) -> LoginReport {
        try await exclusively(account) { (client) async throws(Failure) in
            guard case .code(let sent) = await self.question(of: account) else {
                throw Self.noQuestion("code", account)
            }
            do throws(LoginProblem) {
                return try await self.take(try await client.resendCode(sent), account, client)
            } catch {
                throw Failure(error, about: "\(account)")
            }
        }
    }

    package func enter(code: String, for account: AccountName) async throws(Failure) -> LoginReport {
        try await exclusively(account) { (client) async throws(Failure) in
            guard case .code(let sent) = await self.question(of: account) else {
                throw Self.noQuestion("code", account)
            }
            do throws(LoginProblem) {
                return try await self.take(try await client.signIn(sent, code: code), account, client)
            } catch {
                if error == .codeExpired { await self.ask(nil, account) }
                throw Failure(error, about: "\(account)")
            }
        }
    }

    package func enter(password: String, for account: AccountName) async throws(Failure) -> LoginReport {
        try await exclusively(account) { (client) async throws(Failure) in
            guard case .password = await self.question(of: account) else {
                throw Self.noQuestion("password", account)
            }
            do throws(LoginProblem) {
                return try await self.take(try await client.checkPassword(password), account, client)
            } catch {
                throw Failure(error, about: "\(account)")
            }
        }
    }

    /// Harmless where no login is under way.
    package func cancel(_ account: AccountName) async throws(Failure) -> LoginReport {
        guard holdings[account]?.question != nil else { return LoginReport(account: "\(account)", state: .none) }
        return try await exclusively(account) { (client) async throws(Failure) in
            await self.giveUp(account, client)
            return LoginReport(account: "\(account)", state: .none)
        }
    }

    /// Ends the login at Telegram and here.
    package func logOut(_ parameters: AccountParameters) async throws(Failure) -> LoginReport {
        let account = try AccountName(parsing: parameters.account)
        guard holdings[account] != nil || hasSession(account) else {
            throw Self.nobody(account)
        }
        return try await exclusively(account, parameters.environment) { (client) async throws(Failure) in
            await self.giveUp(account, client)
            guard await client.account != nil else {
                throw Self.nobody(account)
            }
            do throws(TelegramError) {
                try await client.logOut()
            } catch {
                throw Failure(error, about: "\(account)")
            }
            self.logger.notice("logged out", metadata: ["account": "\(account)"])
            return LoginReport(account: "\(account)", state: .none)
        }
    }

    // MARK: Steps of a login

    private func begin(
        _ account: AccountName, _ client: TelegramClient, _ parameters: LoginStartParameters
    ) async throws(Failure) -> LoginReport {
        do throws(LoginProblem) {
            if let token = parameters.botToken {
                return try await take(try await client.logInBot(token: token), account, client)
            }
            return try await take(try await client.sendCode(phone: parameters.phone ?? ""), account, client)
        } catch {
            throw Failure(error, about: "\(account)")
        }
    }

    private func take(
        _ outcome: CodeOutcome, _ account: AccountName, _ client: TelegramClient
    ) async throws(LoginProblem) -> LoginReport {
        switch outcome {
        case .sent(let code):
            ask(.code(code), account)
            return report(account, .code(code))
        case .loggedIn(let user): return try await finish(user, account, client)
        }
    }

    private func take(
        _ outcome: LoginOutcome, _ account: AccountName, _ client: TelegramClient
    ) async throws(LoginProblem) -> LoginReport {
        switch outcome {
        case .loggedIn(let user): return try await finish(user, account, client)
        case .passwordNeeded(let hint):
            ask(.password(hint: hint), account)
            return report(account, .password(hint: hint))
        case .signUpRequired:
            ask(nil, account)
            throw .badPhoneNumber("PHONE_NUMBER_UNOCCUPIED")
        }
    }

    private func finish(
        _ user: SessionFile.Account, _ account: AccountName, _ client: TelegramClient
    ) async throws(LoginProblem) -> LoginReport {
        ask(nil, account)
        if let owner = holdings[account]?.owner, owner != user.id {
            do throws(TelegramError) { try await client.logOut() } catch { throw .failed(error) }
            throw .failed(
                .unsupported(
                    "a mounted volume is in the chat of user \(owner), and this is user \(user.id), who was logged out again"
                ))
        }
        logger.notice("logged in", metadata: ["account": "\(account)", "user": "\(user.id)"])
        return await loggedIn(user, account, client)
    }

    private func loggedIn(
        _ user: SessionFile.Account, _ account: AccountName, _ client: TelegramClient
    ) async -> LoginReport {
        LoginReport(
            account: "\(account)", state: .authorised, userID: user.id, isBot: user.isBot,
            dc: await client.homeDataCentre)
    }

    /// Asks Telegram; that nobody is logged in any more is no failure.
    private func verified(_ account: AccountName, _ client: TelegramClient) async throws(Failure) -> LoginReport {
        guard await client.account != nil else { return LoginReport(account: "\(account)", state: .none) }
        do throws(TelegramError) {
            return await loggedIn(try await client.verifyLogin(), account, client)
        } catch .notLoggedIn {
            return LoginReport(account: "\(account)", state: .none)
        } catch {
            throw Failure(error, about: "\(account)")
        }
    }

    private func question(of account: AccountName) -> Question? { holdings[account]?.question }

    private func ask(_ question: Question?, _ account: AccountName) {
        holdings[account]?.question = question
        holdings[account]?.asked = .now
    }

    private func giveUp(_ account: AccountName, _ client: TelegramClient) async {
        guard let question = question(of: account) else { return }
        ask(nil, account)
        guard case .code(let sent) = question else { return }
        do throws(TelegramError) {
            try await client.cancelCode(sent)
        } catch {
            // It ends by itself in a few minutes.
            logger.debug("a code could not be cancelled", metadata: ["reason": "\(error)"])
        }
    }

    private func dropOldQuestions() async {
        for (account, holding) in holdings
        where holding.question != nil && holding.asked.duration(to: .now) > Self.questionMax {
            holdings[account]?.question = nil
            await closeIfUnused(account)
        }
    }

    private static func nobody(_ account: AccountName) -> Failure {
        Failure(.notLoggedIn, "Nobody is logged in as \(account)", hint: "Log in: gramfs login \(account)")
    }

    private static func noQuestion(_ what: String, _ account: AccountName) -> Failure {
        Failure(
            .usage, "No login of \(account) waits for a \(what)", hint: "Begin one: gramfs login \(account)")
    }

    private func report(_ account: AccountName, _ question: Question) -> LoginReport {
        switch question {
        case .code(let sent):
            LoginReport(
                account: "\(account)", state: .code,
                code: LoginReport.Code(
                    phone: sent.phone, way: sent.way.rawValue, digits: sent.length, nextWay: sent.nextWay?.rawValue,
                    nextAfterSeconds: sent.timeoutSeconds))
        case .password(let hint): LoginReport(account: "\(account)", state: .password, passwordHint: hint)
        }
    }

    // MARK: Clients

    private func hasSession(_ account: AccountName) -> Bool { fileExists(places.session(of: account)) }

    private func exclusively(
        _ account: AccountName, _ environment: [String: String]? = nil,
        _ body: @Sendable (TelegramClient) async throws(Failure) -> LoginReport
    ) async throws(Failure) -> LoginReport {
        guard busy.insert(account).inserted else {
            throw Failure(.busy, "A login of \(account) is under way", hint: "Wait until it has ended")
        }
        defer { busy.remove(account) }
        await dropOldQuestions()
        let client = try await acquire(account, environment)
        let report = await result { () async throws(Failure) in try await body(client) }
        await release(account)
        return try report.get()
    }

    private func result(
        _ body: () async throws(Failure) -> LoginReport
    ) async -> Result<LoginReport, Failure> {
        do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
    }

    private func acquire(
        _ account: AccountName, _ environment: [String: String]? = nil
    ) async throws(Failure) -> TelegramClient {
        while let task = closing[account] { await task.value }
        lastUse = .now
        if let holding = holdings[account] {
            holdings[account]?.uses += 1
            return holding.client
        }
        let client = try open(account, environment ?? self.environment)
        holdings[account] = Holding(client: client, uses: 1)
        return client
    }

    private func release(_ account: AccountName) async {
        lastUse = .now
        holdings[account]?.uses -= 1
        await closeIfUnused(account)
    }

    private func closeIfUnused(_ account: AccountName) async {
        guard let holding = holdings[account], holding.uses == 0, holding.question == nil else { return }
        holdings[account] = nil
        let task = Task { await holding.client.close() }
        closing[account] = task
        await task.value
        closing[account] = nil
    }

    private func open(
        _ account: AccountName, _ environment: [String: String]
    ) throws(Failure) -> TelegramClient {
        let settings = try TelegramSettings(places: places, environment: environment)
        try Places.make(places.accounts)
        try keepPrivate(places.accounts)
        var configuration = TelegramConfiguration(
            application: settings.application, servers: settings.servers, version: version,
            logger: Logger(label: "gramfs.telegram"))
        configuration.transport.proxy = settings.proxy
        configuration.limits.patience = .seconds(15)
        do throws(TelegramError) {
            return try TelegramClient(configuration: configuration, sessionPath: places.session(of: account))
        } catch {
            throw Failure(error, about: "\(account)")
        }
    }
}
