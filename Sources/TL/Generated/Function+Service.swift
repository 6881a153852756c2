// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Function {

    /// `req_pq#60469778`
    package struct ReqPq: TLFunction, Hashable {
        package typealias Result = Service.ResPQ
        package static let name = "req_pq"

        package var nonce: Opaque128

        package init(nonce: Opaque128) {
            self.nonce = nonce
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x60469778: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "req_pq")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x60469778)
            writer.write(nonce)
        }
    }

    /// `req_pq_multi#be7e8ef1`
    package struct ReqPqMulti: TLFunction, Hashable {
        package typealias Result = Service.ResPQ
        package static let name = "req_pq_multi"

        package var nonce: Opaque128

        package init(nonce: Opaque128) {
            self.nonce = nonce
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbe7e8ef1: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "req_pq_multi")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbe7e8ef1)
            writer.write(nonce)
        }
    }

    /// `req_DH_params#d712e4be`
    package struct ReqDHParams: TLFunction, Hashable {
        package typealias Result = Service.ServerDHParams
        package static let name = "req_DH_params"

        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var p: [UInt8]
        package var q: [UInt8]
        package var publicKeyFingerprint: Int64
        package var encryptedData: [UInt8]

        package init(
            nonce: Opaque128, serverNonce: Opaque128, p: [UInt8], q: [UInt8], publicKeyFingerprint: Int64,
            encryptedData: [UInt8]
        ) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.p = p
            self.q = q
            self.publicKeyFingerprint = publicKeyFingerprint
            self.encryptedData = encryptedData
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd712e4be: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "req_DH_params")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            p = try reader.bytes()
            q = try reader.bytes()
            publicKeyFingerprint = try reader.read()
            encryptedData = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd712e4be)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.bytes(p)
            writer.bytes(q)
            writer.write(publicKeyFingerprint)
            writer.bytes(encryptedData)
        }
    }

    /// `set_client_DH_params#f5045f1f`
    package struct SetClientDHParams: TLFunction, Hashable {
        package typealias Result = Service.SetClientDHParamsAnswer
        package static let name = "set_client_DH_params"

        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var encryptedData: [UInt8]

        package init(nonce: Opaque128, serverNonce: Opaque128, encryptedData: [UInt8]) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.encryptedData = encryptedData
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf5045f1f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "set_client_DH_params")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            encryptedData = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf5045f1f)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.bytes(encryptedData)
        }
    }

    /// `destroy_auth_key#d1435160`
    package struct DestroyAuthKey: TLFunction, Hashable {
        package typealias Result = Service.DestroyAuthKeyRes
        package static let name = "destroy_auth_key"

        package init() {
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd1435160: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "destroy_auth_key")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd1435160)
        }
    }

    /// `rpc_drop_answer#58e4a740`
    package struct RpcDropAnswer: TLFunction, Hashable {
        package typealias Result = Service.RpcDropAnswer
        package static let name = "rpc_drop_answer"

        package var reqMsgID: Int64

        package init(reqMsgID: Int64) {
            self.reqMsgID = reqMsgID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x58e4a740: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "rpc_drop_answer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            reqMsgID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x58e4a740)
            writer.write(reqMsgID)
        }
    }

    /// `get_future_salts#b921bd04`
    package struct GetFutureSalts: TLFunction, Hashable {
        package typealias Result = Unlisted
        package static let name = "get_future_salts"

        package var num: Int32

        package init(num: Int32) {
            self.num = num
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb921bd04: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "get_future_salts")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            num = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb921bd04)
            writer.write(num)
        }
    }

    /// `ping#7abe77ec`
    package struct Ping: TLFunction, Hashable {
        package typealias Result = Service.Pong
        package static let name = "ping"

        package var pingID: Int64

        package init(pingID: Int64) {
            self.pingID = pingID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7abe77ec: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ping")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pingID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7abe77ec)
            writer.write(pingID)
        }
    }

    /// `ping_delay_disconnect#f3427b8c`
    package struct PingDelayDisconnect: TLFunction, Hashable {
        package typealias Result = Service.Pong
        package static let name = "ping_delay_disconnect"

        package var pingID: Int64
        package var disconnectDelay: Int32

        package init(pingID: Int64, disconnectDelay: Int32) {
            self.pingID = pingID
            self.disconnectDelay = disconnectDelay
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf3427b8c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ping_delay_disconnect")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pingID = try reader.read()
            disconnectDelay = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf3427b8c)
            writer.write(pingID)
            writer.write(disconnectDelay)
        }
    }

    /// `destroy_session#e7512126`
    package struct DestroySession: TLFunction, Hashable {
        package typealias Result = Service.DestroySessionRes
        package static let name = "destroy_session"

        package var sessionID: Int64

        package init(sessionID: Int64) {
            self.sessionID = sessionID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe7512126: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "destroy_session")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            sessionID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe7512126)
            writer.write(sessionID)
        }
    }
}
