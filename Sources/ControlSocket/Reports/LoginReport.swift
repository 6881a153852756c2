// SPDX-License-Identifier: MIT

/// Which account, in every method about one.
package struct AccountParameters: Codable, Hashable, Sendable {
    /// Without a name the account `default` is meant.
    package var account: String?
    /// `GRAMFS_API_ID`, `GRAMFS_API_HASH`, `GRAMFS_TELEGRAM_PROXY` and `GRAMFS_TELEGRAM_SERVERS` of the caller, in place
    /// of the daemon's own; they matter where the daemon has not opened the account yet.
    package var environment: [String: String]?

    package init(account: String? = nil, environment: [String: String]? = nil) {
        self.account = account
        self.environment = environment
    }
}

/// Parameters of `login.start`: a phone number or the token of a bot.
package struct LoginStartParameters: Codable, Hashable, Sendable {
    package var account: String?
    package var environment: [String: String]?
    package var phone: String?
    package var botToken: String?

    package init(_ account: AccountParameters, phone: String?, botToken: String?) {
        self.account = account.account
        environment = account.environment
        self.phone = phone
        self.botToken = botToken
    }

    package enum CodingKeys: String, CodingKey {
        case account
        case environment
        case phone
        case botToken = "bot_token"
    }
}

/// Parameters of `login.code`.
package struct LoginCodeParameters: Codable, Hashable, Sendable {
    package var account: String?
    package var code: String

    package init(account: String?, code: String) {
        self.account = account
        self.code = code
    }
}

/// Parameters of `login.password`.
package struct LoginPasswordParameters: Codable, Hashable, Sendable {
    package var account: String?
    package var password: String

    package init(account: String?, password: String) {
        self.account = account
        self.password = password
    }
}

/// How far the login of an account has come.
package struct LoginReport: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable {
        /// Nobody is logged in.
        case none
        /// A code was sent and is waited for.
        case code
        /// The code was right, and the account has a second password.
        case password
        case authorised
    }

    /// A code that Telegram has sent.
    package struct Code: Codable, Hashable, Sendable {
        package var phone: String
        /// `app`, `sms`, `call`, `email` and so on: where it went.
        package var way: String
        /// How many digits it has.
        @ExplicitNull package var digits: Int?
        /// How another would be sent; null where none would.
        @ExplicitNull package var nextWay: String?
        /// How long Telegram gives this one to arrive before another may be asked for.
        @ExplicitNull package var nextAfterSeconds: Int?

        package init(phone: String, way: String, digits: Int?, nextWay: String?, nextAfterSeconds: Int?) {
            self.phone = phone
            self.way = way
            self.digits = digits
            self.nextWay = nextWay
            self.nextAfterSeconds = nextAfterSeconds
        }

        package enum CodingKeys: String, CodingKey {
            case phone
            case way
            case digits
            case nextWay = "next_way"
            case nextAfterSeconds = "next_after_seconds"
        }
    }

    package var account: String
    package var state: State
    @ExplicitNull package var userID: Int64?
    @ExplicitNull package var isBot: Bool?
    /// The data centre that the account is at home in.
    @ExplicitNull package var dc: Int32?
    @ExplicitNull package var code: Code?
    /// What its owner left to be reminded of the password by.
    @ExplicitNull package var passwordHint: String?

    package init(
        account: String, state: State, userID: Int64? = nil, isBot: Bool? = nil, dc: Int32? = nil, code: Code? = nil,
        passwordHint: String? = nil
    ) {
        self.account = account
        self.state = state
        self.userID = userID
        self.isBot = isBot
        self.dc = dc
        self.code = code
        self.passwordHint = passwordHint
    }

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case account
        case state
        case userID = "user_id"
        case isBot = "bot"
        case dc
        case code
        case passwordHint = "password_hint"
    }
}

extension ControlMethod where Parameters == AccountParameters, Result == LoginReport, Event == NoEvent {
    /// Asks Telegram whether the login still stands.
    package static var loginStatus: Self { .init(name: "login.status") }
    /// The code again, in the next way.
    package static var loginResend: Self { .init(name: "login.resend") }
    /// Ends a login that is under way; one that was finished stays.
    package static var loginCancel: Self { .init(name: "login.cancel") }
    package static var logout: Self { .init(name: "logout") }
}

extension ControlMethod where Parameters == LoginStartParameters, Result == LoginReport, Event == NoEvent {
    package static var loginStart: Self { .init(name: "login.start") }
}

extension ControlMethod where Parameters == LoginCodeParameters, Result == LoginReport, Event == NoEvent {
    package static var loginCode: Self { .init(name: "login.code") }
}

extension ControlMethod where Parameters == LoginPasswordParameters, Result == LoginReport, Event == NoEvent {
    package static var loginPassword: Self { .init(name: "login.password") }
}
