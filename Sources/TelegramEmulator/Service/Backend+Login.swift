// SPDX-License-Identifier: MIT

import MTProto
import TL

/// auth.*, account.getPassword and help.*: what works without a login.
extension Backend {
    func callOpen(_ function: any TLFunction, by caller: Caller) throws(Refusal) -> Reply? {
        switch function {
        case is Function.HelpGetConfig: Reply(config(for: caller))
        case is Function.HelpGetNearestDc:
            Reply(API.NearestDc(country: "NL", thisDc: caller.center.rawValue, nearestDc: caller.center.rawValue))
        case is Function.HelpGetCdnConfig: Reply(API.CdnConfig(publicKeys: []))
        case let it as Function.HelpGetAppConfig: Reply(appConfig(hash: it.hash))
        case let it as Function.AuthSendCode: try sendCode(it, by: caller)
        case let it as Function.AuthResendCode: try resendCode(it)
        case let it as Function.AuthCancelCode: try cancelCode(it)
        case let it as Function.AuthSignIn: try signIn(it, by: caller)
        case let it as Function.AuthSignUp: try signUp(it, by: caller)
        case is Function.AccountGetPassword: try getPassword(by: caller)
        case let it as Function.AuthCheckPassword: try checkPassword(it, by: caller)
        case let it as Function.AuthImportBotAuthorization: try importBot(it, by: caller)
        case let it as Function.AuthImportAuthorization: try importAuthorization(it, by: caller)
        default: nil
        }
    }

    // MARK: Codes

    /// The phones of the test environment: 99966XYYYY belongs to data centre X, its code is that digit five times.
    private func testPhone(_ digits: String) -> (center: DataCenterID, code: String)? {
        guard digits.count == 10, digits.hasPrefix("99966") else { return nil }
        let digit = digits[digits.index(digits.startIndex, offsetBy: 5)]
        guard let id = digit.wholeNumberValue, centers.contains(where: { $0.id.rawValue == id }) else { return nil }
        return (DataCenterID(rawValue: Int32(id)), String(repeating: String(digit), count: 5))
    }

    private func sendCode(_ it: Function.AuthSendCode, by caller: Caller) throws(Refusal) -> Reply {
        guard it.apiID > 0, !it.apiHash.isEmpty else { throw .badRequest("API_ID_INVALID") }
        let digits = World.digits(it.phoneNumber)
        let account = try store.read { world throws(Refusal) in world.account(phone: digits) }
        let test = testPhone(digits)
        guard let home = account?.home ?? test?.center else { throw .badRequest("PHONE_NUMBER_INVALID") }
        guard home == caller.center else { throw .seeOther("PHONE_MIGRATE_\(home.rawValue)") }
        try admit([.codes(phone: digits)])
        let code = account?.code ?? test?.code ?? ""
        let hash = Random.hex(18)
        let now = now
        try logins { logins throws(Refusal) in
            logins.expire(now: now)
            logins.codes[hash] = .init(phone: digits, code: code, expires: now + EmulatorLimits.codeSeconds)
        }
        logger.info("Login code", metadata: ["phone": "\(digits)", "code": "\(code)"])
        return Reply(sentCode(hash, .authSentCodeTypeApp(API.AuthSentCodeTypeApp(length: Int32(code.utf8.count)))))
    }

    private func sentCode(_ hash: String, _ type: API.AuthSentCodeType) -> API.AuthSentCode {
        .authSentCode(
            API.AuthSentCodeValue(type: type, phoneCodeHash: hash, nextType: .authCodeTypeSms, timeout: 60))
    }

