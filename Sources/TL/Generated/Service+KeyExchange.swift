// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Service {

    /// `resPQ#5162463`
    package struct ResPQ: TLBoxed, Hashable {
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var pq: [UInt8]
        package var serverPublicKeyFingerprints: [Int64]

        package init(nonce: Opaque128, serverNonce: Opaque128, pq: [UInt8], serverPublicKeyFingerprints: [Int64] = []) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.pq = pq
            self.serverPublicKeyFingerprints = serverPublicKeyFingerprints
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x05162463: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ResPQ")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            pq = try reader.bytes()
            serverPublicKeyFingerprints = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x05162463)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.bytes(pq)
            writer.write(serverPublicKeyFingerprints)
        }
    }

    /// `P_Q_inner_data`
    package enum PQInnerData: TLBoxed, Hashable {
        case pQInnerData(PQInnerDataValue)
        case pQInnerDataDc(PQInnerDataDc)
        case pQInnerDataTemp(PQInnerDataTemp)
        case pQInnerDataTempDc(PQInnerDataTempDc)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x83c95aec:
                self = .pQInnerData(try PQInnerDataValue(constructor: constructor, from: &reader))
            case 0xa9f55f95:
                self = .pQInnerDataDc(try PQInnerDataDc(constructor: constructor, from: &reader))
            case 0x3c6a84d4:
                self = .pQInnerDataTemp(try PQInnerDataTemp(constructor: constructor, from: &reader))
            case 0x56fddf88:
                self = .pQInnerDataTempDc(try PQInnerDataTempDc(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "P_Q_inner_data")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .pQInnerData(let value): value.write(to: &writer)
            case .pQInnerDataDc(let value): value.write(to: &writer)
            case .pQInnerDataTemp(let value): value.write(to: &writer)
            case .pQInnerDataTempDc(let value): value.write(to: &writer)
            }
        }
    }

    /// `p_q_inner_data#83c95aec`
    package struct PQInnerDataValue: TLBoxed, Hashable {
        package var pq: [UInt8]
        package var p: [UInt8]
        package var q: [UInt8]
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var newNonce: Opaque256

        package init(pq: [UInt8], p: [UInt8], q: [UInt8], nonce: Opaque128, serverNonce: Opaque128, newNonce: Opaque256)
        {
            self.pq = pq
            self.p = p
            self.q = q
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.newNonce = newNonce
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x83c95aec: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "P_Q_inner_data")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pq = try reader.bytes()
            p = try reader.bytes()
            q = try reader.bytes()
            nonce = try reader.read()
            serverNonce = try reader.read()
            newNonce = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x83c95aec)
            writer.bytes(pq)
            writer.bytes(p)
            writer.bytes(q)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(newNonce)
        }
    }

    /// `p_q_inner_data_dc#a9f55f95`
    package struct PQInnerDataDc: TLBoxed, Hashable {
        package var pq: [UInt8]
        package var p: [UInt8]
        package var q: [UInt8]
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var newNonce: Opaque256
        package var dc: Int32

        package init(
            pq: [UInt8], p: [UInt8], q: [UInt8], nonce: Opaque128, serverNonce: Opaque128, newNonce: Opaque256,
            dc: Int32
        ) {
            self.pq = pq
            self.p = p
            self.q = q
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.newNonce = newNonce
            self.dc = dc
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa9f55f95: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "P_Q_inner_data")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pq = try reader.bytes()
            p = try reader.bytes()
            q = try reader.bytes()
            nonce = try reader.read()
            serverNonce = try reader.read()
            newNonce = try reader.read()
            dc = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa9f55f95)
            writer.bytes(pq)
            writer.bytes(p)
            writer.bytes(q)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(newNonce)
            writer.write(dc)
        }
    }

    /// `p_q_inner_data_temp#3c6a84d4`
    package struct PQInnerDataTemp: TLBoxed, Hashable {
        package var pq: [UInt8]
        package var p: [UInt8]
        package var q: [UInt8]
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var newNonce: Opaque256
        package var expiresIn: Int32

        package init(
            pq: [UInt8], p: [UInt8], q: [UInt8], nonce: Opaque128, serverNonce: Opaque128, newNonce: Opaque256,
            expiresIn: Int32
        ) {
            self.pq = pq
            self.p = p
            self.q = q
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.newNonce = newNonce
            self.expiresIn = expiresIn
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3c6a84d4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "P_Q_inner_data")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pq = try reader.bytes()
            p = try reader.bytes()
            q = try reader.bytes()
            nonce = try reader.read()
            serverNonce = try reader.read()
            newNonce = try reader.read()
            expiresIn = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3c6a84d4)
            writer.bytes(pq)
            writer.bytes(p)
            writer.bytes(q)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(newNonce)
            writer.write(expiresIn)
        }
    }

    /// `p_q_inner_data_temp_dc#56fddf88`
    package struct PQInnerDataTempDc: TLBoxed, Hashable {
        package var pq: [UInt8]
        package var p: [UInt8]
        package var q: [UInt8]
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var newNonce: Opaque256
        package var dc: Int32
        package var expiresIn: Int32

        package init(
            pq: [UInt8], p: [UInt8], q: [UInt8], nonce: Opaque128, serverNonce: Opaque128, newNonce: Opaque256,
            dc: Int32, expiresIn: Int32
        ) {
            self.pq = pq
            self.p = p
            self.q = q
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.newNonce = newNonce
            self.dc = dc
            self.expiresIn = expiresIn
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x56fddf88: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "P_Q_inner_data")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pq = try reader.bytes()
            p = try reader.bytes()
            q = try reader.bytes()
            nonce = try reader.read()
            serverNonce = try reader.read()
            newNonce = try reader.read()
            dc = try reader.read()
            expiresIn = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x56fddf88)
            writer.bytes(pq)
            writer.bytes(p)
            writer.bytes(q)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(newNonce)
            writer.write(dc)
            writer.write(expiresIn)
        }
    }

    /// `bind_auth_key_inner#75a3f765`
    package struct BindAuthKeyInner: TLBoxed, Hashable {
        package var nonce: Int64
        package var tempAuthKeyID: Int64
        package var permAuthKeyID: Int64
        package var tempSessionID: Int64
        package var expiresAt: Int32

        package init(nonce: Int64, tempAuthKeyID: Int64, permAuthKeyID: Int64, tempSessionID: Int64, expiresAt: Int32) {
            self.nonce = nonce
            self.tempAuthKeyID = tempAuthKeyID
            self.permAuthKeyID = permAuthKeyID
            self.tempSessionID = tempSessionID
            self.expiresAt = expiresAt
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x75a3f765: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "BindAuthKeyInner")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            tempAuthKeyID = try reader.read()
            permAuthKeyID = try reader.read()
            tempSessionID = try reader.read()
            expiresAt = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x75a3f765)
            writer.write(nonce)
            writer.write(tempAuthKeyID)
            writer.write(permAuthKeyID)
            writer.write(tempSessionID)
            writer.write(expiresAt)
        }
    }

    /// `Server_DH_Params`
    package enum ServerDHParams: TLBoxed, Hashable {
        case serverDHParamsFail(ServerDHParamsFail)
        case serverDHParamsOk(ServerDHParamsOk)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x79cb045d:
                self = .serverDHParamsFail(try ServerDHParamsFail(constructor: constructor, from: &reader))
            case 0xd0e8075c:
                self = .serverDHParamsOk(try ServerDHParamsOk(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "Server_DH_Params")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .serverDHParamsFail(let value): value.write(to: &writer)
            case .serverDHParamsOk(let value): value.write(to: &writer)
            }
        }
    }

    /// `server_DH_params_fail#79cb045d`
    package struct ServerDHParamsFail: TLBoxed, Hashable {
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var newNonceHash: Opaque128

        package init(nonce: Opaque128, serverNonce: Opaque128, newNonceHash: Opaque128) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.newNonceHash = newNonceHash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x79cb045d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Server_DH_Params")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            newNonceHash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x79cb045d)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(newNonceHash)
        }
    }

    /// `server_DH_params_ok#d0e8075c`
    package struct ServerDHParamsOk: TLBoxed, Hashable {
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var encryptedAnswer: [UInt8]

        package init(nonce: Opaque128, serverNonce: Opaque128, encryptedAnswer: [UInt8]) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.encryptedAnswer = encryptedAnswer
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd0e8075c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Server_DH_Params")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            encryptedAnswer = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd0e8075c)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.bytes(encryptedAnswer)
        }
    }

    /// `server_DH_inner_data#b5890dba`
    package struct ServerDHInnerData: TLBoxed, Hashable {
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var g: Int32
        package var dhPrime: [UInt8]
        package var gA: [UInt8]
        package var serverTime: Int32

        package init(
            nonce: Opaque128, serverNonce: Opaque128, g: Int32, dhPrime: [UInt8], gA: [UInt8], serverTime: Int32
        ) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.g = g
            self.dhPrime = dhPrime
            self.gA = gA
            self.serverTime = serverTime
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb5890dba: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Server_DH_inner_data")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            g = try reader.read()
            dhPrime = try reader.bytes()
            gA = try reader.bytes()
            serverTime = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb5890dba)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(g)
            writer.bytes(dhPrime)
            writer.bytes(gA)
            writer.write(serverTime)
        }
    }

    /// `client_DH_inner_data#6643b654`
    package struct ClientDHInnerData: TLBoxed, Hashable {
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var retryID: Int64
        package var gB: [UInt8]

        package init(nonce: Opaque128, serverNonce: Opaque128, retryID: Int64, gB: [UInt8]) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.retryID = retryID
            self.gB = gB
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x6643b654: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Client_DH_Inner_Data")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            retryID = try reader.read()
            gB = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x6643b654)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(retryID)
            writer.bytes(gB)
        }
    }

    /// `Set_client_DH_params_answer`
    package enum SetClientDHParamsAnswer: TLBoxed, Hashable {
        case dhGenOk(DhGenOk)
        case dhGenRetry(DhGenRetry)
        case dhGenFail(DhGenFail)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3bcbf734:
                self = .dhGenOk(try DhGenOk(constructor: constructor, from: &reader))
            case 0x46dc1fb9:
                self = .dhGenRetry(try DhGenRetry(constructor: constructor, from: &reader))
            case 0xa69dae02:
                self = .dhGenFail(try DhGenFail(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "Set_client_DH_params_answer")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .dhGenOk(let value): value.write(to: &writer)
            case .dhGenRetry(let value): value.write(to: &writer)
            case .dhGenFail(let value): value.write(to: &writer)
            }
        }
    }

    /// `dh_gen_ok#3bcbf734`
    package struct DhGenOk: TLBoxed, Hashable {
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var newNonceHash1: Opaque128

        package init(nonce: Opaque128, serverNonce: Opaque128, newNonceHash1: Opaque128) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.newNonceHash1 = newNonceHash1
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3bcbf734: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Set_client_DH_params_answer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            newNonceHash1 = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3bcbf734)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(newNonceHash1)
        }
    }

    /// `dh_gen_retry#46dc1fb9`
    package struct DhGenRetry: TLBoxed, Hashable {
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var newNonceHash2: Opaque128

        package init(nonce: Opaque128, serverNonce: Opaque128, newNonceHash2: Opaque128) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.newNonceHash2 = newNonceHash2
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x46dc1fb9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Set_client_DH_params_answer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            newNonceHash2 = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x46dc1fb9)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(newNonceHash2)
        }
    }

    /// `dh_gen_fail#a69dae02`
    package struct DhGenFail: TLBoxed, Hashable {
        package var nonce: Opaque128
        package var serverNonce: Opaque128
        package var newNonceHash3: Opaque128

        package init(nonce: Opaque128, serverNonce: Opaque128, newNonceHash3: Opaque128) {
            self.nonce = nonce
            self.serverNonce = serverNonce
            self.newNonceHash3 = newNonceHash3
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa69dae02: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Set_client_DH_params_answer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            nonce = try reader.read()
            serverNonce = try reader.read()
            newNonceHash3 = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa69dae02)
            writer.write(nonce)
            writer.write(serverNonce)
            writer.write(newNonceHash3)
        }
    }

    /// `DestroyAuthKeyRes`
    package enum DestroyAuthKeyRes: TLBoxed, Hashable {
        case destroyAuthKeyOk
        case destroyAuthKeyNone
        case destroyAuthKeyFail

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf660e1d4: self = .destroyAuthKeyOk
            case 0x0a9f2259: self = .destroyAuthKeyNone
            case 0xea109b13: self = .destroyAuthKeyFail
            default: throw .unknownConstructor(constructor, in: "DestroyAuthKeyRes")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .destroyAuthKeyOk: writer.constructor(0xf660e1d4)
            case .destroyAuthKeyNone: writer.constructor(0x0a9f2259)
            case .destroyAuthKeyFail: writer.constructor(0xea109b13)
            }
        }
    }
}
