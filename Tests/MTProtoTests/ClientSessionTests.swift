// SPDX-License-Identifier: MIT

import TL
import Testing

@testable import MTProto

/// Invariants: each query is answered or failed exactly once, whatever comes between; it is sent under a second id only
/// when the server has said that it does not have the first; nothing that the peer sends is used twice.
@Suite struct ClientSessionTests {
    private typealias Session = ClientSession<Replay>

    private static let start = SessionTime(seconds: 1_800_000_000)
    private let body = TLWriter.encode(Function.HelpGetConfig())
    private let yes = TLWriter.encode(true)

    private func begun() throws -> (Session, ServerSide) {
        let key = try #require(AuthKey(Vectors.authKey))
        var session = Session(key: key, salt: 11, preface: [1, 2, 3, 4], random: Replay())
        session.connected(now: Self.start)
        return (session, ServerSide(key: key, now: Self.start))
    }

    /// Sends what is due; the server's view of it.
    private func flush(_ session: inout Session, _ server: inout ServerSide) throws -> [SessionMessage] {
        try session.flush(now: server.now).flatMap { try server.open($0) }
    }

    private func answers(_ events: [SessionEvent]) -> [QueryID] {
        events.compactMap { if case .answer(let id, _) = $0 { id } else { nil } }
    }