    private func resendCode(_ it: Function.AuthResendCode) throws(Refusal) -> Reply {
        let now = now
        let code = try logins { logins throws(Refusal) in
            logins.expire(now: now)
            guard var code = logins.codes[it.phoneCodeHash], code.phone == World.digits(it.phoneNumber) else {
                throw .badRequest("PHONE_CODE_EXPIRED")
            }
            guard code.resends < 2 else { throw .badRequest("SEND_CODE_UNAVAILABLE") }
            code.resends += 1
            logins.codes[it.phoneCodeHash] = code
            return code
        }
        logger.info("Login code again", metadata: ["phone": "\(code.phone)", "code": "\(code.code)"])
        let length = Int32(code.code.utf8.count)
        return Reply(sentCode(it.phoneCodeHash, .authSentCodeTypeSms(API.AuthSentCodeTypeSms(length: length))))
    }

    private func cancelCode(_ it: Function.AuthCancelCode) throws(Refusal) -> Reply {
        try logins { logins throws(Refusal) in logins.codes[it.phoneCodeHash] = nil }
        return Reply(true)
    }

    /// A code that was right is used up.
    private func takeCode(phone: String, hash: String, code: String?) throws(Refusal) {
        let now = now
        try logins { logins throws(Refusal) in
            guard let code, !code.isEmpty else { throw .badRequest("PHONE_CODE_EMPTY") }
            logins.expire(now: now)
            guard var pending = logins.codes[hash], pending.phone == World.digits(phone) else {
                throw .badRequest("PHONE_CODE_EXPIRED")
            }
            guard pending.code == code else {
                pending.attemptsLeft -= 1
                logins.codes[hash] = pending.attemptsLeft > 0 ? pending : nil
                throw .badRequest("PHONE_CODE_INVALID")
            }
        }
    }

    private func signIn(_ it: Function.AuthSignIn, by caller: Caller) throws(Refusal) -> Reply {
        try takeCode(phone: it.phoneNumber, hash: it.phoneCodeHash, code: it.phoneCode)
        let account = try store.read { world throws(Refusal) in world.account(phone: it.phoneNumber) }
        guard let account else {
            return Reply(API.AuthAuthorization.authAuthorizationSignUpRequired(.init()))
        }
        guard account.home == caller.center else { throw .seeOther("PHONE_MIGRATE_\(account.home.rawValue)") }
        try logins { logins throws(Refusal) in
            logins.codes[it.phoneCodeHash] = nil
            if account.password != nil { logins.passwords[caller.key] = account.id }
        }
        if account.password != nil { throw .unauthorized("SESSION_PASSWORD_NEEDED") }
        return try login(account, by: caller)
    }

    private func signUp(_ it: Function.AuthSignUp, by caller: Caller) throws(Refusal) -> Reply {
        let digits = World.digits(it.phoneNumber)
        let pending = try logins { logins throws(Refusal) in logins.codes[it.phoneCodeHash] }
        guard let pending, pending.phone == digits else { throw .badRequest("PHONE_CODE_EXPIRED") }
        guard !it.firstName.isEmpty else { throw .badRequest("FIRSTNAME_INVALID") }
        let account = try store.change { world throws(Refusal) in
            guard world.account(phone: digits) == nil else { throw .badRequest("PHONE_NUMBER_OCCUPIED") }
            var account = try world.addUser(phone: digits, code: pending.code, password: nil, home: caller.center)
            account.firstName = it.firstName
            account.lastName = it.lastName.isEmpty ? nil : it.lastName
            world.accounts.put(account)
            return account
        }
        try logins { logins throws(Refusal) in logins.codes[it.phoneCodeHash] = nil }
        return try login(account, by: caller)
    }

    func login(_ account: Account, by caller: Caller) throws(Refusal) -> Reply {
        let now = now
        let user = try store.change { world throws(Refusal) in
            world.login(account.id, on: caller.key)
            return Renderer(world: world, viewer: account.id, now: now).user(account)
        }
        logger.info("Login", metadata: ["user": "\(account.id.rawValue)", "dc": "\(caller.center.rawValue)"])
        return Reply(API.AuthAuthorization.authAuthorization(API.AuthAuthorizationValue(user: user)))
    }

    // MARK: Password

