// SPDX-License-Identifier: MIT

import TestDirectory
import Testing

@testable import TelegramEmulator

/// Invariants: ids ascend and are never used again; `pts` moves by what happened; a difference from any `pts` leads to the
/// same channel; rights are checked before anything is changed; the journal says all of it.
@Suite struct WorldTests {
    private let owner = UserID(rawValue: 1_000_001)
    private let center = DataCenterID(rawValue: 2)

    private func world() throws -> (World, ChannelID) {
        var world = World(secret: [1, 2, 3])
        _ = try world.addUser(phone: "15550100", code: "1", password: nil, home: center)
        _ = try world.addUser(phone: "15550101", code: "1", password: nil, home: center)
        let (channel, _) = try world.createChannel(
            by: owner, title: "Store", about: "", isBroadcast: true, timeToLive: nil, now: 100)
        return (world, channel.id)
    }

    private func post(_ text: String, _ random: Int64, in world: inout World, _ id: ChannelID) -> ChannelChange {
        world.post(Draft(text: text, randomID: random), in: id, by: owner, now: 100 + Int32(random))
    }

    @Test func idsAreNeverUsedAgain() throws {
        var (world, id) = try world()
        for random in 1...5 { _ = post("\(random)", Int64(random), in: &world, id) }
        _ = try world.delete([5, 6], in: id, by: owner, now: 0)
        _ = post("next", 6, in: &world, id)
        #expect(world.numbers[id] == [1, 2, 3, 4, 7])
        #expect(world.channels[id]?.pts == 10, "one for each message, one for each deletion")
    }

    @Test func historyPagesAsTheDocumentationSays() throws {
        var (world, id) = try world()
        for random in 1...30 { _ = post("word\(random)", Int64(random), in: &world, id) }
        func numbers(_ query: HistoryQuery) -> [Int32] { world.history(of: id, query).messages.map(\.id.number) }
        #expect(numbers(HistoryQuery(limit: 3)) == [31, 30, 29])
        #expect(numbers(HistoryQuery(offsetID: 10, limit: 3)) == [9, 8, 7])
        #expect(numbers(HistoryQuery(offsetID: 10, addOffset: -3, limit: 3)) == [12, 11, 10])
        #expect(numbers(HistoryQuery(offsetID: 1, addOffset: -3, limit: 3)) == [3, 2, 1])
        #expect(numbers(HistoryQuery(limit: 100, maxID: 5, minID: 2)) == [4, 3])
        #expect(numbers(HistoryQuery(offsetDate: 105, limit: 2)) == [5, 4])
        #expect(numbers(HistoryQuery(limit: 100, words: ["word30"])) == [31])
        #expect(numbers(HistoryQuery(offsetID: Int32.max, addOffset: Int32.min, limit: Int32.max)) == [])
        #expect(numbers(HistoryQuery(addOffset: Int32.max, limit: Int32.max)) == [])
        #expect(world.history(of: id, HistoryQuery(limit: 5)).count == 31)
    }

