// SPDX-License-Identifier: MIT

import ObjectStorage
import Synchronization
import Telegram

extension TelegramStore {
    package func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        guard !Task.isCancelled else { throw .cancelled }
        guard body.size <= traits.objectBytesMax else {
            throw .tooLarge(size: body.size, limit: traits.objectBytesMax)
        }
        guard body.size > 0 else { throw .refused("Telegram takes no empty document") }
        // Two at once would both look before either posts.
        return try await puts.alone(name) { () async throws(ObjectStoreError) in
            try await self.putAlone(name, body, progress)
        }
    }

    private func putAlone(
        _ name: ObjectName, _ body: ObjectBody, _ progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        let session = try await session()
        try await requirePermanence(session)
        if let message = try await recall(name, session) { return try reference(to: message, of: name, body.size) }
        for attempt in 0..<Self.attemptsMax {
            let message = try await doubting(name) { () async throws(ObjectStoreError) in
                try await self.post(.object(name), body, attempt, session, progress)
            }
            if let message { return try reference(to: message, of: name, body.size) }
            // Telegram took it before: from a call whose answer was lost, or from another process.
            if let message = try await find(.object(name), session) {
                progress(body.size)
                return try reference(to: message, of: name, body.size)
            }
            // It was removed since: its number is used up.
        }
        throw .refused("the object was put and removed too often")
    }

    private static let attemptsMax = 16

    private func reference(
        to message: ChannelMessage, of name: ObjectName, _ size: UInt64
    ) throws(ObjectStoreError) -> ObjectReference {
        guard let document = message.document else {
            throw .damaged("Telegram took object \(name) without its document")
        }
        guard document.bytes == Int64(size) else { throw .conflict }
        locations.note(message)
        return ObjectReference(
            bytes: MessageReference(chat: chat, message: message.id, document: document.id).bytes)
    }

    // MARK: Posting

    /// Remembers a name for as long as nobody knows whether it was posted.
    private func doubting(
        _ name: ObjectName, _ body: () async throws(ObjectStoreError) -> ChannelMessage?
    ) async throws(ObjectStoreError) -> ChannelMessage? {
        state.withLock { _ = $0.doubtful.insert(name) }
        do throws(ObjectStoreError) {
            let message = try await body()
            state.withLock { _ = $0.doubtful.remove(name) }
            return message
        } catch {
            switch error {
            case .unreachable, .cancelled: break
            case .notFound, .throttled, .unauthorised, .tooLarge, .conflict, .damaged, .refused, .unsupported:
                state.withLock { _ = $0.doubtful.remove(name) }
            }
            throw error
        }
    }

    /// Nil where Telegram took a message of this name and attempt before.
    func post(
        _ label: DocumentLabel, _ body: ObjectBody, _ attempt: Int, _ session: Session,
        _ progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ChannelMessage? {
        let failure = Mutex<ObjectStoreError?>(nil)
        let source = UploadSource(bytes: Int64(body.size)) { range in
            do throws(ObjectStoreError) {
                return try body.read(UInt64(range.lowerBound)..<UInt64(range.upperBound))
            } catch {
                failure.withLock { $0 = $0 ?? error }
                throw error
            }
        }
        let before = state.withLock { $0.newest.lastSeen }
        do throws(TelegramError) {
            let message = try await session.client.postDocumentOnce(
                to: session.channel, source: source, fileName: label.fileName, caption: label.caption,
                randomID: label.name.randomID(in: chat, attempt: attempt)
            ) { sent in progress(UInt64(sent)) }
            if let message { state.withLock { $0.newest.posted(message.id, after: before) } }
            return message
        } catch {
            if case .source = error, let failure = failure.withLock({ $0 }) { throw failure }
            throw ObjectStoreError(error)
        }
    }

    // MARK: Looking back

    /// Looks among the newest messages before bytes are sent again: at the first put, for the process before this one may
    /// have ended without its answer, and after an answer that was lost.
    private func recall(_ name: ObjectName, _ session: Session) async throws(ObjectStoreError) -> ChannelMessage? {
        // A bot sees nothing without going through numbers; there Telegram itself notices the second posting.
        guard !session.isBot else { return nil }
        guard state.withLock({ !$0.hasLooked || $0.doubtful.contains(name) }) else { return nil }
        let page = try await asked { () async throws(TelegramError) in
            try await session.client.history(of: session.channel, before: 0)
        }
        state.withLock { $0.hasLooked = true }
        return page.first { DocumentLabel($0) == .object(name) }
    }

    /// The message of this label, from the newest to the one after `first`.
    func find(
        _ label: DocumentLabel, _ session: Session, after first: Int32 = 0
    ) async throws(ObjectStoreError) -> ChannelMessage? {
        try await newestFirst(session, after: first) { messages in messages.last { DocumentLabel($0) == label } }
    }

    // MARK: Reading

    package func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8] {
        guard !Task.isCancelled else { throw .cancelled }
        guard let place = MessageReference(reference.bytes), place.chat == chat else { throw .notFound }
        let session = try await session()
        for _ in 0..<Self.referencesMax {
            let document = try await location(of: place, session)
            guard range.upperBound <= UInt64(document.bytes) else {
                throw .damaged("message \(place.message) carries \(document.bytes) bytes, asked for \(range)")
            }
            do throws(TelegramError) {
                return try await session.client.download(
                    document, range: Int64(range.lowerBound)..<Int64(range.upperBound))
            } catch {
                switch error {
                case .fileReferenceExpired:
                    locations.forget(place.message, document)
                case .notFound(let reason):
                    // Gone with its message, or without.
                    locations.forget(place.message, document)
                    guard try await location(of: place, session) == document else { continue }
                    throw .damaged("message \(place.message) is there, its document is not: \(reason)")
                default: throw ObjectStoreError(error)
                }
            }
        }
        throw .unreachable("Telegram gives out references to message \(place.message) that it does not take")
    }

    private static let referencesMax = 4

    /// From the message itself where it is not known: with it those around it, at no cost, for they are read next.
    private func location(
        of place: MessageReference, _ session: Session
    ) async throws(ObjectStoreError) -> DocumentLocation {
        if let known = locations[place.message] { return try Self.checked(known, place) }
        let first = (place.message - 1) / Int32(Self.idsAtOnce) * Int32(Self.idsAtOnce) + 1
        let last = Int32(clamping: Int64(first) + Int64(Self.idsAtOnce) - 1)
        return try await fetches.alone(first) { () async throws(ObjectStoreError) in
            if let known = self.locations[place.message] { return try Self.checked(known, place) }
            let messages = try await asked { () async throws(TelegramError) in
                try await session.client.messages(Array(first...last), in: session.channel)
            }
            self.locations.note(messages, allOf: first...last)
            guard let known = self.locations[place.message] else { throw .notFound }
            return try Self.checked(known, place)
        }
    }

    static let idsAtOnce = TelegramClient.idsAtOnce

    private static func checked(
        _ known: DocumentLocations.Known, _ place: MessageReference
    ) throws(ObjectStoreError) -> DocumentLocation {
        guard case .document(let document) = known else {
            throw .damaged("message \(place.message) was changed: it carries no document any more")
        }
        guard document.id == place.document else {
            throw .damaged("message \(place.message) was changed: it carries another document")
        }
        return document
    }

    // MARK: Removing

    package func remove(_ reference: ObjectReference) async throws(ObjectStoreError) {
        guard !Task.isCancelled else { throw .cancelled }
        guard let place = MessageReference(reference.bytes), place.chat == chat else { return }
        let session = try await session()
        do throws(TelegramError) {
            try await session.client.delete([place.message], in: session.channel)
        } catch {
            guard case .refused(let failure, _) = error, failure.message == "MESSAGE_DELETE_FORBIDDEN" else {
                throw ObjectStoreError(error)
            }
            throw .refused("this account may not delete message \(place.message)")
        }
        locations.forget(place.message)
    }
}
