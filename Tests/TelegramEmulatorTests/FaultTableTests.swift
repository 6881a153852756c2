// SPDX-License-Identifier: MIT

import ControlSocket
import Testing

@testable import TelegramEmulator

/// Invariants: a fault hits what it describes and nothing else, after as many requests as it is told and as often as it
/// is told; conditions last until their time is over or they are cleared.
@Suite struct FaultTableTests {
    private static let first = DataCenterID(rawValue: 1)
    private static let second = DataCenterID(rawValue: 2)

    private func request(
        _ method: String = "upload.getFile", _ center: DataCenterID = first, chat: Int64? = nil
    ) -> RequestFacts {
        RequestFacts(method: method, center: center, chat: chat.map(ChannelID.init(rawValue:)))
    }

    @Test func aFaultHitsAsOftenAsItIsTold() {
        var table = FaultTable()
        _ = table.add(Fault(.floodWait, after: 2, count: 3, seconds: 7), now: 0)
        let hits = (0..<10).map { _ in table.take(for: request(), now: 0).count }
        #expect(hits == [0, 0, 1, 1, 1, 0, 0, 0, 0, 0])
        #expect(table.faults == [])
    }

    @Test func aFaultIsForItsMethodDataCenterAndChat() {
        var table = FaultTable()
        _ = table.add(Fault(.serverError, method: "messages.sendMedia", center: 2, chat: -1_000_000_000_123), now: 0)
        #expect(table.take(for: request(), now: 0) == [])
        #expect(table.take(for: request("messages.sendMedia", Self.second), now: 0) == [])
        #expect(table.take(for: request("messages.sendMedia", Self.first, chat: 123), now: 0) == [])
        #expect(table.take(for: request("messages.sendMedia", Self.second, chat: 124), now: 0) == [])
        #expect(table.take(for: request("messages.sendMedia", Self.second, chat: 123), now: 0).count == 1)
    }

    @Test func migrationSendsAwayFromElsewhereOnly() {
        var table = FaultTable()
        _ = table.add(Fault(.migrate, center: 2), now: 0)
        #expect(table.take(for: request("a", Self.second), now: 0) == [])
        #expect(table.take(for: request("a", Self.first), now: 0).map(\.kind) == [.migrate])
    }

    @Test func conditionsLastForTheirTime() {
        var table = FaultTable()
        _ = table.add(Fault(.unreachable, center: 2, seconds: 10), now: 100)
        _ = table.add(Fault(.bandwidth, bytes: 1000), now: 100)
        let skew = table.add(Fault(.clockSkew, seconds: -600), now: 100)
        #expect(table.isUnreachable(Self.second, now: 109) && !table.isUnreachable(Self.first, now: 109))
        #expect(table.isUnreachable(Self.second, now: 110) == false)
        #expect(table.bandwidth(Self.first, now: 1_000_000) == 1000)
        #expect(table.clockSkew(now: 1_000_000) == -600)
        #expect(table.take(for: request(), now: 110) == [], "conditions are no refusals")
        #expect(table.clear(skew.id) == 1 && table.clear(skew.id) == 0)
        #expect(table.clockSkew(now: 110) == 0)
        #expect(table.clear(nil) == 1)
    }

    @Test func aConditionMayBeginLater() {
        var table = FaultTable()
        _ = table.add(Fault(.unreachable, method: "upload.getFile", after: 2, seconds: 5), now: 0)
        #expect(table.isUnreachable(Self.first, now: 1) == false)
        for _ in 0..<2 { _ = table.take(for: request(), now: 2) }
        #expect(table.isUnreachable(Self.first, now: 6) && !table.isUnreachable(Self.first, now: 7))
    }

    @Test func everyKindOfTheCommandLineIsRead() throws {
        let kinds = [
            "flood_wait", "flood_premium_wait", "slowmode_wait", "http_429", "migrate", "drop_connection",
            "lose_answer", "delay_answer", "duplicate_answer", "bad_salt", "clock_skew", "expired_reference",
            "server_error", "refuse", "bandwidth", "unreachable",
        ]
        #expect(Fault.Kind.allCases.map(\.rawValue) == kinds)
        for kind in kinds {
            let fault: Fault = try JSON.decode(from: Array(#"{"kind":"\#(kind)","dc":2,"count":3}"#.utf8))
            #expect(fault.kind.rawValue == kind && fault.center == 2 && fault.count == 3 && fault.after == 0)
        }
        for bad in [
            #"{"kind":"rain"}"#, #"{}"#, #"{"kind":"flood_wait","count":0}"#, #"{"kind":"flood_wait","after":-1}"#,
            #"{"kind":"flood_wait","seconds":-1}"#, #"{"kind":"bandwidth","bytes":0}"#,
            #"{"kind":"clock_skew","seconds":99999999999}"#,
        ] {
            #expect(throws: DecodingError.self, "\(bad)") { try JSON.decode(Fault.self, from: Array(bad.utf8)) }
        }
    }
}
