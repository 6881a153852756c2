// SPDX-License-Identifier: MIT

import MTProto
import TL

/// A code that Telegram has sent, and how.
package struct SentCode: Hashable, Sendable {
    package enum Way: String, Hashable, Sendable {
        case app, sms, call, flashCall, missedCall, email, emailSetUpRequired, fragment, firebase, word, phrase
    }

    package let phone: String
    package let hash: String
    package let way: Way
    /// Digits, where the code is of digits.
    package let length: Int?
    /// What `resendCode` would do, and the seconds until it may.
    package let nextWay: Way?
    package let timeoutSeconds: Int?
}

package enum LoginOutcome: Hashable, Sendable {
    case loggedIn(SessionFile.Account)
    /// The account has a second password; with the hint that its owner left.
    case passwordNeeded(hint: String?)
    /// No account has this number: one is made in an official app.
    case signUpRequired
}

package enum CodeOutcome: Hashable, Sendable {
    case sent(SentCode)
    case loggedIn(SessionFile.Account)
}

/// Why a login did not go on, where the user can do something about it.
package enum LoginProblem: Error, Hashable, Sendable {
    case wrongCode
    case codeExpired
    case wrongPassword
    case badPhoneNumber(String)
    case badToken
    /// The server's parameters for the password are not those of an honest one.
    case unsafeServer
    case failed(TelegramError)

    init(_ error: TelegramError) {
        guard case .refused(let failure, _) = error else {
            self = .failed(error)
            return
        }
        self =
            switch failure.message {
            case "PHONE_CODE_INVALID", "PHONE_CODE_EMPTY": .wrongCode
            case "PHONE_CODE_EXPIRED": .codeExpired
            case "PASSWORD_HASH_INVALID": .wrongPassword
            case "PHONE_NUMBER_INVALID", "PHONE_NUMBER_BANNED", "PHONE_NUMBER_FLOOD", "PHONE_NUMBER_UNOCCUPIED":
                .badPhoneNumber(failure.message)
            case "ACCESS_TOKEN_INVALID", "ACCESS_TOKEN_EXPIRED": .badToken
            default: .failed(error)
            }
    }
}

extension TelegramClient {
    /// Has a code sent to the owner of the number.
    package func sendCode(phone: String) async throws(LoginProblem) -> CodeOutcome {
        let application = configuration.application
        do throws(TelegramError) {
            let sent = try await invoke(
                Function.AuthSendCode(
                    phoneNumber: phone, apiID: application.id, apiHash: application.hash, settings: API.CodeSettings()),
                isRepeatable: false)
            return try await outcome(sent, phone)
        } catch {
            throw LoginProblem(error)
        }
    }

    /// The code again, in the next way.
    package func resendCode(_ code: SentCode) async throws(LoginProblem) -> CodeOutcome {
        do throws(TelegramError) {
            let sent = try await invoke(
                Function.AuthResendCode(phoneNumber: code.phone, phoneCodeHash: code.hash), isRepeatable: false)
            return try await outcome(sent, code.phone)
        } catch {
            throw LoginProblem(error)
        }
    }

    package func cancelCode(_ code: SentCode) async throws(TelegramError) {
        _ = try await invoke(Function.AuthCancelCode(phoneNumber: code.phone, phoneCodeHash: code.hash))
    }

    package func signIn(_ sent: SentCode, code: String) async throws(LoginProblem) -> LoginOutcome {
        do throws(TelegramError) {
            return try await loggedIn(try await invoke(Self.signIn(sent, code), isRepeatable: false))
        } catch {
            guard case .refused(let failure, _) = error, RPCMeaning(failure) == .passwordNeeded else {
                throw LoginProblem(error)
            }
        }
        do throws(TelegramError) {
            return .passwordNeeded(hint: try await invoke(Function.AccountGetPassword()).hint)
        } catch {
            throw LoginProblem(error)
        }
    }

    /// A code that came by e-mail proves the address and not the number.
    static func signIn(_ sent: SentCode, _ code: String) -> Function.AuthSignIn {
        guard sent.way == .email else {
            return Function.AuthSignIn(phoneNumber: sent.phone, phoneCodeHash: sent.hash, phoneCode: code)
        }
        let proof = API.EmailVerification(code: code)
        return Function.AuthSignIn(phoneNumber: sent.phone, phoneCodeHash: sent.hash, emailVerification: proof)
    }

    /// The second password, which never leaves this machine.
    package func checkPassword(_ password: String) async throws(LoginProblem) -> LoginOutcome {
        // The server's value changes with each question; one that became stale in between is asked for again.
        for _ in 0..<3 {
            do throws(TelegramError) {
                let question = try await invoke(Function.AccountGetPassword())
                guard let proof = try await Self.prove(password, question) else { continue }
                let answer = API.InputCheckPasswordSRP.inputCheckPasswordSRP(
                    API.InputCheckPasswordSRPValue(srpID: question.srpID ?? 0, a: proof.a, m1: proof.m1))
                return try await loggedIn(
                    try await invoke(Function.AuthCheckPassword(password: answer), isRepeatable: false))
            } catch {
                if case .refused(let failure, _) = error, failure.message == "SRP_ID_INVALID" { continue }
                if case .unsupported("unsafe parameters") = error { throw .unsafeServer }
                throw LoginProblem(error)
            }
        }
        throw .failed(.unreachable("the server's question for the password changes too fast"))
    }

