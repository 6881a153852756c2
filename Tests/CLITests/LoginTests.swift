// SPDX-License-Identifier: MIT

import ControlSocket
import Foundation
import Testing

/// Invariants: a login goes through the daemon that has the account, or one that is started for it and goes away again;
/// everything that Telegram can answer is one line what and one line what to do, with its word and its exit code; what is
/// secret stands in no output, no log and no file but the session's, which is its owner's alone.
@Suite(.timeLimit(.minutes(10)))
struct LoginTests {
    private let program: Program
    private let emulator: EmulatorProcess
    private static let hash = "0123456789abcdef0123456789abcdef"

    init() async throws {
        program = try Program()
        emulator = try await EmulatorProcess(program)
        try await emulator.control("user.add", #"{"phone":"+15550100","code":"12345"}"#)
        try await emulator.control(
            "user.add", #"{"phone":"+15550101","code":"54321","password":"hunter2 päss","dc":3}"#)
        try program.write("12345\n", to: "code")
        try program.write("54321", to: "code2")
        try program.write("hunter2 päss\n", to: "password")
        try program.write("99999\n", to: "wrong")
    }

    private static let environment = [
        "GRAMFS_API_ID": "17", "GRAMFS_API_HASH": hash, "GRAMFS_TELEGRAM_SERVERS": "ready.json",
    ]
    private static let phone = ["--phone", "+15550100", "--code-file", "code"]

    private func run(_ words: String..., more: [String] = []) async throws -> Program.Result {
        try await program.run(words + more, environment: Self.environment)
    }

    private func report(_ result: Program.Result) throws -> LoginReport {
        try JSON.decode(LoginReport.self, from: Array(result.output.utf8))
    }

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: program.path + "/" + name)[.posixPermissions] as? Int
    }

    /// Fails as `code` with `exit`, in one line what and one what to do.
    private func expect(
        _ code: String, _ exit: Int32, _ word: String, _ words: String..., more: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await run("--json", more: words + more)
        #expect(result.code == exit, "\(result)", sourceLocation: sourceLocation)
        let failure = try result.failure
        #expect(failure["code"] == code, "\(result)", sourceLocation: sourceLocation)
        #expect(failure["message"]?.contains(word) == true, "\(result)", sourceLocation: sourceLocation)
        #expect(failure["message"]?.contains("\n") == false && failure["hint"]?.isEmpty == false)
        #expect(result.output == "", sourceLocation: sourceLocation)
    }

    /// Nothing listens there: a login that went past it would succeed.
    @Test func aProxyIsUsedOrTheLoginFails() async throws {
        let words = ["--json", "login"] + Self.phone
        let away = try await program.run(
            words, environment: Self.environment.merging(["GRAMFS_TELEGRAM_PROXY": "socks5://127.0.0.1:1"]) { $1 })
        #expect(away.code == 14, "\(away)")
        try program.write("proxy = \"http://127.0.0.1:1\"\n", to: "c/accounts.toml")
        let wrong = try await run(more: words)
        let message = try wrong.failure["message"] ?? ""
        #expect(wrong.code != 0 && message.contains("socks5://HOST:PORT"), "\(wrong)")
    }

    @Test func aPhoneAndItsCodeLogInOnceAndLogOut() async throws {
        #expect(try report(try await run("--json", "login", "status")).state == .none)
        let first = try await run("login", "--phone", "+1 555 0100", "--code-file", "code")
        #expect(first.code == 0 && first.output.hasPrefix("default is logged in as user "), "\(first)")
        #expect(first.error.contains("5 digits") && first.error.contains("on your other devices"))
        #expect(first.error.contains("a few minutes") && first.error.contains("by SMS"), "how long, and what then")
        #expect(try mode("s/accounts") == 0o700 && (try mode("s/accounts/default.session")) == 0o600)
        let status = try report(try await run("--json", "login", "status"))
        #expect(status.state == .authorised && status.account == "default" && status.dc == 2 && status.isBot == false)
        #expect(status.userID != nil)
        let again = try await run("--json", "login", "--phone", "+15550100", "--code-file", "wrong")
        #expect(try again.code == 0 && report(again) == status)
        #expect(try await emulator.count("auth.sendCode") == 1, "no second code was sent")
        let out = try await run("--json", "logout")
        #expect(try out.code == 0 && report(out).state == .none)
        #expect(try report(try await run("--json", "login", "status")).state == .none)
        try await expect("not_logged_in", 13, "Nobody is logged in", "logout", "other")
        let session = try String(contentsOfFile: program.path + "/s/accounts/default.session", encoding: .utf8)
        #expect(session.contains(#""keys":[]"#), "the key is gone with the login")
    }

