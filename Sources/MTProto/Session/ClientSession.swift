// SPDX-License-Identifier: MIT

import TL

/// A client's session with one data centre: what was asked and not answered, whatever happens to the connections
/// beneath it. Packets and times come in; packets and events go out. No socket, no clock.
///
/// Every query is answered or failed exactly once, and takes effect at most once: after a lost connection the server is
/// first asked what it has (`msgs_state_req`), and only what it does not have is sent again.
package struct ClientSession<Random: RandomBytes>: Sendable {
    package let key: AuthKey
    package internal(set) var salt: Int64
    package internal(set) var ids: MessageIDs

    /// What stands before a query until the server has answered one that had it: layer and device.
    let preface: [UInt8]
    var random: Random
    var sessionID: Int64
    /// Of this connection: what the server still sends to them is answers to us.
    var formerSessionIDs: [Int64] = []
    var contentCount: Int32 = 0
    var isInitialised = false
    var isConnected = false
    /// Whether the server was heard at all since this connection began.
    var lastHeard: SessionTime?

    var queries: [QueryID: Query] = [:]
    /// Waiting to be sent, in the order in which they were asked.
    var queue: [QueryID] = []
    /// All ids under which an unanswered query ever travelled.
    var owners: [Int64: QueryID] = [:]
    var containers: [(id: Int64, inner: [Int64])] = []
    var stateRequests: [Int64: [Int64]] = [:]
    /// Sent once, answered by nothing that would be waited for.
    var notices: [Notice] = []
    /// To be sent once more under their ids, for a server that did not say whether it has them.
    var copies: Set<QueryID> = []

    var received = ReceivedIDs()
    var acknowledgements: [Int64] = []
    var acknowledgementsDue: SessionTime?
    var pingDue: SessionTime?
    var pingSince: SessionTime?
    var futureSalts = FutureSalts()
    var latestSessionUniqueID: Int64?

    struct Query {
        let body: [UInt8]
        var order: UInt64
        /// As it travels now; nil while it waits to be sent.
        var sent: SessionMessage?
        var messageIDs: [Int64] = []
        var isPrefaced = false
        /// The next time to ask the server what became of it.
        var checkDue: SessionTime?
        var checks = 0
        var rejections = 0
        var isReceived = false
        /// It was left under way in a session that we gave up on this connection, which alone can answer it.
        var isLeftBehind = false
    }

    struct Notice {
        var body: [UInt8]
        var isContentRelated: Bool
        var stateRequestFor: [Int64]?
    }

    private var nextOrder: UInt64 = 0

    package init(
        key: AuthKey, salt: Int64, timeOffset: Duration = .zero, isTimeKnown: Bool = false, preface: [UInt8],
        random: Random
    ) {
        self.key = key
        self.salt = salt
        self.preface = preface
        self.random = random
        ids = MessageIDs()
        ids.correct(offset: timeOffset, isKnown: isTimeKnown)
        sessionID = self.random.int64()
    }

    package var unansweredCount: Int { queries.count }

    /// Asks. `body` is a method with its parameters. It is sent by the next `flush` while connected.
    package mutating func submit(_ id: QueryID, body: [UInt8]) {
        precondition(queries[id] == nil && body.count % 4 == 0)
        queries[id] = Query(body: body, order: nextOrder)
        nextOrder += 1
        queue.append(id)
    }

    /// Nobody waits any more. Whether it took effect is then unknown.
    package mutating func cancel(_ id: QueryID) {
        guard let query = remove(id) else { return }
        if let sent = query.sent {
            // So that a megabyte is not sent to nobody.
            notices.append(
                Notice(body: TLWriter.encode(Function.RpcDropAnswer(reqMsgID: sent.id)), isContentRelated: true))
        }
    }

    package mutating func connected(now: SessionTime) {
        isConnected = true
        lastHeard = nil
        pingSince = nil
        pingDue = now + SessionTiming.pingInterval
        formerSessionIDs.removeAll()
        var asked: [Int64] = []
        for (id, query) in queries {
            guard let sent = query.sent else { continue }
            queries[id]?.checks = 0
            queries[id]?.isLeftBehind = false
            queries[id]?.checkDue = now + SessionTiming.check(0)
            asked.append(sent.id)
        }
        askForState(of: asked, now)
    }

    /// Something came, be it a part of a message that takes minutes on a slow line: the connection lives.
    package mutating func heard(now: SessionTime) {
        lastHeard = now
        pingSince = nil
    }

    package mutating func disconnected() {
        isConnected = false
        notices.removeAll()
        copies.removeAll()
        stateRequests.removeAll()
        pingSince = nil
    }

    /// What is due by time alone. False when nothing was heard for so long that the connection is dead.
    package mutating func tick(now: SessionTime) -> Bool {
        guard isConnected else { return true }
        if let pingSince, now - pingSince > SessionTiming.silenceMax { return false }
        let isSilent = lastHeard.map { now - $0 > SessionTiming.suspicion } ?? false
        if let pingDue, now >= pingDue || isSilent && !queries.isEmpty && pingSince == nil { ping(now) }
        guard checkUnanswered(now) else { return false }
        if let next = futureSalts.adopt(at: ids.serverTime(now)) { salt = next }
        if ids.isKnown, futureSalts.isRequestDue(at: ids.serverTime(now)) {
            notices.append(
                Notice(
                    body: TLWriter.encode(Function.GetFutureSalts(num: FutureSalts.requested)), isContentRelated: true)
            )
        }
        return true
    }

    private mutating func ping(_ now: SessionTime) {
        let ping = Function.PingDelayDisconnect(
            pingID: random.int64(), disconnectDelay: SessionTiming.disconnectDelaySeconds)
        notices.append(Notice(body: TLWriter.encode(ping), isContentRelated: true))
        pingDue = now + SessionTiming.pingInterval
        if pingSince == nil { pingSince = now }
    }

    /// Queries that should have been answered by now: the server is asked what it has of them. False where only a new
    /// connection helps, on which it sends again what was not acknowledged.
    private mutating func checkUnanswered(_ now: SessionTime) -> Bool {
        var asked: [Int64] = []
        for (id, query) in queries {
            guard let sent = query.sent, let due = query.checkDue, now >= due else { continue }
            if query.checks == SessionTiming.checksMax { return false }
            // It did not even say. The same message under the same id has effect once only.
            if query.checks > 0, !query.isReceived { copies.insert(id) }
            queries[id]?.checks += 1
            queries[id]?.checkDue = now + SessionTiming.check(query.checks + 1)
            asked.append(sent.id)
        }
        askForState(of: asked, now)
        return true
    }

    mutating func askForState(of messageIDs: [Int64], _ now: SessionTime) {
        var rest = messageIDs.sorted()[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(SessionTiming.statesAtOnce))
            rest = rest.dropFirst(part.count)
            notices.append(
                Notice(
                    body: TLWriter.encode(Service.MsgsStateReq(msgIDs: part)), isContentRelated: true,
                    stateRequestFor: part))
        }
    }

    mutating func remove(_ id: QueryID) -> Query? {
        guard let query = queries.removeValue(forKey: id) else { return nil }
        for messageID in query.messageIDs { owners[messageID] = nil }
        if query.sent == nil { queue.removeAll { $0 == id } }
        return query
    }

    /// Will be sent under a new id.
    mutating func requeue(_ id: QueryID) {
        guard let query = queries[id], query.sent != nil else { return }
        queries[id]?.sent = nil
        queries[id]?.isReceived = false
        queries[id]?.isLeftBehind = false
        queries[id]?.checks = 0
        let place = queue.firstIndex { (queries[$0]?.order ?? 0) > query.order } ?? queue.endIndex
        queue.insert(id, at: place)
    }

    /// All over again under another session: the server mixed up our numbers, or we its time. What the server has
    /// acknowledged it does, and answers under the session that we leave: sent again, it would be done twice.
    mutating func startNewSession() {
        formerSessionIDs.append(sessionID)
        if formerSessionIDs.count > SessionTiming.formerSessionsMax { formerSessionIDs.removeFirst() }
        sessionID = random.int64()
        contentCount = 0
        isInitialised = false
        latestSessionUniqueID = nil
        received = ReceivedIDs()
        acknowledgements.removeAll()
        acknowledgementsDue = nil
        containers.removeAll()
        stateRequests.removeAll()
        notices.removeAll()
        copies.removeAll()
        for (id, query) in queries {
            if query.isReceived { queries[id]?.isLeftBehind = true } else { requeue(id) }
        }
    }
}

