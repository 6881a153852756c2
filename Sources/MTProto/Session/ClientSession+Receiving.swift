// SPDX-License-Identifier: MIT

import TL

extension ClientSession {
    /// Takes a packet apart. An error means that the connection has to be closed; nothing of the packet was used.
    package mutating func receive(_ packet: [UInt8], now: SessionTime) throws(SessionError) -> [SessionEvent] {
        let message: EncryptedMessage
        do throws(EnvelopeError) {
            message = try EncryptedMessage(opening: packet, key: key, direction: .toClient)
        } catch {
            throw .envelope(error)
        }
        guard message.sessionID == sessionID || formerSessionIDs.contains(message.sessionID) else {
            throw .wrongSession(message.sessionID)
        }
        guard message.id & 1 == 1 else { throw .badMessageID(message.id) }
        heard(now: now)
        var reader = message.reader
        var events: [SessionEvent] = []
        guard (try? reader.peekWord()) == TLConstructor.container else {
            take(message.id, message.sequence, reader, of: message.sessionID, now, &events)
            return events
        }
        // What it holds is told apart from what was seen by itself.
        _ = received.insert(message.id)
        _ = try? reader.word()
        let inner: [(id: Int64, sequence: Int32, body: TLReader)]
        do throws(TLError) { inner = try MessageContainer.read(&reader) } catch { throw .badContainer }
        guard reader.remaining == 0,
            inner.allSatisfy({ (try? $0.body.peekWord()) != TLConstructor.container })
        else { throw .badContainer }
        for message in inner where message.id & 1 != 1 { throw .badMessageID(message.id) }
        for part in inner { take(part.id, part.sequence, part.body, of: message.sessionID, now, &events) }
        return events
    }

    private func isTimely(_ id: Int64, _ now: SessionTime) -> Bool {
        guard ids.isKnown else { return true }
        let age = ids.serverTime(now) - SessionTime(messageID: id)
        return age <= SessionTiming.ageMax && age >= .zero - SessionTiming.aheadMax
    }

    private mutating func take(
        _ id: Int64, _ sequence: Int32, _ body: TLReader, of session: Int64, _ now: SessionTime,
        _ events: inout [SessionEvent]
    ) {
        let isAnswer = answersSomethingOpen(body)
        // A message that is out of time is left out; those that mend our time and salt are always honoured.
        let mends: Set<UInt32> = [0xa7ef_f811, 0xedab_447b]
        guard isAnswer || isTimely(id, now) || (try? body.peekWord()).map(mends.contains) == true else { return }
        let isNew = received.insert(id)
        // Also what was seen before: the acknowledgement may be what was lost.
        if sequence & 1 == 1 {
            acknowledgements.append(id)
            if acknowledgementsDue == nil { acknowledgementsDue = now + SessionTiming.acknowledgementDelay }
        }
        guard isNew || isAnswer else { return }
        var body = body
        do throws(TLError) {
            try handle(id, &body, of: session, now, isUnpacked: false, &events)
        } catch {
            events.append(.unreadable("\(error)"))
        }
    }

    /// An answer to a query that is open, or a refusal of a message that is. It is no replay whatever its number: it was
    /// made after ours, and nothing answered that before. A server whose clock was wrong for a moment sends an answer from
    /// then under the same number for ever, and one whose clock went back numbers below all that it sent before.
    private func answersSomethingOpen(_ body: TLReader) -> Bool {
        var body = body
        guard let constructor = try? body.word(), let messageID = try? body.fixed(Int64.self) else { return false }
        switch constructor {
        case TLConstructor.rpcResult: return owners[messageID] != nil
        case 0xa7ef_f811, 0xedab_447b:
            let inner = containers.last { $0.id == messageID }?.inner ?? [messageID]
            return inner.contains { owners[$0] != nil || stateRequests[$0] != nil }
        default: return false
        }
    }

