// SPDX-License-Identifier: MIT

import MTProto
import Synchronization
import TL

/// A message on its way to a client.
struct Outgoing: Sendable {
    var body: [UInt8]
    /// Whether the client has to acknowledge it.
    var isContent: Bool
    /// The query that it answers.
    var request: Int64?

    static func notice(_ value: some TLWritable) -> Outgoing {
        Outgoing(body: TLWriter.encode(value), isContent: false)
    }

    static func content(_ body: [UInt8], answering request: Int64? = nil) -> Outgoing {
        Outgoing(body: body, isContent: true, request: request)
    }
}

/// A query that came in.
struct Query: Sendable {
    var id: Int64
    var sequence: Int32
    var body: [UInt8]
}

/// One session of a key (core.telegram.org/mtproto/description): numbers what goes out, remembers what came in, and
/// keeps answers until they are acknowledged. It outlives its connections. No socket, and no clock of its own.
final class ServerSession: Sendable {
    struct ID: Hashable, Sendable {
        var key: KeyID
        var session: Int64
    }

    /// What became of a query.
    private enum Answer {
        case running
        case sent
        /// The client has it, or said that it wants none.
        case done
    }

    private struct State {
        var received: Set<Int64> = []
        var receivedInOrder: [Int64] = []
        /// Ids at or below it were forgotten.
        var floor: Int64 = 0
        var answers: [Int64: Answer] = [:]
        var lastID: Int64 = 0
        var contentSent: Int32 = 0
        var unacknowledged: [(message: SessionMessage, request: Int64?)] = []
        var unacknowledgedBytes = 0
        var owedAcknowledgements: [Int64] = []
        var layer: TLLayer?
        var wantsUpdates = true
        weak var connection: Connection?
    }

    let id: ID
    private let state = Mutex(State())

    init(id: ID) { self.id = id }

    // MARK: Coming in

    /// What one message of a client comes to.
    struct Intake: Sendable {
        var replies: [Outgoing] = []
        var resent: [SessionMessage] = []
        var queries: [Query] = []
        var commands: [Command] = []
    }

    enum Command: Sendable {
        case disconnectAfter(seconds: Int64)
        case destroySession(Int64)
        case futureSalts(request: Int64, count: Int)
        case destroyKey(request: Int64)
    }

    /// Takes a decrypted message apart. Errors are the connection's end; what is wrong with a single message is told in a
    /// notification.
    func take(_ message: EncryptedMessage) throws(WireError) -> Intake {
        var intake = Intake()
        let parts = try MessagePart.all(of: message)
        if parts.count > 1 || parts.first?.id != message.id {
            guard remember(message.id) else {
                intake.replies.append(Self.refusal(message.id, message.sequence, 19))
                return intake
            }
        }
        for part in parts { try take(part, into: &intake) }
        return intake
    }

    static func refusal(_ id: Int64, _ sequence: Int32, _ code: Int32) -> Outgoing {
        .notice(
            Service.BadMsgNotification.badMsgNotification(
                Service.BadMsgNotificationValue(badMsgID: id, badMsgSeqno: sequence, errorCode: code)))
    }

    private func take(_ part: MessagePart, into intake: inout Intake) throws(WireError) {
        guard part.id & 3 == 0 else {
            intake.replies.append(Self.refusal(part.id, part.sequence, 18))
            return
        }
        let isContent = part.sequence & 1 == 1
        guard remember(part.id) else {
            repeated(part, isContent, into: &intake)
            return
        }
        let body = try part.body()
        var reader = TLReader(body)
        do {
            let constructor = try reader.word()
            let isService = try takeService(constructor, &reader, part, into: &intake)
            if isContent { state.withLock { $0.owedAcknowledgements.append(part.id) } }
            guard !isService else { return }
        } catch {
            throw .malformedMessage("\(error)")
        }
        guard isContent else {
            intake.replies.append(Self.refusal(part.id, part.sequence, 35))
            return
        }
        state.withLock { $0.answers[part.id] = .running }
        intake.queries.append(Query(id: part.id, sequence: part.sequence, body: body))
    }

