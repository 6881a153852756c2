// SPDX-License-Identifier: MIT

import ObjectStorage
import Telegram

/// The order of a listing is that of the numbers of the messages, which Telegram gives out rising and never twice.
extension TelegramStore {
    package func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage {
        guard !Task.isCancelled else { throw .cancelled }
        var first: Int32 = 0
        if let reference {
            guard let place = MessageReference(reference.bytes), place.chat == chat else { throw .notFound }
            first = place.message
        }
        let session = try await session()
        // Nothing new appears below a number that was seen.
        let start = state.withLock { state in
            if let quiet = state.quiet, quiet.after == first { quiet.through } else { first }
        }
        let (messages, seen, isLast) = try await oldestFirst(session, after: start)
        let entries = messages.compactMap { entry($0) }
        if entries.isEmpty { state.withLock { $0.quiet = (first, max(seen, start)) } }
        return ObjectPage(entries: entries, isLast: isLast)
    }

    private func entry(_ message: ChannelMessage) -> ObjectPage.Entry? {
        guard case .object(let name)? = DocumentLabel(message), let document = message.document else { return nil }
        let place = MessageReference(chat: chat, message: message.id, document: document.id)
        return ObjectPage.Entry(
            reference: ObjectReference(bytes: place.bytes), name: name, size: UInt64(max(document.bytes, 0)))
    }

    /// The first messages after `first` among which is an object, and up to which number everything was seen.
    private func oldestFirst(
        _ session: Session, after first: Int32
    ) async throws(ObjectStoreError) -> (messages: [ChannelMessage], seen: Int32, isLast: Bool) {
        session.isBot ? try await walk(session, after: first) : try await pages(session, after: first)
    }

    /// Only an empty page is the end: Telegram may give fewer messages than it was asked for.
    private func pages(
        _ session: Session, after first: Int32
    ) async throws(ObjectStoreError) -> (messages: [ChannelMessage], seen: Int32, isLast: Bool) {
        var seen = first
        while true {
            let from = seen
            let page = try await asked { () async throws(TelegramError) in
                try await session.client.history(of: session.channel, after: from)
            }
            guard let last = page.last else { return ([], seen, true) }
            note(page, allOf: from + 1...last.id)
            seen = last.id
            if page.contains(where: { entry($0) != nil }) { return (page, seen, false) }
        }
    }

    /// A bot may not read a history, but may ask for any messages by number.
    private func walk(
        _ session: Session, after first: Int32
    ) async throws(ObjectStoreError) -> (messages: [ChannelMessage], seen: Int32, isLast: Bool) {
        let end = try await newestBound(session)
        var seen = first
        var next = Int64(first) + 1
        while next <= Int64(end) {
            let ids = Int32(next)...Int32(min(next + Int64(Self.idsAtOnce) - 1, Int64(end)))
            let page = try await messages(ids, session)
            seen = page.last?.id ?? seen
            next = Int64(ids.upperBound) + 1
            if page.contains(where: { entry($0) != nil }) { return (page, seen, next > Int64(end)) }
        }
        return ([], seen, true)
    }

    /// Goes back from the newest message to the one after `first`, until `pick` finds in a page, oldest first, what it
    /// looks for.
    func newestFirst<Found>(
        _ session: Session, after first: Int32 = 0, _ pick: ([ChannelMessage]) -> Found?
    ) async throws(ObjectStoreError) -> Found? {
        var before = session.isBot ? Int64(try await newestBound(session)) + 1 : 0
        while session.isBot ? before > Int64(first) + 1 : true {
            let page: [ChannelMessage]
            if session.isBot {
                let start = max(before - Int64(Self.idsAtOnce), Int64(first) + 1)
                page = try await messages(Int32(start)...Int32(before - 1), session)
                before = start
            } else {
                let from = Int32(before)
                page = try await asked { () async throws(TelegramError) in
                    try await session.client.history(of: session.channel, before: from)
                }.reversed()
                guard let oldest = page.first else { return nil }
                before = Int64(oldest.id)
            }
            if let found = pick(page.filter { $0.id > first }) { return found }
            guard before > Int64(first) + 1 else { return nil }
        }
        return nil
    }

    private func newestBound(_ session: Session) async throws(ObjectStoreError) -> Int32 {
        let position = try await channelState(session).position
        return state.withLock { $0.newest.bound(at: position) }
    }

    /// Those of `ids`, at most a hundred, that are there, oldest first.
    private func messages(
        _ ids: ClosedRange<Int32>, _ session: Session
    ) async throws(ObjectStoreError) -> [ChannelMessage] {
        let page = try await asked { () async throws(TelegramError) in
            try await session.client.messages(Array(ids), in: session.channel)
        }.sorted { $0.id < $1.id }
        note(page, allOf: ids)
        return page
    }

    private func note(_ messages: [ChannelMessage], allOf range: ClosedRange<Int32>) {
        locations.note(messages, allOf: range)
        let roots = messages.filter { DocumentLabel($0)?.isRoot == true }.map(\.id)
        guard !roots.isEmpty else { return }
        state.withLock { $0.rootsSeen.formUnion(roots) }
    }
}