    package func logInBot(token: String) async throws(LoginProblem) -> LoginOutcome {
        let application = configuration.application
        do throws(TelegramError) {
            return try await loggedIn(
                try await invoke(
                    Function.AuthImportBotAuthorization(
                        flags: 0, apiID: application.id, apiHash: application.hash, botAuthToken: token),
                    isRepeatable: false))
        } catch {
            throw LoginProblem(error)
        }
    }

    /// Ends the session at Telegram and forgets it here. Forgotten here also where Telegram no longer knows it.
    package func logOut() async throws(TelegramError) {
        do throws(TelegramError) {
            _ = try await invoke(Function.AuthLogOut())
        } catch {
            guard case .notLoggedIn = error else { throw error }
        }
        await forgetEverything()
    }

    /// Whether Telegram still knows who we are.
    package func verifyLogin() async throws(TelegramError) -> SessionFile.Account {
        guard account != nil else { throw .notLoggedIn("nobody is logged in") }
        let users = try await invoke(Function.UsersGetUsers(id: [.inputUserSelf]))
        guard case .user(let user) = users.first else { throw .notLoggedIn("the account is not there") }
        seenLoggedIn()
        return SessionFile.Account(id: user.id, isBot: user.bot)
    }

    private func loggedIn(_ authorisation: API.AuthAuthorization) async throws(TelegramError) -> LoginOutcome {
        switch authorisation {
        case .authAuthorizationSignUpRequired: return .signUpRequired
        case .authAuthorization(let value):
            guard case .user(let user) = value.user else { throw .notLoggedIn("the account is empty") }
            let account = SessionFile.Account(id: user.id, isBot: user.bot)
            await become(account)
            return .loggedIn(account)
        }
    }

    private func outcome(_ sent: API.AuthSentCode, _ phone: String) async throws(TelegramError) -> CodeOutcome {
        switch sent {
        case .authSentCodePaymentRequired:
            throw .unsupported("Telegram wants to be paid for a code to this number")
        case .authSentCodeSuccess(let value):
            guard case .loggedIn(let account) = try await loggedIn(value.authorization) else {
                throw .notLoggedIn("no account has this number")
            }
            return .loggedIn(account)
        case .authSentCode(let value):
            let (way, length) = Self.way(value.type)
            return .sent(
                SentCode(
                    phone: phone, hash: value.phoneCodeHash, way: way, length: length,
                    nextWay: value.nextType.map(Self.way), timeoutSeconds: value.timeout.map { Int($0) }))
        }
    }

    private static func way(_ type: API.AuthSentCodeType) -> (SentCode.Way, Int?) {
        switch type {
        case .authSentCodeTypeApp(let value): (.app, Int(value.length))
        case .authSentCodeTypeSms(let value): (.sms, Int(value.length))
        case .authSentCodeTypeCall(let value): (.call, Int(value.length))
        case .authSentCodeTypeFlashCall: (.flashCall, nil)
        case .authSentCodeTypeMissedCall(let value): (.missedCall, Int(value.length))
        case .authSentCodeTypeEmailCode(let value): (.email, Int(value.length))
        case .authSentCodeTypeSetUpEmailRequired: (.emailSetUpRequired, nil)
        case .authSentCodeTypeFragmentSms(let value): (.fragment, Int(value.length))
        case .authSentCodeTypeFirebaseSms(let value): (.firebase, Int(value.length))
        case .authSentCodeTypeSmsWord: (.word, nil)
        case .authSentCodeTypeSmsPhrase: (.phrase, nil)
        }
    }

    private static func way(_ type: API.AuthCodeType) -> SentCode.Way {
        switch type {
        case .authCodeTypeSms: .sms
        case .authCodeTypeCall: .call
        case .authCodeTypeFlashCall: .flashCall
        case .authCodeTypeMissedCall: .missedCall
        case .authCodeTypeFragmentSms: .fragment
        }
    }

    /// Off the actor: deriving the key takes a good part of a second. Nil where the draw was unlucky.
    @concurrent private nonisolated static func prove(
        _ password: String, _ question: API.AccountPassword
    ) async throws(TelegramError) -> PasswordProof? {
        guard
            case .passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(let algorithm)? =
                question.currentAlgo, let serverValue = question.srpB
        else { throw .unsupported("a password that is checked in a way that this client does not know") }
        var random = SystemRandomBytes()
        let parameters = PasswordParameters(
            salt1: algorithm.salt1, salt2: algorithm.salt2, generator: algorithm.g, prime: algorithm.p)
        do throws(PasswordProof.Failure) {
            return try PasswordProof(
                password: password, parameters: parameters, serverValue: serverValue, secret: random.bytes(256))
        } catch {
            throw .unsupported("unsafe parameters")
        }
    }
}