    /// False where it was there before.
    private func remember(_ id: Int64) -> Bool {
        state.withLock { state in
            guard id > state.floor, state.received.insert(id).inserted else { return false }
            state.receivedInOrder.append(id)
            if state.receivedInOrder.count > 2 * EmulatorLimits.rememberedMessages {
                let old = state.receivedInOrder.prefix(EmulatorLimits.rememberedMessages)
                for id in old {
                    state.received.remove(id)
                    state.answers[id] = nil
                    state.floor = max(state.floor, id)
                }
                state.receivedInOrder.removeFirst(EmulatorLimits.rememberedMessages)
            }
            return true
        }
    }

    /// A message that came before: its answer again, or an acknowledgement, or, where its answer was lost, once more.
    private func repeated(_ part: MessagePart, _ isContent: Bool, into intake: inout Intake) {
        let (known, answer, sent) = state.withLock { state in
            (
                state.received.contains(part.id), state.answers[part.id],
                state.unacknowledged.filter { $0.request == part.id }.map(\.message)
            )
        }
        guard known else {
            intake.replies.append(Self.refusal(part.id, part.sequence, 20))
            return
        }
        intake.resent += sent
        guard isContent, sent.isEmpty else { return }
        if answer == .sent, let body = try? part.body() {
            // It was too large to keep, or a fault lost it.
            state.withLock { $0.answers[part.id] = .running }
            intake.queries.append(Query(id: part.id, sequence: part.sequence, body: body))
        } else {
            state.withLock { $0.owedAcknowledgements.append(part.id) }
        }
    }

    // MARK: Service messages

    /// Whether the message was one.
    private func takeService(
        _ constructor: UInt32, _ reader: inout TLReader, _ part: MessagePart, into intake: inout Intake
    ) throws(TLError) -> Bool {
        switch ServiceConstructor(rawValue: constructor) {
        case .acknowledgement:
            acknowledge(try Service.MsgsAck(constructor: constructor, from: &reader).msgIDs)
        case .ping:
            let ping = try Function.Ping(constructor: constructor, from: &reader)
            intake.replies.append(.notice(Service.Pong(msgID: part.id, pingID: ping.pingID)))
        case .pingDelayDisconnect:
            let ping = try Function.PingDelayDisconnect(constructor: constructor, from: &reader)
            intake.replies.append(.notice(Service.Pong(msgID: part.id, pingID: ping.pingID)))
            intake.commands.append(.disconnectAfter(seconds: Int64(max(0, ping.disconnectDelay))))
        case .futureSalts:
            let request = try Function.GetFutureSalts(constructor: constructor, from: &reader)
            intake.commands.append(.futureSalts(request: part.id, count: Int(min(64, max(1, request.num)))))
        case .destroySession:
            let request = try Function.DestroySession(constructor: constructor, from: &reader)
            intake.commands.append(.destroySession(request.sessionID))
        case .destroyKey:
            intake.commands.append(.destroyKey(request: part.id))
        case .stateRequest:
            let request = try Service.MsgsStateReq(constructor: constructor, from: &reader)
            intake.replies.append(states(of: request.msgIDs, request: part.id))
        case .resendRequest, .resendAnswersRequest:
            let request = try Service.MsgResendReq(constructor: constructor, from: &reader)
            resend(request, part.id, into: &intake)
        case .dropAnswer:
            let request = try Function.RpcDropAnswer(constructor: constructor, from: &reader)
            intake.replies.append(drop(request.reqMsgID, part.id))
        case .stateInfo, .allInfo, .detailedInfo, .newDetailedInfo, .httpWait, .badMessage, .badSalt, .newSession:
            break
        case nil:
            return false
        }
        return true
    }

    private func acknowledge(_ ids: [Int64]) {
        let ids = Set(ids.prefix(EmulatorLimits.identifiersPerServiceMessage))
        state.withLock { state in
            for (message, request) in state.unacknowledged where ids.contains(message.id) {
                state.unacknowledgedBytes -= message.body.count
                if let request { state.answers[request] = .done }
            }
            state.unacknowledged.removeAll { ids.contains($0.message.id) }
        }
    }