/// How long is waited for what.
package enum SessionTiming {
    package static let pingInterval: Duration = .seconds(60)
    /// The server closes a connection from which nothing came for so long.
    package static let disconnectDelaySeconds: Int32 = 75
    /// With queries open and nothing heard for so long, a ping goes out early.
    package static let suspicion: Duration = .seconds(15)
    /// A ping without any answer for so long: the connection is dead.
    package static let silenceMax: Duration = .seconds(20)
    /// Well below the minute or two that servers wait: while an answer is not acknowledged the server keeps it.
    package static let acknowledgementDelay: Duration = .seconds(10)
    package static let acknowledgementsMax = 16
    /// `msgs_state_req` and `msgs_ack` take 8192.
    package static let statesAtOnce = 1000
    /// Messages from the server may be so old and so new.
    package static let ageMax: Duration = .seconds(300)
    package static let aheadMax: Duration = .seconds(30)
    /// The server refused a query's message so often: it never will take it.
    package static let rejectionsMax = 8

    /// Asked so often on one connection, the server has to be asked on another.
    static let checksMax = 3
    static let formerSessionsMax = 8

    /// When to ask what became of a query, the first time and later.
    static func check(_ count: Int) -> Duration { .seconds(min(10 << min(count, 3), 60)) }
}