    @Test func aQueryIsAnsweredOnce() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        #expect(sent.map(\.body) == [[1, 2, 3, 4] + body], "the first has the preface")
        #expect(sent[0].isContentRelated)
        #expect(sent[0].id % 4 == 0)
        let answer = server.send(ServerSide.result(sent[0].id, yes), isAnswer: true)
        let events = try session.receive(answer, now: server.now)
        #expect(answers(events) == [QueryID(rawValue: 1)])
        let fromAnswer = try session.receive(answer, now: server.now)
        #expect(answers(fromAnswer).isEmpty, "the same packet again is nothing new")
        let again = server.send(ServerSide.result(sent[0].id, yes), isAnswer: true)
        let fromAgain = try session.receive(again, now: server.now)
        #expect(answers(fromAgain).isEmpty, "nor is a second answer")
        session.submit(QueryID(rawValue: 2), body: body)
        #expect(try flush(&session, &server).first?.body == body, "the preface has done its work")
    }

    @Test func severalTravelInOneContainer() throws {
        var (session, server) = try begun()
        for id in 1...50 as ClosedRange<UInt64> { session.submit(QueryID(rawValue: id), body: body) }
        let packets = session.flush(now: server.now)
        #expect(packets.count == 1)
        let sent = try server.open(packets[0])
        #expect(sent.map(\.sequence) == (0..<50).map { $0 * 2 + 1 })
        #expect(zip(sent, sent.dropFirst()).allSatisfy { $0.id < $1.id })
        let records = sent.map {
            SessionMessage(
                id: server.ids.next(now: server.now, isAnswer: true), sequence: 1, body: ServerSide.result($0.id, yes))
        }
        let answer = server.send(MessageContainer.encode(records), isContentRelated: false)
        #expect(answers(try session.receive(answer, now: server.now)).count == 50)
        let acknowledgement = try #require(try flush(&session, &server).first)
        #expect(try TLReader.decode(Service.MsgsAck.self, from: acknowledgement.body).msgIDs == records.map(\.id))
        #expect(!acknowledgement.isContentRelated)
    }

    @Test func largeQueriesTravelAlone() throws {
        var (session, server) = try begun()
        let part = TLWriter.encode(
            Function.UploadSaveFilePart(fileID: 1, filePart: 0, bytes: [UInt8](repeating: 0, count: 512 << 10)))
        for id in 1...4 as ClosedRange<UInt64> { session.submit(QueryID(rawValue: id), body: part) }
        #expect(session.flush(now: server.now).count == 4)
    }

    @Test func afterALostConnectionOnlyWhatTheServerLacksIsSentAgain() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        session.submit(QueryID(rawValue: 2), body: body)
        let sent = try flush(&session, &server)
        session.disconnected()
        session.submit(QueryID(rawValue: 3), body: body)
        #expect(session.flush(now: server.now).isEmpty)
        session.connected(now: server.now)
        let next = try flush(&session, &server)
        #expect(next.count == 2, "the question, and the query that never was sent")
        let question = try TLReader.decode(Service.MsgsStateReq.self, from: next[0].body)
        #expect(question.msgIDs == sent.map(\.id))
        let states = Service.MsgsStateInfo(reqMsgID: next[0].id, info: [4, 2])
        _ = try session.receive(server.send(TLWriter.encode(states), isContentRelated: false), now: server.now)
        let again = try flush(&session, &server)
        #expect(again.count == 1)
        #expect(again[0].id != sent[1].id)
        for messageID in [sent[0].id, again[0].id, next[1].id] {
            let events = try session.receive(
                server.send(ServerSide.result(messageID, yes), isAnswer: true), now: server.now)
            #expect(answers(events).count == 1)
        }
        #expect(session.unansweredCount == 0)
    }

    @Test func aServerThatSaysNothingGetsTheSameMessageAgain() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        server.now = server.now + .seconds(11)
        let isAlive1 = session.tick(now: server.now)
        #expect(isAlive1)
        let question = try flush(&session, &server)
        #expect(try TLReader.decode(Service.MsgsStateReq.self, from: question[0].body).msgIDs == [sent[0].id])
        // Alive, but silent about states.
        let alive = server.send(TLWriter.encode(Service.Pong(msgID: 5, pingID: 5)), isContentRelated: false)
        _ = try session.receive(alive, now: server.now)
        server.now = server.now + .seconds(21)
        let isAlive2 = session.tick(now: server.now)
        #expect(isAlive2)
        let again = try flush(&session, &server)
        #expect(again.contains { $0.id == sent[0].id && $0.sequence == sent[0].sequence }, "the same id")
        #expect(server.containerID != nil, "older than the newest id, it has to be in a container")
    }

    /// A megabyte on a slow line takes longer than any silence may.
    @Test func whatComesInPartsKeepsTheConnection() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        _ = try flush(&session, &server)
        session.heard(now: server.now)
        for _ in 0..<60 {
            server.now = server.now + .seconds(1)
            session.heard(now: server.now)
            let isAlive = session.tick(now: server.now)
            #expect(isAlive)
            _ = session.flush(now: server.now)
        }
    }

    @Test func whatTheServerAcknowledgedIsNotAskedAgainInANewSession() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        session.submit(QueryID(rawValue: 2), body: body)
        let sent = try flush(&session, &server)
        let acknowledgement = server.send(
            TLWriter.encode(Service.MsgsAck(msgIDs: [sent[0].id])), isContentRelated: false)
        _ = try session.receive(acknowledgement, now: server.now)
        let answer = server.send(ServerSide.result(sent[0].id, yes), isAnswer: true)
        let bad = Service.BadMsgNotification.badMsgNotification(
            Service.BadMsgNotificationValue(badMsgID: sent[1].id, badMsgSeqno: 1, errorCode: 32))
        _ = try session.receive(server.send(TLWriter.encode(bad), isContentRelated: false), now: server.now)
        let again = try flush(&session, &server).filter { $0.body.suffix(body.count) == body[...] }
        #expect(again.count == 1, "only the other one")
        let events = try session.receive(answer, now: server.now)
        #expect(answers(events) == [QueryID(rawValue: 1)], "answered under the session that was left")
    }

    @Test func aBadSaltIsReplacedAndTheQuerySentAgain() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        let bad = Service.BadMsgNotification.badServerSalt(
            Service.BadServerSalt(badMsgID: sent[0].id, badMsgSeqno: sent[0].sequence, errorCode: 48, newServerSalt: 77)
        )
        _ = try session.receive(server.send(TLWriter.encode(bad), isContentRelated: false), now: server.now)
        #expect(session.salt == 77)
        let again = try flush(&session, &server)
        #expect(again.count == 1)
        #expect(server.salt == 77)
        #expect(again[0].id != sent[0].id)
    }

    /// The container was refused, and with it everything in it.
    @Test func aRefusedContainerStandsForItsQueries() throws {
        var (session, server) = try begun()
        for id in 1...3 as ClosedRange<UInt64> { session.submit(QueryID(rawValue: id), body: body) }
        _ = try flush(&session, &server)
        let bad = Service.BadMsgNotification.badServerSalt(
            Service.BadServerSalt(
                badMsgID: try #require(server.containerID), badMsgSeqno: 6, errorCode: 48, newServerSalt: 78))
        _ = try session.receive(server.send(TLWriter.encode(bad), isContentRelated: false), now: server.now)
        #expect(try flush(&session, &server).count == 3)
    }

    @Test(arguments: [16, 17] as [Int32]) func theServersTimeIsAdopted(_ code: Int32) throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        let first = server.sessionID
        server.now = server.now + .seconds(code == 16 ? 5000 : -5000)
        let bad = Service.BadMsgNotification.badMsgNotification(
            Service.BadMsgNotificationValue(badMsgID: sent[0].id, badMsgSeqno: 1, errorCode: code))
        let packet = server.send(TLWriter.encode(bad), isContentRelated: false)
        _ = try session.receive(packet, now: Self.start)
        let again = try session.flush(now: Self.start).flatMap { try server.open($0) }
        #expect(again.count == 1)
        #expect(again[0].sequence == 1)
        #expect(abs((SessionTime(messageID: again[0].id) - server.now).components.seconds) <= 1)
        #expect(server.sessionID != first)
    }

    @Test func whatIsRefusedForEverFails() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        var failures = 0
        for _ in 0..<20 {
            guard let sent = try flush(&session, &server).first else { break }
            let bad = Service.BadMsgNotification.badMsgNotification(
                Service.BadMsgNotificationValue(badMsgID: sent.id, badMsgSeqno: 1, errorCode: 35))
            for event in try session.receive(
                server.send(TLWriter.encode(bad), isContentRelated: false), now: server.now)
            {
                if case .failure(QueryID(rawValue: 1), .badMessage(code: 35)) = event { failures += 1 }
            }
        }
        #expect(failures == 1)
        #expect(session.unansweredCount == 0)
    }

    @Test func messagesOutOfTimeAreLeftOut() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        _ = try session.receive(server.send(ServerSide.result(sent[0].id, yes), isAnswer: true), now: server.now)
        for offset in [-301, 31] {
            let time = server.now + .seconds(offset)
            let packet = server.send(TLWriter.encode(false), id: (time.messageID & ~3) | 3)
            #expect(try session.receive(packet, now: server.now).isEmpty)
        }
        let timely = server.send(TLWriter.encode(false))
        #expect(try session.receive(timely, now: server.now).count == 1)
    }

    /// The server's clock was wrong when it numbered the answer, and it keeps that number.
    @Test(arguments: [-1800, 1800] as [Int64]) func anAnswerIsTakenWheneverItWasMade(seconds: Int64) throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        _ = try session.receive(server.send(ServerSide.result(sent[0].id, yes), isAnswer: true), now: server.now)
        session.submit(QueryID(rawValue: 2), body: body)
        let second = try flush(&session, &server)
        let time = server.now + .seconds(seconds)
        let packet = server.send(ServerSide.result(second[0].id, yes), id: (time.messageID & ~3) | 1)
        #expect(answers(try session.receive(packet, now: server.now)) == [QueryID(rawValue: 2)])
        let again = try session.receive(packet, now: server.now)
        #expect(again.isEmpty, "and once")
    }

    /// Also where the server had sent so much before that its new numbers are below all that is remembered.
    @Test func aClockThatGoesBackIsFollowedAfterALongSession() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        for _ in 0..<3000 {
            _ = try session.receive(
                server.send(TLWriter.encode(Service.Pong(msgID: 5, pingID: 5)), isContentRelated: false),
                now: server.now)
        }
        server.ids = ServerMessageIDs()
        server.now = server.now + .seconds(-5000)
        let bad = Service.BadMsgNotification.badMsgNotification(
            Service.BadMsgNotificationValue(badMsgID: sent[0].id, badMsgSeqno: 1, errorCode: 17))
        _ = try session.receive(server.send(TLWriter.encode(bad), isContentRelated: false), now: Self.start)
        let again = try session.flush(now: Self.start).flatMap { try server.open($0) }
        #expect(again.count == 1)
        #expect(abs((SessionTime(messageID: again[0].id) - server.now).components.seconds) <= 1)
    }

    /// Messages that were under way together are refused one by one.
    @Test func severalRefusalsForOneReasonBeginOneSession() throws {
        var (session, server) = try begun()
        let part = TLWriter.encode(
            Function.UploadSaveFilePart(fileID: 1, filePart: 0, bytes: [UInt8](repeating: 0, count: 512 << 10)))
        for id in 1...12 as ClosedRange<UInt64> { session.submit(QueryID(rawValue: id), body: part) }
        let sent = try flush(&session, &server)
        #expect(sent.count == 12)
        server.now = server.now + .seconds(5000)
        let refusals = sent.map { message in
            let bad = Service.BadMsgNotification.badMsgNotification(
                Service.BadMsgNotificationValue(badMsgID: message.id, badMsgSeqno: message.sequence, errorCode: 16))
            return server.send(TLWriter.encode(bad), isContentRelated: false)
        }
        var sentAgain = 0
        for refusal in refusals {
            _ = try session.receive(refusal, now: Self.start)
            sentAgain += session.flush(now: Self.start).count
        }
        #expect(sentAgain == 12, "each once more, and no more")
    }

    @Test func otherSessionsAndEvenIdsEndTheConnection() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        let even = server.send(ServerSide.result(sent[0].id, yes), id: server.now.messageID & ~3)
        #expect(throws: SessionError.badMessageID(server.now.messageID & ~3)) {
            try session.receive(even, now: server.now)
        }
        server.sessionID ^= 1
        let other = server.send(ServerSide.result(sent[0].id, yes))
        #expect(throws: SessionError.wrongSession(server.sessionID)) { try session.receive(other, now: server.now) }
    }

    @Test func containersWithinContainersAreRefused() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        _ = try flush(&session, &server)
        let inner = SessionMessage(id: 5, sequence: 0, body: MessageContainer.encode([]))
        let packet = server.send(MessageContainer.encode([inner]), isContentRelated: false)
        #expect(throws: SessionError.badContainer) { try session.receive(packet, now: server.now) }
    }

    @Test func errorsReachWhoAsked() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        let error = TLWriter.encode(Service.RpcError(errorCode: 420, errorMessage: "FLOOD_WAIT_7"))
        let events = try session.receive(
            server.send(ServerSide.result(sent[0].id, error), isAnswer: true), now: server.now)
        guard case .failure(_, .rejected(let failure)) = events.first else {
            Issue.record("a failure")
            return
        }
        #expect(failure == RPCFailure(code: 420, message: "FLOOD_WAIT_7"))
    }

    @Test func packedAnswersUnfoldWithinTheirLimit() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        session.submit(QueryID(rawValue: 2), body: body)
        let sent = try flush(&session, &server)
        let good = ServerSide.result(sent[0].id, PackedObject.pack(yes))
        guard case .answer(_, var reader) = try session.receive(server.send(good), now: server.now).first else {
            Issue.record("an answer")
            return
        }
        #expect(try reader.read() as Bool)
        let bomb = PackedObject.pack([UInt8](repeating: 0, count: PackedObject.bytesMax + 4))
        let events = try session.receive(server.send(ServerSide.result(sent[1].id, bomb)), now: server.now)
        guard case .failure(_, .unreadable) = events.first else {
            Issue.record("a failure")
            return
        }
    }

    @Test func aServerThatForgotTheSessionGetsEverythingAgain() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let first = try flush(&session, &server)
        session.submit(QueryID(rawValue: 2), body: body)
        let second = try flush(&session, &server)
        let created = Service.NewSession(firstMsgID: second[0].id, uniqueID: 5, serverSalt: 6)
        let events = try session.receive(server.send(TLWriter.encode(created)), now: server.now)
        #expect(events.contains { if case .sessionCreated = $0 { true } else { false } })
        let again = try flush(&session, &server)
        #expect(again.filter { $0.body == first[0].body }.count == 1)
        #expect(session.salt == 6)
    }

    @Test func theConnectionIsFoundDead() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        _ = try flush(&session, &server)
        server.now = server.now + .seconds(61)
        let isAlive3 = session.tick(now: server.now)
        #expect(isAlive3)
        let sent = try flush(&session, &server)
        #expect(
            sent.contains {
                $0.body.starts(
                    with: TLWriter.encode(Function.PingDelayDisconnect(pingID: 0, disconnectDelay: 75))[..<4])
            })
        server.now = server.now + .seconds(21)
        let isAlive4 = session.tick(now: server.now)
        #expect(!isAlive4)
    }

    @Test func theServerIsToldWhatWeHave() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        let answer = server.send(ServerSide.result(sent[0].id, yes), isAnswer: true)
        _ = try session.receive(answer, now: server.now)
        let known = try EncryptedMessage(opening: answer, key: server.key, direction: .toClient).id
        let unknown = server.ids.next(now: server.now, isAnswer: true)
        let question = server.send(TLWriter.encode(Service.MsgsStateReq(msgIDs: [known, unknown])))
        _ = try session.receive(question, now: server.now)
        let told = try flush(&session, &server).compactMap {
            try? TLReader.decode(Service.MsgsStateInfo.self, from: $0.body)
        }
        #expect(told.first?.info == [4, 1])
    }

    @Test func anAnswerThatTheServerHoldsIsAskedFor() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        let held = server.ids.next(now: server.now, isAnswer: true)
        let detail = Service.MsgDetailedInfo.msgDetailedInfo(
            Service.MsgDetailedInfoValue(msgID: sent[0].id, answerMsgID: held, bytes: 100, status: 0))
        _ = try session.receive(server.send(TLWriter.encode(detail), isContentRelated: false), now: server.now)
        let asked = try flush(&session, &server).compactMap {
            try? TLReader.decode(Service.MsgResendReq.self, from: $0.body)
        }
        #expect(asked == [.msgResendReq(Service.MsgResendReqValue(msgIDs: [held]))])
    }

    @Test func futureSaltsAreAskedForAndUsed() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        _ = try session.receive(server.send(ServerSide.result(sent[0].id, yes), isAnswer: true), now: server.now)
        let isAlive5 = session.tick(now: server.now)
        #expect(isAlive5)
        let asked = try flush(&session, &server)
        let request = try #require(
            asked.first { (try? TLReader.decode(Function.GetFutureSalts.self, from: $0.body)) != nil })
        let time = Int32(server.now.sinceEpoch.components.seconds)
        var writer = TLWriter()
        writer.constructor(TLConstructor.futureSalts)
        writer.fixed(request.id)
        writer.fixed(time)
        writer.fixed(Int32(1))
        writer.fixed(time + 100)
        writer.fixed(time + 1900)
        writer.fixed(Int64(123))
        _ = try session.receive(server.send(writer.written, isContentRelated: false), now: server.now)
        #expect(session.salt == 11)
        server.now = server.now + .seconds(170)
        _ = session.tick(now: server.now)
        #expect(session.salt == 123)
    }

    @Test func whatNobodyWaitsForIsDropped() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        session.cancel(QueryID(rawValue: 1))
        #expect(
            try TLReader.decode(Function.RpcDropAnswer.self, from: flush(&session, &server)[0].body).reqMsgID
                == sent[0].id)
        let late = server.send(ServerSide.result(sent[0].id, yes), isAnswer: true)
        let fromLate = try session.receive(late, now: server.now)
        #expect(answers(fromLate).isEmpty)
    }

    @Test func aServerThatForgotTheDeviceIsToldAgain() throws {
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let first = try flush(&session, &server)
        _ = try session.receive(server.send(ServerSide.result(first[0].id, yes), isAnswer: true), now: server.now)
        session.submit(QueryID(rawValue: 2), body: body)
        let second = try flush(&session, &server)
        let error = TLWriter.encode(Service.RpcError(errorCode: 400, errorMessage: "CONNECTION_NOT_INITED"))
        let events = try session.receive(
            server.send(ServerSide.result(second.first?.id ?? 0, error), isAnswer: true), now: server.now)
        #expect(events.isEmpty)
        #expect(try flush(&session, &server).contains { $0.body == [1, 2, 3, 4] + body })
    }

    /// Authentic packets with anything inside: a clear outcome each time.
    @Test func hostileContentsBreakNothing() throws {
        var random = Replay(state: 12345)
        var (session, server) = try begun()
        session.submit(QueryID(rawValue: 1), body: body)
        let sent = try flush(&session, &server)
        let constructors: [UInt32] = [
            TLConstructor.container, TLConstructor.gzipPacked, TLConstructor.rpcResult, TLConstructor.futureSalts,
            0x3477_73c5, 0x62d6_b459, 0xa7ef_f811, 0xedab_447b, 0x9ec2_0908, 0x04de_b57d, 0xda69_fb52, 0x276d_3ec6,
            0x809d_b6df, 0x7d86_1a08, 0x8cc0_d131,
        ]
        for round in 0..<3000 {
            var writer = TLWriter()
            writer.constructor(constructors[round % constructors.count])
            if round % 3 == 0 { writer.fixed(sent[0].id) }
            writer.raw(random.bytes(Int(random.bytes(1)[0]) & ~3))
            let packet = server.send(writer.written)
            _ = try? session.receive(packet, now: server.now)
            _ = session.flush(now: server.now)
            _ = session.tick(now: server.now)
        }
        #expect(session.unansweredCount <= 1)
    }
}