    private func states(of ids: [Int64], request: Int64) -> Outgoing {
        let info = state.withLock { state in
            ids.prefix(EmulatorLimits.identifiersPerServiceMessage).map { id -> UInt8 in
                guard state.received.contains(id) else { return id <= state.floor ? 1 : 2 }
                switch state.answers[id] {
                case nil: return 4
                case .running: return 4 | 32
                // An answer that was not kept is not known: the client does best to ask again.
                case .sent: return state.unacknowledged.contains { $0.request == id } ? 4 | 32 | 64 : 1
                case .done: return 4 | 8 | 32 | 64
                }
            }
        }
        return .notice(Service.MsgsStateInfo(reqMsgID: request, info: info))
    }

    private func resend(_ request: Service.MsgResendReq, _ id: Int64, into intake: inout Intake) {
        let wanted: [Int64] =
            switch request {
            case .msgResendReq(let it): it.msgIDs
            case .msgResendAnsReq(let it): it.msgIDs
            }
        let ids = Set(wanted.prefix(EmulatorLimits.identifiersPerServiceMessage))
        let found = state.withLock { state in
            state.unacknowledged.filter { message, request in
                ids.contains(message.id) || request.map(ids.contains) ?? false
            }.map(\.message)
        }
        intake.resent += found
        if found.count < ids.count { intake.replies.append(states(of: wanted, request: id)) }
    }

    private func drop(_ query: Int64, _ id: Int64) -> Outgoing {
        let answer = state.withLock { state -> Service.RpcDropAnswer in
            switch state.answers[query] {
            case nil, .done: return .rpcAnswerUnknown
            case .running:
                state.answers[query] = .done
                return .rpcAnswerDroppedRunning
            case .sent:
                let found = state.unacknowledged.first { $0.request == query }
                state.unacknowledged.removeAll { $0.request == query }
                state.answers[query] = .done
                guard let message = found?.message else { return .rpcAnswerUnknown }
                state.unacknowledgedBytes -= message.body.count
                return .rpcAnswerDropped(
                    .init(msgID: message.id, seqNo: message.sequence, bytes: Int32(message.body.count)))
            }
        }
        return .content(Self.result(TLWriter.encode(answer), of: id), answering: id)
    }

    /// `rpc_result`
    static func result(_ body: [UInt8], of request: Int64) -> [UInt8] {
        var writer = TLWriter(capacity: body.count + 12)
        writer.constructor(TLConstructor.rpcResult)
        writer.fixed(request)
        writer.raw(body)
        return writer.written
    }

    // MARK: Going out

    /// Numbers `outgoing`, and puts several into a container. Where the answer to a query is no longer wanted it is left
    /// out; the result may be empty.
    func number(_ outgoing: [Outgoing], resending: [SessionMessage] = [], time: Double) -> SessionMessage? {
        state.withLock { state in
            var messages = resending
            for message in outgoing {
                if let request = message.request {
                    if state.answers[request] == .done { continue }
                    state.answers[request] = .sent
                }
                messages.append(Self.number(message, &state, time))
            }
            let bytes = messages.reduce(0) { $0 + $1.body.count }
            if !state.owedAcknowledgements.isEmpty, bytes < 1 << 16 {
                let owed = Array(state.owedAcknowledgements.prefix(EmulatorLimits.identifiersPerServiceMessage))
                state.owedAcknowledgements.removeFirst(owed.count)
                messages.append(Self.number(.notice(Service.MsgsAck(msgIDs: owed)), &state, time))
            }
            guard messages.count != 1 else { return messages[0] }
            guard !messages.isEmpty else { return nil }
            return Self.number(
                Outgoing(body: MessageContainer.encode(messages), isContent: false), &state, time)
        }
    }

