// SPDX-License-Identifier: MIT

import MTProto
import TL

extension TelegramClient {
    package static let idsAtOnce = 100

    /// Uploads a document and posts it, silently. `randomID` makes it happen once: the same again, after a lost answer,
    /// gives the message that is there. `caption` finds it, and so has to be the document's own; below 1024 characters.
    package func postDocument(
        to channel: ChannelReference, source: UploadSource, fileName: String, caption: String, randomID: Int64,
        progress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) async throws(TelegramError) -> ChannelMessage {
        let posted = try await postDocumentOnce(
            to: channel, source: source, fileName: fileName, caption: caption, randomID: randomID, progress: progress)
        if let posted { return posted }
        return try await self.posted(caption, in: channel)
    }

    /// The same for who finds by himself what was posted before: nil where Telegram took a message under this number
    /// already, now or earlier. That message may be deleted by now.
    package func postDocumentOnce(
        to channel: ChannelReference, source: UploadSource, fileName: String, caption: String, randomID: Int64,
        progress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) async throws(TelegramError) -> ChannelMessage? {
        try await authorise(homeDataCentre)
        let file = try await upload(source, progress: progress)
        // What does not bring the post about is met here, for the parts that Telegram has would be lost with the call.
        var (lost, unanswered, waited) = (0, 0, Duration.zero)
        while true {
            do throws(TelegramError) {
                return try await post(file, to: channel, fileName, caption, randomID)
            } catch {
                switch error {
                case .refused(let failure, _):
                    guard case .partMissing(let part) = RPCMeaning(failure), part >= 0, part < file.parts else {
                        throw error
                    }
                    guard lost < Self.missingPartsMax else {
                        throw .unreachable("the server keeps losing parts of the document")
                    }
                    lost += 1
                    try await upload([part], of: file, source) { _ in }
                case .wait(let wait):
                    waited += .seconds(wait.seconds)
                    guard waited <= configuration.limits.transferWaitMax else { throw error }
                    try await Self.sleep(.seconds(wait.seconds))
                // The number of the post makes it one, whatever became of the first.
                case .unreachable where unanswered < Self.unansweredPostsMax: unanswered += 1
                default: throw error
                }
            }
        }
    }

    private static let missingPartsMax = 50
    private static let unansweredPostsMax = 2

    private func post(
        _ file: UploadedFile, to channel: ChannelReference, _ fileName: String, _ caption: String, _ randomID: Int64
    ) async throws(TelegramError) -> ChannelMessage? {
        let media = API.InputMedia.inputMediaUploadedDocument(
            API.InputMediaUploadedDocument(
                forceFile: true, file: file.input(name: fileName), mimeType: "application/octet-stream",
                attributes: [.documentAttributeFilename(API.DocumentAttributeFilename(fileName: fileName))]))
        return try await send(media, to: channel, caption, randomID)
    }

    /// The same document in another channel, without its bytes being sent again.
    package func copyDocument(
        _ document: DocumentLocation, to channel: ChannelReference, caption: String, randomID: Int64
    ) async throws(TelegramError) -> ChannelMessage {
        let media = API.InputMedia.inputMediaDocument(
            API.InputMediaDocument(
                id: .inputDocument(
                    API.InputDocumentValue(
                        id: document.id, accessHash: document.accessHash, fileReference: document.reference))))
        if let copied = try await send(media, to: channel, caption, randomID) { return copied }
        return try await posted(caption, in: channel)
    }

    /// Nil where the message is there, as far as the server tells, and has to be looked for.
    private func send(
        _ media: API.InputMedia, to channel: ChannelReference, _ caption: String, _ randomID: Int64
    ) async throws(TelegramError) -> ChannelMessage? {
        let updates: API.Updates
        do throws(TelegramError) {
            updates = try await invoke(
                Function.MessagesSendMedia(
                    silent: true, peer: channel.peer, media: media, message: caption, randomID: randomID))
        } catch {
            // Posted, with something in the answer that is newer than we are.
            if case .unreadable = error { return nil }
            guard case .refused(let failure, _) = error, RPCMeaning(failure) == .alreadySent else { throw error }
            return nil
        }
        return Self.message(in: updates, randomID)
    }

    /// Nil where the server told in another form.
    private static func message(in updates: API.Updates, _ randomID: Int64) -> ChannelMessage? {
        var id: Int32?
        var messages: [Int32: ChannelMessage] = [:]
        for update in updates.list {
            switch update {
            case .updateMessageID(let value) where value.randomID == randomID: id = value.id
            case .updateNewChannelMessage(let value):
                if let message = ChannelMessage(value.message) { messages[message.id] = message }
            default: break
            }
        }
        if let id, let message = messages[id] { return message }
        return id == nil && messages.count == 1 ? messages.values.first : nil
    }

