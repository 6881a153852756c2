// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Function {

    /// `auth.sendCode#a677244f`
    package struct AuthSendCode: TLFunction, Hashable {
        package typealias Result = API.AuthSentCode
        package static let name = "auth.sendCode"

        package var phoneNumber: String
        package var apiID: Int32
        package var apiHash: String
        package var settings: API.CodeSettings

        package init(phoneNumber: String, apiID: Int32, apiHash: String, settings: API.CodeSettings) {
            self.phoneNumber = phoneNumber
            self.apiID = apiID
            self.apiHash = apiHash
            self.settings = settings
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa677244f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.sendCode")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            phoneNumber = try reader.read()
            apiID = try reader.read()
            apiHash = try reader.read()
            settings = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa677244f)
            writer.write(phoneNumber)
            writer.write(apiID)
            writer.write(apiHash)
            writer.write(settings)
        }
    }

    /// `auth.resendCode#cae47523`
    package struct AuthResendCode: TLFunction, Hashable {
        package typealias Result = API.AuthSentCode
        package static let name = "auth.resendCode"

        package var phoneNumber: String
        package var phoneCodeHash: String
        package var reason: String?

        package init(phoneNumber: String, phoneCodeHash: String, reason: String? = nil) {
            self.phoneNumber = phoneNumber
            self.phoneCodeHash = phoneCodeHash
            self.reason = reason
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xcae47523: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.resendCode")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            phoneNumber = try reader.read()
            phoneCodeHash = try reader.read()
            reason = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xcae47523)
            var flags: UInt32 = 0
            if reason != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(phoneNumber)
            writer.write(phoneCodeHash)
            if let reason { writer.write(reason) }
        }
    }

    /// `auth.cancelCode#1f040578`
    package struct AuthCancelCode: TLFunction, Hashable {
        package typealias Result = Bool
        package static let name = "auth.cancelCode"

        package var phoneNumber: String
        package var phoneCodeHash: String

        package init(phoneNumber: String, phoneCodeHash: String) {
            self.phoneNumber = phoneNumber
            self.phoneCodeHash = phoneCodeHash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1f040578: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.cancelCode")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            phoneNumber = try reader.read()
            phoneCodeHash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1f040578)
            writer.write(phoneNumber)
            writer.write(phoneCodeHash)
        }
    }

    /// `auth.signIn#8d52a951`
    package struct AuthSignIn: TLFunction, Hashable {
        package typealias Result = API.AuthAuthorization
        package static let name = "auth.signIn"

        package var phoneNumber: String
        package var phoneCodeHash: String
        package var phoneCode: String?
        package var emailVerification: API.EmailVerification?

        package init(
            phoneNumber: String, phoneCodeHash: String, phoneCode: String? = nil,
            emailVerification: API.EmailVerification? = nil
        ) {
            self.phoneNumber = phoneNumber
            self.phoneCodeHash = phoneCodeHash
            self.phoneCode = phoneCode
            self.emailVerification = emailVerification
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8d52a951: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.signIn")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            phoneNumber = try reader.read()
            phoneCodeHash = try reader.read()
            phoneCode = try reader.optional(flags & 0x1)
            emailVerification = try reader.optional(flags & 0x2)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x8d52a951)
            var flags: UInt32 = 0
            if phoneCode != nil { flags |= 0x1 }
            if emailVerification != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(phoneNumber)
            writer.write(phoneCodeHash)
            if let phoneCode { writer.write(phoneCode) }
            if let emailVerification { writer.write(emailVerification) }
        }
    }

    /// `auth.signUp#aac7b717`
    package struct AuthSignUp: TLFunction, Hashable {
        package typealias Result = API.AuthAuthorization
        package static let name = "auth.signUp"

        package var noJoinedNotifications: Bool
        package var phoneNumber: String
        package var phoneCodeHash: String
        package var firstName: String
        package var lastName: String

        package init(
            noJoinedNotifications: Bool = false, phoneNumber: String, phoneCodeHash: String, firstName: String,
            lastName: String
        ) {
            self.noJoinedNotifications = noJoinedNotifications
            self.phoneNumber = phoneNumber
            self.phoneCodeHash = phoneCodeHash
            self.firstName = firstName
            self.lastName = lastName
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xaac7b717: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.signUp")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            noJoinedNotifications = flags & 0x1 != 0
            phoneNumber = try reader.read()
            phoneCodeHash = try reader.read()
            firstName = try reader.read()
            lastName = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xaac7b717)
            var flags: UInt32 = 0
            if noJoinedNotifications { flags |= 0x1 }
            writer.word(flags)
            writer.write(phoneNumber)
            writer.write(phoneCodeHash)
            writer.write(firstName)
            writer.write(lastName)
        }
    }

    /// `auth.checkPassword#d18b4d16`
    package struct AuthCheckPassword: TLFunction, Hashable {
        package typealias Result = API.AuthAuthorization
        package static let name = "auth.checkPassword"

        package var password: API.InputCheckPasswordSRP

        package init(password: API.InputCheckPasswordSRP) {
            self.password = password
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd18b4d16: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.checkPassword")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            password = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd18b4d16)
            writer.write(password)
        }
    }

    /// `auth.importBotAuthorization#67a3ff2c`
    package struct AuthImportBotAuthorization: TLFunction, Hashable {
        package typealias Result = API.AuthAuthorization
        package static let name = "auth.importBotAuthorization"

        package var flags: Int32
        package var apiID: Int32
        package var apiHash: String
        package var botAuthToken: String

        package init(flags: Int32, apiID: Int32, apiHash: String, botAuthToken: String) {
            self.flags = flags
            self.apiID = apiID
            self.apiHash = apiHash
            self.botAuthToken = botAuthToken
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x67a3ff2c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.importBotAuthorization")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            flags = try reader.read()
            apiID = try reader.read()
            apiHash = try reader.read()
            botAuthToken = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x67a3ff2c)
            writer.write(flags)
            writer.write(apiID)
            writer.write(apiHash)
            writer.write(botAuthToken)
        }
    }

    /// `auth.exportAuthorization#e5bfffcd`
    package struct AuthExportAuthorization: TLFunction, Hashable {
        package typealias Result = API.AuthExportedAuthorization
        package static let name = "auth.exportAuthorization"

        package var dcID: Int32

        package init(dcID: Int32) {
            self.dcID = dcID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe5bfffcd: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.exportAuthorization")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            dcID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe5bfffcd)
            writer.write(dcID)
        }
    }

    /// `auth.importAuthorization#a57a7dad`
    package struct AuthImportAuthorization: TLFunction, Hashable {
        package typealias Result = API.AuthAuthorization
        package static let name = "auth.importAuthorization"

        package var id: Int64
        package var bytes: [UInt8]

        package init(id: Int64, bytes: [UInt8]) {
            self.id = id
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa57a7dad: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.importAuthorization")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            bytes = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa57a7dad)
            writer.write(id)
            writer.bytes(bytes)
        }
    }

    /// `auth.logOut#3e72ba19`
    package struct AuthLogOut: TLFunction, Hashable {
        package typealias Result = API.AuthLoggedOut
        package static let name = "auth.logOut"

        package init() {
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3e72ba19: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.logOut")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3e72ba19)
        }
    }

    /// `auth.bindTempAuthKey#cdd42a05`
    package struct AuthBindTempAuthKey: TLFunction, Hashable {
        package typealias Result = Bool
        package static let name = "auth.bindTempAuthKey"

        package var permAuthKeyID: Int64
        package var nonce: Int64
        package var expiresAt: Int32
        package var encryptedMessage: [UInt8]

        package init(permAuthKeyID: Int64, nonce: Int64, expiresAt: Int32, encryptedMessage: [UInt8]) {
            self.permAuthKeyID = permAuthKeyID
            self.nonce = nonce
            self.expiresAt = expiresAt
            self.encryptedMessage = encryptedMessage
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xcdd42a05: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.bindTempAuthKey")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            permAuthKeyID = try reader.read()
            nonce = try reader.read()
            expiresAt = try reader.read()
            encryptedMessage = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xcdd42a05)
            writer.write(permAuthKeyID)
            writer.write(nonce)
            writer.write(expiresAt)
            writer.bytes(encryptedMessage)
        }
    }

    /// `auth.resetAuthorizations#9fab0d1a`
    package struct AuthResetAuthorizations: TLFunction, Hashable {
        package typealias Result = Bool
        package static let name = "auth.resetAuthorizations"

        package init() {
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9fab0d1a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.resetAuthorizations")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9fab0d1a)
        }
    }

    /// `account.getPassword#548a30f5`
    package struct AccountGetPassword: TLFunction, Hashable {
        package typealias Result = API.AccountPassword
        package static let name = "account.getPassword"

        package init() {
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x548a30f5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "account.getPassword")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x548a30f5)
        }
    }

    /// `account.updatePasswordSettings#a59b102f`
    package struct AccountUpdatePasswordSettings: TLFunction, Hashable {
        package typealias Result = Bool
        package static let name = "account.updatePasswordSettings"

        package var password: API.InputCheckPasswordSRP
        package var newSettings: API.AccountPasswordInputSettings

        package init(password: API.InputCheckPasswordSRP, newSettings: API.AccountPasswordInputSettings) {
            self.password = password
            self.newSettings = newSettings
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa59b102f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "account.updatePasswordSettings")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            password = try reader.read()
            newSettings = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa59b102f)
            writer.write(password)
            writer.write(newSettings)
        }
    }

    /// `account.getAuthorizations#e320c158`
    package struct AccountGetAuthorizations: TLFunction, Hashable {
        package typealias Result = API.AccountAuthorizations
        package static let name = "account.getAuthorizations"

        package init() {
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe320c158: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "account.getAuthorizations")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe320c158)
        }
    }
}