    @Test func theSecondPasswordIsAskedFor() async throws {
        let right = try await run(
            "--json", "login", "second", "--phone", "+15550101", "--code-file", "code2",
            "--password-file", "password")
        #expect(try right.code == 0 && report(right).state == .authorised && report(right).dc == 3, "\(right)")
        try await expect(
            "wrong_password", 12, "password", "login", "third", "--phone", "+15550101", "--code-file",
            "code2", "--password-file", "wrong")
        try await expect(
            "not_logged_in", 13, "second password", "login", "third", "--phone", "+15550101",
            "--code-file", "code2")
        #expect(try report(try await run("--json", "login", "status", "third")).state == .none)
    }

    @Test func aBotLogsInByItsToken() async throws {
        let answer = try await emulator.control("bot.add", #"{"name":"keeper"}"#)
        let token = try JSON.decode(String.self, from: Array(answer.utf8))
        try program.write(token + "\n", to: "token")
        try program.write("1:none\n", to: "no-token")
        try await expect("wrong_token", 13, "token", "login", "--bot-token-file", "no-token")
        let result = try await run("--json", "login", "--bot-token-file", "token")
        #expect(
            try result.code == 0 && report(result).isBot == true && report(result).state == .authorised, "\(result)")
        try await expect("usage", 2, "token", "login", "--bot-token-file", "token", "--phone", "+15550100")
        try await expect("no_such_path", 1, "no-file", "login", "other", "--bot-token-file", "no-file")
    }

