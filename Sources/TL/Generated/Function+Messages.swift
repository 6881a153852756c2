// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Function {

    /// `messages.exportChatInvite#a455de90`
    package struct MessagesExportChatInvite: TLFunction, Hashable {
        package typealias Result = API.ExportedChatInvite
        package static let name = "messages.exportChatInvite"

        package var legacyRevokePermanent: Bool
        package var requestNeeded: Bool
        package var peer: API.InputPeer
        package var expireDate: Int32?
        package var usageLimit: Int32?
        package var title: String?
        package var subscriptionPricing: API.StarsSubscriptionPricing?

        package init(
            legacyRevokePermanent: Bool = false, requestNeeded: Bool = false, peer: API.InputPeer,
            expireDate: Int32? = nil, usageLimit: Int32? = nil, title: String? = nil,
            subscriptionPricing: API.StarsSubscriptionPricing? = nil
        ) {
            self.legacyRevokePermanent = legacyRevokePermanent
            self.requestNeeded = requestNeeded
            self.peer = peer
            self.expireDate = expireDate
            self.usageLimit = usageLimit
            self.title = title
            self.subscriptionPricing = subscriptionPricing
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa455de90: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.exportChatInvite")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            legacyRevokePermanent = flags & 0x4 != 0
            requestNeeded = flags & 0x8 != 0
            peer = try reader.read()
            expireDate = try reader.optional(flags & 0x1)
            usageLimit = try reader.optional(flags & 0x2)
            title = try reader.optional(flags & 0x10)
            subscriptionPricing = try reader.optional(flags & 0x20)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa455de90)
            var flags: UInt32 = 0
            if expireDate != nil { flags |= 0x1 }
            if usageLimit != nil { flags |= 0x2 }
            if legacyRevokePermanent { flags |= 0x4 }
            if requestNeeded { flags |= 0x8 }
            if title != nil { flags |= 0x10 }
            if subscriptionPricing != nil { flags |= 0x20 }
            writer.word(flags)
            writer.write(peer)
            if let expireDate { writer.write(expireDate) }
            if let usageLimit { writer.write(usageLimit) }
            if let title { writer.write(title) }
            if let subscriptionPricing { writer.write(subscriptionPricing) }
        }
    }

    /// `messages.setHistoryTTL#b80e5fe4`
    package struct MessagesSetHistoryTTL: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "messages.setHistoryTTL"

        package var peer: API.InputPeer
        package var period: Int32

        package init(peer: API.InputPeer, period: Int32) {
            self.peer = peer
            self.period = period
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb80e5fe4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.setHistoryTTL")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            peer = try reader.read()
            period = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb80e5fe4)
            writer.write(peer)
            writer.write(period)
        }
    }

    /// `messages.getPeerDialogs#e470bcfd`
    package struct MessagesGetPeerDialogs: TLFunction, Hashable {
        package typealias Result = API.MessagesPeerDialogs
        package static let name = "messages.getPeerDialogs"

        package var peers: [API.InputDialogPeer]

        package init(peers: [API.InputDialogPeer] = []) {
            self.peers = peers
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe470bcfd: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.getPeerDialogs")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            peers = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe470bcfd)
            writer.write(peers)
        }
    }

    /// `messages.setTyping#58943ee2`
    package struct MessagesSetTyping: TLFunction, Hashable {
        package typealias Result = Bool
        package static let name = "messages.setTyping"

        package var peer: API.InputPeer
        package var topMsgID: Int32?
        package var action: API.SendMessageAction

        package init(peer: API.InputPeer, topMsgID: Int32? = nil, action: API.SendMessageAction) {
            self.peer = peer
            self.topMsgID = topMsgID
            self.action = action
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x58943ee2: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.setTyping")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            peer = try reader.read()
            topMsgID = try reader.optional(flags & 0x1)
            action = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x58943ee2)
            var flags: UInt32 = 0
            if topMsgID != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(peer)
            if let topMsgID { writer.write(topMsgID) }
            writer.write(action)
        }
    }

    /// `messages.getHistory#4423e6c5`
    package struct MessagesGetHistory: TLFunction, Hashable {
        package typealias Result = API.MessagesMessages
        package static let name = "messages.getHistory"

        package var peer: API.InputPeer
        package var offsetID: Int32
        package var offsetDate: Int32
        package var addOffset: Int32
        package var limit: Int32
        package var maxID: Int32
        package var minID: Int32
        package var hash: Int64

        package init(
            peer: API.InputPeer, offsetID: Int32, offsetDate: Int32, addOffset: Int32, limit: Int32, maxID: Int32,
            minID: Int32, hash: Int64
        ) {
            self.peer = peer
            self.offsetID = offsetID
            self.offsetDate = offsetDate
            self.addOffset = addOffset
            self.limit = limit
            self.maxID = maxID
            self.minID = minID
            self.hash = hash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4423e6c5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.getHistory")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            peer = try reader.read()
            offsetID = try reader.read()
            offsetDate = try reader.read()
            addOffset = try reader.read()
            limit = try reader.read()
            maxID = try reader.read()
            minID = try reader.read()
            hash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4423e6c5)
            writer.write(peer)
            writer.write(offsetID)
            writer.write(offsetDate)
            writer.write(addOffset)
            writer.write(limit)
            writer.write(maxID)
            writer.write(minID)
            writer.write(hash)
        }
    }

    /// `messages.getDialogs#a0f4cb4f`
    package struct MessagesGetDialogs: TLFunction, Hashable {
        package typealias Result = API.MessagesDialogs
        package static let name = "messages.getDialogs"

        package var excludePinned: Bool
        package var folderID: Int32?
        package var offsetDate: Int32
        package var offsetID: Int32
        package var offsetPeer: API.InputPeer
        package var limit: Int32
        package var hash: Int64

        package init(
            excludePinned: Bool = false, folderID: Int32? = nil, offsetDate: Int32, offsetID: Int32,
            offsetPeer: API.InputPeer, limit: Int32, hash: Int64
        ) {
            self.excludePinned = excludePinned
            self.folderID = folderID
            self.offsetDate = offsetDate
            self.offsetID = offsetID
            self.offsetPeer = offsetPeer
            self.limit = limit
            self.hash = hash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa0f4cb4f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.getDialogs")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            excludePinned = flags & 0x1 != 0
            folderID = try reader.optional(flags & 0x2)
            offsetDate = try reader.read()
            offsetID = try reader.read()
            offsetPeer = try reader.read()
            limit = try reader.read()
            hash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa0f4cb4f)
            var flags: UInt32 = 0
            if excludePinned { flags |= 0x1 }
            if folderID != nil { flags |= 0x2 }
            writer.word(flags)
            if let folderID { writer.write(folderID) }
            writer.write(offsetDate)
            writer.write(offsetID)
            writer.write(offsetPeer)
            writer.write(limit)
            writer.write(hash)
        }
    }

    /// `messages.getMessages#63c66506`
    package struct MessagesGetMessages: TLFunction, Hashable {
        package typealias Result = API.MessagesMessages
        package static let name = "messages.getMessages"

        package var id: [API.InputMessage]

        package init(id: [API.InputMessage] = []) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x63c66506: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.getMessages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x63c66506)
            writer.write(id)
        }
    }

    /// `messages.deleteMessages#e58e95d2`
    package struct MessagesDeleteMessages: TLFunction, Hashable {
        package typealias Result = API.MessagesAffectedMessages
        package static let name = "messages.deleteMessages"

        package var revoke: Bool
        package var id: [Int32]

        package init(revoke: Bool = false, id: [Int32] = []) {
            self.revoke = revoke
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe58e95d2: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.deleteMessages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            revoke = flags & 0x1 != 0
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe58e95d2)
            var flags: UInt32 = 0
            if revoke { flags |= 0x1 }
            writer.word(flags)
            writer.write(id)
        }
    }

    /// `messages.search#29ee847a`
    package struct MessagesSearch: TLFunction, Hashable {
        package typealias Result = API.MessagesMessages
        package static let name = "messages.search"

        package var peer: API.InputPeer
        package var q: String
        package var fromID: API.InputPeer?
        package var savedPeerID: API.InputPeer?
        package var savedReaction: [API.Reaction]?
        package var topMsgID: Int32?
        package var filter: API.MessagesFilter
        package var minDate: Int32
        package var maxDate: Int32
        package var offsetID: Int32
        package var addOffset: Int32
        package var limit: Int32
        package var maxID: Int32
        package var minID: Int32
        package var hash: Int64

        package init(
            peer: API.InputPeer, q: String, fromID: API.InputPeer? = nil, savedPeerID: API.InputPeer? = nil,
            savedReaction: [API.Reaction]? = nil, topMsgID: Int32? = nil, filter: API.MessagesFilter, minDate: Int32,
            maxDate: Int32, offsetID: Int32, addOffset: Int32, limit: Int32, maxID: Int32, minID: Int32, hash: Int64
        ) {
            self.peer = peer
            self.q = q
            self.fromID = fromID
            self.savedPeerID = savedPeerID
            self.savedReaction = savedReaction
            self.topMsgID = topMsgID
            self.filter = filter
            self.minDate = minDate
            self.maxDate = maxDate
            self.offsetID = offsetID
            self.addOffset = addOffset
            self.limit = limit
            self.maxID = maxID
            self.minID = minID
            self.hash = hash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x29ee847a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.search")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            peer = try reader.read()
            q = try reader.read()
            fromID = try reader.optional(flags & 0x1)
            savedPeerID = try reader.optional(flags & 0x4)
            savedReaction = try reader.optional(flags & 0x8)
            topMsgID = try reader.optional(flags & 0x2)
            filter = try reader.read()
            minDate = try reader.read()
            maxDate = try reader.read()
            offsetID = try reader.read()
            addOffset = try reader.read()
            limit = try reader.read()
            maxID = try reader.read()
            minID = try reader.read()
            hash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x29ee847a)
            var flags: UInt32 = 0
            if fromID != nil { flags |= 0x1 }
            if topMsgID != nil { flags |= 0x2 }
            if savedPeerID != nil { flags |= 0x4 }
            if savedReaction != nil { flags |= 0x8 }
            writer.word(flags)
            writer.write(peer)
            writer.write(q)
            if let fromID { writer.write(fromID) }
            if let savedPeerID { writer.write(savedPeerID) }
            if let savedReaction { writer.write(savedReaction) }
            if let topMsgID { writer.write(topMsgID) }
            writer.write(filter)
            writer.write(minDate)
            writer.write(maxDate)
            writer.write(offsetID)
            writer.write(addOffset)
            writer.write(limit)
            writer.write(maxID)
            writer.write(minID)
            writer.write(hash)
        }
    }

    /// `messages.editMessage#b106e66c`, layer 201: `#dfd14005`
    package struct MessagesEditMessage: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "messages.editMessage"

        package var noWebpage: Bool
        package var invertMedia: Bool
        package var peer: API.InputPeer
        package var id: Int32
        package var message: String?
        package var media: API.InputMedia?
        package var replyMarkup: API.ReplyMarkup?
        package var entities: [API.MessageEntity]?
        package var scheduleDate: Int32?
        package var scheduleRepeatPeriod: Int32?
        package var quickReplyShortcutID: Int32?
        package var richMessage: Unlisted?

        package init(
            noWebpage: Bool = false, invertMedia: Bool = false, peer: API.InputPeer, id: Int32, message: String? = nil,
            media: API.InputMedia? = nil, replyMarkup: API.ReplyMarkup? = nil, entities: [API.MessageEntity]? = nil,
            scheduleDate: Int32? = nil, scheduleRepeatPeriod: Int32? = nil, quickReplyShortcutID: Int32? = nil,
            richMessage: Unlisted? = nil
        ) {
            self.noWebpage = noWebpage
            self.invertMedia = invertMedia
            self.peer = peer
            self.id = id
            self.message = message
            self.media = media
            self.replyMarkup = replyMarkup
            self.entities = entities
            self.scheduleDate = scheduleDate
            self.scheduleRepeatPeriod = scheduleRepeatPeriod
            self.quickReplyShortcutID = quickReplyShortcutID
            self.richMessage = richMessage
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb106e66c: self = try Self(newest: &reader)
            case 0xdfd14005: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.editMessage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            noWebpage = flags & 0x2 != 0
            invertMedia = flags & 0x10000 != 0
            peer = try reader.read()
            id = try reader.read()
            message = try reader.optional(flags & 0x800)
            media = try reader.optional(flags & 0x4000)
            replyMarkup = try reader.optional(flags & 0x4)
            entities = try reader.optional(flags & 0x8)
            scheduleDate = try reader.optional(flags & 0x8000)
            scheduleRepeatPeriod = try reader.optional(flags & 0x40000)
            quickReplyShortcutID = try reader.optional(flags & 0x20000)
            richMessage = try reader.optional(flags & 0x800000)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            noWebpage = flags & 0x2 != 0
            invertMedia = flags & 0x10000 != 0
            peer = try reader.read()
            id = try reader.read()
            message = try reader.optional(flags & 0x800)
            media = try reader.optional(flags & 0x4000)
            replyMarkup = try reader.optional(flags & 0x4)
            entities = try reader.optional(flags & 0x8)
            scheduleDate = try reader.optional(flags & 0x8000)
            quickReplyShortcutID = try reader.optional(flags & 0x20000)
            scheduleRepeatPeriod = nil
            richMessage = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xb106e66c)
            var flags: UInt32 = 0
            if noWebpage { flags |= 0x2 }
            if replyMarkup != nil { flags |= 0x4 }
            if entities != nil { flags |= 0x8 }
            if message != nil { flags |= 0x800 }
            if media != nil { flags |= 0x4000 }
            if scheduleDate != nil { flags |= 0x8000 }
            if invertMedia { flags |= 0x10000 }
            if quickReplyShortcutID != nil { flags |= 0x20000 }
            if scheduleRepeatPeriod != nil { flags |= 0x40000 }
            if richMessage != nil { flags |= 0x800000 }
            writer.word(flags)
            writer.write(peer)
            writer.write(id)
            if let message { writer.write(message) }
            if let media { writer.write(media) }
            if let replyMarkup { writer.write(replyMarkup) }
            if let entities { writer.write(entities) }
            if let scheduleDate { writer.write(scheduleDate) }
            if let scheduleRepeatPeriod { writer.write(scheduleRepeatPeriod) }
            if let quickReplyShortcutID { writer.write(quickReplyShortcutID) }
            if let richMessage { writer.write(richMessage) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xdfd14005)
            var flags: UInt32 = 0
            if noWebpage { flags |= 0x2 }
            if replyMarkup != nil { flags |= 0x4 }
            if entities != nil { flags |= 0x8 }
            if message != nil { flags |= 0x800 }
            if media != nil { flags |= 0x4000 }
            if scheduleDate != nil { flags |= 0x8000 }
            if invertMedia { flags |= 0x10000 }
            if quickReplyShortcutID != nil { flags |= 0x20000 }
            writer.word(flags)
            writer.write(peer)
            writer.write(id)
            if let message { writer.write(message) }
            if let media { writer.write(media) }
            if let replyMarkup { writer.write(replyMarkup) }
            if let entities { writer.write(entities) }
            if let scheduleDate { writer.write(scheduleDate) }
            if let quickReplyShortcutID { writer.write(quickReplyShortcutID) }
        }
    }

    /// `messages.sendMessage#fef48f62`, layer 201: `#fbf2340a`
    package struct MessagesSendMessage: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "messages.sendMessage"

        package var noWebpage: Bool
        package var silent: Bool
        package var background: Bool
        package var clearDraft: Bool
        package var noforwards: Bool
        package var updateStickersetsOrder: Bool
        package var invertMedia: Bool
        package var allowPaidFloodskip: Bool
        package var peer: API.InputPeer
        package var replyTo: API.InputReplyTo?
        package var message: String
        package var randomID: Int64
        package var replyMarkup: API.ReplyMarkup?
        package var entities: [API.MessageEntity]?
        package var scheduleDate: Int32?
        package var scheduleRepeatPeriod: Int32?
        package var sendAs: API.InputPeer?
        package var quickReplyShortcut: Unlisted?
        package var effect: Int64?
        package var allowPaidStars: Int64?
        package var suggestedPost: Unlisted?
        package var richMessage: Unlisted?

        package init(
            noWebpage: Bool = false, silent: Bool = false, background: Bool = false, clearDraft: Bool = false,
            noforwards: Bool = false, updateStickersetsOrder: Bool = false, invertMedia: Bool = false,
            allowPaidFloodskip: Bool = false, peer: API.InputPeer, replyTo: API.InputReplyTo? = nil, message: String,
            randomID: Int64, replyMarkup: API.ReplyMarkup? = nil, entities: [API.MessageEntity]? = nil,
            scheduleDate: Int32? = nil, scheduleRepeatPeriod: Int32? = nil, sendAs: API.InputPeer? = nil,
            quickReplyShortcut: Unlisted? = nil, effect: Int64? = nil, allowPaidStars: Int64? = nil,
            suggestedPost: Unlisted? = nil, richMessage: Unlisted? = nil
        ) {
            self.noWebpage = noWebpage
            self.silent = silent
            self.background = background
            self.clearDraft = clearDraft
            self.noforwards = noforwards
            self.updateStickersetsOrder = updateStickersetsOrder
            self.invertMedia = invertMedia
            self.allowPaidFloodskip = allowPaidFloodskip
            self.peer = peer
            self.replyTo = replyTo
            self.message = message
            self.randomID = randomID
            self.replyMarkup = replyMarkup
            self.entities = entities
            self.scheduleDate = scheduleDate
            self.scheduleRepeatPeriod = scheduleRepeatPeriod
            self.sendAs = sendAs
            self.quickReplyShortcut = quickReplyShortcut
            self.effect = effect
            self.allowPaidStars = allowPaidStars
            self.suggestedPost = suggestedPost
            self.richMessage = richMessage
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfef48f62: self = try Self(newest: &reader)
            case 0xfbf2340a: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.sendMessage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            noWebpage = flags & 0x2 != 0
            silent = flags & 0x20 != 0
            background = flags & 0x40 != 0
            clearDraft = flags & 0x80 != 0
            noforwards = flags & 0x4000 != 0
            updateStickersetsOrder = flags & 0x8000 != 0
            invertMedia = flags & 0x10000 != 0
            allowPaidFloodskip = flags & 0x80000 != 0
            peer = try reader.read()
            replyTo = try reader.optional(flags & 0x1)
            message = try reader.read()
            randomID = try reader.read()
            replyMarkup = try reader.optional(flags & 0x4)
            entities = try reader.optional(flags & 0x8)
            scheduleDate = try reader.optional(flags & 0x400)
            scheduleRepeatPeriod = try reader.optional(flags & 0x1000000)
            sendAs = try reader.optional(flags & 0x2000)
            quickReplyShortcut = try reader.optional(flags & 0x20000)
            effect = try reader.optional(flags & 0x40000)
            allowPaidStars = try reader.optional(flags & 0x200000)
            suggestedPost = try reader.optional(flags & 0x400000)
            richMessage = try reader.optional(flags & 0x800000)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            noWebpage = flags & 0x2 != 0
            silent = flags & 0x20 != 0
            background = flags & 0x40 != 0
            clearDraft = flags & 0x80 != 0
            noforwards = flags & 0x4000 != 0
            updateStickersetsOrder = flags & 0x8000 != 0
            invertMedia = flags & 0x10000 != 0
            allowPaidFloodskip = flags & 0x80000 != 0
            peer = try reader.read()
            replyTo = try reader.optional(flags & 0x1)
            message = try reader.read()
            randomID = try reader.read()
            replyMarkup = try reader.optional(flags & 0x4)
            entities = try reader.optional(flags & 0x8)
            scheduleDate = try reader.optional(flags & 0x400)
            sendAs = try reader.optional(flags & 0x2000)
            quickReplyShortcut = try reader.optional(flags & 0x20000)
            effect = try reader.optional(flags & 0x40000)
            allowPaidStars = try reader.optional(flags & 0x200000)
            scheduleRepeatPeriod = nil
            suggestedPost = nil
            richMessage = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xfef48f62)
            var flags: UInt32 = 0
            if replyTo != nil { flags |= 0x1 }
            if noWebpage { flags |= 0x2 }
            if replyMarkup != nil { flags |= 0x4 }
            if entities != nil { flags |= 0x8 }
            if silent { flags |= 0x20 }
            if background { flags |= 0x40 }
            if clearDraft { flags |= 0x80 }
            if scheduleDate != nil { flags |= 0x400 }
            if sendAs != nil { flags |= 0x2000 }
            if noforwards { flags |= 0x4000 }
            if updateStickersetsOrder { flags |= 0x8000 }
            if invertMedia { flags |= 0x10000 }
            if quickReplyShortcut != nil { flags |= 0x20000 }
            if effect != nil { flags |= 0x40000 }
            if allowPaidFloodskip { flags |= 0x80000 }
            if allowPaidStars != nil { flags |= 0x200000 }
            if suggestedPost != nil { flags |= 0x400000 }
            if richMessage != nil { flags |= 0x800000 }
            if scheduleRepeatPeriod != nil { flags |= 0x1000000 }
            writer.word(flags)
            writer.write(peer)
            if let replyTo { writer.write(replyTo) }
            writer.write(message)
            writer.write(randomID)
            if let replyMarkup { writer.write(replyMarkup) }
            if let entities { writer.write(entities) }
            if let scheduleDate { writer.write(scheduleDate) }
            if let scheduleRepeatPeriod { writer.write(scheduleRepeatPeriod) }
            if let sendAs { writer.write(sendAs) }
            if let quickReplyShortcut { writer.write(quickReplyShortcut) }
            if let effect { writer.write(effect) }
            if let allowPaidStars { writer.write(allowPaidStars) }
            if let suggestedPost { writer.write(suggestedPost) }
            if let richMessage { writer.write(richMessage) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xfbf2340a)
            var flags: UInt32 = 0
            if replyTo != nil { flags |= 0x1 }
            if noWebpage { flags |= 0x2 }
            if replyMarkup != nil { flags |= 0x4 }
            if entities != nil { flags |= 0x8 }
            if silent { flags |= 0x20 }
            if background { flags |= 0x40 }
            if clearDraft { flags |= 0x80 }
            if scheduleDate != nil { flags |= 0x400 }
            if sendAs != nil { flags |= 0x2000 }
            if noforwards { flags |= 0x4000 }
            if updateStickersetsOrder { flags |= 0x8000 }
            if invertMedia { flags |= 0x10000 }
            if quickReplyShortcut != nil { flags |= 0x20000 }
            if effect != nil { flags |= 0x40000 }
            if allowPaidFloodskip { flags |= 0x80000 }
            if allowPaidStars != nil { flags |= 0x200000 }
            writer.word(flags)
            writer.write(peer)
            if let replyTo { writer.write(replyTo) }
            writer.write(message)
            writer.write(randomID)
            if let replyMarkup { writer.write(replyMarkup) }
            if let entities { writer.write(entities) }
            if let scheduleDate { writer.write(scheduleDate) }
            if let sendAs { writer.write(sendAs) }
            if let quickReplyShortcut { writer.write(quickReplyShortcut) }
            if let effect { writer.write(effect) }
            if let allowPaidStars { writer.write(allowPaidStars) }
        }
    }

    /// `messages.sendMedia#330e77f`, layer 201: `#a550cd78`
    package struct MessagesSendMedia: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "messages.sendMedia"

        package var silent: Bool
        package var background: Bool
        package var clearDraft: Bool
        package var noforwards: Bool
        package var updateStickersetsOrder: Bool
        package var invertMedia: Bool
        package var allowPaidFloodskip: Bool
        package var peer: API.InputPeer
        package var replyTo: API.InputReplyTo?
        package var media: API.InputMedia
        package var message: String
        package var randomID: Int64
        package var replyMarkup: API.ReplyMarkup?
        package var entities: [API.MessageEntity]?
        package var scheduleDate: Int32?
        package var scheduleRepeatPeriod: Int32?
        package var sendAs: API.InputPeer?
        package var quickReplyShortcut: Unlisted?
        package var effect: Int64?
        package var allowPaidStars: Int64?
        package var suggestedPost: Unlisted?

        package init(
            silent: Bool = false, background: Bool = false, clearDraft: Bool = false, noforwards: Bool = false,
            updateStickersetsOrder: Bool = false, invertMedia: Bool = false, allowPaidFloodskip: Bool = false,
            peer: API.InputPeer, replyTo: API.InputReplyTo? = nil, media: API.InputMedia, message: String,
            randomID: Int64, replyMarkup: API.ReplyMarkup? = nil, entities: [API.MessageEntity]? = nil,
            scheduleDate: Int32? = nil, scheduleRepeatPeriod: Int32? = nil, sendAs: API.InputPeer? = nil,
            quickReplyShortcut: Unlisted? = nil, effect: Int64? = nil, allowPaidStars: Int64? = nil,
            suggestedPost: Unlisted? = nil
        ) {
            self.silent = silent
            self.background = background
            self.clearDraft = clearDraft
            self.noforwards = noforwards
            self.updateStickersetsOrder = updateStickersetsOrder
            self.invertMedia = invertMedia
            self.allowPaidFloodskip = allowPaidFloodskip
            self.peer = peer
            self.replyTo = replyTo
            self.media = media
            self.message = message
            self.randomID = randomID
            self.replyMarkup = replyMarkup
            self.entities = entities
            self.scheduleDate = scheduleDate
            self.scheduleRepeatPeriod = scheduleRepeatPeriod
            self.sendAs = sendAs
            self.quickReplyShortcut = quickReplyShortcut
            self.effect = effect
            self.allowPaidStars = allowPaidStars
            self.suggestedPost = suggestedPost
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x0330e77f: self = try Self(newest: &reader)
            case 0xa550cd78: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.sendMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            silent = flags & 0x20 != 0
            background = flags & 0x40 != 0
            clearDraft = flags & 0x80 != 0
            noforwards = flags & 0x4000 != 0
            updateStickersetsOrder = flags & 0x8000 != 0
            invertMedia = flags & 0x10000 != 0
            allowPaidFloodskip = flags & 0x80000 != 0
            peer = try reader.read()
            replyTo = try reader.optional(flags & 0x1)
            media = try reader.read()
            message = try reader.read()
            randomID = try reader.read()
            replyMarkup = try reader.optional(flags & 0x4)
            entities = try reader.optional(flags & 0x8)
            scheduleDate = try reader.optional(flags & 0x400)
            scheduleRepeatPeriod = try reader.optional(flags & 0x1000000)
            sendAs = try reader.optional(flags & 0x2000)
            quickReplyShortcut = try reader.optional(flags & 0x20000)
            effect = try reader.optional(flags & 0x40000)
            allowPaidStars = try reader.optional(flags & 0x200000)
            suggestedPost = try reader.optional(flags & 0x400000)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            silent = flags & 0x20 != 0
            background = flags & 0x40 != 0
            clearDraft = flags & 0x80 != 0
            noforwards = flags & 0x4000 != 0
            updateStickersetsOrder = flags & 0x8000 != 0
            invertMedia = flags & 0x10000 != 0
            allowPaidFloodskip = flags & 0x80000 != 0
            peer = try reader.read()
            replyTo = try reader.optional(flags & 0x1)
            media = try reader.read()
            message = try reader.read()
            randomID = try reader.read()
            replyMarkup = try reader.optional(flags & 0x4)
            entities = try reader.optional(flags & 0x8)
            scheduleDate = try reader.optional(flags & 0x400)
            sendAs = try reader.optional(flags & 0x2000)
            quickReplyShortcut = try reader.optional(flags & 0x20000)
            effect = try reader.optional(flags & 0x40000)
            allowPaidStars = try reader.optional(flags & 0x200000)
            scheduleRepeatPeriod = nil
            suggestedPost = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x0330e77f)
            var flags: UInt32 = 0
            if replyTo != nil { flags |= 0x1 }
            if replyMarkup != nil { flags |= 0x4 }
            if entities != nil { flags |= 0x8 }
            if silent { flags |= 0x20 }
            if background { flags |= 0x40 }
            if clearDraft { flags |= 0x80 }
            if scheduleDate != nil { flags |= 0x400 }
            if sendAs != nil { flags |= 0x2000 }
            if noforwards { flags |= 0x4000 }
            if updateStickersetsOrder { flags |= 0x8000 }
            if invertMedia { flags |= 0x10000 }
            if quickReplyShortcut != nil { flags |= 0x20000 }
            if effect != nil { flags |= 0x40000 }
            if allowPaidFloodskip { flags |= 0x80000 }
            if allowPaidStars != nil { flags |= 0x200000 }
            if suggestedPost != nil { flags |= 0x400000 }
            if scheduleRepeatPeriod != nil { flags |= 0x1000000 }
            writer.word(flags)
            writer.write(peer)
            if let replyTo { writer.write(replyTo) }
            writer.write(media)
            writer.write(message)
            writer.write(randomID)
            if let replyMarkup { writer.write(replyMarkup) }
            if let entities { writer.write(entities) }
            if let scheduleDate { writer.write(scheduleDate) }
            if let scheduleRepeatPeriod { writer.write(scheduleRepeatPeriod) }
            if let sendAs { writer.write(sendAs) }
            if let quickReplyShortcut { writer.write(quickReplyShortcut) }
            if let effect { writer.write(effect) }
            if let allowPaidStars { writer.write(allowPaidStars) }
            if let suggestedPost { writer.write(suggestedPost) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xa550cd78)
            var flags: UInt32 = 0
            if replyTo != nil { flags |= 0x1 }
            if replyMarkup != nil { flags |= 0x4 }
            if entities != nil { flags |= 0x8 }
            if silent { flags |= 0x20 }
            if background { flags |= 0x40 }
            if clearDraft { flags |= 0x80 }
            if scheduleDate != nil { flags |= 0x400 }
            if sendAs != nil { flags |= 0x2000 }
            if noforwards { flags |= 0x4000 }
            if updateStickersetsOrder { flags |= 0x8000 }
            if invertMedia { flags |= 0x10000 }
            if quickReplyShortcut != nil { flags |= 0x20000 }
            if effect != nil { flags |= 0x40000 }
            if allowPaidFloodskip { flags |= 0x80000 }
            if allowPaidStars != nil { flags |= 0x200000 }
            writer.word(flags)
            writer.write(peer)
            if let replyTo { writer.write(replyTo) }
            writer.write(media)
            writer.write(message)
            writer.write(randomID)
            if let replyMarkup { writer.write(replyMarkup) }
            if let entities { writer.write(entities) }
            if let scheduleDate { writer.write(scheduleDate) }
            if let sendAs { writer.write(sendAs) }
            if let quickReplyShortcut { writer.write(quickReplyShortcut) }
            if let effect { writer.write(effect) }
            if let allowPaidStars { writer.write(allowPaidStars) }
        }
    }

    /// `messages.uploadMedia#14967978`
    package struct MessagesUploadMedia: TLFunction, Hashable {
        package typealias Result = API.MessageMedia
        package static let name = "messages.uploadMedia"

        package var businessConnectionID: String?
        package var peer: API.InputPeer
        package var media: API.InputMedia

        package init(businessConnectionID: String? = nil, peer: API.InputPeer, media: API.InputMedia) {
            self.businessConnectionID = businessConnectionID
            self.peer = peer
            self.media = media
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x14967978: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.uploadMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            businessConnectionID = try reader.optional(flags & 0x1)
            peer = try reader.read()
            media = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x14967978)
            var flags: UInt32 = 0
            if businessConnectionID != nil { flags |= 0x1 }
            writer.word(flags)
            if let businessConnectionID { writer.write(businessConnectionID) }
            writer.write(peer)
            writer.write(media)
        }
    }

    /// `messages.sendMultiMedia#1bf89d74`
    package struct MessagesSendMultiMedia: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "messages.sendMultiMedia"

        package var silent: Bool
        package var background: Bool
        package var clearDraft: Bool
        package var noforwards: Bool
        package var updateStickersetsOrder: Bool
        package var invertMedia: Bool
        package var allowPaidFloodskip: Bool
        package var peer: API.InputPeer
        package var replyTo: API.InputReplyTo?
        package var multiMedia: [API.InputSingleMedia]
        package var scheduleDate: Int32?
        package var sendAs: API.InputPeer?
        package var quickReplyShortcut: Unlisted?
        package var effect: Int64?
        package var allowPaidStars: Int64?

        package init(
            silent: Bool = false, background: Bool = false, clearDraft: Bool = false, noforwards: Bool = false,
            updateStickersetsOrder: Bool = false, invertMedia: Bool = false, allowPaidFloodskip: Bool = false,
            peer: API.InputPeer, replyTo: API.InputReplyTo? = nil, multiMedia: [API.InputSingleMedia] = [],
            scheduleDate: Int32? = nil, sendAs: API.InputPeer? = nil, quickReplyShortcut: Unlisted? = nil,
            effect: Int64? = nil, allowPaidStars: Int64? = nil
        ) {
            self.silent = silent
            self.background = background
            self.clearDraft = clearDraft
            self.noforwards = noforwards
            self.updateStickersetsOrder = updateStickersetsOrder
            self.invertMedia = invertMedia
            self.allowPaidFloodskip = allowPaidFloodskip
            self.peer = peer
            self.replyTo = replyTo
            self.multiMedia = multiMedia
            self.scheduleDate = scheduleDate
            self.sendAs = sendAs
            self.quickReplyShortcut = quickReplyShortcut
            self.effect = effect
            self.allowPaidStars = allowPaidStars
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1bf89d74: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.sendMultiMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            silent = flags & 0x20 != 0
            background = flags & 0x40 != 0
            clearDraft = flags & 0x80 != 0
            noforwards = flags & 0x4000 != 0
            updateStickersetsOrder = flags & 0x8000 != 0
            invertMedia = flags & 0x10000 != 0
            allowPaidFloodskip = flags & 0x80000 != 0
            peer = try reader.read()
            replyTo = try reader.optional(flags & 0x1)
            multiMedia = try reader.read()
            scheduleDate = try reader.optional(flags & 0x400)
            sendAs = try reader.optional(flags & 0x2000)
            quickReplyShortcut = try reader.optional(flags & 0x20000)
            effect = try reader.optional(flags & 0x40000)
            allowPaidStars = try reader.optional(flags & 0x200000)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1bf89d74)
            var flags: UInt32 = 0
            if replyTo != nil { flags |= 0x1 }
            if silent { flags |= 0x20 }
            if background { flags |= 0x40 }
            if clearDraft { flags |= 0x80 }
            if scheduleDate != nil { flags |= 0x400 }
            if sendAs != nil { flags |= 0x2000 }
            if noforwards { flags |= 0x4000 }
            if updateStickersetsOrder { flags |= 0x8000 }
            if invertMedia { flags |= 0x10000 }
            if quickReplyShortcut != nil { flags |= 0x20000 }
            if effect != nil { flags |= 0x40000 }
            if allowPaidFloodskip { flags |= 0x80000 }
            if allowPaidStars != nil { flags |= 0x200000 }
            writer.word(flags)
            writer.write(peer)
            if let replyTo { writer.write(replyTo) }
            writer.write(multiMedia)
            if let scheduleDate { writer.write(scheduleDate) }
            if let sendAs { writer.write(sendAs) }
            if let quickReplyShortcut { writer.write(quickReplyShortcut) }
            if let effect { writer.write(effect) }
            if let allowPaidStars { writer.write(allowPaidStars) }
        }
    }

    /// `messages.updatePinnedMessage#d2aaf7ec`
    package struct MessagesUpdatePinnedMessage: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "messages.updatePinnedMessage"

        package var silent: Bool
        package var unpin: Bool
        package var pmOneside: Bool
        package var peer: API.InputPeer
        package var id: Int32

        package init(silent: Bool = false, unpin: Bool = false, pmOneside: Bool = false, peer: API.InputPeer, id: Int32)
        {
            self.silent = silent
            self.unpin = unpin
            self.pmOneside = pmOneside
            self.peer = peer
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd2aaf7ec: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.updatePinnedMessage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            silent = flags & 0x1 != 0
            unpin = flags & 0x2 != 0
            pmOneside = flags & 0x4 != 0
            peer = try reader.read()
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd2aaf7ec)
            var flags: UInt32 = 0
            if silent { flags |= 0x1 }
            if unpin { flags |= 0x2 }
            if pmOneside { flags |= 0x4 }
            writer.word(flags)
            writer.write(peer)
            writer.write(id)
        }
    }

    /// `messages.unpinAllMessages#62dd747`, layer 201: `#ee22b9a8`
    package struct MessagesUnpinAllMessages: TLFunction, Hashable {
        package typealias Result = API.MessagesAffectedHistory
        package static let name = "messages.unpinAllMessages"

        package var peer: API.InputPeer
        package var topMsgID: Int32?
        package var savedPeerID: API.InputPeer?

        package init(peer: API.InputPeer, topMsgID: Int32? = nil, savedPeerID: API.InputPeer? = nil) {
            self.peer = peer
            self.topMsgID = topMsgID
            self.savedPeerID = savedPeerID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x062dd747: self = try Self(newest: &reader)
            case 0xee22b9a8: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.unpinAllMessages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            peer = try reader.read()
            topMsgID = try reader.optional(flags & 0x1)
            savedPeerID = try reader.optional(flags & 0x2)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            peer = try reader.read()
            topMsgID = try reader.optional(flags & 0x1)
            savedPeerID = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x062dd747)
            var flags: UInt32 = 0
            if topMsgID != nil { flags |= 0x1 }
            if savedPeerID != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(peer)
            if let topMsgID { writer.write(topMsgID) }
            if let savedPeerID { writer.write(savedPeerID) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xee22b9a8)
            var flags: UInt32 = 0
            if topMsgID != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(peer)
            if let topMsgID { writer.write(topMsgID) }
        }
    }

    /// `messages.forwardMessages#13704a7c`, layer 201: `#bb9fa475`
    package struct MessagesForwardMessages: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "messages.forwardMessages"

        package var silent: Bool
        package var background: Bool
        package var withMyScore: Bool
        package var dropAuthor: Bool
        package var dropMediaCaptions: Bool
        package var noforwards: Bool
        package var allowPaidFloodskip: Bool
        package var fromEphemeral: Bool
        package var fromPeer: API.InputPeer
        package var id: [Int32]
        package var randomID: [Int64]
        package var toPeer: API.InputPeer
        package var topMsgID: Int32?
        package var replyTo: API.InputReplyTo?
        package var scheduleDate: Int32?
        package var scheduleRepeatPeriod: Int32?
        package var sendAs: API.InputPeer?
        package var quickReplyShortcut: Unlisted?
        package var effect: Int64?
        package var videoTimestamp: Int32?
        package var allowPaidStars: Int64?
        package var suggestedPost: Unlisted?

        package init(
            silent: Bool = false, background: Bool = false, withMyScore: Bool = false, dropAuthor: Bool = false,
            dropMediaCaptions: Bool = false, noforwards: Bool = false, allowPaidFloodskip: Bool = false,
            fromEphemeral: Bool = false, fromPeer: API.InputPeer, id: [Int32] = [], randomID: [Int64] = [],
            toPeer: API.InputPeer, topMsgID: Int32? = nil, replyTo: API.InputReplyTo? = nil, scheduleDate: Int32? = nil,
            scheduleRepeatPeriod: Int32? = nil, sendAs: API.InputPeer? = nil, quickReplyShortcut: Unlisted? = nil,
            effect: Int64? = nil, videoTimestamp: Int32? = nil, allowPaidStars: Int64? = nil,
            suggestedPost: Unlisted? = nil
        ) {
            self.silent = silent
            self.background = background
            self.withMyScore = withMyScore
            self.dropAuthor = dropAuthor
            self.dropMediaCaptions = dropMediaCaptions
            self.noforwards = noforwards
            self.allowPaidFloodskip = allowPaidFloodskip
            self.fromEphemeral = fromEphemeral
            self.fromPeer = fromPeer
            self.id = id
            self.randomID = randomID
            self.toPeer = toPeer
            self.topMsgID = topMsgID
            self.replyTo = replyTo
            self.scheduleDate = scheduleDate
            self.scheduleRepeatPeriod = scheduleRepeatPeriod
            self.sendAs = sendAs
            self.quickReplyShortcut = quickReplyShortcut
            self.effect = effect
            self.videoTimestamp = videoTimestamp
            self.allowPaidStars = allowPaidStars
            self.suggestedPost = suggestedPost
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x13704a7c: self = try Self(newest: &reader)
            case 0xbb9fa475: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.forwardMessages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            silent = flags & 0x20 != 0
            background = flags & 0x40 != 0
            withMyScore = flags & 0x100 != 0
            dropAuthor = flags & 0x800 != 0
            dropMediaCaptions = flags & 0x1000 != 0
            noforwards = flags & 0x4000 != 0
            allowPaidFloodskip = flags & 0x80000 != 0
            fromEphemeral = flags & 0x2000000 != 0
            fromPeer = try reader.read()
            id = try reader.read()
            randomID = try reader.read()
            toPeer = try reader.read()
            topMsgID = try reader.optional(flags & 0x200)
            replyTo = try reader.optional(flags & 0x400000)
            scheduleDate = try reader.optional(flags & 0x400)
            scheduleRepeatPeriod = try reader.optional(flags & 0x1000000)
            sendAs = try reader.optional(flags & 0x2000)
            quickReplyShortcut = try reader.optional(flags & 0x20000)
            effect = try reader.optional(flags & 0x40000)
            videoTimestamp = try reader.optional(flags & 0x100000)
            allowPaidStars = try reader.optional(flags & 0x200000)
            suggestedPost = try reader.optional(flags & 0x800000)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            silent = flags & 0x20 != 0
            background = flags & 0x40 != 0
            withMyScore = flags & 0x100 != 0
            dropAuthor = flags & 0x800 != 0
            dropMediaCaptions = flags & 0x1000 != 0
            noforwards = flags & 0x4000 != 0
            allowPaidFloodskip = flags & 0x80000 != 0
            fromPeer = try reader.read()
            id = try reader.read()
            randomID = try reader.read()
            toPeer = try reader.read()
            topMsgID = try reader.optional(flags & 0x200)
            scheduleDate = try reader.optional(flags & 0x400)
            sendAs = try reader.optional(flags & 0x2000)
            quickReplyShortcut = try reader.optional(flags & 0x20000)
            videoTimestamp = try reader.optional(flags & 0x100000)
            allowPaidStars = try reader.optional(flags & 0x200000)
            fromEphemeral = false
            replyTo = nil
            scheduleRepeatPeriod = nil
            effect = nil
            suggestedPost = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x13704a7c)
            var flags: UInt32 = 0
            if silent { flags |= 0x20 }
            if background { flags |= 0x40 }
            if withMyScore { flags |= 0x100 }
            if topMsgID != nil { flags |= 0x200 }
            if scheduleDate != nil { flags |= 0x400 }
            if dropAuthor { flags |= 0x800 }
            if dropMediaCaptions { flags |= 0x1000 }
            if sendAs != nil { flags |= 0x2000 }
            if noforwards { flags |= 0x4000 }
            if quickReplyShortcut != nil { flags |= 0x20000 }
            if effect != nil { flags |= 0x40000 }
            if allowPaidFloodskip { flags |= 0x80000 }
            if videoTimestamp != nil { flags |= 0x100000 }
            if allowPaidStars != nil { flags |= 0x200000 }
            if replyTo != nil { flags |= 0x400000 }
            if suggestedPost != nil { flags |= 0x800000 }
            if scheduleRepeatPeriod != nil { flags |= 0x1000000 }
            if fromEphemeral { flags |= 0x2000000 }
            writer.word(flags)
            writer.write(fromPeer)
            writer.write(id)
            writer.write(randomID)
            writer.write(toPeer)
            if let topMsgID { writer.write(topMsgID) }
            if let replyTo { writer.write(replyTo) }
            if let scheduleDate { writer.write(scheduleDate) }
            if let scheduleRepeatPeriod { writer.write(scheduleRepeatPeriod) }
            if let sendAs { writer.write(sendAs) }
            if let quickReplyShortcut { writer.write(quickReplyShortcut) }
            if let effect { writer.write(effect) }
            if let videoTimestamp { writer.write(videoTimestamp) }
            if let allowPaidStars { writer.write(allowPaidStars) }
            if let suggestedPost { writer.write(suggestedPost) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xbb9fa475)
            var flags: UInt32 = 0
            if silent { flags |= 0x20 }
            if background { flags |= 0x40 }
            if withMyScore { flags |= 0x100 }
            if topMsgID != nil { flags |= 0x200 }
            if scheduleDate != nil { flags |= 0x400 }
            if dropAuthor { flags |= 0x800 }
            if dropMediaCaptions { flags |= 0x1000 }
            if sendAs != nil { flags |= 0x2000 }
            if noforwards { flags |= 0x4000 }
            if quickReplyShortcut != nil { flags |= 0x20000 }
            if allowPaidFloodskip { flags |= 0x80000 }
            if videoTimestamp != nil { flags |= 0x100000 }
            if allowPaidStars != nil { flags |= 0x200000 }
            writer.word(flags)
            writer.write(fromPeer)
            writer.write(id)
            writer.write(randomID)
            writer.write(toPeer)
            if let topMsgID { writer.write(topMsgID) }
            if let scheduleDate { writer.write(scheduleDate) }
            if let sendAs { writer.write(sendAs) }
            if let quickReplyShortcut { writer.write(quickReplyShortcut) }
            if let videoTimestamp { writer.write(videoTimestamp) }
            if let allowPaidStars { writer.write(allowPaidStars) }
        }
    }
}
