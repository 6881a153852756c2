// SPDX-License-Identifier: MIT

import ObjectStorage
import Telegram

/// The root is the pinned root document with the highest number.
///
/// It is replaced in three steps: the new document is posted, pinned, and the old one deleted. Between them a process may
/// end at any time: before the pin the old root stands, and the new document is left over; after it the new one stands, and
/// the old one is left over. What is left over is deleted by whoever replaces the root next.
extension TelegramStore {
    /// A replacement that was begun, so that the same again does not post a second document.
    struct RootAttempt: Sendable {
        let expected: RootVersion?
        let bytes: [UInt8]
        let name: ObjectName
    }

    /// Above what any superblock may have; a document beyond it is none.
    private static let rootBytesMax: Int64 = 4 << 20

    package func root() async throws(ObjectStoreError) -> Root? {
        guard !Task.isCancelled else { throw .cancelled }
        let session = try await session()
        for _ in 0..<3 {
            guard let message = try await rootMessage(session), let document = message.document else { return nil }
            let version = version(message.id, document.id)
            if let known = state.withLock({ $0.root }), known.version == version { return known }
            guard document.bytes <= Self.rootBytesMax else {
                throw .damaged("the root in message \(message.id) has \(document.bytes) bytes")
            }
            do throws(TelegramError) {
                let bytes = try await session.client.download(document, range: 0..<document.bytes)
                let root = Root(version: version, bytes: bytes)
                state.withLock { $0.root = root }
                return root
            } catch {
                switch error {
                // Expired, or replaced since.
                case .fileReferenceExpired, .notFound: continue
                default: throw ObjectStoreError(error)
                }
            }
        }
        throw .unreachable("the root changes faster than it is read")
    }

    private func version(_ message: Int32, _ document: Int64) -> RootVersion {
        RootVersion(bytes: MessageReference(chat: chat, message: message, document: document).bytes)
    }

    /// The message that is the root now.
    private func rootMessage(_ session: Session) async throws(ObjectStoreError) -> ChannelMessage? {
        let pinned = try await channelState(session).pinnedMessage
        if let pinned {
            let messages = try await asked { () async throws(TelegramError) in
                try await session.client.messages([pinned], in: session.channel)
            }
            if let message = messages.first, DocumentLabel(message)?.isRoot == true { return message }
        }
        // Somebody pinned something else on top, or nothing is pinned.
        guard session.isBot else {
            return try await asked { () async throws(TelegramError) in
                try await session.client.pinnedMessages(in: session.channel)
            }.filter { DocumentLabel($0)?.isRoot == true }.max { $0.id < $1.id }
        }
        guard pinned != nil else { return nil }
        return try await newestFirst(session) { messages in
            messages.last { $0.isPinned && DocumentLabel($0)?.isRoot == true }
        }
    }

    package func replaceRoot(
        expected: RootVersion?, with bytes: [UInt8]
    ) async throws(ObjectStoreError) -> RootVersion {
        guard !Task.isCancelled else { throw .cancelled }
        guard !bytes.isEmpty, bytes.count <= Self.rootBytesMax else {
            throw .tooLarge(size: UInt64(bytes.count), limit: UInt64(Self.rootBytesMax))
        }
        return try await rootTurns.alone(0) { () async throws(ObjectStoreError) in
            try await self.replaceRootAlone(expected, bytes)
        }
    }

    private func replaceRootAlone(
        _ expected: RootVersion?, _ bytes: [UInt8]
    ) async throws(ObjectStoreError) -> RootVersion {
        let session = try await session()
        let current = try await rootMessage(session)
        let attempt = attempt(expected, bytes)
        if let current, DocumentLabel(current) == .root(attempt.name) {
            // The answer to the pin was lost.
            return try await settle(current, nil, attempt, session)
        }
        let found = current.flatMap { message in message.document.map { version(message.id, $0.id) } }
        guard found == expected else {
            state.withLock { $0.attempt = nil }
            throw .conflict
        }
        try await requirePermanence(session)
        let message = try await postRoot(attempt, after: current?.id ?? 0, session)
        let notice: Int32?
        do throws(TelegramError) {
            notice = try await session.client.pin(message.id, in: session.channel)
        } catch {
            // Cleared away by a writer whose root stands.
            if case .notFound = error { throw .conflict }
            throw ObjectStoreError(error)
        }
        return try await settle(message, notice, attempt, session)
    }

    /// The same one where it is the same replacement again.
    private func attempt(_ expected: RootVersion?, _ bytes: [UInt8]) -> RootAttempt {
        state.withLock { state in
            if let attempt = state.attempt, attempt.expected == expected, attempt.bytes == bytes { return attempt }
            let attempt = RootAttempt(expected: expected, bytes: bytes, name: .random())
            state.attempt = attempt
            return attempt
        }
    }

    private func postRoot(
        _ attempt: RootAttempt, after first: Int32, _ session: Session
    ) async throws(ObjectStoreError) -> ChannelMessage {
        for number in 0..<4 {
            let label = DocumentLabel.root(attempt.name)
            if let posted = try await post(label, ObjectBody(attempt.bytes), number, session, { _ in }) {
                return posted
            }
            if let posted = try await find(label, session, after: first) { return posted }
        }
        throw .unreachable("the root document vanishes as soon as it is posted")
    }

    /// After the pin: looks whether it is the root that stands, and clears away the others.
    private func settle(
        _ message: ChannelMessage, _ notice: Int32?, _ attempt: RootAttempt, _ session: Session
    ) async throws(ObjectStoreError) -> RootVersion {
        guard let document = message.document else { throw .damaged("Telegram took the root without its document") }
        let standing = try await rootMessage(session)
        state.withLock { state in
            state.attempt = nil
            if let notice { state.notices.insert(notice) }
            state.rootsSeen.insert(message.id)
            if let old = attempt.expected.flatMap({ MessageReference($0.bytes) }) {
                state.rootsSeen.insert(old.message)
            }
        }
        // Unpinned at once by somebody: then nothing may be cleared away.
        guard let standing else { throw .conflict }
        try await clearRoots(below: standing.id, session)
        guard standing.id == message.id else { throw .conflict }
        let version = version(message.id, document.id)
        state.withLock { $0.root = Root(version: version, bytes: attempt.bytes) }
        return version
    }

    /// Deletes root documents that are older than the one that stands, and the notices of their pins. What does not work is
    /// tried again with the next root: it is untidy, and nothing else.
    private func clearRoots(below standing: Int32, _ session: Session) async throws(ObjectStoreError) {
        if !session.isBot, state.withLock({ !$0.hasClearedRoots }) {
            // Left over from a process before this one.
            let pinned = try await asked { () async throws(TelegramError) in
                try await session.client.pinnedMessages(in: session.channel)
            }.filter { DocumentLabel($0)?.isRoot == true }.map(\.id)
            state.withLock { state in
                state.hasClearedRoots = true
                state.rootsSeen.formUnion(pinned)
            }
        }
        let (old, notices) = state.withLock { ($0.rootsSeen.filter { id in id < standing }, $0.notices) }
        guard !old.isEmpty || !notices.isEmpty else { return }
        do throws(TelegramError) {
            try await session.client.delete(old.union(notices).sorted(), in: session.channel)
        } catch {
            logger.warning("An old root stays in the channel.", metadata: ["reason": "\(ObjectStoreError(error))"])
            return
        }
        state.withLock { state in
            state.rootsSeen.subtract(old)
            state.notices.subtract(notices)
        }
    }
}
