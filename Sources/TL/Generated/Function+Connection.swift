// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Function {

    /// `invokeAfterMsg#cb9f372d`
    package struct InvokeAfterMsg: TLFunction, Hashable {
        package typealias Result = Remainder
        package static let name = "invokeAfterMsg"

        package var msgID: Int64
        package var query: [UInt8]

        package init(msgID: Int64, query: [UInt8]) {
            self.msgID = msgID
            self.query = query
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xcb9f372d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "invokeAfterMsg")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            msgID = try reader.read()
            query = reader.remainder()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xcb9f372d)
            writer.write(msgID)
            writer.raw(query)
        }
    }

    /// `invokeWithLayer#da9b0d0d`
    package struct InvokeWithLayer: TLFunction, Hashable {
        package typealias Result = Remainder
        package static let name = "invokeWithLayer"

        package var layer: Int32
        package var query: [UInt8]

        package init(layer: Int32, query: [UInt8]) {
            self.layer = layer
            self.query = query
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xda9b0d0d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "invokeWithLayer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            layer = try reader.read()
            query = reader.remainder()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xda9b0d0d)
            writer.write(layer)
            writer.raw(query)
        }
    }

    /// `initConnection#c1cd5ea9`
    package struct InitConnection: TLFunction, Hashable {
        package typealias Result = Remainder
        package static let name = "initConnection"

        package var apiID: Int32
        package var deviceModel: String
        package var systemVersion: String
        package var appVersion: String
        package var systemLangCode: String
        package var langPack: String
        package var langCode: String
        package var proxy: API.InputClientProxy?
        package var params: API.JSONValue?
        package var query: [UInt8]

        package init(
            apiID: Int32, deviceModel: String, systemVersion: String, appVersion: String, systemLangCode: String,
            langPack: String, langCode: String, proxy: API.InputClientProxy? = nil, params: API.JSONValue? = nil,
            query: [UInt8]
        ) {
            self.apiID = apiID
            self.deviceModel = deviceModel
            self.systemVersion = systemVersion
            self.appVersion = appVersion
            self.systemLangCode = systemLangCode
            self.langPack = langPack
            self.langCode = langCode
            self.proxy = proxy
            self.params = params
            self.query = query
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc1cd5ea9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "initConnection")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            apiID = try reader.read()
            deviceModel = try reader.read()
            systemVersion = try reader.read()
            appVersion = try reader.read()
            systemLangCode = try reader.read()
            langPack = try reader.read()
            langCode = try reader.read()
            proxy = try reader.optional(flags & 0x1)
            params = try reader.optional(flags & 0x2)
            query = reader.remainder()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc1cd5ea9)
            var flags: UInt32 = 0
            if proxy != nil { flags |= 0x1 }
            if params != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(apiID)
            writer.write(deviceModel)
            writer.write(systemVersion)
            writer.write(appVersion)
            writer.write(systemLangCode)
            writer.write(langPack)
            writer.write(langCode)
            if let proxy { writer.write(proxy) }
            if let params { writer.write(params) }
            writer.raw(query)
        }
    }

    /// `invokeWithoutUpdates#bf9459b7`
    package struct InvokeWithoutUpdates: TLFunction, Hashable {
        package typealias Result = Remainder
        package static let name = "invokeWithoutUpdates"

        package var query: [UInt8]

        package init(query: [UInt8]) {
            self.query = query
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbf9459b7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "invokeWithoutUpdates")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            query = reader.remainder()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbf9459b7)
            writer.raw(query)
        }
    }

    /// `help.getConfig#c4f9186b`
    package struct HelpGetConfig: TLFunction, Hashable {
        package typealias Result = API.Config
        package static let name = "help.getConfig"

        package init() {
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc4f9186b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "help.getConfig")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc4f9186b)
        }
    }

    /// `help.getNearestDc#1fb33026`
    package struct HelpGetNearestDc: TLFunction, Hashable {
        package typealias Result = API.NearestDc
        package static let name = "help.getNearestDc"

        package init() {
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1fb33026: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "help.getNearestDc")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1fb33026)
        }
    }

    /// `help.getCdnConfig#52029342`
    package struct HelpGetCdnConfig: TLFunction, Hashable {
        package typealias Result = API.CdnConfig
        package static let name = "help.getCdnConfig"

        package init() {
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x52029342: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "help.getCdnConfig")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x52029342)
        }
    }

    /// `help.getAppConfig#61e3f854`
    package struct HelpGetAppConfig: TLFunction, Hashable {
        package typealias Result = API.HelpAppConfig
        package static let name = "help.getAppConfig"

        package var hash: Int32

        package init(hash: Int32) {
            self.hash = hash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x61e3f854: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "help.getAppConfig")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            hash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x61e3f854)
            writer.write(hash)
        }
    }
}
