// SPDX-License-Identifier: MIT

import ControlSocket
import Daemon

/// Leads through a login, from files where they are given and at the terminal where not.
struct LoginDialog: Sendable {
    let daemon: AccountDaemon
    let output: Output
    var codeFile: String?
    var passwordFile: String?
    var terminal = TerminalPrompt()

    /// How long a code file is waited for: as long as a code lives.
    private static let codeFilePatience = Duration.seconds(300)
    /// At the terminal. Telegram itself gives up on a code, or on whoever guesses passwords.
    private static let attemptsMax = 3

    func logInBot(tokenFile: String) async throws(Failure) -> LoginReport {
        let token = try secret(in: tokenFile)
        let before = try await daemon.call(.loginStatus, daemon.parameters)
        guard before.state != .authorised else { return before }
        return try await daemon.call(
            .loginStart, LoginStartParameters(daemon.parameters, phone: nil, botToken: token))
    }

    /// Where somebody is logged in already, that is all.
    func logIn(phone given: String?) async throws(Failure) -> LoginReport {
        let before = try await daemon.call(.loginStatus, daemon.parameters)
        guard before.state != .authorised else { return before }
        // Before anything is sent, so that no code is spent on it.
        guard codeFile != nil || terminal.isThere else {
            throw Failure(
                .notLoggedIn, "There is no terminal to ask for the code at",
                hint: "Give --code-file FILE: it is read once the code was sent")
        }
        let phone =
            if let given { given } else { try ask("Phone number, with the code of its country: ", "--phone NUMBER") }
        do throws(Failure) {
            var report = try await daemon.call(
                .loginStart, LoginStartParameters(daemon.parameters, phone: phone, botToken: nil))
            if report.state == .code { report = try await giveCode(report) }
            if report.state == .password { report = try await givePassword(report) }
            return report
        } catch {
            // What went wrong is told, not that this could not be tidied up.
            _ = try? await daemon.callRunning(.loginCancel, daemon.parameters)
            throw error
        }
    }

    // MARK: Code

    private func giveCode(_ first: LoginReport) async throws(Failure) -> LoginReport {
        guard let codeFile else { return try await askForCode(first) }
        output.note(first.code?.sentence ?? "")
        return try await daemon.call(
            .loginCode, LoginCodeParameters(account: first.account, code: try await code(in: codeFile)))
    }

    private func askForCode(_ first: LoginReport) async throws(Failure) -> LoginReport {
        var report = first
        var attempts = 0
        output.note(report.code?.sentence ?? "")
        while true {
            let typed = try ask("Code: ", "--code-file FILE")
            do throws(Failure) {
                if typed == "resend" {
                    report = try await daemon.callRunning(.loginResend, daemon.parameters)
                    output.note(report.code?.sentence ?? "")
                } else {
                    return try await daemon.callRunning(
                        .loginCode, LoginCodeParameters(account: report.account, code: typed))
                }
            } catch {
                attempts += 1
                guard error.code == .wrongCode || typed == "resend", attempts < Self.attemptsMax else { throw error }
                output.note("\(error.message).")
            }
        }
    }

    /// The code as it stands there, once it does.
    private func code(in path: String) async throws(Failure) -> String {
        let deadline = ContinuousClock.now + Self.codeFilePatience
        while true {
            do throws(Failure) {
                let code = try secret(in: path)
                if !code.isEmpty { return code }
            } catch  where error.code == .noSuchPath {
                // It comes once somebody has the code.
            }
            guard ContinuousClock.now < deadline else {
                throw Failure(.codeExpired, "No code came in \(path)", hint: "Run the command again for a new one")
            }
            do { try await Task.sleep(for: .milliseconds(200)) } catch { throw Failure(.interrupted, "Interrupted") }
        }
    }

    // MARK: Password

    private func givePassword(_ first: LoginReport) async throws(Failure) -> LoginReport {
        if let passwordFile {
            return try await daemon.callRunning(
                .loginPassword, LoginPasswordParameters(account: first.account, password: try secret(in: passwordFile)))
        }
        let hint = first.passwordHint.map { $0.isEmpty ? "" : " (hint: \($0))" } ?? ""
        for attempt in 1... {
            guard let typed = try terminal.ask("Password of two-step verification\(hint): ") else { break }
            do throws(Failure) {
                return try await daemon.callRunning(
                    .loginPassword,
                    LoginPasswordParameters(account: first.account, password: String(decoding: typed, as: UTF8.self)))
            } catch {
                guard error.code == .wrongPassword, attempt < Self.attemptsMax else { throw error }
                output.note("\(error.message).")
            }
        }
        throw Failure(
            .notLoggedIn, "The account has a second password, and there is no terminal to ask for it at",
            hint: "Give --password-file FILE")
    }

    // MARK: Sources

    private func ask(_ question: String, _ option: String) throws(Failure) -> String {
        guard let typed = try terminal.askOpenly(question) else {
            throw Failure(.notLoggedIn, "There is no terminal to ask at", hint: "Give \(option)")
        }
        guard !typed.isEmpty else { throw Failure(.interrupted, "Nothing was typed: the login was given up") }
        return typed
    }

    /// The text of a file without the newline that an editor put at its end.
    private func secret(in path: String) throws(Failure) -> String {
        guard let text = String(validating: try Secrets.read(path), as: UTF8.self) else {
            throw Failure(.usage, "\(path) is not UTF-8 text")
        }
        return text
    }
}

extension LoginReport.Code {
    /// Where it went, how long it lives, and what else can be done.
    var sentence: String {
        let what = digits.map { "A code of \($0) digits" } ?? "A code"
        let end =
            if let nextWay, let nextAfterSeconds {
                """
                It is good for a few minutes; if it is not there after \(text(seconds: Int64(nextAfterSeconds))), type \
                resend for another \(Self.place(nextWay)).
                """
            } else {
                "It is good for a few minutes."
            }
        return "\(what) for \(phone) \(verb) \(Self.place(way)). \(end)"
    }

    private var verb: String { way == "emailSetUpRequired" ? "needs" : "was sent" }

    private static func place(_ way: String) -> String {
        switch way {
        case "app": "to the Telegram app on your other devices"
        case "sms", "firebase": "by SMS"
        case "call": "by a phone call that reads it out"
        case "flashCall": "as the number of a phone call"
        case "missedCall": "as the last digits of the number of a missed call"
        case "email": "to your e-mail address at Telegram"
        case "emailSetUpRequired": "an e-mail address, which an official app sets up"
        case "fragment": "to your account at fragment.com"
        case "word": "by SMS, as a word"
        case "phrase": "by SMS, as a phrase"
        default: "(\(way))"
        }
    }
}
