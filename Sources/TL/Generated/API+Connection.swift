// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension API {

    /// `inputClientProxy#75588b3f`
    package struct InputClientProxy: TLBoxed, Hashable {
        package var address: String
        package var port: Int32

        package init(address: String, port: Int32) {
            self.address = address
            self.port = port
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x75588b3f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputClientProxy")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            address = try reader.read()
            port = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x75588b3f)
            writer.write(address)
            writer.write(port)
        }
    }

    /// `JSONValue`
    package indirect enum JSONValue: TLBoxed, Hashable {
        case jsonNull
        case jsonBool(JsonBool)
        case jsonNumber(JsonNumber)
        case jsonString(JsonString)
        case jsonArray(JsonArray)
        case jsonObject(JsonObject)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            try reader.descend()
            defer { reader.ascend() }
            switch constructor {
            case 0x3f6d7b68: self = .jsonNull
            case 0xc7345e6a:
                self = .jsonBool(try JsonBool(constructor: constructor, from: &reader))
            case 0x2be0dfa4:
                self = .jsonNumber(try JsonNumber(constructor: constructor, from: &reader))
            case 0xb71e767a:
                self = .jsonString(try JsonString(constructor: constructor, from: &reader))
            case 0xf7444763:
                self = .jsonArray(try JsonArray(constructor: constructor, from: &reader))
            case 0x99c1d49d:
                self = .jsonObject(try JsonObject(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "JSONValue")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .jsonNull: writer.constructor(0x3f6d7b68)
            case .jsonBool(let value): value.write(to: &writer)
            case .jsonNumber(let value): value.write(to: &writer)
            case .jsonString(let value): value.write(to: &writer)
            case .jsonArray(let value): value.write(to: &writer)
            case .jsonObject(let value): value.write(to: &writer)
            }
        }
    }

    /// `jsonBool#c7345e6a`
    package struct JsonBool: TLBoxed, Hashable {
        package var value: Bool

        package init(value: Bool) {
            self.value = value
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc7345e6a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "JSONValue")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            value = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc7345e6a)
            writer.write(value)
        }
    }

    /// `jsonNumber#2be0dfa4`
    package struct JsonNumber: TLBoxed, Hashable {
        package var value: Double

        package init(value: Double) {
            self.value = value
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2be0dfa4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "JSONValue")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            value = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x2be0dfa4)
            writer.write(value)
        }
    }

    /// `jsonString#b71e767a`
    package struct JsonString: TLBoxed, Hashable {
        package var value: String

        package init(value: String) {
            self.value = value
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb71e767a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "JSONValue")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            value = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb71e767a)
            writer.write(value)
        }
    }

    /// `jsonArray#f7444763`
    package struct JsonArray: TLBoxed, Hashable {
        package var value: [API.JSONValue]

        package init(value: [API.JSONValue] = []) {
            self.value = value
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf7444763: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "JSONValue")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            value = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf7444763)
            writer.write(value)
        }
    }

    /// `jsonObject#99c1d49d`
    package struct JsonObject: TLBoxed, Hashable {
        package var value: [API.JSONObjectValue]

        package init(value: [API.JSONObjectValue] = []) {
            self.value = value
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x99c1d49d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "JSONValue")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            value = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x99c1d49d)
            writer.write(value)
        }
    }

    /// `jsonObjectValue#c0de1bd9`
    package struct JSONObjectValue: TLBoxed, Hashable {
        package var key: String
        package var value: API.JSONValue

        package init(key: String, value: API.JSONValue) {
            self.key = key
            self.value = value
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc0de1bd9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "JSONObjectValue")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            key = try reader.read()
            value = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc0de1bd9)
            writer.write(key)
            writer.write(value)
        }
    }

    /// `help.AppConfig`
    package enum HelpAppConfig: TLBoxed, Hashable {
        case helpAppConfig(HelpAppConfigValue)
        case helpAppConfigNotModified

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xdd18782e:
                self = .helpAppConfig(try HelpAppConfigValue(constructor: constructor, from: &reader))
            case 0x7cde641d: self = .helpAppConfigNotModified
            default: throw .unknownConstructor(constructor, in: "help.AppConfig")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .helpAppConfig(let value): value.write(to: &writer)
            case .helpAppConfigNotModified: writer.constructor(0x7cde641d)
            }
        }
    }

    /// `help.appConfig#dd18782e`
    package struct HelpAppConfigValue: TLBoxed, Hashable {
        package var hash: Int32
        package var config: API.JSONValue

        package init(hash: Int32, config: API.JSONValue) {
            self.hash = hash
            self.config = config
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xdd18782e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "help.AppConfig")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            hash = try reader.read()
            config = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xdd18782e)
            writer.write(hash)
            writer.write(config)
        }
    }

    /// `config#cc1a241e`
    package struct Config: TLBoxed, Hashable {
        package var defaultP2pContacts: Bool
        package var preloadFeaturedStickers: Bool
        package var revokePmInbox: Bool
        package var blockedMode: Bool
        package var forceTryIpv6: Bool
        package var date: Int32
        package var expires: Int32
        package var testMode: Bool
        package var thisDc: Int32
        package var dcOptions: [API.DcOption]
        package var dcTxtDomainName: String
        package var chatSizeMax: Int32
        package var megagroupSizeMax: Int32
        package var forwardedCountMax: Int32
        package var onlineUpdatePeriodMs: Int32
        package var offlineBlurTimeoutMs: Int32
        package var offlineIdleTimeoutMs: Int32
        package var onlineCloudTimeoutMs: Int32
        package var notifyCloudDelayMs: Int32
        package var notifyDefaultDelayMs: Int32
        package var pushChatPeriodMs: Int32
        package var pushChatLimit: Int32
        package var editTimeLimit: Int32
        package var revokeTimeLimit: Int32
        package var revokePmTimeLimit: Int32
        package var ratingEDecay: Int32
        package var stickersRecentLimit: Int32
        package var channelsReadMediaPeriod: Int32
        package var tmpSessions: Int32?
        package var callReceiveTimeoutMs: Int32
        package var callRingTimeoutMs: Int32
        package var callConnectTimeoutMs: Int32
        package var callPacketTimeoutMs: Int32
        package var meURLPrefix: String
        package var autoupdateURLPrefix: String?
        package var gifSearchUsername: String?
        package var venueSearchUsername: String?
        package var imgSearchUsername: String?
        package var staticMapsProvider: String?
        package var captionLengthMax: Int32
        package var messageLengthMax: Int32
        package var webfileDcID: Int32
        package var suggestedLangCode: String?
        package var langPackVersion: Int32?
        package var baseLangPackVersion: Int32?
        package var reactionsDefault: API.Reaction?
        package var autologinToken: String?

        package init(
            defaultP2pContacts: Bool = false, preloadFeaturedStickers: Bool = false, revokePmInbox: Bool = false,
            blockedMode: Bool = false, forceTryIpv6: Bool = false, date: Int32, expires: Int32, testMode: Bool,
            thisDc: Int32, dcOptions: [API.DcOption] = [], dcTxtDomainName: String, chatSizeMax: Int32,
            megagroupSizeMax: Int32, forwardedCountMax: Int32, onlineUpdatePeriodMs: Int32, offlineBlurTimeoutMs: Int32,
            offlineIdleTimeoutMs: Int32, onlineCloudTimeoutMs: Int32, notifyCloudDelayMs: Int32,
            notifyDefaultDelayMs: Int32, pushChatPeriodMs: Int32, pushChatLimit: Int32, editTimeLimit: Int32,
            revokeTimeLimit: Int32, revokePmTimeLimit: Int32, ratingEDecay: Int32, stickersRecentLimit: Int32,
            channelsReadMediaPeriod: Int32, tmpSessions: Int32? = nil, callReceiveTimeoutMs: Int32,
            callRingTimeoutMs: Int32, callConnectTimeoutMs: Int32, callPacketTimeoutMs: Int32, meURLPrefix: String,
            autoupdateURLPrefix: String? = nil, gifSearchUsername: String? = nil, venueSearchUsername: String? = nil,
            imgSearchUsername: String? = nil, staticMapsProvider: String? = nil, captionLengthMax: Int32,
            messageLengthMax: Int32, webfileDcID: Int32, suggestedLangCode: String? = nil,
            langPackVersion: Int32? = nil, baseLangPackVersion: Int32? = nil, reactionsDefault: API.Reaction? = nil,
            autologinToken: String? = nil
        ) {
            self.defaultP2pContacts = defaultP2pContacts
            self.preloadFeaturedStickers = preloadFeaturedStickers
            self.revokePmInbox = revokePmInbox
            self.blockedMode = blockedMode
            self.forceTryIpv6 = forceTryIpv6
            self.date = date
            self.expires = expires
            self.testMode = testMode
            self.thisDc = thisDc
            self.dcOptions = dcOptions
            self.dcTxtDomainName = dcTxtDomainName
            self.chatSizeMax = chatSizeMax
            self.megagroupSizeMax = megagroupSizeMax
            self.forwardedCountMax = forwardedCountMax
            self.onlineUpdatePeriodMs = onlineUpdatePeriodMs
            self.offlineBlurTimeoutMs = offlineBlurTimeoutMs
            self.offlineIdleTimeoutMs = offlineIdleTimeoutMs
            self.onlineCloudTimeoutMs = onlineCloudTimeoutMs
            self.notifyCloudDelayMs = notifyCloudDelayMs
            self.notifyDefaultDelayMs = notifyDefaultDelayMs
            self.pushChatPeriodMs = pushChatPeriodMs
            self.pushChatLimit = pushChatLimit
            self.editTimeLimit = editTimeLimit
            self.revokeTimeLimit = revokeTimeLimit
            self.revokePmTimeLimit = revokePmTimeLimit
            self.ratingEDecay = ratingEDecay
            self.stickersRecentLimit = stickersRecentLimit
            self.channelsReadMediaPeriod = channelsReadMediaPeriod
            self.tmpSessions = tmpSessions
            self.callReceiveTimeoutMs = callReceiveTimeoutMs
            self.callRingTimeoutMs = callRingTimeoutMs
            self.callConnectTimeoutMs = callConnectTimeoutMs
            self.callPacketTimeoutMs = callPacketTimeoutMs
            self.meURLPrefix = meURLPrefix
            self.autoupdateURLPrefix = autoupdateURLPrefix
            self.gifSearchUsername = gifSearchUsername
            self.venueSearchUsername = venueSearchUsername
            self.imgSearchUsername = imgSearchUsername
            self.staticMapsProvider = staticMapsProvider
            self.captionLengthMax = captionLengthMax
            self.messageLengthMax = messageLengthMax
            self.webfileDcID = webfileDcID
            self.suggestedLangCode = suggestedLangCode
            self.langPackVersion = langPackVersion
            self.baseLangPackVersion = baseLangPackVersion
            self.reactionsDefault = reactionsDefault
            self.autologinToken = autologinToken
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xcc1a241e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Config")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            defaultP2pContacts = flags & 0x8 != 0
            preloadFeaturedStickers = flags & 0x10 != 0
            revokePmInbox = flags & 0x40 != 0
            blockedMode = flags & 0x100 != 0
            forceTryIpv6 = flags & 0x4000 != 0
            date = try reader.read()
            expires = try reader.read()
            testMode = try reader.read()
            thisDc = try reader.read()
            dcOptions = try reader.read()
            dcTxtDomainName = try reader.read()
            chatSizeMax = try reader.read()
            megagroupSizeMax = try reader.read()
            forwardedCountMax = try reader.read()
            onlineUpdatePeriodMs = try reader.read()
            offlineBlurTimeoutMs = try reader.read()
            offlineIdleTimeoutMs = try reader.read()
            onlineCloudTimeoutMs = try reader.read()
            notifyCloudDelayMs = try reader.read()
            notifyDefaultDelayMs = try reader.read()
            pushChatPeriodMs = try reader.read()
            pushChatLimit = try reader.read()
            editTimeLimit = try reader.read()
            revokeTimeLimit = try reader.read()
            revokePmTimeLimit = try reader.read()
            ratingEDecay = try reader.read()
            stickersRecentLimit = try reader.read()
            channelsReadMediaPeriod = try reader.read()
            tmpSessions = try reader.optional(flags & 0x1)
            callReceiveTimeoutMs = try reader.read()
            callRingTimeoutMs = try reader.read()
            callConnectTimeoutMs = try reader.read()
            callPacketTimeoutMs = try reader.read()
            meURLPrefix = try reader.read()
            autoupdateURLPrefix = try reader.optional(flags & 0x80)
            gifSearchUsername = try reader.optional(flags & 0x200)
            venueSearchUsername = try reader.optional(flags & 0x400)
            imgSearchUsername = try reader.optional(flags & 0x800)
            staticMapsProvider = try reader.optional(flags & 0x1000)
            captionLengthMax = try reader.read()
            messageLengthMax = try reader.read()
            webfileDcID = try reader.read()
            suggestedLangCode = try reader.optional(flags & 0x4)
            langPackVersion = try reader.optional(flags & 0x4)
            baseLangPackVersion = try reader.optional(flags & 0x4)
            reactionsDefault = try reader.optional(flags & 0x8000)
            autologinToken = try reader.optional(flags & 0x10000)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xcc1a241e)
            var flags: UInt32 = 0
            if tmpSessions != nil { flags |= 0x1 }
            if suggestedLangCode != nil, langPackVersion != nil, baseLangPackVersion != nil { flags |= 0x4 }
            if defaultP2pContacts { flags |= 0x8 }
            if preloadFeaturedStickers { flags |= 0x10 }
            if revokePmInbox { flags |= 0x40 }
            if autoupdateURLPrefix != nil { flags |= 0x80 }
            if blockedMode { flags |= 0x100 }
            if gifSearchUsername != nil { flags |= 0x200 }
            if venueSearchUsername != nil { flags |= 0x400 }
            if imgSearchUsername != nil { flags |= 0x800 }
            if staticMapsProvider != nil { flags |= 0x1000 }
            if forceTryIpv6 { flags |= 0x4000 }
            if reactionsDefault != nil { flags |= 0x8000 }
            if autologinToken != nil { flags |= 0x10000 }
            writer.word(flags)
            writer.write(date)
            writer.write(expires)
            writer.write(testMode)
            writer.write(thisDc)
            writer.write(dcOptions)
            writer.write(dcTxtDomainName)
            writer.write(chatSizeMax)
            writer.write(megagroupSizeMax)
            writer.write(forwardedCountMax)
            writer.write(onlineUpdatePeriodMs)
            writer.write(offlineBlurTimeoutMs)
            writer.write(offlineIdleTimeoutMs)
            writer.write(onlineCloudTimeoutMs)
            writer.write(notifyCloudDelayMs)
            writer.write(notifyDefaultDelayMs)
            writer.write(pushChatPeriodMs)
            writer.write(pushChatLimit)
            writer.write(editTimeLimit)
            writer.write(revokeTimeLimit)
            writer.write(revokePmTimeLimit)
            writer.write(ratingEDecay)
            writer.write(stickersRecentLimit)
            writer.write(channelsReadMediaPeriod)
            if let tmpSessions { writer.write(tmpSessions) }
            writer.write(callReceiveTimeoutMs)
            writer.write(callRingTimeoutMs)
            writer.write(callConnectTimeoutMs)
            writer.write(callPacketTimeoutMs)
            writer.write(meURLPrefix)
            if let autoupdateURLPrefix { writer.write(autoupdateURLPrefix) }
            if let gifSearchUsername { writer.write(gifSearchUsername) }
            if let venueSearchUsername { writer.write(venueSearchUsername) }
            if let imgSearchUsername { writer.write(imgSearchUsername) }
            if let staticMapsProvider { writer.write(staticMapsProvider) }
            writer.write(captionLengthMax)
            writer.write(messageLengthMax)
            writer.write(webfileDcID)
            if flags & 0x4 != 0, let suggestedLangCode { writer.write(suggestedLangCode) }
            if flags & 0x4 != 0, let langPackVersion { writer.write(langPackVersion) }
            if flags & 0x4 != 0, let baseLangPackVersion { writer.write(baseLangPackVersion) }
            if let reactionsDefault { writer.write(reactionsDefault) }
            if let autologinToken { writer.write(autologinToken) }
        }
    }

    /// `dcOption#18b7a10d`
    package struct DcOption: TLBoxed, Hashable {
        package var ipv6: Bool
        package var mediaOnly: Bool
        package var tcpoOnly: Bool
        package var cdn: Bool
        package var isStatic: Bool
        package var thisPortOnly: Bool
        package var id: Int32
        package var ipAddress: String
        package var port: Int32
        package var secret: [UInt8]?

        package init(
            ipv6: Bool = false, mediaOnly: Bool = false, tcpoOnly: Bool = false, cdn: Bool = false,
            isStatic: Bool = false, thisPortOnly: Bool = false, id: Int32, ipAddress: String, port: Int32,
            secret: [UInt8]? = nil
        ) {
            self.ipv6 = ipv6
            self.mediaOnly = mediaOnly
            self.tcpoOnly = tcpoOnly
            self.cdn = cdn
            self.isStatic = isStatic
            self.thisPortOnly = thisPortOnly
            self.id = id
            self.ipAddress = ipAddress
            self.port = port
            self.secret = secret
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x18b7a10d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DcOption")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            ipv6 = flags & 0x1 != 0
            mediaOnly = flags & 0x2 != 0
            tcpoOnly = flags & 0x4 != 0
            cdn = flags & 0x8 != 0
            isStatic = flags & 0x10 != 0
            thisPortOnly = flags & 0x20 != 0
            id = try reader.read()
            ipAddress = try reader.read()
            port = try reader.read()
            secret = try reader.optionalBytes(flags & 0x400)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x18b7a10d)
            var flags: UInt32 = 0
            if ipv6 { flags |= 0x1 }
            if mediaOnly { flags |= 0x2 }
            if tcpoOnly { flags |= 0x4 }
            if cdn { flags |= 0x8 }
            if isStatic { flags |= 0x10 }
            if thisPortOnly { flags |= 0x20 }
            if secret != nil { flags |= 0x400 }
            writer.word(flags)
            writer.write(id)
            writer.write(ipAddress)
            writer.write(port)
            if let secret { writer.bytes(secret) }
        }
    }

    /// `nearestDc#8e1a1775`
    package struct NearestDc: TLBoxed, Hashable {
        package var country: String
        package var thisDc: Int32
        package var nearestDc: Int32

        package init(country: String, thisDc: Int32, nearestDc: Int32) {
            self.country = country
            self.thisDc = thisDc
            self.nearestDc = nearestDc
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8e1a1775: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "NearestDc")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            country = try reader.read()
            thisDc = try reader.read()
            nearestDc = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x8e1a1775)
            writer.write(country)
            writer.write(thisDc)
            writer.write(nearestDc)
        }
    }

    /// `cdnConfig#5725e40a`
    package struct CdnConfig: TLBoxed, Hashable {
        package var publicKeys: [API.CdnPublicKey]

        package init(publicKeys: [API.CdnPublicKey] = []) {
            self.publicKeys = publicKeys
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5725e40a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "CdnConfig")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            publicKeys = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x5725e40a)
            writer.write(publicKeys)
        }
    }

    /// `cdnPublicKey#c982eaba`
    package struct CdnPublicKey: TLBoxed, Hashable {
        package var dcID: Int32
        package var publicKey: String

        package init(dcID: Int32, publicKey: String) {
            self.dcID = dcID
            self.publicKey = publicKey
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc982eaba: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "CdnPublicKey")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            dcID = try reader.read()
            publicKey = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc982eaba)
            writer.write(dcID)
            writer.write(publicKey)
        }
    }

    /// `Reaction`
    package enum Reaction: TLBoxed, Hashable {
        case reactionEmpty
        case reactionEmoji(ReactionEmoji)
        case reactionCustomEmoji(ReactionCustomEmoji)
        case reactionPaid

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x79f5d419: self = .reactionEmpty
            case 0x1b2286b8:
                self = .reactionEmoji(try ReactionEmoji(constructor: constructor, from: &reader))
            case 0x8935fc73:
                self = .reactionCustomEmoji(try ReactionCustomEmoji(constructor: constructor, from: &reader))
            case 0x523da4eb: self = .reactionPaid
            default: throw .unknownConstructor(constructor, in: "Reaction")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .reactionEmpty: writer.constructor(0x79f5d419)
            case .reactionEmoji(let value): value.write(to: &writer)
            case .reactionCustomEmoji(let value): value.write(to: &writer)
            case .reactionPaid: writer.constructor(0x523da4eb)
            }
        }
    }

    /// `reactionEmoji#1b2286b8`
    package struct ReactionEmoji: TLBoxed, Hashable {
        package var emoticon: String

        package init(emoticon: String) {
            self.emoticon = emoticon
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1b2286b8: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Reaction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            emoticon = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1b2286b8)
            writer.write(emoticon)
        }
    }

    /// `reactionCustomEmoji#8935fc73`
    package struct ReactionCustomEmoji: TLBoxed, Hashable {
        package var documentID: Int64

        package init(documentID: Int64) {
            self.documentID = documentID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8935fc73: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Reaction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            documentID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x8935fc73)
            writer.write(documentID)
        }
    }
}