    /// The newest document with this caption.
    private func posted(_ caption: String, in channel: ChannelReference) async throws(TelegramError) -> ChannelMessage {
        var before: Int32 = 0
        for _ in 0..<Self.lostPagesMax {
            let page = try await history(of: channel, before: before)
            if let found = page.first(where: { $0.text == caption && $0.document != nil }) { return found }
            guard let last = page.last else { break }
            before = last.id
        }
        throw .notFound("the message that was sent")
    }

    private static let lostPagesMax = 5

    package func sendText(
        _ text: String, to channel: ChannelReference, randomID: Int64
    ) async throws(TelegramError) -> ChannelMessage {
        let updates: API.Updates
        do throws(TelegramError) {
            updates = try await invoke(
                Function.MessagesSendMessage(
                    noWebpage: true, silent: true, peer: channel.peer, message: text, randomID: randomID))
        } catch {
            guard case .refused(let failure, _) = error, RPCMeaning(failure) == .alreadySent else { throw error }
            return try await sentText(text, in: channel)
        }
        for update in updates.list {
            if case .updateNewChannelMessage(let value) = update, let message = ChannelMessage(value.message),
                message.text == text
            {
                return message
            }
        }
        return try await sentText(text, in: channel)
    }

    private func sentText(_ text: String, in channel: ChannelReference) async throws(TelegramError) -> ChannelMessage {
        guard let message = try await history(of: channel, before: 0).first(where: { $0.text == text }) else {
            throw .notFound("the message that was sent")
        }
        return message
    }

    /// Changes a caption or a text.
    package func edit(
        _ message: Int32, in channel: ChannelReference, text: String
    ) async throws(TelegramError) {
        try await unlessUnchanged { () async throws(TelegramError) in
            _ = try await self.invoke(
                Function.MessagesEditMessage(noWebpage: true, peer: channel.peer, id: message, message: text))
        }
    }

    /// Newest first, those before `id` (zero: from the newest on), at most a hundred. Bots cannot.
    package func history(
        of channel: ChannelReference, before id: Int32, limit: Int32 = 100
    ) async throws(TelegramError) -> [ChannelMessage] {
        let limit = min(max(limit, 1), 100)
        func page(_ before: Int32, _ limit: Int32) -> Function.MessagesGetHistory {
            Function.MessagesGetHistory(
                peer: channel.peer, offsetID: before, offsetDate: 0, addOffset: 0, limit: limit, maxID: 0, minID: 0,
                hash: 0)
        }
        return try await readable(page(id, limit), limit, rest: page).sorted { $0.id > $1.id }
    }

    /// Oldest first, those after `id`, at most a hundred. Empty at the end. Bots cannot.
    package func history(
        of channel: ChannelReference, after id: Int32, limit: Int32 = 100
    ) async throws(TelegramError) -> [ChannelMessage] {
        let limit = min(max(limit, 1), 100)
        // From the message after `id` on, and as many newer ones as the page holds.
        let first = Function.MessagesGetHistory(
            peer: channel.peer, offsetID: id + 1, offsetDate: 0, addOffset: -limit, limit: limit, maxID: 0, minID: id,
            hash: 0)
        let page = try await readable(first, limit) { before, limit in
            Function.MessagesGetHistory(
                peer: channel.peer, offsetID: before, offsetDate: 0, addOffset: 0, limit: limit, maxID: 0, minID: id,
                hash: 0)
        }
        return page.filter { $0.id > id }.sorted { $0.id < $1.id }
    }

    /// A page, newest first, of which a message that cannot be read costs one request more, and no other message. `rest`
    /// asks for what of the page is older than a message.
    private func readable<First: TLFunction, Rest: TLFunction>(
        _ first: First, _ limit: Int32, rest: (_ before: Int32, _ limit: Int32) -> Rest
    ) async throws(TelegramError) -> [ChannelMessage]
    where First.Result == API.MessagesMessages, Rest.Result == API.MessagesMessages {
        var found: [ChannelMessage] = []
        var left = limit
        var before = Int32.max
        while true {
            do throws(TelegramError) {
                let answer = before == .max ? try await invoke(first) : try await invoke(rest(before, left))
                return found + answer.messages.compactMap(ChannelMessage.init)
            } catch {
                guard case .unreadable(_, _, let bytes) = error, let partial = PartialMessages(bytes) else {
                    throw error
                }
                found += partial.messages
                guard let foreign = partial.foreign else { return found }
                guard foreign.id < before else { throw error }
                found.append(foreign)
                before = foreign.id
                left -= Int32(clamping: partial.places + 1)
                guard left > 0 else { return found }
            }
        }
    }