    @Test func aDifferenceFromAnywhereLeadsToTheSame() throws {
        var (world, id) = try world()
        for random in 1...20 {
            let number = Int32(random + 1)
            _ = post("\(random)", Int64(random), in: &world, id)
            if random % 3 == 0 { _ = try world.delete([number], in: id, by: owner, now: 0) }
            if random % 5 == 1, random % 3 != 0 {
                _ = try world.edit(
                    MessageKey(channel: id, number: number), by: owner, text: "edited", entities: [], document: nil,
                    now: 1)
            }
        }
        let last = try #require(world.channels[id]?.pts)
        for start in 1...last {
            var pts = start
            var known: Set<Int32> = []
            while let events = world.events(of: id, after: pts, limit: 3), let end = events.last {
                for event in events {
                    #expect(event.id.pts == pts + event.change.ptsCount)
                    pts = event.id.pts
                    switch event.change {
                    case .posted(let number), .edited(let number): known.insert(number)
                    case .deleted(let numbers): known.subtract(numbers)
                    case .pinned, .unpinned: break
                    }
                }
                #expect(end.id.pts == pts)
            }
            #expect(pts == last)
            if start == 1 { #expect(known.sorted() == world.numbers[id]) }
        }
    }

    @Test func aRandomIDIsGoodForOneMessage() throws {
        var (world, id) = try world()
        try world.checkPosting(to: id, by: owner, randomIDs: [5], textUnits: 1, hasMedia: false)
        _ = post("a", 5, in: &world, id)
        #expect(throws: Refusal.internal("RANDOM_ID_DUPLICATE")) {
            try world.checkPosting(to: id, by: owner, randomIDs: [5], textUnits: 1, hasMedia: false)
        }
        #expect(throws: Refusal.internal("RANDOM_ID_DUPLICATE")) {
            try world.checkPosting(to: id, by: owner, randomIDs: [6, 6], textUnits: 1, hasMedia: false)
        }
        #expect(throws: Refusal.badRequest("MEDIA_CAPTION_TOO_LONG")) {
            try world.checkPosting(to: id, by: owner, randomIDs: [7], textUnits: 1025, hasMedia: true)
        }
    }

    @Test func rightsAreChecked() throws {
        var (world, id) = try world()
        let other = UserID(rawValue: 1_000_002)
        _ = post("a", 5, in: &world, id)
        #expect(throws: Refusal.badRequest("CHANNEL_PRIVATE")) {
            try world.checkPosting(to: id, by: other, randomIDs: [6], textUnits: 1, hasMedia: false)
        }
        _ = try world.invite([other], to: id, by: owner)
        #expect(throws: Refusal.forbidden("CHAT_WRITE_FORBIDDEN")) {
            try world.checkPosting(to: id, by: other, randomIDs: [6], textUnits: 1, hasMedia: false)
        }
        var refused = world
        #expect(throws: Refusal.forbidden("MESSAGE_DELETE_FORBIDDEN")) {
            try refused.delete([2], in: id, by: other, now: 0)
        }
        try world.editAdmin(id, by: owner, target: other, rights: [.postMessages, .deleteMessages])
        try world.checkPosting(to: id, by: other, randomIDs: [6], textUnits: 1, hasMedia: false)
        let deleted = try world.delete([2], in: id, by: other, now: 0)
        #expect(deleted.events.count == 1)
        var unpinned = world
        #expect(throws: Refusal.badRequest("CHAT_ADMIN_REQUIRED")) {
            try unpinned.pin(MessageKey(channel: id, number: 1), by: other, isPinned: true, isSilent: true, now: 0)
        }
    }

    @Test func referencesExpireAndAreBoundToTheirDocument() throws {
        var (world, _) = try world()
        let first = DocumentID(rawValue: 1)
        let reference = world.reference(to: first, now: 1000)
        try world.checkReference(reference, to: first, now: 1000 + EmulatorLimits.referenceSeconds - 1)
        #expect(throws: Refusal.badRequest("FILE_REFERENCE_EXPIRED")) {
            try world.checkReference(reference, to: first, now: 1000 + EmulatorLimits.referenceSeconds)
        }
        #expect(throws: Refusal.badRequest("FILE_REFERENCE_INVALID")) {
            try world.checkReference(reference, to: DocumentID(rawValue: 2), now: 1000)
        }
        #expect(throws: Refusal.badRequest("FILE_REFERENCE_EMPTY")) {
            try world.checkReference([], to: first, now: 1000)
        }
        world.settings.referenceEpoch += 1
        #expect(throws: Refusal.badRequest("FILE_REFERENCE_EXPIRED")) {
            try world.checkReference(reference, to: first, now: 1000)
        }
    }

    @Test func theJournalSaysAllOfIt() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/journal"
        var (world, id) = try world()
        let journal = try Journal.replace(path, by: world.takeChanges())
        for random in 1...9 { _ = post("\(random)", Int64(random), in: &world, id) }
        _ = try world.pin(MessageKey(channel: id, number: 4), by: owner, isPinned: true, isSilent: true, now: 0)
        try journal.append(world.takeChanges())
        _ = try world.delete([2, 3], in: id, by: owner, now: 0)
        try journal.append(world.takeChanges())
        let rest = world.takeChanges()
        #expect(rest.isEmpty)
        // A process that was killed while it wrote.
        try journal.append(Array(#"{"kind":"message","id":{"#.utf8))
        let read = try World(journal: path, secret: [], now: 0)
        #expect(read.numbers[id] == world.numbers[id] && read.eventPTS[id] == world.eventPTS[id])
        #expect(read.channels[id] == world.channels[id] && read.accounts.rows == world.accounts.rows)
        #expect(read.messages.rows == world.messages.rows && read.events.rows == world.events.rows)
        #expect(read.pinned(in: id) == [4] && read.settings.nextUser == world.settings.nextUser)
        #expect(read.sent[owner]?[9] == world.sent[owner]?[9])
    }

    @Test func aDamagedJournalIsRefused() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/journal"
        _ = try Journal.replace(path, by: Array("{\"kind\":\"settings\"}\nnonsense\n".utf8))
        #expect(throws: StateError.self) { try World(journal: path, secret: [], now: 0) }
    }

    @Test func whatOutlivesItsTimerGoes() throws {
        var (world, id) = try world()
        _ = try world.setTimeToLive(id, by: owner, seconds: 86_400, now: 100)
        _ = post("a", 5, in: &world, id)
        let early = world.expire(now: 86_400)
        let late = world.expire(now: 105 + 86_400)
        #expect(early.isEmpty && late.count == 1)
        #expect(world.numbers[id] == [1, 2], "what was posted before the timer stays")
    }
}