    private mutating func handle(
        _ id: Int64, _ reader: inout TLReader, of session: Int64, _ now: SessionTime, isUnpacked: Bool,
        _ events: inout [SessionEvent]
    ) throws(TLError) {
        switch try reader.peekWord() {
        case TLConstructor.gzipPacked where !isUnpacked:
            _ = try reader.word()
            do throws(PackedObject.Failure) {
                var unpacked = TLReader(try PackedObject.unpack(&reader))
                do throws(TLError) {
                    try handle(id, &unpacked, of: session, now, isUnpacked: true, &events)
                } catch {
                    events.append(.unreadable("\(error)"))
                }
            } catch {
                events.append(.unreadable("\(error)"))
            }
        case TLConstructor.rpcResult:
            _ = try reader.word()
            try answer(id, &reader, now, &events)
        case TLConstructor.futureSalts:
            _ = try reader.word()
            try futureSalts.read(&reader)
        case 0x3477_73c5:  // pong
            let pong: Service.Pong = try reader.read()
            learnTime(from: id, answering: pong.msgID, now)
        case 0x62d6_b459:  // msgs_ack
            let acknowledged: Service.MsgsAck = try reader.read()
            for messageID in acknowledged.msgIDs {
                if let query = owners[messageID] { queries[query]?.isReceived = true }
            }
        case 0xa7ef_f811, 0xedab_447b: try rejected(id, reader.read(), of: session, now, &events)
        case 0x9ec2_0908: created(try reader.read(), of: session, &events)  // new_session_created
        case 0x04de_b57d: try states(reader.read(), now)  // msgs_state_info
        case 0xda69_fb52: tellStates(id, try reader.read())  // msgs_state_req
        case 0x276d_3ec6, 0x809d_b6df: detail(try reader.read(), now)
        case 0x7d86_1a08, 0x8610_baeb: resend(try reader.read())  // msg_resend_req, msg_resend_ans_req
        case 0x8cc0_d131, 0xe220_45fc, 0x62d3_50c9: break  // msgs_all_info, destroy_session_ok and _none
        default: events.append(.update(reader))
        }
    }

    // MARK: rpc_result

    private mutating func answer(
        _ id: Int64, _ reader: inout TLReader, _ now: SessionTime, _ events: inout [SessionEvent]
    ) throws(TLError) {
        let messageID = try reader.fixed(Int64.self)
        guard let query = owners[messageID] else { return }
        learnTime(from: id, answering: messageID, now)
        if try reader.peekWord() == TLConstructor.gzipPacked {
            _ = try reader.word()
            do throws(PackedObject.Failure) {
                reader = TLReader(try PackedObject.unpack(&reader))
            } catch {
                _ = remove(query)
                return events.append(.failure(query, .unreadable("\(error)")))
            }
        }
        guard try reader.peekWord() == 0x2144_ca19 else {  // rpc_error
            if queries[query]?.isPrefaced == true { isInitialised = true }
            _ = remove(query)
            return events.append(.answer(query, reader))
        }
        let error: Service.RpcError = try reader.read()
        if ["CONNECTION_NOT_INITED", "CONNECTION_LAYER_INVALID"].contains(error.errorMessage),
            (queries[query]?.rejections ?? 0) < SessionTiming.rejectionsMax, queries[query]?.isPrefaced == false
        {
            isInitialised = false
            queries[query]?.rejections += 1
            return requeue(query)
        }
        if queries[query]?.isPrefaced == true { isInitialised = true }
        _ = remove(query)
        events.append(
            .failure(query, .rejected(RPCFailure(code: error.errorCode, message: error.errorMessage))))
    }

    /// A fresh message that answers ours was made about now.
    private mutating func learnTime(from id: Int64, answering messageID: Int64, _ now: SessionTime) {
        guard !ids.isKnown else { return }
        ids.correct(offset: SessionTime(messageID: id) - now, isKnown: true)
    }

    // MARK: bad_msg_notification, bad_server_salt

    private mutating func rejected(
        _ id: Int64, _ notification: Service.BadMsgNotification, of session: Int64, _ now: SessionTime,
        _ events: inout [SessionEvent]
    ) throws(TLError) {
        let (messageID, code): (Int64, Int32)
        switch notification {
        case .badServerSalt(let bad):
            salt = bad.newServerSalt
            events.append(.saltChanged(salt))
            (messageID, code) = (bad.badMsgID, 48)
        case .badMsgNotification(let bad): (messageID, code) = (bad.badMsgID, bad.errorCode)
        }
        let affected = queriesIn(messageID)
        let unasked = stateRequestsIn(messageID)
        for query in affected {
            queries[query]?.rejections += 1
            if let count = queries[query]?.rejections, count > SessionTiming.rejectionsMax {
                _ = remove(query)
                events.append(.failure(query, .badMessage(code: code)))
            }
        }
        // Of several messages that were under way, the first to be refused began a session anew, with all of them: to begin
        // another for each would send everything again as often.
        guard session == sessionID || code == 48 else { return }
        switch code {
        case 16, 17:
            ids = MessageIDs()
            ids.correct(offset: SessionTime(messageID: id) - now, isKnown: true)
            // Lower numbers than before, within one session, would be refused again.
            startNewSession()
        case 32, 33: startNewSession()
        default:
            for query in affected { requeue(query) }
            askForState(of: unasked, now)
        }
    }

