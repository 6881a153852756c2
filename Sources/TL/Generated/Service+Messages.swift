// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Service {

    /// `msgs_ack#62d6b459`
    package struct MsgsAck: TLBoxed, Hashable {
        package var msgIDs: [Int64]

        package init(msgIDs: [Int64] = []) {
            self.msgIDs = msgIDs
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x62d6b459: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MsgsAck")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            msgIDs = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x62d6b459)
            writer.write(msgIDs)
        }
    }

    /// `BadMsgNotification`
    package enum BadMsgNotification: TLBoxed, Hashable {
        case badMsgNotification(BadMsgNotificationValue)
        case badServerSalt(BadServerSalt)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa7eff811:
                self = .badMsgNotification(try BadMsgNotificationValue(constructor: constructor, from: &reader))
            case 0xedab447b:
                self = .badServerSalt(try BadServerSalt(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "BadMsgNotification")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .badMsgNotification(let value): value.write(to: &writer)
            case .badServerSalt(let value): value.write(to: &writer)
            }
        }
    }

    /// `bad_msg_notification#a7eff811`
    package struct BadMsgNotificationValue: TLBoxed, Hashable {
        package var badMsgID: Int64
        package var badMsgSeqno: Int32
        package var errorCode: Int32

        package init(badMsgID: Int64, badMsgSeqno: Int32, errorCode: Int32) {
            self.badMsgID = badMsgID
            self.badMsgSeqno = badMsgSeqno
            self.errorCode = errorCode
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa7eff811: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "BadMsgNotification")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            badMsgID = try reader.read()
            badMsgSeqno = try reader.read()
            errorCode = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa7eff811)
            writer.write(badMsgID)
            writer.write(badMsgSeqno)
            writer.write(errorCode)
        }
    }

    /// `bad_server_salt#edab447b`
    package struct BadServerSalt: TLBoxed, Hashable {
        package var badMsgID: Int64
        package var badMsgSeqno: Int32
        package var errorCode: Int32
        package var newServerSalt: Int64

        package init(badMsgID: Int64, badMsgSeqno: Int32, errorCode: Int32, newServerSalt: Int64) {
            self.badMsgID = badMsgID
            self.badMsgSeqno = badMsgSeqno
            self.errorCode = errorCode
            self.newServerSalt = newServerSalt
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xedab447b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "BadMsgNotification")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            badMsgID = try reader.read()
            badMsgSeqno = try reader.read()
            errorCode = try reader.read()
            newServerSalt = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xedab447b)
            writer.write(badMsgID)
            writer.write(badMsgSeqno)
            writer.write(errorCode)
            writer.write(newServerSalt)
        }
    }

    /// `msgs_state_req#da69fb52`
    package struct MsgsStateReq: TLBoxed, Hashable {
        package var msgIDs: [Int64]

        package init(msgIDs: [Int64] = []) {
            self.msgIDs = msgIDs
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xda69fb52: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MsgsStateReq")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            msgIDs = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xda69fb52)
            writer.write(msgIDs)
        }
    }

    /// `msgs_state_info#4deb57d`
    package struct MsgsStateInfo: TLBoxed, Hashable {
        package var reqMsgID: Int64
        package var info: [UInt8]

        package init(reqMsgID: Int64, info: [UInt8]) {
            self.reqMsgID = reqMsgID
            self.info = info
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x04deb57d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MsgsStateInfo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            reqMsgID = try reader.read()
            info = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x04deb57d)
            writer.write(reqMsgID)
            writer.bytes(info)
        }
    }

    /// `msgs_all_info#8cc0d131`
    package struct MsgsAllInfo: TLBoxed, Hashable {
        package var msgIDs: [Int64]
        package var info: [UInt8]

        package init(msgIDs: [Int64] = [], info: [UInt8]) {
            self.msgIDs = msgIDs
            self.info = info
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8cc0d131: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MsgsAllInfo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            msgIDs = try reader.read()
            info = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x8cc0d131)
            writer.write(msgIDs)
            writer.bytes(info)
        }
    }

    /// `MsgDetailedInfo`
    package enum MsgDetailedInfo: TLBoxed, Hashable {
        case msgDetailedInfo(MsgDetailedInfoValue)
        case msgNewDetailedInfo(MsgNewDetailedInfo)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x276d3ec6:
                self = .msgDetailedInfo(try MsgDetailedInfoValue(constructor: constructor, from: &reader))
            case 0x809db6df:
                self = .msgNewDetailedInfo(try MsgNewDetailedInfo(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "MsgDetailedInfo")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .msgDetailedInfo(let value): value.write(to: &writer)
            case .msgNewDetailedInfo(let value): value.write(to: &writer)
            }
        }
    }

    /// `msg_detailed_info#276d3ec6`
    package struct MsgDetailedInfoValue: TLBoxed, Hashable {
        package var msgID: Int64
        package var answerMsgID: Int64
        package var bytes: Int32
        package var status: Int32

        package init(msgID: Int64, answerMsgID: Int64, bytes: Int32, status: Int32) {
            self.msgID = msgID
            self.answerMsgID = answerMsgID
            self.bytes = bytes
            self.status = status
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x276d3ec6: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MsgDetailedInfo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            msgID = try reader.read()
            answerMsgID = try reader.read()
            bytes = try reader.read()
            status = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x276d3ec6)
            writer.write(msgID)
            writer.write(answerMsgID)
            writer.write(bytes)
            writer.write(status)
        }
    }

    /// `msg_new_detailed_info#809db6df`
    package struct MsgNewDetailedInfo: TLBoxed, Hashable {
        package var answerMsgID: Int64
        package var bytes: Int32
        package var status: Int32

        package init(answerMsgID: Int64, bytes: Int32, status: Int32) {
            self.answerMsgID = answerMsgID
            self.bytes = bytes
            self.status = status
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x809db6df: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MsgDetailedInfo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            answerMsgID = try reader.read()
            bytes = try reader.read()
            status = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x809db6df)
            writer.write(answerMsgID)
            writer.write(bytes)
            writer.write(status)
        }
    }

    /// `MsgResendReq`
    package enum MsgResendReq: TLBoxed, Hashable {
        case msgResendReq(MsgResendReqValue)
        case msgResendAnsReq(MsgResendAnsReq)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7d861a08:
                self = .msgResendReq(try MsgResendReqValue(constructor: constructor, from: &reader))
            case 0x8610baeb:
                self = .msgResendAnsReq(try MsgResendAnsReq(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "MsgResendReq")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .msgResendReq(let value): value.write(to: &writer)
            case .msgResendAnsReq(let value): value.write(to: &writer)
            }
        }
    }

    /// `msg_resend_req#7d861a08`
    package struct MsgResendReqValue: TLBoxed, Hashable {
        package var msgIDs: [Int64]

        package init(msgIDs: [Int64] = []) {
            self.msgIDs = msgIDs
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7d861a08: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MsgResendReq")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            msgIDs = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7d861a08)
            writer.write(msgIDs)
        }
    }

    /// `msg_resend_ans_req#8610baeb`
    package struct MsgResendAnsReq: TLBoxed, Hashable {
        package var msgIDs: [Int64]

        package init(msgIDs: [Int64] = []) {
            self.msgIDs = msgIDs
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8610baeb: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MsgResendReq")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            msgIDs = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x8610baeb)
            writer.write(msgIDs)
        }
    }

    /// `rpc_error#2144ca19`
    package struct RpcError: TLBoxed, Hashable {
        package var errorCode: Int32
        package var errorMessage: String

        package init(errorCode: Int32, errorMessage: String) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2144ca19: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "RpcError")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            errorCode = try reader.read()
            errorMessage = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x2144ca19)
            writer.write(errorCode)
            writer.write(errorMessage)
        }
    }

    /// `RpcDropAnswer`
    package enum RpcDropAnswer: TLBoxed, Hashable {
        case rpcAnswerUnknown
        case rpcAnswerDroppedRunning
        case rpcAnswerDropped(RpcAnswerDropped)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5e2ad36e: self = .rpcAnswerUnknown
            case 0xcd78e586: self = .rpcAnswerDroppedRunning
            case 0xa43ad8b7:
                self = .rpcAnswerDropped(try RpcAnswerDropped(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "RpcDropAnswer")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .rpcAnswerUnknown: writer.constructor(0x5e2ad36e)
            case .rpcAnswerDroppedRunning: writer.constructor(0xcd78e586)
            case .rpcAnswerDropped(let value): value.write(to: &writer)
            }
        }
    }

    /// `rpc_answer_dropped#a43ad8b7`
    package struct RpcAnswerDropped: TLBoxed, Hashable {
        package var msgID: Int64
        package var seqNo: Int32
        package var bytes: Int32

        package init(msgID: Int64, seqNo: Int32, bytes: Int32) {
            self.msgID = msgID
            self.seqNo = seqNo
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa43ad8b7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "RpcDropAnswer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            msgID = try reader.read()
            seqNo = try reader.read()
            bytes = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa43ad8b7)
            writer.write(msgID)
            writer.write(seqNo)
            writer.write(bytes)
        }
    }

    /// `pong#347773c5`
    package struct Pong: TLBoxed, Hashable {
        package var msgID: Int64
        package var pingID: Int64

        package init(msgID: Int64, pingID: Int64) {
            self.msgID = msgID
            self.pingID = pingID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x347773c5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Pong")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            msgID = try reader.read()
            pingID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x347773c5)
            writer.write(msgID)
            writer.write(pingID)
        }
    }

    /// `DestroySessionRes`
    package enum DestroySessionRes: TLBoxed, Hashable {
        case destroySessionOk(DestroySessionOk)
        case destroySessionNone(DestroySessionNone)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe22045fc:
                self = .destroySessionOk(try DestroySessionOk(constructor: constructor, from: &reader))
            case 0x62d350c9:
                self = .destroySessionNone(try DestroySessionNone(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "DestroySessionRes")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .destroySessionOk(let value): value.write(to: &writer)
            case .destroySessionNone(let value): value.write(to: &writer)
            }
        }
    }

    /// `destroy_session_ok#e22045fc`
    package struct DestroySessionOk: TLBoxed, Hashable {
        package var sessionID: Int64

        package init(sessionID: Int64) {
            self.sessionID = sessionID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe22045fc: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DestroySessionRes")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            sessionID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe22045fc)
            writer.write(sessionID)
        }
    }

    /// `destroy_session_none#62d350c9`
    package struct DestroySessionNone: TLBoxed, Hashable {
        package var sessionID: Int64

        package init(sessionID: Int64) {
            self.sessionID = sessionID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x62d350c9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DestroySessionRes")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            sessionID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x62d350c9)
            writer.write(sessionID)
        }
    }

    /// `new_session_created#9ec20908`
    package struct NewSession: TLBoxed, Hashable {
        package var firstMsgID: Int64
        package var uniqueID: Int64
        package var serverSalt: Int64

        package init(firstMsgID: Int64, uniqueID: Int64, serverSalt: Int64) {
            self.firstMsgID = firstMsgID
            self.uniqueID = uniqueID
            self.serverSalt = serverSalt
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9ec20908: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "NewSession")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            firstMsgID = try reader.read()
            uniqueID = try reader.read()
            serverSalt = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9ec20908)
            writer.write(firstMsgID)
            writer.write(uniqueID)
            writer.write(serverSalt)
        }
    }

    /// `http_wait#9299359f`
    package struct HttpWait: TLBoxed, Hashable {
        package var maxDelay: Int32
        package var waitAfter: Int32
        package var maxWait: Int32

        package init(maxDelay: Int32, waitAfter: Int32, maxWait: Int32) {
            self.maxDelay = maxDelay
            self.waitAfter = waitAfter
            self.maxWait = maxWait
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9299359f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "HttpWait")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            maxDelay = try reader.read()
            waitAfter = try reader.read()
            maxWait = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9299359f)
            writer.write(maxDelay)
            writer.write(waitAfter)
            writer.write(maxWait)
        }
    }
}
