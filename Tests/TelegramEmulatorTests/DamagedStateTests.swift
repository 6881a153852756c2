// SPDX-License-Identifier: MIT

import Foundation
import Logging
import NIOCore
import NIOPosix
import SeededRandom
import TL
import TestDirectory
import Testing

@testable import TelegramEmulator

/// Invariants: a state directory that was damaged is refused with its place, or what is left of it is served; whatever comes
/// in at the control socket gets one answer. Neither ever ends the process.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DamagedStateTests {
    /// A directory with something of every kind in it.
    private func used() async throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try await withEmulator(in: directory) { emulator in
            _ = try emulator.backend.addUser(phone: "15550101", code: "54321", password: "secret")
            _ = try emulator.backend.addBot(name: "keeper")
            try await WireClient.connect(emulator) { client in
                _ = try await client.exchangeKeys()
                _ = try await client.login(phone: "15550100", code: "12345")
                let channel = try await client.createChannel("Store")
                let message = try await client.post(
                    try await client.upload(content(600_000), id: 7), to: channel, randomID: 7, "a #tag, http://b.org")
                _ = try await client.post(
                    try await client.upload(content(10_000), id: 8), to: channel, randomID: 8, "two")
                _ = try await client.call(
                    Function.UploadSaveBigFilePart(fileID: 9, filePart: 1, fileTotalParts: 2, bytes: [1, 2, 3]))
                _ = try await client.call(
                    Function.MessagesUpdatePinnedMessage(peer: channel.peer, id: message.id))
                _ = try await client.call(
                    Function.ChannelsDeleteMessages(channel: channel.input, id: [message.id + 1]))
            }
        }
        return directory
    }

    private func read(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test func aDamagedJournalIsRefusedOrUsed() async throws {
        let directory = try await used()
        let journal = try read(directory.path + "/state/state.journal")
        for kind in ["settings", "account", "key", "channel", "message", "event", "document"] {
            #expect(String(decoding: journal, as: UTF8.self).contains("\"kind\":\"\(kind)\""), "\(kind)")
        }
        var mutator = Mutator(seed: SeededGenerator.seed())
        var served = 0
        let path = directory.path + "/mutated"
        let rounds = getenv("GRAMFS_TEST_LONG") == nil ? 1500 : 50_000
        for round in 0..<rounds {
            // Others want their turn.
            if round % 50 == 0 { await Task.yield() }
            try write(round % 2 == 0 ? mutator.mutateNumber(journal) : mutator.mutate(journal), to: path)
            do throws(StateError) {
                var world = try World(journal: path, secret: [1], now: 100)
                use(&world)
                served += 1
            } catch {
                guard case .damaged(_, let line, _) = error else { throw error }
                #expect(line >= 1)
            }
        }
        #expect(served > 0 && served < rounds)
    }

    /// Everything that counts on, sums up or looks for what another row names. What is refused is as good.
    private func use(_ world: inout World) {
        let owner = world.accounts.values.first?.id ?? UserID(rawValue: 1)
        let home = DataCenterID(rawValue: 2)
        _ = try? world.addUser(phone: "15550199", code: "1", password: nil, home: home)
        _ = try? world.addBot(name: "b", tokenTail: "t", home: home)
        _ = try? world.createChannel(
            by: owner, title: "New", about: "", isBroadcast: true, timeToLive: 86_400, now: 100)
        for channel in Array(world.channels.values) {
            let id = channel.id
            let page = world.history(of: id, HistoryQuery(addOffset: -5, words: ["tag"]))
            for message in page.messages { _ = world.accessHash(.channel, message.id.channel.rawValue, for: owner) }
            _ = world.post(Draft(text: "x", randomID: 99), in: id, by: channel.creator, now: 100)
            for number in world.numbers[id] ?? [] {
                let key = MessageKey(channel: id, number: number)
                _ = try? world.edit(key, by: nil, text: "other", entities: [], document: nil, now: 100)
                _ = try? world.pin(key, by: channel.creator, isPinned: true, isSilent: true, now: 100)
            }
            _ = world.pinned(in: id)
            for pts in [-1, 0, 1, channel.pts, .max] { _ = world.events(of: id, after: pts, limit: 100) }
            _ = try? world.delete(Array((world.numbers[id] ?? []).prefix(2)), in: id, by: nil, now: 100)
            _ = try? world.editAdmin(id, by: channel.creator, target: owner, rights: .all)
            _ = id.chat
        }
        for document in world.documents.rows.keys {
            let reference = world.reference(to: document, now: 100)
            _ = try? world.checkReference(reference, to: document, now: 100)
        }
        for key in Array(world.keys.rows.keys) { _ = try? world.authorized(key, now: 100) }
        _ = world.revokeSessions(of: owner)
        _ = world.expire(now: 1 << 40)
        _ = world.takeChanges()
        _ = world.snapshot
    }

    @Test func aDamagedDirectoryIsRefusedOrServed() async throws {
        let directory = try await used()
        let state = directory.path + "/state"
        let files = ["/server.json", "/state.journal"]
        let whole = try files.map { try read(state + $0) }
        var mutator = Mutator(seed: SeededGenerator.seed())
        for round in 0..<24 {
            for (file, bytes) in zip(files, whole) { try write(bytes, to: state + file) }
            let broken = round % 3 == 0 ? 1 : 0
            try write(
                round % 2 == 0 ? mutator.mutateNumber(whole[broken]) : mutator.mutate(whole[broken]),
                to: state + files[broken])
            // What does not belong there is left alone.
            for name in [
                "x", "1_2", "1_2_3", "-9223372036854775808_1_2", "1_99999999999_3", "1000001_2_9/-1", "1_2_4/7",
            ] {
                try? FileManager.default.createDirectory(
                    atPath: "\(state)/uploads/\(name)", withIntermediateDirectories: true)
            }
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            do {
                let emulator = try await Emulator.start(
                    EmulatorConfiguration(state: state, hasRateLimits: false), logger: logger)
                _ = try await ControlLines.ask(["user.add {\"phone\":\"15550100\",\"code\":\"12345\"}"], to: emulator)
                try await emulator.stop()
            } catch is StateError {
                continue
            } catch is NIOConnectionError {
                continue
            } catch is IOError {
                // A port that is another's.
                continue
            } catch is SocketAddressError {
                continue
            }
        }
        // And the whole one is what it was.
        for (file, bytes) in zip(files, whole) { try write(bytes, to: state + file) }
        try await withEmulator(in: directory) { emulator in
            let answer = try await ControlLines.ask(["channel.list {}"], to: emulator).first
            #expect(answer?.contains("Store") == true)
        }
    }

    @Test func whateverComesInGetsItsAnswer() async throws {
        let requests = [
            #"user.add {"phone":"15550102","code":"1","password":"x","dc":2}"#, #"bot.add {"name":"b","dc":3}"#,
            #"channel.list {}"#, #"channel.admit {"chat":-1001000000001,"user":1000003}"#,
            #"message.list {"chat":-1001000000001}"#, #"message.delete {"chat":1000000001,"id":4}"#,
            #"message.edit {"chat":1000000001,"id":2,"text":"t #tag"}"#, #"session.revoke {"user":"15550100"}"#,
            #"reference.expire_all {}"#, #"counters {}"#,
            #"fault.add {"kind":"flood_wait","method":"x","dc":1,"chat":5,"after":1,"count":1,"seconds":3,"bytes":9}"#,
            #"fault.add {"kind":"clock_skew","seconds":-100}"#, #"fault.add {"kind":"bandwidth","bytes":1000000}"#,
            #"fault.list {}"#, #"fault.clear {"id":1}"#,
        ]
        let directory = try await used()
        try await withEmulator(in: directory) { emulator in
            var mutator = Mutator(seed: SeededGenerator.seed())
            // These once ended the process.
            var sent =
                requests + [
                    #"fault.add {"kind":"clock_skew","seconds":-9223372036854775808}"#,
                    #"fault.add {"kind":"flood_wait","count":-9223372036854775808}"#,
                ]
            for request in requests {
                for round in 0..<60 {
                    let bytes = Array(request.utf8)
                    let mutated = round % 3 > 0 ? mutator.mutateNumber(bytes) : mutator.mutate(bytes)
                    sent.append(String(decoding: mutated, as: UTF8.self))
                }
            }
            let answers = try await ControlLines.ask(sent, to: emulator)
            #expect(answers.count == sent.count)
            for answer in answers.prefix(requests.count) { #expect(answer.contains("\"result\""), "\(answer)") }
            _ = emulator.backend.clearFaults()
            // Whoever comes next is served, with whatever was added meanwhile.
            let answer = try await ControlLines.ask(["counters {}"], to: emulator).first
            #expect(answer?.contains("\"result\"") == true)
            try await WireClient.connect(emulator) { client in
                _ = try await client.exchangeKeys()
                _ = try await client.call(Function.HelpGetConfig())
            }
        }
    }
}
