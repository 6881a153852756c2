// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon

struct Login: Command {
    static let configuration = CommandConfiguration(
        abstract: "Log in to Telegram, or show who is.",
        usage: """
            gramfs login [<account>] [--phone <number>] [--code-file <file>] [--password-file <file>]
            gramfs login [<account>] --bot-token-file <file>
            gramfs login status [<account>]
            """,
        discussion: """
            Needs an api_id and api_hash of your own from https://my.telegram.org, as GRAMFS_API_ID and GRAMFS_API_HASH \
            or as api_id and api_hash in accounts.toml beside the configurations of volumes.

            Asks at the terminal for what is not given. The code file is read after the code was sent and may come later: \
            where it is missing or empty it is waited for. Without an account's name, "default" is meant. While a volume \
            is mounted its own daemon does the login, and goes on with it at once.
            """)

    @Argument(help: ArgumentHelp("What the account is called on this machine; or: status.", valueName: "account"))
    var words: [String] = []

    @Option(help: ArgumentHelp("The phone number, with the code of its country.", valueName: "number"))
    var phone: String?

    @Option(name: .customLong("bot-token-file"), help: "Log in as the bot whose token is in it.", completion: .file())
    var botTokenFile: String?

    @Option(name: .customLong("code-file"), help: "Where the code will be.", completion: .file())
    var codeFile: String?

    @Option(name: .customLong("password-file"), help: "Where the second password is.", completion: .file())
    var passwordFile: String?

    @OptionGroup var global: GlobalOptions

    private var isStatus: Bool { words.first == "status" }

    func validate() throws {
        if words.count > (isStatus ? 2 : 1) { throw ValidationError("Unexpected argument '\(words[words.count - 1])'") }
        if botTokenFile != nil, phone != nil || codeFile != nil || passwordFile != nil {
            throw ValidationError("A bot has a token only: give --bot-token-file alone")
        }
        if isStatus, phone != nil || botTokenFile != nil || codeFile != nil || passwordFile != nil {
            throw ValidationError("login status takes no options of a login")
        }
    }

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let account = try AccountName(parsing: isStatus ? words.dropFirst().first : words.first)
        let daemon = AccountDaemon(account: account, context: context)
        if isStatus {
            let report = try await daemon.call(.loginStatus, daemon.parameters)
            try context.output.write(report, text: report.sentence)
            return .done
        }
        let dialog = LoginDialog(daemon: daemon, output: context.output, codeFile: codeFile, passwordFile: passwordFile)
        let report =
            if let botTokenFile {
                try await dialog.logInBot(tokenFile: botTokenFile)
            } else {
                try await dialog.logIn(phone: phone)
            }
        try context.output.write(report, text: report.sentence)
        return .done
    }
}

struct Logout: Command {
    static let configuration = CommandConfiguration(
        abstract: "End the login at Telegram and forget it here.",
        discussion: "A mounted volume stays; what is not cached cannot be read until somebody logs in again.")

    @Argument(help: "What the account is called on this machine.")
    var account: String?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let daemon = AccountDaemon(account: try AccountName(parsing: account), context: context)
        let report = try await daemon.call(.logout, daemon.parameters)
        try context.output.write(report, text: report.sentence)
        return .done
    }
}

extension LoginReport {
    var sentence: String {
        switch state {
        case .none: "Nobody is logged in as \(account)."
        case .code: "A login of \(account) waits for the code that was sent to \(code?.phone ?? "its phone")."
        case .password: "A login of \(account) waits for its second password."
        case .authorised:
            "\(account) is logged in as \(isBot == true ? "bot" : "user") \(userID ?? 0), at data centre \(dc ?? 0)."
        }
    }
}
