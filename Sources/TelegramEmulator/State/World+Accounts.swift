// SPDX-License-Identifier: MIT

extension World {
    /// Digits only, as clients and people write the same number in different ways.
    static func digits(_ phone: String) -> String { String(phone.filter { $0.isASCII && $0.isNumber }) }

    func account(phone: String) -> Account? {
        let digits = Self.digits(phone)
        return accounts.values.first { $0.phone == digits }
    }

    func account(token: String) -> Account? { accounts.values.first { $0.token == token } }

    /// Replaces the account of that phone, if there is one.
    mutating func addUser(
        phone: String, code: String, password: PasswordVerifier?, home: DataCenterID
    ) throws(Refusal) -> Account {
        let digits = Self.digits(phone)
        guard (5...15).contains(digits.count) else { throw .badRequest("PHONE_NUMBER_INVALID") }
        guard !code.isEmpty, code.utf8.count <= 16 else { throw .badRequest("PHONE_CODE_INVALID") }
        var account =
            account(phone: digits)
            ?? Account(id: takeUserID(), firstName: "User\(digits.suffix(4))", phone: digits, home: home)
        account.code = code
        account.password = password
        accounts.put(account)
        return account
    }

    mutating func addBot(name: String, tokenTail: String, home: DataCenterID) throws(Refusal) -> Account {
        guard (1...64).contains(name.utf16.count) else { throw .badRequest("FIRSTNAME_INVALID") }
        let id = takeUserID()
        let account = Account(id: id, firstName: name, token: "\(id.rawValue):\(tokenTail)", home: home)
        accounts.put(account)
        return account
    }

    private mutating func takeUserID() -> UserID {
        defer { settings.nextUser += 1 }
        return UserID(rawValue: settings.nextUser)
    }

    /// The account behind a key, where its login still stands.
    func authorized(_ key: KeyID, now: Int64) throws(Refusal) -> Account {
        guard let row = loginKey(key) else { throw .unauthorized("AUTH_KEY_UNREGISTERED") }
        if row.isRevoked { throw .unauthorized("SESSION_REVOKED") }
        guard let user = row.user, let account = accounts[user] else {
            throw .unauthorized("AUTH_KEY_UNREGISTERED")
        }
        return account
    }

    /// The key whose login counts: a temporary key stands for the permanent one that it was bound to.
    func loginKey(_ key: KeyID) -> AuthorizationKey? {
        guard let row = keys[key] else { return nil }
        return row.permanent.flatMap { keys[$0] } ?? row
    }

    mutating func login(_ user: UserID?, on key: KeyID) {
        guard var row = loginKey(key) else { return }
        row.user = user
        row.isRevoked = false
        keys.put(row)
    }

    /// Ends every login of a user; returns their keys.
    mutating func revokeSessions(of user: UserID) -> [KeyID] {
        let revoked = keys.values.filter { $0.user == user }
        for var key in revoked {
            key.isRevoked = true
            keys.put(key)
        }
        return revoked.map(\.id)
    }

    mutating func move(_ user: UserID, to center: DataCenterID) {
        guard var account = accounts[user] else { return }
        account.home = center
        accounts.put(account)
    }

    mutating func removeKey(_ key: KeyID) { keys[key] = nil }
}