    private mutating func stateRequestsIn(_ messageID: Int64) -> [Int64] {
        let inner = containers.last { $0.id == messageID }?.inner ?? [messageID]
        return inner.flatMap { stateRequests.removeValue(forKey: $0) ?? [] }
    }

    private func queriesIn(_ messageID: Int64) -> [QueryID] {
        if let query = owners[messageID] { return queries[query]?.sent?.id == messageID ? [query] : [] }
        guard let container = containers.last(where: { $0.id == messageID }) else { return [] }
        return container.inner.compactMap { inner in
            owners[inner].flatMap { queries[$0]?.sent?.id == inner ? $0 : nil }
        }
    }

    // MARK: new_session_created

    private mutating func created(
        _ created: Service.NewSession, of session: Int64, _ events: inout [SessionEvent]
    ) {
        salt = created.serverSalt
        events.append(.saltChanged(salt))
        // What it forgot of a session that we left is under way in another.
        guard session == sessionID, latestSessionUniqueID != created.uniqueID else { return }
        latestSessionUniqueID = created.uniqueID
        isInitialised = false
        for (id, query) in queries {
            if let sent = query.sent, sent.id < created.firstMsgID { requeue(id) }
        }
        events.append(.sessionCreated)
    }

    // MARK: States

    private mutating func states(_ info: Service.MsgsStateInfo, _ now: SessionTime) {
        guard let asked = stateRequests.removeValue(forKey: info.reqMsgID), asked.count == info.info.count else {
            return
        }
        var answered: [Int64] = []
        for (messageID, state) in zip(asked, info.info) {
            guard let query = owners[messageID], queries[query]?.sent?.id == messageID else { continue }
            if state & 7 == 4 {
                queries[query]?.isReceived = true
                // There is an answer, and it got lost; or it is so late that asking does no harm.
                if state & 64 != 0 || (queries[query]?.checks ?? 0) > 1 { answered.append(messageID) }
            } else if queries[query]?.isLeftBehind != true {
                // What was left behind this session does not know of.
                requeue(query)
            }
        }
        guard !answered.isEmpty else { return }
        notices.append(
            Notice(
                body: TLWriter.encode(Service.MsgResendReq.msgResendAnsReq(Service.MsgResendAnsReq(msgIDs: answered))),
                isContentRelated: true))
    }

    /// The server asks what we have: 4 where a message came, 1 where nothing is known of it.
    private mutating func tellStates(_ id: Int64, _ request: Service.MsgsStateReq) {
        let info = request.msgIDs.map { received.contains($0) ? 4 as UInt8 : 1 }
        notices.append(
            Notice(body: TLWriter.encode(Service.MsgsStateInfo(reqMsgID: id, info: info)), isContentRelated: false))
    }

    /// The server holds an answer that it has sent already: acknowledge it, or ask for it.
    private mutating func detail(_ detail: Service.MsgDetailedInfo, _ now: SessionTime) {
        let answerID =
            switch detail {
            case .msgDetailedInfo(let info): info.answerMsgID
            case .msgNewDetailedInfo(let info): info.answerMsgID
            }
        if received.contains(answerID) {
            acknowledgements.append(answerID)
            if acknowledgementsDue == nil { acknowledgementsDue = now + SessionTiming.acknowledgementDelay }
        } else {
            notices.append(
                Notice(
                    body: TLWriter.encode(Service.MsgResendReq.msgResendReq(.init(msgIDs: [answerID]))),
                    isContentRelated: true))
        }
    }

    /// The server lost messages of ours.
    private mutating func resend(_ request: Service.MsgResendReq) {
        guard case .msgResendReq(let request) = request else { return }
        for messageID in request.msgIDs {
            if let query = owners[messageID], queries[query]?.sent?.id == messageID { copies.insert(query) }
        }
    }
}