    private static func number(_ message: Outgoing, _ state: inout State, _ time: Double) -> SessionMessage {
        let now = Int64(time * 4_294_967_296)
        // Where the server's clock went back a long way its ids go back with it.
        if state.lastID - now > 60 << 32 { state.lastID = 0 }
        let low: Int64 = message.request == nil ? 3 : 1
        var id = now & ~3 | low
        if id <= state.lastID { id = (state.lastID & ~3) + 4 | low }
        state.lastID = id
        let numbered = SessionMessage(
            id: id, sequence: 2 * state.contentSent + (message.isContent ? 1 : 0), body: message.body)
        if message.isContent {
            state.contentSent += 1
            keep(numbered, message.request, &state)
        }
        return numbered
    }

    /// Large answers are not kept: a client that repeats such a query has it carried out again.
    private static func keep(_ message: SessionMessage, _ request: Int64?, _ state: inout State) {
        guard message.body.count <= 1 << 16 else { return }
        state.unacknowledged.append((message, request))
        state.unacknowledgedBytes += message.body.count
        while state.unacknowledged.count > EmulatorLimits.unacknowledgedMessages
            || state.unacknowledgedBytes > EmulatorLimits.unacknowledgedBytes
        {
            state.unacknowledgedBytes -= state.unacknowledged.removeFirst().message.body.count
        }
    }

    /// The answer was made and nobody will see it: as if the network had lost it, and the server its copy.
    func lose(_ query: Int64) {
        state.withLock { state in
            state.answers[query] = .sent
            for (message, request) in state.unacknowledged where request == query {
                state.unacknowledgedBytes -= message.body.count
            }
            state.unacknowledged.removeAll { $0.request == query }
        }
    }

    /// A query that was refused before anything was done: the client sends it again under another id.
    func forget(_ query: Int64) { state.withLock { $0.answers[query] = .done } }

    // MARK: Connections

    /// The session goes on over `connection`. Returns what the connection before may have lost.
    func attach(_ connection: Connection) -> [SessionMessage] {
        state.withLock { state in
            guard state.connection !== connection else { return [] }
            let isResumed = state.connection?.isOpen != true
            state.connection = connection
            return isResumed ? state.unacknowledged.map(\.message) : []
        }
    }

    var connection: Connection? { state.withLock { $0.connection } }

    var isConnected: Bool { connection?.isOpen ?? false }

    // MARK: What the client said of itself

    var layer: TLLayer? { state.withLock { $0.layer } }

    func initialize(layer: TLLayer) { state.withLock { $0.layer = layer } }

    var wantsUpdates: Bool { state.withLock { $0.wantsUpdates && $0.layer != nil } }

    func refuseUpdates() { state.withLock { $0.wantsUpdates = false } }
}

/// Service messages that a client may send.
private enum ServiceConstructor: UInt32 {
    /// msgs_ack
    case acknowledgement = 0x62d6_b459
    case ping = 0x7abe_77ec
    /// ping_delay_disconnect
    case pingDelayDisconnect = 0xf342_7b8c
    /// get_future_salts
    case futureSalts = 0xb921_bd04
    /// destroy_session
    case destroySession = 0xe751_2126
    /// destroy_auth_key
    case destroyKey = 0xd143_5160
    /// msgs_state_req
    case stateRequest = 0xda69_fb52
    /// msgs_state_info
    case stateInfo = 0x04de_b57d
    /// msgs_all_info
    case allInfo = 0x8cc0_d131
    /// msg_detailed_info
    case detailedInfo = 0x276d_3ec6
    /// msg_new_detailed_info
    case newDetailedInfo = 0x809d_b6df
    /// msg_resend_req
    case resendRequest = 0x7d86_1a08
    /// msg_resend_ans_req
    case resendAnswersRequest = 0x8610_baeb
    /// rpc_drop_answer
    case dropAnswer = 0x58e4_a740
    /// http_wait
    case httpWait = 0x9299_359f
    /// bad_msg_notification
    case badMessage = 0xa7ef_f811
    /// bad_server_salt
    case badSalt = 0xedab_447b
    /// new_session_created
    case newSession = 0x9ec2_0908
}