    @Test func everyRefusalHasItsLine() async throws {
        try await expect("wrong_code", 13, "not the code", "login", "--phone", "+15550100", "--code-file", "wrong")
        try await expect("usage", 2, "phone number", "login", "--phone", "+99", "--code-file", "code")
        for (method, message, code, exit, word) in [
            ("auth.signIn", "PHONE_CODE_EXPIRED", "code_expired", Int32(13), "expired"),
            ("auth.sendCode", "PHONE_NUMBER_BANNED", "banned", 5, "banned"),
            ("auth.sendCode", "PHONE_NUMBER_FLOOD", "flood_wait", 14, "no more codes"),
            ("auth.sendCode", "API_ID_INVALID", "configuration", 1, "api_id"),
            ("auth.sendCode", "API_ID_PUBLISHED_FLOOD", "configuration", 1, "published"),
            ("auth.signIn", "PHONE_PASSWORD_FLOOD", "flood_wait", 14, "attempts"),
            ("auth.sendCode", "SOMETHING_NEW", "failed", 1, "SOMETHING_NEW"),
        ] {
            try await emulator.control(
                "fault.add", #"{"kind":"refuse","method":"\#(method)","message":"\#(message)"}"#)
            try await expect(code, exit, word, "login", more: Self.phone)
        }
        try await emulator.control("fault.add", #"{"kind":"flood_wait","method":"auth.sendCode","seconds":18180}"#)
        try await expect("flood_wait", 14, "5 h 3 min", "login", more: Self.phone)
        let after = try await run("login", "--phone", "+15550100", "--code-file", "code")
        #expect(after.code == 0, "nothing of all that stays: \(after)")
    }

    @Test func aCodeThatComesTooLateHasExpired() async throws {
        async let login = run("--json", "login", "--phone", "+15550100", "--code-file", "late")
        while try await emulator.count("auth.sendCode") < 1 {}
        try await emulator.control("fault.add", #"{"kind":"clock_skew","seconds":400}"#)
        try program.write("12345\n", to: "late")
        let result = try await login
        #expect(result.code == 13, "\(result)")
        #expect(try result.failure["code"] == "code_expired")
    }

    @Test func aCodeFileMayComeLater() async throws {
        async let login = run("--json", "login", "--phone", "+15550100", "--code-file", "late")
        while try await emulator.count("auth.sendCode") < 1 {}
        try program.write("12345\n", to: "late")
        #expect(try report(try await login).state == .authorised)
    }

    @Test func aRegistrationIsNeededAndExplained() async throws {
        for missing in ["GRAMFS_API_ID", "GRAMFS_API_HASH"] {
            let result = try await program.run(
                ["login"] + Self.phone, environment: Self.environment.filter { $0.key != missing })
            #expect(result.code == 1, "\(result)")
            let lines = result.error.split(separator: "\n")
            #expect(lines.count == 2 && lines.last?.contains("https://my.telegram.org") == true, "\(result)")
            #expect(lines.last?.contains("accounts.toml") == true)
        }
        try program.write("api_id = 17\napi_hash = \"\(Self.hash)\"\n", to: "c/accounts.toml")
        let result = try await program.run(
            ["login"] + Self.phone, environment: Self.environment.filter { $0.key != "GRAMFS_API_ID" })
        #expect(result.code == 0, "\(result)")
        try program.write("api_id = 17\napi_hush = \"x\"\n", to: "c/accounts.toml")
        try await expect(
            "configuration", 1, "api_hush", "login", "other", "--phone", "+15550100", "--code-file", "code")
    }

    @Test func withoutATerminalNoCodeIsSpent() async throws {
        let result = try await run("--json", "login", "--phone", "+15550100")
        #expect(result.code == 13, "\(result)")
        #expect(try result.failure["hint"]?.contains("--code-file") == true)
        #expect(try await emulator.count("auth.sendCode") == 0)
    }

    @Test func withoutAnAnswerItIsExitCode14() async throws {
        try await emulator.control("fault.add", #"{"kind":"unreachable"}"#)
        try await expect("unreachable", 14, "does not answer", "login", "--phone", "+15550100", "--code-file", "code")
    }

    @Test func severalLoginsAtOnceShareOneDaemon() async throws {
        async let one = run("--json", "login", "one", "--phone", "+15550100", "--code-file", "code")
        async let two = run(
            "--json", "login", "two", "--phone", "+15550101", "--code-file", "code2", "--password-file", "password")
        async let three = run("--json", "login", "three", "--phone", "+15550100", "--code-file", "code")
        for result in try await [one, two, three] {
            #expect(try result.code == 0 && report(result).state == .authorised, "\(result)")
        }
    }

    @Test func aRevokedLoginIsToldAndMade() async throws {
        _ = try await run("login", "--phone", "+15550100", "--code-file", "code")
        try await emulator.control("session.revoke", #"{"user":"+15550100"}"#)
        #expect(try report(try await run("--json", "login", "status")).state == .none)
        let again = try await run("--json", "login", "--phone", "+15550100", "--code-file", "code")
        #expect(try again.code == 0 && report(again).state == .authorised, "\(again)")
        #expect(try report(try await run("--json", "login", "status")).state == .authorised)
    }

    @Test func theDaemonEndsByItselfAndNothingSecretIsLogged() async throws {
        let result = try await program.run(
            ["login", "two", "--phone", "+15550101", "--code-file", "code2", "--password-file", "password"],
            environment: Self.environment.merging(["GRAMFS_LOG": "trace"]) { $1 })
        #expect(result.code == 0, "\(result)")
        await Peer.waitForEnd(of: program.path + "/r/control.sock")
        let log = try String(contentsOfFile: program.path + "/s/control.log", encoding: .utf8)
        #expect(log.contains("logged in"))
        for secret in ["hunter2", "54321", Self.hash] {
            #expect(!log.contains(secret) && !result.error.contains(secret) && !result.output.contains(secret))
        }
    }

    @Test(.enabled(if: access("/usr/bin/setsid", X_OK) == 0, "setsid is missing"))
    func atATerminalItAsksAgainAndHidesThePassword() async throws {
        let words = ["--ctty", "--wait", Program.binary, "login", "desk"]
        let servers = ["GRAMFS_TELEGRAM_SERVERS": program.path + "/ready.json"]
        let terminal = try Terminal(program, "/usr/bin/setsid", words, Self.environment.merging(servers) { $1 })
        try await terminal.answer("country: ", "+15550101")
        try await terminal.answer("Code: ", "99999")
        #expect(terminal.shown.contains("on your other devices"))
        try await terminal.answer("not the code", nil)
        try await terminal.answer("Code: ", "resend")
        try await terminal.answer("by SMS. It is good", nil)
        try await terminal.answer("Code: ", "54321")
        try await terminal.answer("two-step verification", "guess")
        try await terminal.answer("not the password", nil)
        try await terminal.answer("two-step verification", "hunter2 päss")
        #expect(await terminal.end() == 0, "\(terminal.shown)")
        #expect(terminal.shown.contains("desk is logged in as user"))
        #expect(!terminal.shown.contains("hunter2") && !terminal.shown.contains("guess"), "\(terminal.shown)")
    }
}

/// Somebody who connects to a Unix socket and says nothing.
private enum Peer {
    /// Returns once the server ends the connection, or where there is none.
    static func waitForEnd(of path: String) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            Thread.detachNewThread {
                let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                defer { close(file) }
                var address = sockaddr_un()
                address.sun_family = sa_family_t(AF_UNIX)
                withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
                let isConnected = withUnsafePointer(to: &address) {
                    connect(
                        file, __CONST_SOCKADDR_ARG(__sockaddr_un__: $0), socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
                var byte: UInt8 = 0
                while isConnected, read(file, &byte, 1) > 0 {}
                continuation.resume()
            }
        }
    }
}
