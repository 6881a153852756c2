// SPDX-License-Identifier: MIT

import Foundation
import SeededRandom
import TL
import Telegram
import Testing

/// Invariant: a session file that was damaged is refused with its path, or what is left of it ends calls with their result or
/// an error in bounded time; nothing that stands in it ends the process.
@Suite(.timeLimit(.minutes(5))) struct DamagedSessionTests {
    @Test func aDamagedSessionIsRefusedOrUsed() async throws {
        try await OwnClient.run { fixture in
            let first = try fixture.client()
            try await fixture.login(first)
            let channel = try await first.createChannel(title: "Store", about: "").reference
            await first.close()
            let path = { (name: String) in "\(fixture.directory.path)/\(name).session" }
            let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path("main"))))
            var mutator = Mutator(seed: SeededGenerator.seed())
            for round in 0..<80 {
                let bytes = round % 2 == 0 ? mutator.mutateNumber(whole) : mutator.mutate(whole)
                try Data(bytes).write(to: URL(fileURLWithPath: path("\(round)")))
            }
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for round in 0..<80 { group.addTask { try await use("\(round)", channel, fixture) } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(outcomes.contains("refused") && outcomes.contains("used"), "\(outcomes)")
            // The one that nobody touched is good.
            #expect(try await use("main", channel, fixture) == "used")
        }
    }

    private func use(_ session: String, _ channel: ChannelReference, _ fixture: OwnClient) async throws -> String {
        var limits = ClientLimits()
        limits.patience = .seconds(2)
        let client: TelegramClient
        do {
            client = try fixture.client(session, limits: limits)
        } catch TelegramError.configuration(let text) {
            #expect(text.contains("\(session).session"))
            return "refused"
        }
        var outcome = "used"
        do {
            _ = try await client.invoke(Function.HelpGetConfig())
            _ = try await client.state(of: channel)
        } catch {
            outcome = "failed"
            #expect(error != .cancelled)
        }
        await client.close()
        return outcome
    }
}