    /// Those of `ids` that are there. A message that cannot be read costs one request more, and no other message.
    package func messages(_ ids: [Int32], in channel: ChannelReference) async throws(TelegramError) -> [ChannelMessage]
    {
        var found: [ChannelMessage] = []
        var rest = ids[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.idsAtOnce)
            rest = rest.dropFirst(part.count)
            found += try await readable(Array(part), in: channel)
        }
        return found
    }

    private func readable(
        _ ids: [Int32], in channel: ChannelReference
    ) async throws(TelegramError) -> [ChannelMessage] {
        var found: [ChannelMessage] = []
        var wanted = Set(ids)
        while !wanted.isEmpty {
            let part = ids.filter(wanted.contains)
            do throws(TelegramError) {
                let answer = try await invoke(
                    Function.ChannelsGetMessages(
                        channel: channel.input, id: part.map { .inputMessageID(API.InputMessageID(id: $0)) }))
                found += answer.messages.compactMap(ChannelMessage.init).filter { wanted.contains($0.id) }
                return found
            } catch {
                guard case .unreadable(_, _, let bytes) = error, let partial = PartialMessages(bytes) else {
                    throw error
                }
                found += partial.messages.filter { wanted.contains($0.id) }
                wanted.subtract(partial.messages.map(\.id))
                guard let foreign = partial.foreign else { return found }
                guard wanted.remove(foreign.id) != nil else { throw error }
                found.append(foreign)
            }
        }
        return found
    }

    package func pinnedMessages(in channel: ChannelReference) async throws(TelegramError) -> [ChannelMessage] {
        func page(_ before: Int32, _ limit: Int32) -> Function.MessagesSearch {
            Function.MessagesSearch(
                peer: channel.peer, q: "", filter: .inputMessagesFilterPinned, minDate: 0, maxDate: 0, offsetID: before,
                addOffset: 0, limit: limit, maxID: 0, minID: 0, hash: 0)
        }
        return try await readable(page(0, 100), 100, rest: page).sorted { $0.id > $1.id }
    }

    /// What is not there counts as deleted.
    package func delete(_ ids: [Int32], in channel: ChannelReference) async throws(TelegramError) {
        var rest = ids[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.idsAtOnce)
            rest = rest.dropFirst(part.count)
            _ = try await invoke(Function.ChannelsDeleteMessages(channel: channel.input, id: Array(part)))
        }
    }

    /// What happened since `position`, a page of it.
    package func difference(
        of channel: ChannelReference, since position: Int32
    ) async throws(TelegramError) -> ChannelDifference {
        let answer: API.UpdatesChannelDifference
        do throws(TelegramError) {
            answer = try await invoke(
                Function.UpdatesGetChannelDifference(
                    force: true, channel: channel.input, filter: .channelMessagesFilterEmpty, pts: max(position, 1),
                    limit: 100))
        } catch {
            guard case .refused(let failure, _) = error, failure.message.hasPrefix("PERSISTENT_TIMESTAMP_") else {
                throw error
            }
            let now = try await state(of: channel).position
            return ChannelDifference(
                position: now, isFinal: true, newMessages: [], editedMessages: [], deletedMessages: [],
                hasPinChange: true, isTooLong: true)
        }
        return ChannelDifference(answer, channel: channel.id, since: position)
    }
}

extension ChannelDifference {
    init(_ answer: API.UpdatesChannelDifference, channel: Int64, since: Int32) {
        switch answer {
        case .updatesChannelDifferenceEmpty(let value):
            self.init(
                position: value.pts, isFinal: value.final, newMessages: [], editedMessages: [], deletedMessages: [],
                hasPinChange: false, isTooLong: false)
        case .updatesChannelDifferenceTooLong(let value):
            var position = since
            if case .dialog(let dialog) = value.dialog { position = dialog.pts ?? since }
            self.init(
                position: position, isFinal: value.final, newMessages: value.messages.compactMap(ChannelMessage.init),
                editedMessages: [], deletedMessages: [], hasPinChange: true, isTooLong: true)
        case .updatesChannelDifference(let value):
            var edited: [ChannelMessage] = []
            var deleted: [Int32] = []
            var hasPinChange = false
            for update in value.otherUpdates {
                switch update {
                case .updateEditChannelMessage(let edit): edited += [ChannelMessage(edit.message)].compactMap(\.self)
                case .updateDeleteChannelMessages(let delete) where delete.channelID == channel:
                    deleted += delete.messages
                case .updatePinnedChannelMessages(let pin) where pin.channelID == channel: hasPinChange = true
                default: break
                }
            }
            self.init(
                position: value.pts, isFinal: value.final,
                newMessages: value.newMessages.compactMap(ChannelMessage.init), editedMessages: edited,
                deletedMessages: deleted, hasPinChange: hasPinChange, isTooLong: false)
        }
    }
}

extension API.MessagesMessages {
    var messages: [API.Message] {
        switch self {
        case .messagesMessages(let value): value.messages
        case .messagesMessagesSlice(let value): value.messages
        case .messagesChannelMessages(let value): value.messages
        case .messagesMessagesNotModified: []
        }
    }
}
