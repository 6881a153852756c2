// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension API {

    /// `emailVerificationCode#922e55a9`
    package struct EmailVerification: TLBoxed, Hashable {
        package var code: String

        package init(code: String) {
            self.code = code
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x922e55a9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "EmailVerification")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            code = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x922e55a9)
            writer.write(code)
        }
    }

    /// `authorization#ad01d61d`
    package struct Authorization: TLBoxed, Hashable {
        package var current: Bool
        package var officialApp: Bool
        package var passwordPending: Bool
        package var encryptedRequestsDisabled: Bool
        package var callRequestsDisabled: Bool
        package var unconfirmed: Bool
        package var hash: Int64
        package var deviceModel: String
        package var platform: String
        package var systemVersion: String
        package var apiID: Int32
        package var appName: String
        package var appVersion: String
        package var dateCreated: Int32
        package var dateActive: Int32
        package var ip: String
        package var country: String
        package var region: String

        package init(
            current: Bool = false, officialApp: Bool = false, passwordPending: Bool = false,
            encryptedRequestsDisabled: Bool = false, callRequestsDisabled: Bool = false, unconfirmed: Bool = false,
            hash: Int64, deviceModel: String, platform: String, systemVersion: String, apiID: Int32, appName: String,
            appVersion: String, dateCreated: Int32, dateActive: Int32, ip: String, country: String, region: String
        ) {
            self.current = current
            self.officialApp = officialApp
            self.passwordPending = passwordPending
            self.encryptedRequestsDisabled = encryptedRequestsDisabled
            self.callRequestsDisabled = callRequestsDisabled
            self.unconfirmed = unconfirmed
            self.hash = hash
            self.deviceModel = deviceModel
            self.platform = platform
            self.systemVersion = systemVersion
            self.apiID = apiID
            self.appName = appName
            self.appVersion = appVersion
            self.dateCreated = dateCreated
            self.dateActive = dateActive
            self.ip = ip
            self.country = country
            self.region = region
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xad01d61d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Authorization")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            current = flags & 0x1 != 0
            officialApp = flags & 0x2 != 0
            passwordPending = flags & 0x4 != 0
            encryptedRequestsDisabled = flags & 0x8 != 0
            callRequestsDisabled = flags & 0x10 != 0
            unconfirmed = flags & 0x20 != 0
            hash = try reader.read()
            deviceModel = try reader.read()
            platform = try reader.read()
            systemVersion = try reader.read()
            apiID = try reader.read()
            appName = try reader.read()
            appVersion = try reader.read()
            dateCreated = try reader.read()
            dateActive = try reader.read()
            ip = try reader.read()
            country = try reader.read()
            region = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xad01d61d)
            var flags: UInt32 = 0
            if current { flags |= 0x1 }
            if officialApp { flags |= 0x2 }
            if passwordPending { flags |= 0x4 }
            if encryptedRequestsDisabled { flags |= 0x8 }
            if callRequestsDisabled { flags |= 0x10 }
            if unconfirmed { flags |= 0x20 }
            writer.word(flags)
            writer.write(hash)
            writer.write(deviceModel)
            writer.write(platform)
            writer.write(systemVersion)
            writer.write(apiID)
            writer.write(appName)
            writer.write(appVersion)
            writer.write(dateCreated)
            writer.write(dateActive)
            writer.write(ip)
            writer.write(country)
            writer.write(region)
        }
    }

    /// `account.authorizations#4bff8ea0`
    package struct AccountAuthorizations: TLBoxed, Hashable {
        package var authorizationTtlDays: Int32
        package var authorizations: [API.Authorization]

        package init(authorizationTtlDays: Int32, authorizations: [API.Authorization] = []) {
            self.authorizationTtlDays = authorizationTtlDays
            self.authorizations = authorizations
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4bff8ea0: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "account.Authorizations")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            authorizationTtlDays = try reader.read()
            authorizations = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4bff8ea0)
            writer.write(authorizationTtlDays)
            writer.write(authorizations)
        }
    }

    /// `dataJSON#7d748d04`
    package struct DataJSON: TLBoxed, Hashable {
        package var data: String

        package init(data: String) {
            self.data = data
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7d748d04: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DataJSON")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            data = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7d748d04)
            writer.write(data)
        }
    }

    /// `auth.exportedAuthorization#b434e2b8`
    package struct AuthExportedAuthorization: TLBoxed, Hashable {
        package var id: Int64
        package var bytes: [UInt8]

        package init(id: Int64, bytes: [UInt8]) {
            self.id = id
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb434e2b8: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.ExportedAuthorization")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            bytes = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb434e2b8)
            writer.write(id)
            writer.bytes(bytes)
        }
    }

    /// `auth.loggedOut#c3a2835f`
    package struct AuthLoggedOut: TLBoxed, Hashable {
        package var futureAuthToken: [UInt8]?

        package init(futureAuthToken: [UInt8]? = nil) {
            self.futureAuthToken = futureAuthToken
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc3a2835f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.LoggedOut")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            futureAuthToken = try reader.optionalBytes(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc3a2835f)
            var flags: UInt32 = 0
            if futureAuthToken != nil { flags |= 0x1 }
            writer.word(flags)
            if let futureAuthToken { writer.bytes(futureAuthToken) }
        }
    }

    /// `codeSettings#ad253d78`
    package struct CodeSettings: TLBoxed, Hashable {
        package var allowFlashcall: Bool
        package var currentNumber: Bool
        package var allowAppHash: Bool
        package var allowMissedCall: Bool
        package var allowFirebase: Bool
        package var unknownNumber: Bool
        package var logoutTokens: [[UInt8]]?
        package var token: String?
        package var appSandbox: Bool?

        package init(
            allowFlashcall: Bool = false, currentNumber: Bool = false, allowAppHash: Bool = false,
            allowMissedCall: Bool = false, allowFirebase: Bool = false, unknownNumber: Bool = false,
            logoutTokens: [[UInt8]]? = nil, token: String? = nil, appSandbox: Bool? = nil
        ) {
            self.allowFlashcall = allowFlashcall
            self.currentNumber = currentNumber
            self.allowAppHash = allowAppHash
            self.allowMissedCall = allowMissedCall
            self.allowFirebase = allowFirebase
            self.unknownNumber = unknownNumber
            self.logoutTokens = logoutTokens
            self.token = token
            self.appSandbox = appSandbox
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xad253d78: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "CodeSettings")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            allowFlashcall = flags & 0x1 != 0
            currentNumber = flags & 0x2 != 0
            allowAppHash = flags & 0x10 != 0
            allowMissedCall = flags & 0x20 != 0
            allowFirebase = flags & 0x80 != 0
            unknownNumber = flags & 0x200 != 0
            logoutTokens = try reader.optionalBytesVector(flags & 0x40)
            token = try reader.optional(flags & 0x100)
            appSandbox = try reader.optional(flags & 0x100)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xad253d78)
            var flags: UInt32 = 0
            if allowFlashcall { flags |= 0x1 }
            if currentNumber { flags |= 0x2 }
            if allowAppHash { flags |= 0x10 }
            if allowMissedCall { flags |= 0x20 }
            if logoutTokens != nil { flags |= 0x40 }
            if allowFirebase { flags |= 0x80 }
            if token != nil, appSandbox != nil { flags |= 0x100 }
            if unknownNumber { flags |= 0x200 }
            writer.word(flags)
            if let logoutTokens { writer.bytesVector(logoutTokens) }
            if flags & 0x100 != 0, let token { writer.write(token) }
            if flags & 0x100 != 0, let appSandbox { writer.write(appSandbox) }
        }
    }

    /// `auth.SentCode`
    package enum AuthSentCode: TLBoxed, Hashable {
        case authSentCode(AuthSentCodeValue)
        case authSentCodeSuccess(AuthSentCodeSuccess)
        case authSentCodePaymentRequired(AuthSentCodePaymentRequired)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5e002502:
                self = .authSentCode(try AuthSentCodeValue(constructor: constructor, from: &reader))
            case 0x2390fe44:
                self = .authSentCodeSuccess(try AuthSentCodeSuccess(constructor: constructor, from: &reader))
            case 0xf8827ebf, 0xd7cef980:
                self = .authSentCodePaymentRequired(
                    try AuthSentCodePaymentRequired(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "auth.SentCode")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .authSentCode(let value): value.write(to: &writer)
            case .authSentCodeSuccess(let value): value.write(to: &writer)
            case .authSentCodePaymentRequired(let value): value.write(to: &writer)
            }
        }
    }

    /// `auth.sentCode#5e002502`
    package struct AuthSentCodeValue: TLBoxed, Hashable {
        package var type: API.AuthSentCodeType
        package var phoneCodeHash: String
        package var nextType: API.AuthCodeType?
        package var timeout: Int32?

        package init(
            type: API.AuthSentCodeType, phoneCodeHash: String, nextType: API.AuthCodeType? = nil, timeout: Int32? = nil
        ) {
            self.type = type
            self.phoneCodeHash = phoneCodeHash
            self.nextType = nextType
            self.timeout = timeout
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5e002502: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCode")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            type = try reader.read()
            phoneCodeHash = try reader.read()
            nextType = try reader.optional(flags & 0x2)
            timeout = try reader.optional(flags & 0x4)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x5e002502)
            var flags: UInt32 = 0
            if nextType != nil { flags |= 0x2 }
            if timeout != nil { flags |= 0x4 }
            writer.word(flags)
            writer.write(type)
            writer.write(phoneCodeHash)
            if let nextType { writer.write(nextType) }
            if let timeout { writer.write(timeout) }
        }
    }

    /// `auth.sentCodeSuccess#2390fe44`
    package struct AuthSentCodeSuccess: TLBoxed, Hashable {
        package var authorization: API.AuthAuthorization

        package init(authorization: API.AuthAuthorization) {
            self.authorization = authorization
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2390fe44: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCode")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            authorization = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x2390fe44)
            writer.write(authorization)
        }
    }

    /// `auth.sentCodePaymentRequired#f8827ebf`, layer 201: `#d7cef980`
    package struct AuthSentCodePaymentRequired: TLBoxed, Hashable {
        package var storeProduct: String
        package var phoneCodeHash: String
        package var supportEmailAddress: String
        package var supportEmailSubject: String
        package var premiumDays: Int32
        package var currency: String
        package var amount: Int64

        package init(
            storeProduct: String, phoneCodeHash: String, supportEmailAddress: String = "",
            supportEmailSubject: String = "", premiumDays: Int32 = 0, currency: String = "", amount: Int64 = 0
        ) {
            self.storeProduct = storeProduct
            self.phoneCodeHash = phoneCodeHash
            self.supportEmailAddress = supportEmailAddress
            self.supportEmailSubject = supportEmailSubject
            self.premiumDays = premiumDays
            self.currency = currency
            self.amount = amount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf8827ebf: self = try Self(newest: &reader)
            case 0xd7cef980: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCode")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            storeProduct = try reader.read()
            phoneCodeHash = try reader.read()
            supportEmailAddress = try reader.read()
            supportEmailSubject = try reader.read()
            premiumDays = try reader.read()
            currency = try reader.read()
            amount = try reader.read()
        }

        private init(older reader: inout TLReader) throws(TLError) {
            storeProduct = try reader.read()
            phoneCodeHash = try reader.read()
            supportEmailAddress = ""
            supportEmailSubject = ""
            premiumDays = 0
            currency = ""
            amount = 0
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xf8827ebf)
            writer.write(storeProduct)
            writer.write(phoneCodeHash)
            writer.write(supportEmailAddress)
            writer.write(supportEmailSubject)
            writer.write(premiumDays)
            writer.write(currency)
            writer.write(amount)
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xd7cef980)
            writer.write(storeProduct)
            writer.write(phoneCodeHash)
        }
    }

    /// `auth.Authorization`
    package enum AuthAuthorization: TLBoxed, Hashable {
        case authAuthorization(AuthAuthorizationValue)
        case authAuthorizationSignUpRequired(AuthAuthorizationSignUpRequired)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2ea2c0d4:
                self = .authAuthorization(try AuthAuthorizationValue(constructor: constructor, from: &reader))
            case 0x44747e9a:
                self = .authAuthorizationSignUpRequired(
                    try AuthAuthorizationSignUpRequired(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "auth.Authorization")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .authAuthorization(let value): value.write(to: &writer)
            case .authAuthorizationSignUpRequired(let value): value.write(to: &writer)
            }
        }
    }

    /// `auth.authorization#2ea2c0d4`
    package struct AuthAuthorizationValue: TLBoxed, Hashable {
        package var setupPasswordRequired: Bool
        package var otherwiseReloginDays: Int32?
        package var tmpSessions: Int32?
        package var futureAuthToken: [UInt8]?
        package var user: API.User

        package init(
            setupPasswordRequired: Bool = false, otherwiseReloginDays: Int32? = nil, tmpSessions: Int32? = nil,
            futureAuthToken: [UInt8]? = nil, user: API.User
        ) {
            self.setupPasswordRequired = setupPasswordRequired
            self.otherwiseReloginDays = otherwiseReloginDays
            self.tmpSessions = tmpSessions
            self.futureAuthToken = futureAuthToken
            self.user = user
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2ea2c0d4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.Authorization")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            setupPasswordRequired = flags & 0x2 != 0
            otherwiseReloginDays = try reader.optional(flags & 0x2)
            tmpSessions = try reader.optional(flags & 0x1)
            futureAuthToken = try reader.optionalBytes(flags & 0x4)
            user = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x2ea2c0d4)
            var flags: UInt32 = 0
            if tmpSessions != nil { flags |= 0x1 }
            if otherwiseReloginDays != nil { flags |= 0x2 }
            if futureAuthToken != nil { flags |= 0x4 }
            writer.word(flags)
            if let otherwiseReloginDays { writer.write(otherwiseReloginDays) }
            if let tmpSessions { writer.write(tmpSessions) }
            if let futureAuthToken { writer.bytes(futureAuthToken) }
            writer.write(user)
        }
    }

    /// `auth.authorizationSignUpRequired#44747e9a`
    package struct AuthAuthorizationSignUpRequired: TLBoxed, Hashable {
        package var termsOfService: API.HelpTermsOfService?

        package init(termsOfService: API.HelpTermsOfService? = nil) {
            self.termsOfService = termsOfService
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x44747e9a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.Authorization")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            termsOfService = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x44747e9a)
            var flags: UInt32 = 0
            if termsOfService != nil { flags |= 0x1 }
            writer.word(flags)
            if let termsOfService { writer.write(termsOfService) }
        }
    }

    /// `help.termsOfService#780a0310`
    package struct HelpTermsOfService: TLBoxed, Hashable {
        package var popup: Bool
        package var id: API.DataJSON
        package var text: String
        package var entities: [API.MessageEntity]
        package var minAgeConfirm: Int32?

        package init(
            popup: Bool = false, id: API.DataJSON, text: String, entities: [API.MessageEntity] = [],
            minAgeConfirm: Int32? = nil
        ) {
            self.popup = popup
            self.id = id
            self.text = text
            self.entities = entities
            self.minAgeConfirm = minAgeConfirm
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x780a0310: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "help.TermsOfService")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            popup = flags & 0x1 != 0
            id = try reader.read()
            text = try reader.read()
            entities = try reader.read()
            minAgeConfirm = try reader.optional(flags & 0x2)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x780a0310)
            var flags: UInt32 = 0
            if popup { flags |= 0x1 }
            if minAgeConfirm != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(id)
            writer.write(text)
            writer.write(entities)
            if let minAgeConfirm { writer.write(minAgeConfirm) }
        }
    }

    /// `auth.CodeType`
    package enum AuthCodeType: TLBoxed, Hashable {
        case authCodeTypeSms
        case authCodeTypeCall
        case authCodeTypeFlashCall
        case authCodeTypeMissedCall
        case authCodeTypeFragmentSms

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x72a3158c: self = .authCodeTypeSms
            case 0x741cd3e3: self = .authCodeTypeCall
            case 0x226ccefb: self = .authCodeTypeFlashCall
            case 0xd61ad6ee: self = .authCodeTypeMissedCall
            case 0x06ed998c: self = .authCodeTypeFragmentSms
            default: throw .unknownConstructor(constructor, in: "auth.CodeType")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .authCodeTypeSms: writer.constructor(0x72a3158c)
            case .authCodeTypeCall: writer.constructor(0x741cd3e3)
            case .authCodeTypeFlashCall: writer.constructor(0x226ccefb)
            case .authCodeTypeMissedCall: writer.constructor(0xd61ad6ee)
            case .authCodeTypeFragmentSms: writer.constructor(0x06ed998c)
            }
        }
    }

    /// `account.password#957b50fb`
    package struct AccountPassword: TLBoxed, Hashable {
        package var hasRecovery: Bool
        package var hasSecureValues: Bool
        package var hasPassword: Bool
        package var currentAlgo: API.PasswordKdfAlgo?
        package var srpB: [UInt8]?
        package var srpID: Int64?
        package var hint: String?
        package var emailUnconfirmedPattern: String?
        package var newAlgo: API.PasswordKdfAlgo
        package var newSecureAlgo: API.SecurePasswordKdfAlgo
        package var secureRandom: [UInt8]
        package var pendingResetDate: Int32?
        package var loginEmailPattern: String?

        package init(
            hasRecovery: Bool = false, hasSecureValues: Bool = false, hasPassword: Bool = false,
            currentAlgo: API.PasswordKdfAlgo? = nil, srpB: [UInt8]? = nil, srpID: Int64? = nil, hint: String? = nil,
            emailUnconfirmedPattern: String? = nil, newAlgo: API.PasswordKdfAlgo,
            newSecureAlgo: API.SecurePasswordKdfAlgo, secureRandom: [UInt8], pendingResetDate: Int32? = nil,
            loginEmailPattern: String? = nil
        ) {
            self.hasRecovery = hasRecovery
            self.hasSecureValues = hasSecureValues
            self.hasPassword = hasPassword
            self.currentAlgo = currentAlgo
            self.srpB = srpB
            self.srpID = srpID
            self.hint = hint
            self.emailUnconfirmedPattern = emailUnconfirmedPattern
            self.newAlgo = newAlgo
            self.newSecureAlgo = newSecureAlgo
            self.secureRandom = secureRandom
            self.pendingResetDate = pendingResetDate
            self.loginEmailPattern = loginEmailPattern
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x957b50fb: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "account.Password")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            hasRecovery = flags & 0x1 != 0
            hasSecureValues = flags & 0x2 != 0
            hasPassword = flags & 0x4 != 0
            currentAlgo = try reader.optional(flags & 0x4)
            srpB = try reader.optionalBytes(flags & 0x4)
            srpID = try reader.optional(flags & 0x4)
            hint = try reader.optional(flags & 0x8)
            emailUnconfirmedPattern = try reader.optional(flags & 0x10)
            newAlgo = try reader.read()
            newSecureAlgo = try reader.read()
            secureRandom = try reader.bytes()
            pendingResetDate = try reader.optional(flags & 0x20)
            loginEmailPattern = try reader.optional(flags & 0x40)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x957b50fb)
            var flags: UInt32 = 0
            if hasRecovery { flags |= 0x1 }
            if hasSecureValues { flags |= 0x2 }
            if currentAlgo != nil, srpB != nil, srpID != nil { flags |= 0x4 }
            if hint != nil { flags |= 0x8 }
            if emailUnconfirmedPattern != nil { flags |= 0x10 }
            if pendingResetDate != nil { flags |= 0x20 }
            if loginEmailPattern != nil { flags |= 0x40 }
            writer.word(flags)
            if flags & 0x4 != 0, let currentAlgo { writer.write(currentAlgo) }
            if flags & 0x4 != 0, let srpB { writer.bytes(srpB) }
            if flags & 0x4 != 0, let srpID { writer.write(srpID) }
            if let hint { writer.write(hint) }
            if let emailUnconfirmedPattern { writer.write(emailUnconfirmedPattern) }
            writer.write(newAlgo)
            writer.write(newSecureAlgo)
            writer.bytes(secureRandom)
            if let pendingResetDate { writer.write(pendingResetDate) }
            if let loginEmailPattern { writer.write(loginEmailPattern) }
        }
    }

    /// `account.passwordInputSettings#c23727c9`
    package struct AccountPasswordInputSettings: TLBoxed, Hashable {
        package var newAlgo: API.PasswordKdfAlgo?
        package var newPasswordHash: [UInt8]?
        package var hint: String?
        package var email: String?
        package var newSecureSettings: Unlisted?

        package init(
            newAlgo: API.PasswordKdfAlgo? = nil, newPasswordHash: [UInt8]? = nil, hint: String? = nil,
            email: String? = nil, newSecureSettings: Unlisted? = nil
        ) {
            self.newAlgo = newAlgo
            self.newPasswordHash = newPasswordHash
            self.hint = hint
            self.email = email
            self.newSecureSettings = newSecureSettings
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc23727c9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "account.PasswordInputSettings")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            newAlgo = try reader.optional(flags & 0x1)
            newPasswordHash = try reader.optionalBytes(flags & 0x1)
            hint = try reader.optional(flags & 0x1)
            email = try reader.optional(flags & 0x2)
            newSecureSettings = try reader.optional(flags & 0x4)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc23727c9)
            var flags: UInt32 = 0
            if newAlgo != nil, newPasswordHash != nil, hint != nil { flags |= 0x1 }
            if email != nil { flags |= 0x2 }
            if newSecureSettings != nil { flags |= 0x4 }
            writer.word(flags)
            if flags & 0x1 != 0, let newAlgo { writer.write(newAlgo) }
            if flags & 0x1 != 0, let newPasswordHash { writer.bytes(newPasswordHash) }
            if flags & 0x1 != 0, let hint { writer.write(hint) }
            if let email { writer.write(email) }
            if let newSecureSettings { writer.write(newSecureSettings) }
        }
    }

    /// `InputCheckPasswordSRP`
    package enum InputCheckPasswordSRP: TLBoxed, Hashable {
        case inputCheckPasswordEmpty
        case inputCheckPasswordSRP(InputCheckPasswordSRPValue)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9880f658: self = .inputCheckPasswordEmpty
            case 0xd27ff082:
                self = .inputCheckPasswordSRP(try InputCheckPasswordSRPValue(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "InputCheckPasswordSRP")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputCheckPasswordEmpty: writer.constructor(0x9880f658)
            case .inputCheckPasswordSRP(let value): value.write(to: &writer)
            }
        }
    }

    /// `inputCheckPasswordSRP#d27ff082`
    package struct InputCheckPasswordSRPValue: TLBoxed, Hashable {
        package var srpID: Int64
        package var a: [UInt8]
        package var m1: [UInt8]

        package init(srpID: Int64, a: [UInt8], m1: [UInt8]) {
            self.srpID = srpID
            self.a = a
            self.m1 = m1
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd27ff082: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputCheckPasswordSRP")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            srpID = try reader.read()
            a = try reader.bytes()
            m1 = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd27ff082)
            writer.write(srpID)
            writer.bytes(a)
            writer.bytes(m1)
        }
    }

    /// `PasswordKdfAlgo`
    package enum PasswordKdfAlgo: TLBoxed, Hashable {
        case passwordKdfAlgoUnknown
        case passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
            PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd45ab096: self = .passwordKdfAlgoUnknown
            case 0x3a912d4a:
                self = .passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
                    try PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
                        constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "PasswordKdfAlgo")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .passwordKdfAlgoUnknown: writer.constructor(0xd45ab096)
            case .passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(let value): value.write(to: &writer)
            }
        }
    }

    /// `passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow#3a912d4a`
    package struct PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow: TLBoxed, Hashable {
        package var salt1: [UInt8]
        package var salt2: [UInt8]
        package var g: Int32
        package var p: [UInt8]

        package init(salt1: [UInt8], salt2: [UInt8], g: Int32, p: [UInt8]) {
            self.salt1 = salt1
            self.salt2 = salt2
            self.g = g
            self.p = p
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3a912d4a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PasswordKdfAlgo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            salt1 = try reader.bytes()
            salt2 = try reader.bytes()
            g = try reader.read()
            p = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3a912d4a)
            writer.bytes(salt1)
            writer.bytes(salt2)
            writer.write(g)
            writer.bytes(p)
        }
    }

    /// `SecurePasswordKdfAlgo`
    package enum SecurePasswordKdfAlgo: TLBoxed, Hashable {
        case securePasswordKdfAlgoUnknown
        case securePasswordKdfAlgoPBKDF2HMACSHA512iter100000(SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000)
        case securePasswordKdfAlgoSHA512(SecurePasswordKdfAlgoSHA512)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x004a8537: self = .securePasswordKdfAlgoUnknown
            case 0xbbf2dda0:
                self = .securePasswordKdfAlgoPBKDF2HMACSHA512iter100000(
                    try SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000(constructor: constructor, from: &reader))
            case 0x86471d92:
                self = .securePasswordKdfAlgoSHA512(
                    try SecurePasswordKdfAlgoSHA512(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "SecurePasswordKdfAlgo")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .securePasswordKdfAlgoUnknown: writer.constructor(0x004a8537)
            case .securePasswordKdfAlgoPBKDF2HMACSHA512iter100000(let value): value.write(to: &writer)
            case .securePasswordKdfAlgoSHA512(let value): value.write(to: &writer)
            }
        }
    }

    /// `securePasswordKdfAlgoPBKDF2HMACSHA512iter100000#bbf2dda0`
    package struct SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000: TLBoxed, Hashable {
        package var salt: [UInt8]

        package init(salt: [UInt8]) {
            self.salt = salt
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbbf2dda0: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "SecurePasswordKdfAlgo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            salt = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbbf2dda0)
            writer.bytes(salt)
        }
    }

    /// `securePasswordKdfAlgoSHA512#86471d92`
    package struct SecurePasswordKdfAlgoSHA512: TLBoxed, Hashable {
        package var salt: [UInt8]

        package init(salt: [UInt8]) {
            self.salt = salt
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x86471d92: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "SecurePasswordKdfAlgo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            salt = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x86471d92)
            writer.bytes(salt)
        }
    }

    /// `auth.SentCodeType`
    package enum AuthSentCodeType: TLBoxed, Hashable {
        case authSentCodeTypeApp(AuthSentCodeTypeApp)
        case authSentCodeTypeSms(AuthSentCodeTypeSms)
        case authSentCodeTypeCall(AuthSentCodeTypeCall)
        case authSentCodeTypeFlashCall(AuthSentCodeTypeFlashCall)
        case authSentCodeTypeMissedCall(AuthSentCodeTypeMissedCall)
        case authSentCodeTypeEmailCode(AuthSentCodeTypeEmailCode)
        case authSentCodeTypeSetUpEmailRequired(AuthSentCodeTypeSetUpEmailRequired)
        case authSentCodeTypeFragmentSms(AuthSentCodeTypeFragmentSms)
        case authSentCodeTypeFirebaseSms(AuthSentCodeTypeFirebaseSms)
        case authSentCodeTypeSmsWord(AuthSentCodeTypeSmsWord)
        case authSentCodeTypeSmsPhrase(AuthSentCodeTypeSmsPhrase)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3dbb5986:
                self = .authSentCodeTypeApp(try AuthSentCodeTypeApp(constructor: constructor, from: &reader))
            case 0xc000bba2:
                self = .authSentCodeTypeSms(try AuthSentCodeTypeSms(constructor: constructor, from: &reader))
            case 0x5353e5a7:
                self = .authSentCodeTypeCall(try AuthSentCodeTypeCall(constructor: constructor, from: &reader))
            case 0xab03c6d9:
                self = .authSentCodeTypeFlashCall(
                    try AuthSentCodeTypeFlashCall(constructor: constructor, from: &reader))
            case 0x82006484:
                self = .authSentCodeTypeMissedCall(
                    try AuthSentCodeTypeMissedCall(constructor: constructor, from: &reader))
            case 0xf450f59b:
                self = .authSentCodeTypeEmailCode(
                    try AuthSentCodeTypeEmailCode(constructor: constructor, from: &reader))
            case 0xa5491dea:
                self = .authSentCodeTypeSetUpEmailRequired(
                    try AuthSentCodeTypeSetUpEmailRequired(constructor: constructor, from: &reader))
            case 0xd9565c39:
                self = .authSentCodeTypeFragmentSms(
                    try AuthSentCodeTypeFragmentSms(constructor: constructor, from: &reader))
            case 0x009fd736:
                self = .authSentCodeTypeFirebaseSms(
                    try AuthSentCodeTypeFirebaseSms(constructor: constructor, from: &reader))
            case 0xa416ac81:
                self = .authSentCodeTypeSmsWord(try AuthSentCodeTypeSmsWord(constructor: constructor, from: &reader))
            case 0xb37794af:
                self = .authSentCodeTypeSmsPhrase(
                    try AuthSentCodeTypeSmsPhrase(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .authSentCodeTypeApp(let value): value.write(to: &writer)
            case .authSentCodeTypeSms(let value): value.write(to: &writer)
            case .authSentCodeTypeCall(let value): value.write(to: &writer)
            case .authSentCodeTypeFlashCall(let value): value.write(to: &writer)
            case .authSentCodeTypeMissedCall(let value): value.write(to: &writer)
            case .authSentCodeTypeEmailCode(let value): value.write(to: &writer)
            case .authSentCodeTypeSetUpEmailRequired(let value): value.write(to: &writer)
            case .authSentCodeTypeFragmentSms(let value): value.write(to: &writer)
            case .authSentCodeTypeFirebaseSms(let value): value.write(to: &writer)
            case .authSentCodeTypeSmsWord(let value): value.write(to: &writer)
            case .authSentCodeTypeSmsPhrase(let value): value.write(to: &writer)
            }
        }
    }

    /// `auth.sentCodeTypeApp#3dbb5986`
    package struct AuthSentCodeTypeApp: TLBoxed, Hashable {
        package var length: Int32

        package init(length: Int32) {
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3dbb5986: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3dbb5986)
            writer.write(length)
        }
    }

    /// `auth.sentCodeTypeSms#c000bba2`
    package struct AuthSentCodeTypeSms: TLBoxed, Hashable {
        package var length: Int32

        package init(length: Int32) {
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc000bba2: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc000bba2)
            writer.write(length)
        }
    }

    /// `auth.sentCodeTypeCall#5353e5a7`
    package struct AuthSentCodeTypeCall: TLBoxed, Hashable {
        package var length: Int32

        package init(length: Int32) {
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5353e5a7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x5353e5a7)
            writer.write(length)
        }
    }

    /// `auth.sentCodeTypeFlashCall#ab03c6d9`
    package struct AuthSentCodeTypeFlashCall: TLBoxed, Hashable {
        package var pattern: String

        package init(pattern: String) {
            self.pattern = pattern
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xab03c6d9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pattern = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xab03c6d9)
            writer.write(pattern)
        }
    }

    /// `auth.sentCodeTypeMissedCall#82006484`
    package struct AuthSentCodeTypeMissedCall: TLBoxed, Hashable {
        package var prefix: String
        package var length: Int32

        package init(prefix: String, length: Int32) {
            self.prefix = prefix
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x82006484: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            prefix = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x82006484)
            writer.write(prefix)
            writer.write(length)
        }
    }

    /// `auth.sentCodeTypeEmailCode#f450f59b`
    package struct AuthSentCodeTypeEmailCode: TLBoxed, Hashable {
        package var appleSigninAllowed: Bool
        package var googleSigninAllowed: Bool
        package var emailPattern: String
        package var length: Int32
        package var resetAvailablePeriod: Int32?
        package var resetPendingDate: Int32?

        package init(
            appleSigninAllowed: Bool = false, googleSigninAllowed: Bool = false, emailPattern: String, length: Int32,
            resetAvailablePeriod: Int32? = nil, resetPendingDate: Int32? = nil
        ) {
            self.appleSigninAllowed = appleSigninAllowed
            self.googleSigninAllowed = googleSigninAllowed
            self.emailPattern = emailPattern
            self.length = length
            self.resetAvailablePeriod = resetAvailablePeriod
            self.resetPendingDate = resetPendingDate
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf450f59b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            appleSigninAllowed = flags & 0x1 != 0
            googleSigninAllowed = flags & 0x2 != 0
            emailPattern = try reader.read()
            length = try reader.read()
            resetAvailablePeriod = try reader.optional(flags & 0x8)
            resetPendingDate = try reader.optional(flags & 0x10)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf450f59b)
            var flags: UInt32 = 0
            if appleSigninAllowed { flags |= 0x1 }
            if googleSigninAllowed { flags |= 0x2 }
            if resetAvailablePeriod != nil { flags |= 0x8 }
            if resetPendingDate != nil { flags |= 0x10 }
            writer.word(flags)
            writer.write(emailPattern)
            writer.write(length)
            if let resetAvailablePeriod { writer.write(resetAvailablePeriod) }
            if let resetPendingDate { writer.write(resetPendingDate) }
        }
    }

    /// `auth.sentCodeTypeSetUpEmailRequired#a5491dea`
    package struct AuthSentCodeTypeSetUpEmailRequired: TLBoxed, Hashable {
        package var appleSigninAllowed: Bool
        package var googleSigninAllowed: Bool

        package init(appleSigninAllowed: Bool = false, googleSigninAllowed: Bool = false) {
            self.appleSigninAllowed = appleSigninAllowed
            self.googleSigninAllowed = googleSigninAllowed
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa5491dea: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            appleSigninAllowed = flags & 0x1 != 0
            googleSigninAllowed = flags & 0x2 != 0
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa5491dea)
            var flags: UInt32 = 0
            if appleSigninAllowed { flags |= 0x1 }
            if googleSigninAllowed { flags |= 0x2 }
            writer.word(flags)
        }
    }

    /// `auth.sentCodeTypeFragmentSms#d9565c39`
    package struct AuthSentCodeTypeFragmentSms: TLBoxed, Hashable {
        package var url: String
        package var length: Int32

        package init(url: String, length: Int32) {
            self.url = url
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd9565c39: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            url = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd9565c39)
            writer.write(url)
            writer.write(length)
        }
    }

    /// `auth.sentCodeTypeFirebaseSms#9fd736`
    package struct AuthSentCodeTypeFirebaseSms: TLBoxed, Hashable {
        package var nonce: [UInt8]?
        package var playIntegrityProjectID: Int64?
        package var playIntegrityNonce: [UInt8]?
        package var receipt: String?
        package var pushTimeout: Int32?
        package var length: Int32

        package init(
            nonce: [UInt8]? = nil, playIntegrityProjectID: Int64? = nil, playIntegrityNonce: [UInt8]? = nil,
            receipt: String? = nil, pushTimeout: Int32? = nil, length: Int32
        ) {
            self.nonce = nonce
            self.playIntegrityProjectID = playIntegrityProjectID
            self.playIntegrityNonce = playIntegrityNonce
            self.receipt = receipt
            self.pushTimeout = pushTimeout
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x009fd736: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            nonce = try reader.optionalBytes(flags & 0x1)
            playIntegrityProjectID = try reader.optional(flags & 0x4)
            playIntegrityNonce = try reader.optionalBytes(flags & 0x4)
            receipt = try reader.optional(flags & 0x2)
            pushTimeout = try reader.optional(flags & 0x2)
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x009fd736)
            var flags: UInt32 = 0
            if nonce != nil { flags |= 0x1 }
            if receipt != nil, pushTimeout != nil { flags |= 0x2 }
            if playIntegrityProjectID != nil, playIntegrityNonce != nil { flags |= 0x4 }
            writer.word(flags)
            if let nonce { writer.bytes(nonce) }
            if flags & 0x4 != 0, let playIntegrityProjectID { writer.write(playIntegrityProjectID) }
            if flags & 0x4 != 0, let playIntegrityNonce { writer.bytes(playIntegrityNonce) }
            if flags & 0x2 != 0, let receipt { writer.write(receipt) }
            if flags & 0x2 != 0, let pushTimeout { writer.write(pushTimeout) }
            writer.write(length)
        }
    }

    /// `auth.sentCodeTypeSmsWord#a416ac81`
    package struct AuthSentCodeTypeSmsWord: TLBoxed, Hashable {
        package var beginning: String?

        package init(beginning: String? = nil) {
            self.beginning = beginning
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa416ac81: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            beginning = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa416ac81)
            var flags: UInt32 = 0
            if beginning != nil { flags |= 0x1 }
            writer.word(flags)
            if let beginning { writer.write(beginning) }
        }
    }

    /// `auth.sentCodeTypeSmsPhrase#b37794af`
    package struct AuthSentCodeTypeSmsPhrase: TLBoxed, Hashable {
        package var beginning: String?

        package init(beginning: String? = nil) {
            self.beginning = beginning
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb37794af: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "auth.SentCodeType")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            beginning = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb37794af)
            var flags: UInt32 = 0
            if beginning != nil { flags |= 0x1 }
            writer.word(flags)
            if let beginning { writer.write(beginning) }
        }
    }
}
