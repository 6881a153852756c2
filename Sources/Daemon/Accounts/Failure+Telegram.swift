// SPDX-License-Identifier: MIT

import Telegram

extension Failure {
    /// What an error of Telegram's means to whoever ran a command about `account`.
    init(_ error: TelegramError, about account: String) {
        switch error {
        case .wait(let wait):
            self.init(
                .floodWait, "Telegram asks to wait \(Self.words(seconds: wait.seconds))",
                hint: "Try again after that; coming early makes the wait longer")
        case .unreachable(let why):
            self.init(
                .unreachable, "Telegram does not answer: \(why)", hint: "Check the network, then try again")
        case .notLoggedIn(let why):
            self.init(
                .notLoggedIn, "Nobody is logged in as \(account): \(why)", hint: "Run gramfs login \(account)")
        case .refused(let failure, let method): self = Self.refused(failure.message, method)
        case .fileReferenceExpired: self.init(.failed, "Telegram says that a file reference has expired")
        case .notFound(let what): self.init(.noSuchPath, "Telegram does not have it: \(what)")
        case .unreadable(let method, _, _):
            self.init(.failed, "Telegram's answer to \(method) cannot be read", hint: "Use a newer gramfs")
        case .unsupported(let what):
            self.init(.failed, "gramfs cannot do this: \(what)", hint: "Do it in an official app of Telegram first")
        case .configuration(let what): self.init(.configuration, what)
        case .sessionInUse(let path):
            self.init(
                .locked, "Another gramfs on this machine uses the account \(account): \(path) is locked",
                hint: "Unmount its volume, or log in a second time under another name: gramfs login NAME")
        case .tooLarge(let bytes, let limit):
            self.init(.failed, "Telegram takes files of at most \(limit) bytes, not \(bytes)")
        case .source(let what): self.init(.failed, "What was to be sent cannot be read: \(what)")
        case .cancelled: self.init(.interrupted, "Interrupted")
        }
    }

    /// Why a login did not go on.
    init(_ problem: LoginProblem, about account: String) {
        switch problem {
        case .wrongCode:
            self.init(.wrongCode, "That is not the code that Telegram sent", hint: "Compare it and try again")
        case .codeExpired:
            self.init(
                .codeExpired, "The code has expired", hint: "Run gramfs login again: Telegram then sends a new one")
        case .wrongPassword:
            self.init(
                .wrongPassword, "That is not the password of the account",
                hint: "It is the one of Telegram's two-step verification, not the passphrase of a volume")
        case .badPhoneNumber("PHONE_NUMBER_BANNED"):
            self.init(
                .banned, "Telegram has banned this phone number",
                hint: "Only Telegram can change that: an official app says how to ask")
        case .badPhoneNumber("PHONE_NUMBER_FLOOD"):
            self.init(
                .floodWait, "Telegram sends no more codes to this phone number for now",
                hint: "Try again in a few hours, or tomorrow")
        case .badPhoneNumber("PHONE_NUMBER_UNOCCUPIED"): self = .noAccount
        case .badPhoneNumber(let message):
            self.init(
                .usage, "Telegram does not take this for a phone number (\(message))",
                hint: "Give it with the code of its country, such as +49 170 1234567")
        case .badToken:
            self.init(
                .wrongToken, "Telegram does not know this bot's token", hint: "Ask @BotFather for the token again")
        case .unsafeServer:
            self.init(
                .failed, "The server's question for the password is not that of an honest one, so it was not answered",
                hint: "Check that nobody stands between this machine and Telegram")
        case .failed(let error): self.init(error, about: account)
        }
    }

    static let noAccount = Failure(
        .notLoggedIn, "No account at Telegram has this phone number",
        hint: "Make one in an official app of Telegram, then log in here")

    private static func refused(_ message: String, _ method: String) -> Failure {
        switch message {
        case "API_ID_INVALID":
            Failure(
                .configuration, "Telegram does not know this pair of api_id and api_hash",
                hint: "Compare both with https://my.telegram.org")
        case "API_ID_PUBLISHED_FLOOD":
            Failure(
                .configuration, "Telegram serves this api_id no more: it was published somewhere",
                hint: "Get an api_id of your own at https://my.telegram.org")
        case "PHONE_PASSWORD_FLOOD":
            Failure(
                .floodWait, "Telegram takes no more attempts at this login for now",
                hint: "Try again in a few hours, or tomorrow")
        case "USER_DEACTIVATED_BAN":
            Failure(
                .banned, "Telegram has banned this account",
                hint: "Only Telegram can change that: an official app says how to ask")
        case "SEND_CODE_UNAVAILABLE":
            Failure(
                .notLoggedIn, "Telegram has no other way to send the code",
                hint: "Use the one that was sent, or begin anew later")
        default:
            Failure(
                .failed, "Telegram refuses \(method): \(message)",
                hint: "An official app of Telegram may say more")
        }
    }

    /// `40 s`, `12 min`, `5 h 3 min`.
    private static func words(seconds: Int) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7200: "\((seconds + 59) / 60) min"
        default: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        }
    }
}