    private func passwordOwner(_ caller: Caller) throws(Refusal) -> Account {
        let pending = try logins { logins throws(Refusal) in logins.passwords[caller.key] }
        let now = now
        return try store.read { world throws(Refusal) in
            if let pending, let account = world.accounts[pending] { return account }
            return try world.authorized(caller.key, now: now)
        }
    }

    private func getPassword(by caller: Caller) throws(Refusal) -> Reply {
        let account = try passwordOwner(caller)
        let now = now
        var answer = API.AccountPassword(
            newAlgo: .init(salt1: Random.bytes(8), salt2: Random.bytes(16)),
            newSecureAlgo: .securePasswordKdfAlgoUnknown, secureRandom: Random.bytes(256))
        if let password = account.password {
            let challenge = password.challenge(account.id, expires: now + EmulatorLimits.passwordSeconds)
            let id = Random.int64()
            try logins { logins throws(Refusal) in
                logins.expire(now: now)
                logins.challenges[id] = challenge
            }
            answer.hasPassword = true
            answer.currentAlgo = .init(salt1: password.salt1, salt2: password.salt2)
            answer.srpB = challenge.value
            answer.srpID = id
        }
        return Reply(answer)
    }

    private func checkPassword(_ it: Function.AuthCheckPassword, by caller: Caller) throws(Refusal) -> Reply {
        let account = try passwordOwner(caller)
        try admit([.passwords(account.id)])
        guard let password = account.password, case .inputCheckPasswordSRP(let proof) = it.password else {
            throw .badRequest("PASSWORD_HASH_INVALID")
        }
        let now = now
        let challenge = try logins { logins throws(Refusal) in
            logins.expire(now: now)
            return logins.challenges.removeValue(forKey: proof.srpID)
        }
        guard let challenge, challenge.user == account.id else { throw .badRequest("SRP_ID_INVALID") }
        guard password.accepts(proof, challenge) else {
            throw .badRequest("PASSWORD_HASH_INVALID")
        }
        try logins { logins throws(Refusal) in logins.passwords[caller.key] = nil }
        return try login(account, by: caller)
    }

    // MARK: Bots and other data centres

    private func importBot(_ it: Function.AuthImportBotAuthorization, by caller: Caller) throws(Refusal) -> Reply {
        guard it.apiID > 0, !it.apiHash.isEmpty else { throw .badRequest("API_ID_INVALID") }
        let account = try store.read { world throws(Refusal) in world.account(token: it.botAuthToken) }
        guard let account else { throw .badRequest("ACCESS_TOKEN_INVALID") }
        guard account.home == caller.center else { throw .seeOther("USER_MIGRATE_\(account.home.rawValue)") }
        return try login(account, by: caller)
    }

    private func importAuthorization(
        _ it: Function.AuthImportAuthorization, by caller: Caller
    ) throws(Refusal) -> Reply {
        let now = now
        let user = try logins { logins throws(Refusal) in
            logins.expire(now: now)
            let match = logins.exports[it.id]?.firstIndex { $0.target == caller.center && $0.bytes == it.bytes }
            guard let match, let export = logins.exports[it.id]?.remove(at: match) else {
                throw .badRequest("AUTH_BYTES_INVALID")
            }
            return export.user
        }
        let account = try store.read { world throws(Refusal) in world.accounts[user] }
        guard let account else { throw .badRequest("USER_ID_INVALID") }
        return try login(account, by: caller)
    }

    func exportAuthorization(
        _ it: Function.AuthExportAuthorization, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply {
        let target = DataCenterID(rawValue: it.dcID)
        guard target != caller.center, centers.contains(where: { $0.id == target }) else {
            throw .badRequest("DC_ID_INVALID")
        }
        let bytes = Random.bytes(128)
        let now = now
        try logins { logins throws(Refusal) in
            logins.expire(now: now)
            logins.exports[account.id.rawValue, default: []].append(
                .init(user: account.id, target: target, bytes: bytes, expires: now + EmulatorLimits.exportSeconds))
        }
        return Reply(API.AuthExportedAuthorization(id: account.id.rawValue, bytes: bytes))
    }
}
