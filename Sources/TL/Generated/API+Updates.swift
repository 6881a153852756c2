// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension API {

    /// `Update`
    package enum Update: TLBoxed, Hashable {
        case updateNewAuthorization(UpdateNewAuthorization)
        case updatePeerHistoryTTL(UpdatePeerHistoryTTL)
        case updateNewMessage(UpdateNewMessage)
        case updateMessageID(UpdateMessageID)
        case updateDeleteMessages(UpdateDeleteMessages)
        case updateNewChannelMessage(UpdateNewChannelMessage)
        case updateEditChannelMessage(UpdateEditChannelMessage)
        case updateDeleteChannelMessages(UpdateDeleteChannelMessages)
        case updateChannelTooLong(UpdateChannelTooLong)
        case updateReadChannelInbox(UpdateReadChannelInbox)
        case updateReadChannelOutbox(UpdateReadChannelOutbox)
        case updatePinnedChannelMessages(UpdatePinnedChannelMessages)
        case updateChannel(UpdateChannel)
        case updateEditMessage(UpdateEditMessage)
        case updateChannelMessageViews(UpdateChannelMessageViews)
        case updateServiceNotification(UpdateServiceNotification)
        case updateConfig
        case updateDcOptions(UpdateDcOptions)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8951abef:
                self = .updateNewAuthorization(try UpdateNewAuthorization(constructor: constructor, from: &reader))
            case 0xbb9bb9a5:
                self = .updatePeerHistoryTTL(try UpdatePeerHistoryTTL(constructor: constructor, from: &reader))
            case 0x1f2b0afd:
                self = .updateNewMessage(try UpdateNewMessage(constructor: constructor, from: &reader))
            case 0x4e90bfd6:
                self = .updateMessageID(try UpdateMessageID(constructor: constructor, from: &reader))
            case 0xa20db0e5:
                self = .updateDeleteMessages(try UpdateDeleteMessages(constructor: constructor, from: &reader))
            case 0x62ba04d9:
                self = .updateNewChannelMessage(try UpdateNewChannelMessage(constructor: constructor, from: &reader))
            case 0x1b3f4df7:
                self = .updateEditChannelMessage(try UpdateEditChannelMessage(constructor: constructor, from: &reader))
            case 0xc32d5b12:
                self = .updateDeleteChannelMessages(
                    try UpdateDeleteChannelMessages(constructor: constructor, from: &reader))
            case 0x108d941f:
                self = .updateChannelTooLong(try UpdateChannelTooLong(constructor: constructor, from: &reader))
            case 0x922e6e10:
                self = .updateReadChannelInbox(try UpdateReadChannelInbox(constructor: constructor, from: &reader))
            case 0xb75f99a9:
                self = .updateReadChannelOutbox(try UpdateReadChannelOutbox(constructor: constructor, from: &reader))
            case 0x5bb98608:
                self = .updatePinnedChannelMessages(
                    try UpdatePinnedChannelMessages(constructor: constructor, from: &reader))
            case 0x635b4c09:
                self = .updateChannel(try UpdateChannel(constructor: constructor, from: &reader))
            case 0xe40370a3:
                self = .updateEditMessage(try UpdateEditMessage(constructor: constructor, from: &reader))
            case 0xf226ac08:
                self = .updateChannelMessageViews(
                    try UpdateChannelMessageViews(constructor: constructor, from: &reader))
            case 0xebe46819:
                self = .updateServiceNotification(
                    try UpdateServiceNotification(constructor: constructor, from: &reader))
            case 0xa229dd06: self = .updateConfig
            case 0x8e5e9873:
                self = .updateDcOptions(try UpdateDcOptions(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .updateNewAuthorization(let value): value.write(to: &writer)
            case .updatePeerHistoryTTL(let value): value.write(to: &writer)
            case .updateNewMessage(let value): value.write(to: &writer)
            case .updateMessageID(let value): value.write(to: &writer)
            case .updateDeleteMessages(let value): value.write(to: &writer)
            case .updateNewChannelMessage(let value): value.write(to: &writer)
            case .updateEditChannelMessage(let value): value.write(to: &writer)
            case .updateDeleteChannelMessages(let value): value.write(to: &writer)
            case .updateChannelTooLong(let value): value.write(to: &writer)
            case .updateReadChannelInbox(let value): value.write(to: &writer)
            case .updateReadChannelOutbox(let value): value.write(to: &writer)
            case .updatePinnedChannelMessages(let value): value.write(to: &writer)
            case .updateChannel(let value): value.write(to: &writer)
            case .updateEditMessage(let value): value.write(to: &writer)
            case .updateChannelMessageViews(let value): value.write(to: &writer)
            case .updateServiceNotification(let value): value.write(to: &writer)
            case .updateConfig: writer.constructor(0xa229dd06)
            case .updateDcOptions(let value): value.write(to: &writer)
            }
        }
    }

    /// `updateNewAuthorization#8951abef`
    package struct UpdateNewAuthorization: TLBoxed, Hashable {
        package var unconfirmed: Bool
        package var hash: Int64
        package var date: Int32?
        package var device: String?
        package var location: String?

        package init(
            unconfirmed: Bool = false, hash: Int64, date: Int32? = nil, device: String? = nil, location: String? = nil
        ) {
            self.unconfirmed = unconfirmed
            self.hash = hash
            self.date = date
            self.device = device
            self.location = location
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8951abef: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            unconfirmed = flags & 0x1 != 0
            hash = try reader.read()
            date = try reader.optional(flags & 0x1)
            device = try reader.optional(flags & 0x1)
            location = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x8951abef)
            var flags: UInt32 = 0
            if date != nil, device != nil, location != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(hash)
            if flags & 0x1 != 0, let date { writer.write(date) }
            if flags & 0x1 != 0, let device { writer.write(device) }
            if flags & 0x1 != 0, let location { writer.write(location) }
        }
    }

    /// `updatePeerHistoryTTL#bb9bb9a5`
    package struct UpdatePeerHistoryTTL: TLBoxed, Hashable {
        package var peer: API.Peer
        package var ttlPeriod: Int32?

        package init(peer: API.Peer, ttlPeriod: Int32? = nil) {
            self.peer = peer
            self.ttlPeriod = ttlPeriod
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbb9bb9a5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            peer = try reader.read()
            ttlPeriod = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbb9bb9a5)
            var flags: UInt32 = 0
            if ttlPeriod != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(peer)
            if let ttlPeriod { writer.write(ttlPeriod) }
        }
    }

    /// `updateNewMessage#1f2b0afd`
    package struct UpdateNewMessage: TLBoxed, Hashable {
        package var message: API.Message
        package var pts: Int32
        package var ptsCount: Int32

        package init(message: API.Message, pts: Int32, ptsCount: Int32) {
            self.message = message
            self.pts = pts
            self.ptsCount = ptsCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1f2b0afd: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            message = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1f2b0afd)
            writer.write(message)
            writer.write(pts)
            writer.write(ptsCount)
        }
    }

    /// `updateMessageID#4e90bfd6`
    package struct UpdateMessageID: TLBoxed, Hashable {
        package var id: Int32
        package var randomID: Int64

        package init(id: Int32, randomID: Int64) {
            self.id = id
            self.randomID = randomID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4e90bfd6: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            randomID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4e90bfd6)
            writer.write(id)
            writer.write(randomID)
        }
    }

    /// `updateDeleteMessages#a20db0e5`
    package struct UpdateDeleteMessages: TLBoxed, Hashable {
        package var messages: [Int32]
        package var pts: Int32
        package var ptsCount: Int32

        package init(messages: [Int32] = [], pts: Int32, ptsCount: Int32) {
            self.messages = messages
            self.pts = pts
            self.ptsCount = ptsCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa20db0e5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            messages = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa20db0e5)
            writer.write(messages)
            writer.write(pts)
            writer.write(ptsCount)
        }
    }

    /// `updateNewChannelMessage#62ba04d9`
    package struct UpdateNewChannelMessage: TLBoxed, Hashable {
        package var message: API.Message
        package var pts: Int32
        package var ptsCount: Int32

        package init(message: API.Message, pts: Int32, ptsCount: Int32) {
            self.message = message
            self.pts = pts
            self.ptsCount = ptsCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x62ba04d9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            message = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x62ba04d9)
            writer.write(message)
            writer.write(pts)
            writer.write(ptsCount)
        }
    }

    /// `updateEditChannelMessage#1b3f4df7`
    package struct UpdateEditChannelMessage: TLBoxed, Hashable {
        package var message: API.Message
        package var pts: Int32
        package var ptsCount: Int32

        package init(message: API.Message, pts: Int32, ptsCount: Int32) {
            self.message = message
            self.pts = pts
            self.ptsCount = ptsCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1b3f4df7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            message = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1b3f4df7)
            writer.write(message)
            writer.write(pts)
            writer.write(ptsCount)
        }
    }

    /// `updateDeleteChannelMessages#c32d5b12`
    package struct UpdateDeleteChannelMessages: TLBoxed, Hashable {
        package var channelID: Int64
        package var messages: [Int32]
        package var pts: Int32
        package var ptsCount: Int32

        package init(channelID: Int64, messages: [Int32] = [], pts: Int32, ptsCount: Int32) {
            self.channelID = channelID
            self.messages = messages
            self.pts = pts
            self.ptsCount = ptsCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc32d5b12: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channelID = try reader.read()
            messages = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc32d5b12)
            writer.write(channelID)
            writer.write(messages)
            writer.write(pts)
            writer.write(ptsCount)
        }
    }

    /// `updateChannelTooLong#108d941f`
    package struct UpdateChannelTooLong: TLBoxed, Hashable {
        package var channelID: Int64
        package var pts: Int32?

        package init(channelID: Int64, pts: Int32? = nil) {
            self.channelID = channelID
            self.pts = pts
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x108d941f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            channelID = try reader.read()
            pts = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x108d941f)
            var flags: UInt32 = 0
            if pts != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(channelID)
            if let pts { writer.write(pts) }
        }
    }

    /// `updateReadChannelInbox#922e6e10`
    package struct UpdateReadChannelInbox: TLBoxed, Hashable {
        package var folderID: Int32?
        package var channelID: Int64
        package var maxID: Int32
        package var stillUnreadCount: Int32
        package var pts: Int32

        package init(folderID: Int32? = nil, channelID: Int64, maxID: Int32, stillUnreadCount: Int32, pts: Int32) {
            self.folderID = folderID
            self.channelID = channelID
            self.maxID = maxID
            self.stillUnreadCount = stillUnreadCount
            self.pts = pts
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x922e6e10: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            folderID = try reader.optional(flags & 0x1)
            channelID = try reader.read()
            maxID = try reader.read()
            stillUnreadCount = try reader.read()
            pts = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x922e6e10)
            var flags: UInt32 = 0
            if folderID != nil { flags |= 0x1 }
            writer.word(flags)
            if let folderID { writer.write(folderID) }
            writer.write(channelID)
            writer.write(maxID)
            writer.write(stillUnreadCount)
            writer.write(pts)
        }
    }

    /// `updateReadChannelOutbox#b75f99a9`
    package struct UpdateReadChannelOutbox: TLBoxed, Hashable {
        package var channelID: Int64
        package var maxID: Int32

        package init(channelID: Int64, maxID: Int32) {
            self.channelID = channelID
            self.maxID = maxID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb75f99a9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channelID = try reader.read()
            maxID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb75f99a9)
            writer.write(channelID)
            writer.write(maxID)
        }
    }

    /// `updatePinnedChannelMessages#5bb98608`
    package struct UpdatePinnedChannelMessages: TLBoxed, Hashable {
        package var pinned: Bool
        package var channelID: Int64
        package var messages: [Int32]
        package var pts: Int32
        package var ptsCount: Int32

        package init(pinned: Bool = false, channelID: Int64, messages: [Int32] = [], pts: Int32, ptsCount: Int32) {
            self.pinned = pinned
            self.channelID = channelID
            self.messages = messages
            self.pts = pts
            self.ptsCount = ptsCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5bb98608: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            pinned = flags & 0x1 != 0
            channelID = try reader.read()
            messages = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x5bb98608)
            var flags: UInt32 = 0
            if pinned { flags |= 0x1 }
            writer.word(flags)
            writer.write(channelID)
            writer.write(messages)
            writer.write(pts)
            writer.write(ptsCount)
        }
    }

    /// `updateChannel#635b4c09`
    package struct UpdateChannel: TLBoxed, Hashable {
        package var channelID: Int64

        package init(channelID: Int64) {
            self.channelID = channelID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x635b4c09: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channelID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x635b4c09)
            writer.write(channelID)
        }
    }

    /// `updateEditMessage#e40370a3`
    package struct UpdateEditMessage: TLBoxed, Hashable {
        package var message: API.Message
        package var pts: Int32
        package var ptsCount: Int32

        package init(message: API.Message, pts: Int32, ptsCount: Int32) {
            self.message = message
            self.pts = pts
            self.ptsCount = ptsCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe40370a3: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            message = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe40370a3)
            writer.write(message)
            writer.write(pts)
            writer.write(ptsCount)
        }
    }

    /// `updateChannelMessageViews#f226ac08`
    package struct UpdateChannelMessageViews: TLBoxed, Hashable {
        package var channelID: Int64
        package var id: Int32
        package var views: Int32

        package init(channelID: Int64, id: Int32, views: Int32) {
            self.channelID = channelID
            self.id = id
            self.views = views
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf226ac08: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channelID = try reader.read()
            id = try reader.read()
            views = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf226ac08)
            writer.write(channelID)
            writer.write(id)
            writer.write(views)
        }
    }

    /// `updateServiceNotification#ebe46819`
    package struct UpdateServiceNotification: TLBoxed, Hashable {
        package var popup: Bool
        package var invertMedia: Bool
        package var inboxDate: Int32?
        package var type: String
        package var message: String
        package var media: API.MessageMedia
        package var entities: [API.MessageEntity]

        package init(
            popup: Bool = false, invertMedia: Bool = false, inboxDate: Int32? = nil, type: String, message: String,
            media: API.MessageMedia, entities: [API.MessageEntity] = []
        ) {
            self.popup = popup
            self.invertMedia = invertMedia
            self.inboxDate = inboxDate
            self.type = type
            self.message = message
            self.media = media
            self.entities = entities
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xebe46819: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            popup = flags & 0x1 != 0
            invertMedia = flags & 0x4 != 0
            inboxDate = try reader.optional(flags & 0x2)
            type = try reader.read()
            message = try reader.read()
            media = try reader.read()
            entities = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xebe46819)
            var flags: UInt32 = 0
            if popup { flags |= 0x1 }
            if inboxDate != nil { flags |= 0x2 }
            if invertMedia { flags |= 0x4 }
            writer.word(flags)
            if let inboxDate { writer.write(inboxDate) }
            writer.write(type)
            writer.write(message)
            writer.write(media)
            writer.write(entities)
        }
    }

    /// `updateDcOptions#8e5e9873`
    package struct UpdateDcOptions: TLBoxed, Hashable {
        package var dcOptions: [API.DcOption]

        package init(dcOptions: [API.DcOption] = []) {
            self.dcOptions = dcOptions
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8e5e9873: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Update")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            dcOptions = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x8e5e9873)
            writer.write(dcOptions)
        }
    }

    /// `Updates`
    package indirect enum Updates: TLBoxed, Hashable {
        case updates(UpdatesValue)
        case updatesCombined(UpdatesCombined)
        case updateShort(UpdateShort)
        case updateShortMessage(UpdateShortMessage)
        case updateShortChatMessage(UpdateShortChatMessage)
        case updateShortSentMessage(UpdateShortSentMessage)
        case updatesTooLong

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x74ae4240:
                self = .updates(try UpdatesValue(constructor: constructor, from: &reader))
            case 0x725b04c3:
                self = .updatesCombined(try UpdatesCombined(constructor: constructor, from: &reader))
            case 0x78d4dec1:
                self = .updateShort(try UpdateShort(constructor: constructor, from: &reader))
            case 0x313bc7f8:
                self = .updateShortMessage(try UpdateShortMessage(constructor: constructor, from: &reader))
            case 0x4d6deea5:
                self = .updateShortChatMessage(try UpdateShortChatMessage(constructor: constructor, from: &reader))
            case 0x9015e101:
                self = .updateShortSentMessage(try UpdateShortSentMessage(constructor: constructor, from: &reader))
            case 0xe317af7e: self = .updatesTooLong
            default: throw .unknownConstructor(constructor, in: "Updates")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .updates(let value): value.write(to: &writer)
            case .updatesCombined(let value): value.write(to: &writer)
            case .updateShort(let value): value.write(to: &writer)
            case .updateShortMessage(let value): value.write(to: &writer)
            case .updateShortChatMessage(let value): value.write(to: &writer)
            case .updateShortSentMessage(let value): value.write(to: &writer)
            case .updatesTooLong: writer.constructor(0xe317af7e)
            }
        }
    }

    /// `updates#74ae4240`
    package struct UpdatesValue: TLBoxed, Hashable {
        package var updates: [API.Update]
        package var users: [API.User]
        package var chats: [API.Chat]
        package var date: Int32
        package var seq: Int32

        package init(
            updates: [API.Update] = [], users: [API.User] = [], chats: [API.Chat] = [], date: Int32, seq: Int32
        ) {
            self.updates = updates
            self.users = users
            self.chats = chats
            self.date = date
            self.seq = seq
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x74ae4240: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Updates")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            updates = try reader.read()
            users = try reader.read()
            chats = try reader.read()
            date = try reader.read()
            seq = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x74ae4240)
            writer.write(updates)
            writer.write(users)
            writer.write(chats)
            writer.write(date)
            writer.write(seq)
        }
    }

    /// `updatesCombined#725b04c3`
    package struct UpdatesCombined: TLBoxed, Hashable {
        package var updates: [API.Update]
        package var users: [API.User]
        package var chats: [API.Chat]
        package var date: Int32
        package var seqStart: Int32
        package var seq: Int32

        package init(
            updates: [API.Update] = [], users: [API.User] = [], chats: [API.Chat] = [], date: Int32, seqStart: Int32,
            seq: Int32
        ) {
            self.updates = updates
            self.users = users
            self.chats = chats
            self.date = date
            self.seqStart = seqStart
            self.seq = seq
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x725b04c3: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Updates")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            updates = try reader.read()
            users = try reader.read()
            chats = try reader.read()
            date = try reader.read()
            seqStart = try reader.read()
            seq = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x725b04c3)
            writer.write(updates)
            writer.write(users)
            writer.write(chats)
            writer.write(date)
            writer.write(seqStart)
            writer.write(seq)
        }
    }

    /// `updateShort#78d4dec1`
    package struct UpdateShort: TLBoxed, Hashable {
        package var update: API.Update
        package var date: Int32

        package init(update: API.Update, date: Int32) {
            self.update = update
            self.date = date
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x78d4dec1: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Updates")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            update = try reader.read()
            date = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x78d4dec1)
            writer.write(update)
            writer.write(date)
        }
    }

    /// `updateShortMessage#313bc7f8`
    package struct UpdateShortMessage: TLBoxed, Hashable {
        package var out: Bool
        package var mentioned: Bool
        package var mediaUnread: Bool
        package var silent: Bool
        package var id: Int32
        package var userID: Int64
        package var message: String
        package var pts: Int32
        package var ptsCount: Int32
        package var date: Int32
        package var fwdFrom: API.MessageFwdHeader?
        package var viaBotID: Int64?
        package var replyTo: API.MessageReplyHeader?
        package var entities: [API.MessageEntity]?
        package var ttlPeriod: Int32?

        package init(
            out: Bool = false, mentioned: Bool = false, mediaUnread: Bool = false, silent: Bool = false, id: Int32,
            userID: Int64, message: String, pts: Int32, ptsCount: Int32, date: Int32,
            fwdFrom: API.MessageFwdHeader? = nil, viaBotID: Int64? = nil, replyTo: API.MessageReplyHeader? = nil,
            entities: [API.MessageEntity]? = nil, ttlPeriod: Int32? = nil
        ) {
            self.out = out
            self.mentioned = mentioned
            self.mediaUnread = mediaUnread
            self.silent = silent
            self.id = id
            self.userID = userID
            self.message = message
            self.pts = pts
            self.ptsCount = ptsCount
            self.date = date
            self.fwdFrom = fwdFrom
            self.viaBotID = viaBotID
            self.replyTo = replyTo
            self.entities = entities
            self.ttlPeriod = ttlPeriod
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x313bc7f8: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Updates")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            out = flags & 0x2 != 0
            mentioned = flags & 0x10 != 0
            mediaUnread = flags & 0x20 != 0
            silent = flags & 0x2000 != 0
            id = try reader.read()
            userID = try reader.read()
            message = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
            date = try reader.read()
            fwdFrom = try reader.optional(flags & 0x4)
            viaBotID = try reader.optional(flags & 0x800)
            replyTo = try reader.optional(flags & 0x8)
            entities = try reader.optional(flags & 0x80)
            ttlPeriod = try reader.optional(flags & 0x2000000)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x313bc7f8)
            var flags: UInt32 = 0
            if out { flags |= 0x2 }
            if fwdFrom != nil { flags |= 0x4 }
            if replyTo != nil { flags |= 0x8 }
            if mentioned { flags |= 0x10 }
            if mediaUnread { flags |= 0x20 }
            if entities != nil { flags |= 0x80 }
            if viaBotID != nil { flags |= 0x800 }
            if silent { flags |= 0x2000 }
            if ttlPeriod != nil { flags |= 0x2000000 }
            writer.word(flags)
            writer.write(id)
            writer.write(userID)
            writer.write(message)
            writer.write(pts)
            writer.write(ptsCount)
            writer.write(date)
            if let fwdFrom { writer.write(fwdFrom) }
            if let viaBotID { writer.write(viaBotID) }
            if let replyTo { writer.write(replyTo) }
            if let entities { writer.write(entities) }
            if let ttlPeriod { writer.write(ttlPeriod) }
        }
    }

    /// `updateShortChatMessage#4d6deea5`
    package struct UpdateShortChatMessage: TLBoxed, Hashable {
        package var out: Bool
        package var mentioned: Bool
        package var mediaUnread: Bool
        package var silent: Bool
        package var id: Int32
        package var fromID: Int64
        package var chatID: Int64
        package var message: String
        package var pts: Int32
        package var ptsCount: Int32
        package var date: Int32
        package var fwdFrom: API.MessageFwdHeader?
        package var viaBotID: Int64?
        package var replyTo: API.MessageReplyHeader?
        package var entities: [API.MessageEntity]?
        package var ttlPeriod: Int32?

        package init(
            out: Bool = false, mentioned: Bool = false, mediaUnread: Bool = false, silent: Bool = false, id: Int32,
            fromID: Int64, chatID: Int64, message: String, pts: Int32, ptsCount: Int32, date: Int32,
            fwdFrom: API.MessageFwdHeader? = nil, viaBotID: Int64? = nil, replyTo: API.MessageReplyHeader? = nil,
            entities: [API.MessageEntity]? = nil, ttlPeriod: Int32? = nil
        ) {
            self.out = out
            self.mentioned = mentioned
            self.mediaUnread = mediaUnread
            self.silent = silent
            self.id = id
            self.fromID = fromID
            self.chatID = chatID
            self.message = message
            self.pts = pts
            self.ptsCount = ptsCount
            self.date = date
            self.fwdFrom = fwdFrom
            self.viaBotID = viaBotID
            self.replyTo = replyTo
            self.entities = entities
            self.ttlPeriod = ttlPeriod
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4d6deea5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Updates")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            out = flags & 0x2 != 0
            mentioned = flags & 0x10 != 0
            mediaUnread = flags & 0x20 != 0
            silent = flags & 0x2000 != 0
            id = try reader.read()
            fromID = try reader.read()
            chatID = try reader.read()
            message = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
            date = try reader.read()
            fwdFrom = try reader.optional(flags & 0x4)
            viaBotID = try reader.optional(flags & 0x800)
            replyTo = try reader.optional(flags & 0x8)
            entities = try reader.optional(flags & 0x80)
            ttlPeriod = try reader.optional(flags & 0x2000000)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4d6deea5)
            var flags: UInt32 = 0
            if out { flags |= 0x2 }
            if fwdFrom != nil { flags |= 0x4 }
            if replyTo != nil { flags |= 0x8 }
            if mentioned { flags |= 0x10 }
            if mediaUnread { flags |= 0x20 }
            if entities != nil { flags |= 0x80 }
            if viaBotID != nil { flags |= 0x800 }
            if silent { flags |= 0x2000 }
            if ttlPeriod != nil { flags |= 0x2000000 }
            writer.word(flags)
            writer.write(id)
            writer.write(fromID)
            writer.write(chatID)
            writer.write(message)
            writer.write(pts)
            writer.write(ptsCount)
            writer.write(date)
            if let fwdFrom { writer.write(fwdFrom) }
            if let viaBotID { writer.write(viaBotID) }
            if let replyTo { writer.write(replyTo) }
            if let entities { writer.write(entities) }
            if let ttlPeriod { writer.write(ttlPeriod) }
        }
    }

    /// `updateShortSentMessage#9015e101`
    package struct UpdateShortSentMessage: TLBoxed, Hashable {
        package var out: Bool
        package var id: Int32
        package var pts: Int32
        package var ptsCount: Int32
        package var date: Int32
        package var media: API.MessageMedia?
        package var entities: [API.MessageEntity]?
        package var ttlPeriod: Int32?

        package init(
            out: Bool = false, id: Int32, pts: Int32, ptsCount: Int32, date: Int32, media: API.MessageMedia? = nil,
            entities: [API.MessageEntity]? = nil, ttlPeriod: Int32? = nil
        ) {
            self.out = out
            self.id = id
            self.pts = pts
            self.ptsCount = ptsCount
            self.date = date
            self.media = media
            self.entities = entities
            self.ttlPeriod = ttlPeriod
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9015e101: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Updates")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            out = flags & 0x2 != 0
            id = try reader.read()
            pts = try reader.read()
            ptsCount = try reader.read()
            date = try reader.read()
            media = try reader.optional(flags & 0x200)
            entities = try reader.optional(flags & 0x80)
            ttlPeriod = try reader.optional(flags & 0x2000000)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9015e101)
            var flags: UInt32 = 0
            if out { flags |= 0x2 }
            if entities != nil { flags |= 0x80 }
            if media != nil { flags |= 0x200 }
            if ttlPeriod != nil { flags |= 0x2000000 }
            writer.word(flags)
            writer.write(id)
            writer.write(pts)
            writer.write(ptsCount)
            writer.write(date)
            if let media { writer.write(media) }
            if let entities { writer.write(entities) }
            if let ttlPeriod { writer.write(ttlPeriod) }
        }
    }

    /// `updates.state#a56c2a3e`
    package struct UpdatesState: TLBoxed, Hashable {
        package var pts: Int32
        package var qts: Int32
        package var date: Int32
        package var seq: Int32
        package var unreadCount: Int32

        package init(pts: Int32, qts: Int32, date: Int32, seq: Int32, unreadCount: Int32) {
            self.pts = pts
            self.qts = qts
            self.date = date
            self.seq = seq
            self.unreadCount = unreadCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa56c2a3e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.State")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pts = try reader.read()
            qts = try reader.read()
            date = try reader.read()
            seq = try reader.read()
            unreadCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa56c2a3e)
            writer.write(pts)
            writer.write(qts)
            writer.write(date)
            writer.write(seq)
            writer.write(unreadCount)
        }
    }

    /// `updates.Difference`
    package enum UpdatesDifference: TLBoxed, Hashable {
        case updatesDifference(UpdatesDifferenceValue)
        case updatesDifferenceSlice(UpdatesDifferenceSlice)
        case updatesDifferenceEmpty(UpdatesDifferenceEmpty)
        case updatesDifferenceTooLong(UpdatesDifferenceTooLong)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x00f49ca0:
                self = .updatesDifference(try UpdatesDifferenceValue(constructor: constructor, from: &reader))
            case 0xa8fb1981:
                self = .updatesDifferenceSlice(try UpdatesDifferenceSlice(constructor: constructor, from: &reader))
            case 0x5d75a138:
                self = .updatesDifferenceEmpty(try UpdatesDifferenceEmpty(constructor: constructor, from: &reader))
            case 0x4afe8f6d:
                self = .updatesDifferenceTooLong(try UpdatesDifferenceTooLong(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "updates.Difference")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .updatesDifference(let value): value.write(to: &writer)
            case .updatesDifferenceSlice(let value): value.write(to: &writer)
            case .updatesDifferenceEmpty(let value): value.write(to: &writer)
            case .updatesDifferenceTooLong(let value): value.write(to: &writer)
            }
        }
    }

    /// `updates.difference#f49ca0`
    package struct UpdatesDifferenceValue: TLBoxed, Hashable {
        package var newMessages: [API.Message]
        package var newEncryptedMessages: [Unlisted]
        package var otherUpdates: [API.Update]
        package var chats: [API.Chat]
        package var users: [API.User]
        package var state: API.UpdatesState

        package init(
            newMessages: [API.Message] = [], newEncryptedMessages: [Unlisted] = [], otherUpdates: [API.Update] = [],
            chats: [API.Chat] = [], users: [API.User] = [], state: API.UpdatesState
        ) {
            self.newMessages = newMessages
            self.newEncryptedMessages = newEncryptedMessages
            self.otherUpdates = otherUpdates
            self.chats = chats
            self.users = users
            self.state = state
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x00f49ca0: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.Difference")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            newMessages = try reader.read()
            newEncryptedMessages = try reader.read()
            otherUpdates = try reader.read()
            chats = try reader.read()
            users = try reader.read()
            state = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x00f49ca0)
            writer.write(newMessages)
            writer.write(newEncryptedMessages)
            writer.write(otherUpdates)
            writer.write(chats)
            writer.write(users)
            writer.write(state)
        }
    }

    /// `updates.differenceSlice#a8fb1981`
    package struct UpdatesDifferenceSlice: TLBoxed, Hashable {
        package var newMessages: [API.Message]
        package var newEncryptedMessages: [Unlisted]
        package var otherUpdates: [API.Update]
        package var chats: [API.Chat]
        package var users: [API.User]
        package var intermediateState: API.UpdatesState

        package init(
            newMessages: [API.Message] = [], newEncryptedMessages: [Unlisted] = [], otherUpdates: [API.Update] = [],
            chats: [API.Chat] = [], users: [API.User] = [], intermediateState: API.UpdatesState
        ) {
            self.newMessages = newMessages
            self.newEncryptedMessages = newEncryptedMessages
            self.otherUpdates = otherUpdates
            self.chats = chats
            self.users = users
            self.intermediateState = intermediateState
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa8fb1981: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.Difference")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            newMessages = try reader.read()
            newEncryptedMessages = try reader.read()
            otherUpdates = try reader.read()
            chats = try reader.read()
            users = try reader.read()
            intermediateState = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa8fb1981)
            writer.write(newMessages)
            writer.write(newEncryptedMessages)
            writer.write(otherUpdates)
            writer.write(chats)
            writer.write(users)
            writer.write(intermediateState)
        }
    }

    /// `updates.differenceEmpty#5d75a138`
    package struct UpdatesDifferenceEmpty: TLBoxed, Hashable {
        package var date: Int32
        package var seq: Int32

        package init(date: Int32, seq: Int32) {
            self.date = date
            self.seq = seq
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5d75a138: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.Difference")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            date = try reader.read()
            seq = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x5d75a138)
            writer.write(date)
            writer.write(seq)
        }
    }

    /// `updates.differenceTooLong#4afe8f6d`
    package struct UpdatesDifferenceTooLong: TLBoxed, Hashable {
        package var pts: Int32

        package init(pts: Int32) {
            self.pts = pts
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4afe8f6d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.Difference")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pts = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4afe8f6d)
            writer.write(pts)
        }
    }

    /// `updates.ChannelDifference`
    package enum UpdatesChannelDifference: TLBoxed, Hashable {
        case updatesChannelDifference(UpdatesChannelDifferenceValue)
        case updatesChannelDifferenceEmpty(UpdatesChannelDifferenceEmpty)
        case updatesChannelDifferenceTooLong(UpdatesChannelDifferenceTooLong)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2064674e:
                self = .updatesChannelDifference(
                    try UpdatesChannelDifferenceValue(constructor: constructor, from: &reader))
            case 0x3e11affb:
                self = .updatesChannelDifferenceEmpty(
                    try UpdatesChannelDifferenceEmpty(constructor: constructor, from: &reader))
            case 0xa4bcc6fe:
                self = .updatesChannelDifferenceTooLong(
                    try UpdatesChannelDifferenceTooLong(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "updates.ChannelDifference")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .updatesChannelDifference(let value): value.write(to: &writer)
            case .updatesChannelDifferenceEmpty(let value): value.write(to: &writer)
            case .updatesChannelDifferenceTooLong(let value): value.write(to: &writer)
            }
        }
    }

    /// `updates.channelDifference#2064674e`
    package struct UpdatesChannelDifferenceValue: TLBoxed, Hashable {
        package var final: Bool
        package var pts: Int32
        package var timeout: Int32?
        package var newMessages: [API.Message]
        package var otherUpdates: [API.Update]
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(
            final: Bool = false, pts: Int32, timeout: Int32? = nil, newMessages: [API.Message] = [],
            otherUpdates: [API.Update] = [], chats: [API.Chat] = [], users: [API.User] = []
        ) {
            self.final = final
            self.pts = pts
            self.timeout = timeout
            self.newMessages = newMessages
            self.otherUpdates = otherUpdates
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2064674e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.ChannelDifference")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            final = flags & 0x1 != 0
            pts = try reader.read()
            timeout = try reader.optional(flags & 0x2)
            newMessages = try reader.read()
            otherUpdates = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x2064674e)
            var flags: UInt32 = 0
            if final { flags |= 0x1 }
            if timeout != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(pts)
            if let timeout { writer.write(timeout) }
            writer.write(newMessages)
            writer.write(otherUpdates)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `updates.channelDifferenceEmpty#3e11affb`
    package struct UpdatesChannelDifferenceEmpty: TLBoxed, Hashable {
        package var final: Bool
        package var pts: Int32
        package var timeout: Int32?

        package init(final: Bool = false, pts: Int32, timeout: Int32? = nil) {
            self.final = final
            self.pts = pts
            self.timeout = timeout
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3e11affb: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.ChannelDifference")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            final = flags & 0x1 != 0
            pts = try reader.read()
            timeout = try reader.optional(flags & 0x2)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3e11affb)
            var flags: UInt32 = 0
            if final { flags |= 0x1 }
            if timeout != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(pts)
            if let timeout { writer.write(timeout) }
        }
    }

    /// `updates.channelDifferenceTooLong#a4bcc6fe`
    package struct UpdatesChannelDifferenceTooLong: TLBoxed, Hashable {
        package var final: Bool
        package var timeout: Int32?
        package var dialog: API.Dialog
        package var messages: [API.Message]
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(
            final: Bool = false, timeout: Int32? = nil, dialog: API.Dialog, messages: [API.Message] = [],
            chats: [API.Chat] = [], users: [API.User] = []
        ) {
            self.final = final
            self.timeout = timeout
            self.dialog = dialog
            self.messages = messages
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa4bcc6fe: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.ChannelDifference")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            final = flags & 0x1 != 0
            timeout = try reader.optional(flags & 0x2)
            dialog = try reader.read()
            messages = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa4bcc6fe)
            var flags: UInt32 = 0
            if final { flags |= 0x1 }
            if timeout != nil { flags |= 0x2 }
            writer.word(flags)
            if let timeout { writer.write(timeout) }
            writer.write(dialog)
            writer.write(messages)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `ChannelMessagesFilter`
    package enum ChannelMessagesFilter: TLBoxed, Hashable {
        case channelMessagesFilterEmpty
        case channelMessagesFilter(ChannelMessagesFilterValue)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x94d42ee7: self = .channelMessagesFilterEmpty
            case 0xcd77d957:
                self = .channelMessagesFilter(try ChannelMessagesFilterValue(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "ChannelMessagesFilter")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .channelMessagesFilterEmpty: writer.constructor(0x94d42ee7)
            case .channelMessagesFilter(let value): value.write(to: &writer)
            }
        }
    }

    /// `channelMessagesFilter#cd77d957`
    package struct ChannelMessagesFilterValue: TLBoxed, Hashable {
        package var excludeNewMessages: Bool
        package var ranges: [API.MessageRange]

        package init(excludeNewMessages: Bool = false, ranges: [API.MessageRange] = []) {
            self.excludeNewMessages = excludeNewMessages
            self.ranges = ranges
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xcd77d957: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChannelMessagesFilter")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            excludeNewMessages = flags & 0x2 != 0
            ranges = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xcd77d957)
            var flags: UInt32 = 0
            if excludeNewMessages { flags |= 0x2 }
            writer.word(flags)
            writer.write(ranges)
        }
    }

    /// `messageRange#ae30253`
    package struct MessageRange: TLBoxed, Hashable {
        package var minID: Int32
        package var maxID: Int32

        package init(minID: Int32, maxID: Int32) {
            self.minID = minID
            self.maxID = maxID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x0ae30253: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageRange")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            minID = try reader.read()
            maxID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x0ae30253)
            writer.write(minID)
            writer.write(maxID)
        }
    }
}
