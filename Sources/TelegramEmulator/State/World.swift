// SPDX-License-Identifier: MIT

import ControlSocket

/// What there is only once.
struct ServerSettings: Row {
    static let kind = "settings"

    var id = 0
    /// What access hashes, salts and file references are derived from.
    var secret: [UInt8]
    var nextUser: Int64 = 1_000_001
    var nextChannel: Int64 = 1_000_000_001
    var nextDocument: Int64 = 5_000_000_000_000_001
    /// Raised by `reference.expire_all`.
    var referenceEpoch: UInt32 = 1

    var isPlausible: Bool {
        id == 0 && [nextUser, nextChannel, nextDocument].allSatisfy { Plausible.ids.contains($0) }
    }
}

/// All that the emulated Telegram knows, as a value. Changes are checked before they are made: a method that throws has
/// changed nothing.
package struct World: Sendable {
    var settings: ServerSettings {
        get { settingsTable[0] ?? ServerSettings(secret: []) }
        set { settingsTable[0] = newValue }
    }

    private var settingsTable = Table<ServerSettings>()
    var accounts = Table<Account>()
    var keys = Table<AuthorizationKey>()
    var channels = Table<Chat>()
    var messages = Table<Message>()
    var events = Table<ChannelEvent>()
    var documents = Table<Document>()

    /// The numbers of each channel's messages, ascending.
    var numbers: [ChannelID: [Int32]] = [:]
    /// The `pts` of each channel's remembered events, ascending.
    var eventPTS: [ChannelID: [Int32]] = [:]
    /// What was sent under which `random_id`.
    var sent: [UserID: [Int64: MessageKey]] = [:]
    /// How many messages show each document.
    var uses: [DocumentID: Int] = [:]
    /// Since when nobody does.
    var orphans: [DocumentID: Int64] = [:]

    init(secret: [UInt8]) { settings = ServerSettings(secret: secret) }

    /// What the lines of a journal say.
    init(journal path: String, secret: [UInt8], now: Int64) throws(StateError) {
        self.init(secret: secret)
        try Journal.read(path) { line throws(DecodingError) in try load(line) }
        for key in messages.rows.keys { numbers[key.channel, default: []].append(key.number) }
        for id in events.rows.keys { eventPTS[id.channel, default: []].append(id.pts) }
        for channel in numbers.keys { numbers[channel]?.sort() }
        for channel in eventPTS.keys { eventPTS[channel]?.sort() }
        for message in messages.values {
            if let document = message.document { uses[document, default: 0] += 1 }
            if let random = message.randomID { sent[message.sender, default: [:]][random] = message.id }
        }
        for document in documents.rows.keys where uses[document] == nil { orphans[document] = now }
    }

    private struct Head: Decodable {
        var kind: String
    }

    private mutating func load(_ line: ArraySlice<UInt8>) throws(DecodingError) {
        let line = Array(line)
        let head: Head = try JSON.decode(from: line)
        switch head.kind {
        case ServerSettings.kind: try load(line, into: \.settingsTable)
        case Account.kind: try load(line, into: \.accounts)
        case AuthorizationKey.kind: try load(line, into: \.keys)
        case Chat.kind: try load(line, into: \.channels)
        case Message.kind: try load(line, into: \.messages)
        case ChannelEvent.kind: try load(line, into: \.events)
        case Document.kind: try load(line, into: \.documents)
        default:
            throw .dataCorrupted(.init(codingPath: [], debugDescription: "unknown kind \(head.kind)"))
        }
    }

    private mutating func load<Element>(
        _ line: [UInt8], into table: WritableKeyPath<World, Table<Element>>
    ) throws(DecodingError) {
        let entry: JournalEntry<Element> = try JSON.decode(from: line)
        guard entry.row.map({ $0.id == entry.id && $0.isPlausible }) ?? true else {
            throw .dataCorrupted(.init(codingPath: [], debugDescription: "no \(Element.kind) is like this"))
        }
        self[keyPath: table].load(entry.id, entry.row)
    }

    /// The lines for what changed since the last call.
    mutating func takeChanges() -> [UInt8] {
        var lines: [UInt8] = []
        Self.write(settingsTable.takeChanges(), to: &lines)
        Self.write(accounts.takeChanges(), to: &lines)
        Self.write(keys.takeChanges(), to: &lines)
        Self.write(channels.takeChanges(), to: &lines)
        Self.write(messages.takeChanges(), to: &lines)
        Self.write(events.takeChanges(), to: &lines)
        Self.write(documents.takeChanges(), to: &lines)
        return lines
    }

    /// The lines for everything.
    var snapshot: [UInt8] {
        var lines: [UInt8] = []
        Self.write(settingsTable.all, to: &lines)
        Self.write(accounts.all, to: &lines)
        Self.write(keys.all, to: &lines)
        Self.write(channels.all, to: &lines)
        Self.write(messages.all, to: &lines)
        Self.write(events.all, to: &lines)
        Self.write(documents.all, to: &lines)
        return lines
    }

    private static func write<Element>(_ entries: [JournalEntry<Element>], to lines: inout [UInt8]) {
        for entry in entries {
            // Numbers, strings and bytes only: encoding them cannot fail.
            guard let line = try? JSON.encode(entry) else { continue }
            lines += line
            lines.append(UInt8(ascii: "\n"))
        }
    }
}
