// SPDX-License-Identifier: MIT

import FilesystemModel
import Logging
import MTProto
import Synchronization
import TL

/// The methods of the emulated Telegram, without any connection: what carries a request in and its answer out is `Wire`.
/// Every method may be called from any thread that may wait for the disk.
package final class Backend: Sendable {
    struct Center: Sendable {
        var id: DataCenterID
        var port: Int
        var mediaPort: Int
    }

    private struct Shared {
        var faults = FaultTable()
        var counters: [String: Int] = [:]
        var limiter = RateLimiter()
        var logins = PendingLogins()
        var centers: [Center] = []
    }

    let store: WorldStore
    let uploads: UploadStore
    let files: DocumentFiles
    let host: String
    let hasRateLimits: Bool
    let logger: Logger
    private let clock: any WallClock
    private let shared = Mutex(Shared())
    /// Held while parts become a document and the document a message, so that of two equal requests the second finds
    /// the `random_id` of the first.
    let posting = Mutex(())
    /// What is written in place of which constructor, in answers and in what is pushed.
    let foreign = Mutex<[UInt32: UInt32]>([:])

    init(
        store: WorldStore, directory: StateDirectory, host: String, hasRateLimits: Bool, clock: any WallClock,
        logger: Logger
    ) {
        self.store = store
        self.host = host
        self.hasRateLimits = hasRateLimits
        self.clock = clock
        self.logger = logger
        files = DocumentFiles(directory: directory)
        uploads = UploadStore(folder: directory.uploads, now: clock.now().seconds)
    }

    /// Where the data centres are, once they listen.
    var centers: [Center] { shared.withLock { $0.centers } }

    func open(_ centers: [Center]) { shared.withLock { $0.centers = centers } }

    // MARK: Time

    /// The machine's time, which faults do not touch.
    var realTime: Double {
        let now = clock.now()
        return Double(now.seconds) + Double(now.nanoseconds) / 1e9
    }

    /// What is kept for a while is kept by this clock: a skew must not throw it away.
    var realNow: Int64 { Int64(realTime) }

    /// The time that the server believes.
    var time: Double {
        let real = realTime
        return real + Double(shared.withLock { $0.faults.clockSkew(now: Int64(real)) })
    }

    var now: Int64 { Int64(time) }

    // MARK: Faults and counters

    package func addFault(_ fault: Fault) -> Fault {
        let now = Int64(realTime)
        return shared.withLock { $0.faults.add(fault, now: now) }
    }

    package func clearFaults(_ id: Int64? = nil) -> Int { shared.withLock { $0.faults.clear(id) } }

    package var faults: [Fault] { shared.withLock { $0.faults.faults } }

    /// How often each method was called.
    package var counters: [String: Int] { shared.withLock { $0.counters } }

    /// Counts the request, and says which faults hit it.
    func arrive(_ request: RequestFacts) -> [Fault] {
        let now = Int64(realTime)
        return shared.withLock { shared in
            shared.counters[request.method, default: 0] += 1
            return shared.faults.take(for: request, now: now)
        }
    }

    func isUnreachable(_ center: DataCenterID) -> Bool {
        let now = Int64(realTime)
        return shared.withLock { $0.faults.isUnreachable(center, now: now) }
    }

    func bandwidth(_ center: DataCenterID) -> Int? {
        let now = Int64(realTime)
        return shared.withLock { $0.faults.bandwidth(center, now: now) }
    }

    // MARK: Rates and logins

    func admit(_ lanes: [RateLane], amount: Int = 1) throws(Refusal) {
        guard hasRateLimits else { return }
        let now = realTime
        if let seconds = shared.withLock({ $0.limiter.take(lanes, amount: amount, now: now) }) {
            throw .flood("FLOOD_WAIT_\(seconds)")
        }
    }

    func logins<Result: Sendable>(
        _ body: (inout PendingLogins) throws(Refusal) -> sending Result
    ) throws(Refusal) -> Result {
        try shared.withLock { shared throws(Refusal) in try body(&shared.logins) }
    }

    // MARK: Calls

    /// Carries `function` out for `caller`. `faults` are those that hit it.
    func call(_ function: any TLFunction, by caller: Caller, faults: [Fault] = []) throws(Refusal) -> Reply {
        try refuse(function, by: caller, faults)
        if let reply = try callOpen(function, by: caller) { return reply }
        let account = try authorize(function, caller)
        if let reply = try callFiles(function, by: caller, account) { return reply }
        guard account.home == caller.center || Self.isForEverywhere(function) else {
            throw .seeOther("USER_MIGRATE_\(account.home.rawValue)")
        }
        if account.isBot, Self.isForPeople(function) { throw .badRequest("BOT_METHOD_INVALID") }
        if let reply = try callUsers(function, by: caller, account) { return reply }
        if let reply = try callChannels(function, account) { return reply }
        if let reply = try callMembers(function, account) { return reply }
        if let reply = try callMessages(function, by: caller, account) { return reply }
        if let reply = try callReading(function, account) { return reply }
        throw Self.unknownMethod(function)
    }

    /// What the schema lists and this server does not do.
    static func unknownMethod(_ function: any TLFunction) -> Refusal {
        let words = TLWriter.encode(function).prefix(4)
        return unknownMethod(words.reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }

    static func unknownMethod(_ constructor: UInt32) -> Refusal {
        .badRequest("INPUT_METHOD_INVALID_\(constructor)_0")
    }

    private func authorize(_ function: any TLFunction, _ caller: Caller) throws(Refusal) -> Account {
        let now = now
        return try store.read { world throws(Refusal) in try world.authorized(caller.key, now: now) }
    }

    /// With an imported login the methods about files and oneself work at every data centre.
    private static func isForEverywhere(_ function: any TLFunction) -> Bool {
        switch function {
        case is Function.UsersGetUsers, is Function.UpdatesGetState, is Function.UpdatesGetDifference,
            is Function.AuthLogOut, is Function.AuthExportAuthorization:
            true
        default: false
        }
    }

    private static func isForPeople(_ function: any TLFunction) -> Bool {
        switch function {
        case is Function.MessagesGetHistory, is Function.MessagesSearch, is Function.MessagesGetDialogs,
            is Function.ChannelsCreateChannel, is Function.ChannelsJoinChannel, is Function.MessagesSetHistoryTTL,
            is Function.ChannelsInviteToChannel, is Function.MessagesExportChatInvite,
            is Function.MessagesCheckChatInvite, is Function.MessagesImportChatInvite,
            is Function.MessagesGetPeerDialogs:
            true
        default: false
        }
    }

    // MARK: Scripted refusals

    private func refuse(_ function: any TLFunction, by caller: Caller, _ faults: [Fault]) throws(Refusal) {
        for fault in faults {
            let seconds = fault.seconds ?? 3
            switch fault.kind {
            case .floodWait: throw .flood("FLOOD_WAIT_\(seconds)")
            case .floodPremiumWait: throw .flood("FLOOD_PREMIUM_WAIT_\(seconds)")
            case .slowmodeWait: throw .flood("SLOWMODE_WAIT_\(seconds)")
            case .serverError: throw .internal("INTERNAL_SERVER_ERROR")
            case .expiredReference: throw .badRequest("FILE_REFERENCE_EXPIRED")
            case .refuse: throw .badRequest(fault.message ?? "BAD_REQUEST")
            case .migrate: try migrate(function, by: caller, to: fault.center)
            case .http429, .dropConnection, .loseAnswer, .delayAnswer, .duplicateAnswer, .badSalt, .clockSkew,
                .bandwidth, .unreachable:
                continue
            }
        }
    }

    /// Moves what the method is about, so that the client finds it where it is sent.
    private func migrate(_ function: any TLFunction, by caller: Caller, to wanted: Int32?) throws(Refusal) {
        let others = centers.map(\.id).filter { $0 != caller.center }
        let target = wanted.map(DataCenterID.init) ?? others.first { $0 > caller.center } ?? others.first
        guard let target, others.contains(target) else { return }
        if let location = function as? Function.UploadGetFile,
            case .inputDocumentFileLocation(let document) = location.location
        {
            try store.change { world throws(Refusal) in
                world.documents[DocumentID(rawValue: document.id)]?.center = target
            }
            throw .seeOther("FILE_MIGRATE_\(target.rawValue)")
        }
        let phone: String? =
            switch function {
            case let it as Function.AuthSendCode: it.phoneNumber
            case let it as Function.AuthSignIn: it.phoneNumber
            default: nil
            }
        let name = phone == nil ? "USER_MIGRATE" : "PHONE_MIGRATE"
        try store.change { world throws(Refusal) in
            let account =
                if let phone { world.account(phone: phone) } else {
                    world.loginKey(caller.key)?.user.flatMap { world.accounts[$0] }
                }
            if let account { world.move(account.id, to: target) }
        }
        throw .seeOther("\(name)_\(target.rawValue)")
    }
}
