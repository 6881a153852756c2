// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension API {

    /// `InputPhoto`
    package enum InputPhoto: TLBoxed, Hashable {
        case inputPhotoEmpty
        case inputPhoto(InputPhotoValue)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1cd7bf0d: self = .inputPhotoEmpty
            case 0x3bb3b94a:
                self = .inputPhoto(try InputPhotoValue(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "InputPhoto")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputPhotoEmpty: writer.constructor(0x1cd7bf0d)
            case .inputPhoto(let value): value.write(to: &writer)
            }
        }
    }

    /// `inputPhoto#3bb3b94a`
    package struct InputPhotoValue: TLBoxed, Hashable {
        package var id: Int64
        package var accessHash: Int64
        package var fileReference: [UInt8]

        package init(id: Int64, accessHash: Int64, fileReference: [UInt8]) {
            self.id = id
            self.accessHash = accessHash
            self.fileReference = fileReference
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3bb3b94a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputPhoto")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            accessHash = try reader.read()
            fileReference = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3bb3b94a)
            writer.write(id)
            writer.write(accessHash)
            writer.bytes(fileReference)
        }
    }

    /// `ExportedChatInvite`
    package indirect enum ExportedChatInvite: TLBoxed, Hashable {
        case chatInviteExported(ChatInviteExported)
        case chatInvitePublicJoinRequests

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa22cbd96:
                self = .chatInviteExported(try ChatInviteExported(constructor: constructor, from: &reader))
            case 0xed107ab7: self = .chatInvitePublicJoinRequests
            default: throw .unknownConstructor(constructor, in: "ExportedChatInvite")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .chatInviteExported(let value): value.write(to: &writer)
            case .chatInvitePublicJoinRequests: writer.constructor(0xed107ab7)
            }
        }
    }

    /// `chatInviteExported#a22cbd96`
    package struct ChatInviteExported: TLBoxed, Hashable {
        package var revoked: Bool
        package var permanent: Bool
        package var requestNeeded: Bool
        package var link: String
        package var adminID: Int64
        package var date: Int32
        package var startDate: Int32?
        package var expireDate: Int32?
        package var usageLimit: Int32?
        package var usage: Int32?
        package var requested: Int32?
        package var subscriptionExpired: Int32?
        package var title: String?
        package var subscriptionPricing: API.StarsSubscriptionPricing?

        package init(
            revoked: Bool = false, permanent: Bool = false, requestNeeded: Bool = false, link: String, adminID: Int64,
            date: Int32, startDate: Int32? = nil, expireDate: Int32? = nil, usageLimit: Int32? = nil,
            usage: Int32? = nil, requested: Int32? = nil, subscriptionExpired: Int32? = nil, title: String? = nil,
            subscriptionPricing: API.StarsSubscriptionPricing? = nil
        ) {
            self.revoked = revoked
            self.permanent = permanent
            self.requestNeeded = requestNeeded
            self.link = link
            self.adminID = adminID
            self.date = date
            self.startDate = startDate
            self.expireDate = expireDate
            self.usageLimit = usageLimit
            self.usage = usage
            self.requested = requested
            self.subscriptionExpired = subscriptionExpired
            self.title = title
            self.subscriptionPricing = subscriptionPricing
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa22cbd96: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ExportedChatInvite")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            revoked = flags & 0x1 != 0
            permanent = flags & 0x20 != 0
            requestNeeded = flags & 0x40 != 0
            link = try reader.read()
            adminID = try reader.read()
            date = try reader.read()
            startDate = try reader.optional(flags & 0x10)
            expireDate = try reader.optional(flags & 0x2)
            usageLimit = try reader.optional(flags & 0x4)
            usage = try reader.optional(flags & 0x8)
            requested = try reader.optional(flags & 0x80)
            subscriptionExpired = try reader.optional(flags & 0x400)
            title = try reader.optional(flags & 0x100)
            subscriptionPricing = try reader.optional(flags & 0x200)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa22cbd96)
            var flags: UInt32 = 0
            if revoked { flags |= 0x1 }
            if expireDate != nil { flags |= 0x2 }
            if usageLimit != nil { flags |= 0x4 }
            if usage != nil { flags |= 0x8 }
            if startDate != nil { flags |= 0x10 }
            if permanent { flags |= 0x20 }
            if requestNeeded { flags |= 0x40 }
            if requested != nil { flags |= 0x80 }
            if title != nil { flags |= 0x100 }
            if subscriptionPricing != nil { flags |= 0x200 }
            if subscriptionExpired != nil { flags |= 0x400 }
            writer.word(flags)
            writer.write(link)
            writer.write(adminID)
            writer.write(date)
            if let startDate { writer.write(startDate) }
            if let expireDate { writer.write(expireDate) }
            if let usageLimit { writer.write(usageLimit) }
            if let usage { writer.write(usage) }
            if let requested { writer.write(requested) }
            if let subscriptionExpired { writer.write(subscriptionExpired) }
            if let title { writer.write(title) }
            if let subscriptionPricing { writer.write(subscriptionPricing) }
        }
    }

    /// `ChatInvite`
    package indirect enum ChatInvite: TLBoxed, Hashable {
        case chatInviteAlready(ChatInviteAlready)
        case chatInvite(ChatInviteValue)
        case chatInvitePeek(ChatInvitePeek)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5a686d7c:
                self = .chatInviteAlready(try ChatInviteAlready(constructor: constructor, from: &reader))
            case 0x5c9d3702:
                self = .chatInvite(try ChatInviteValue(constructor: constructor, from: &reader))
            case 0x61695cb0:
                self = .chatInvitePeek(try ChatInvitePeek(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "ChatInvite")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .chatInviteAlready(let value): value.write(to: &writer)
            case .chatInvite(let value): value.write(to: &writer)
            case .chatInvitePeek(let value): value.write(to: &writer)
            }
        }
    }

    /// `chatInviteAlready#5a686d7c`
    package struct ChatInviteAlready: TLBoxed, Hashable {
        package var chat: API.Chat

        package init(chat: API.Chat) {
            self.chat = chat
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5a686d7c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChatInvite")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            chat = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x5a686d7c)
            writer.write(chat)
        }
    }

    /// `chatInvite#5c9d3702`
    package struct ChatInviteValue: TLBoxed, Hashable {
        package var channel: Bool
        package var broadcast: Bool
        package var `public`: Bool
        package var megagroup: Bool
        package var requestNeeded: Bool
        package var verified: Bool
        package var scam: Bool
        package var fake: Bool
        package var canRefulfillSubscription: Bool
        package var title: String
        package var about: String?
        package var photo: API.Photo
        package var participantsCount: Int32
        package var participants: [API.User]?
        package var color: Int32
        package var subscriptionPricing: API.StarsSubscriptionPricing?
        package var subscriptionFormID: Int64?
        package var botVerification: Unlisted?

        package init(
            channel: Bool = false, broadcast: Bool = false, `public`: Bool = false, megagroup: Bool = false,
            requestNeeded: Bool = false, verified: Bool = false, scam: Bool = false, fake: Bool = false,
            canRefulfillSubscription: Bool = false, title: String, about: String? = nil, photo: API.Photo,
            participantsCount: Int32, participants: [API.User]? = nil, color: Int32,
            subscriptionPricing: API.StarsSubscriptionPricing? = nil, subscriptionFormID: Int64? = nil,
            botVerification: Unlisted? = nil
        ) {
            self.channel = channel
            self.broadcast = broadcast
            self.`public` = `public`
            self.megagroup = megagroup
            self.requestNeeded = requestNeeded
            self.verified = verified
            self.scam = scam
            self.fake = fake
            self.canRefulfillSubscription = canRefulfillSubscription
            self.title = title
            self.about = about
            self.photo = photo
            self.participantsCount = participantsCount
            self.participants = participants
            self.color = color
            self.subscriptionPricing = subscriptionPricing
            self.subscriptionFormID = subscriptionFormID
            self.botVerification = botVerification
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5c9d3702: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChatInvite")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            channel = flags & 0x1 != 0
            broadcast = flags & 0x2 != 0
            `public` = flags & 0x4 != 0
            megagroup = flags & 0x8 != 0
            requestNeeded = flags & 0x40 != 0
            verified = flags & 0x80 != 0
            scam = flags & 0x100 != 0
            fake = flags & 0x200 != 0
            canRefulfillSubscription = flags & 0x800 != 0
            title = try reader.read()
            about = try reader.optional(flags & 0x20)
            photo = try reader.read()
            participantsCount = try reader.read()
            participants = try reader.optional(flags & 0x10)
            color = try reader.read()
            subscriptionPricing = try reader.optional(flags & 0x400)
            subscriptionFormID = try reader.optional(flags & 0x1000)
            botVerification = try reader.optional(flags & 0x2000)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x5c9d3702)
            var flags: UInt32 = 0
            if channel { flags |= 0x1 }
            if broadcast { flags |= 0x2 }
            if `public` { flags |= 0x4 }
            if megagroup { flags |= 0x8 }
            if participants != nil { flags |= 0x10 }
            if about != nil { flags |= 0x20 }
            if requestNeeded { flags |= 0x40 }
            if verified { flags |= 0x80 }
            if scam { flags |= 0x100 }
            if fake { flags |= 0x200 }
            if subscriptionPricing != nil { flags |= 0x400 }
            if canRefulfillSubscription { flags |= 0x800 }
            if subscriptionFormID != nil { flags |= 0x1000 }
            if botVerification != nil { flags |= 0x2000 }
            writer.word(flags)
            writer.write(title)
            if let about { writer.write(about) }
            writer.write(photo)
            writer.write(participantsCount)
            if let participants { writer.write(participants) }
            writer.write(color)
            if let subscriptionPricing { writer.write(subscriptionPricing) }
            if let subscriptionFormID { writer.write(subscriptionFormID) }
            if let botVerification { writer.write(botVerification) }
        }
    }

    /// `chatInvitePeek#61695cb0`
    package struct ChatInvitePeek: TLBoxed, Hashable {
        package var chat: API.Chat
        package var expires: Int32

        package init(chat: API.Chat, expires: Int32) {
            self.chat = chat
            self.expires = expires
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x61695cb0: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChatInvite")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            chat = try reader.read()
            expires = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x61695cb0)
            writer.write(chat)
            writer.write(expires)
        }
    }

    /// `ChannelParticipantsFilter`
    package enum ChannelParticipantsFilter: TLBoxed, Hashable {
        case channelParticipantsRecent
        case channelParticipantsAdmins
        case channelParticipantsKicked(ChannelParticipantsKicked)
        case channelParticipantsBots
        case channelParticipantsBanned(ChannelParticipantsBanned)
        case channelParticipantsSearch(ChannelParticipantsSearch)
        case channelParticipantsContacts(ChannelParticipantsContacts)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xde3f3c79: self = .channelParticipantsRecent
            case 0xb4608969: self = .channelParticipantsAdmins
            case 0xa3b54985:
                self = .channelParticipantsKicked(
                    try ChannelParticipantsKicked(constructor: constructor, from: &reader))
            case 0xb0d1865b: self = .channelParticipantsBots
            case 0x1427a5e1:
                self = .channelParticipantsBanned(
                    try ChannelParticipantsBanned(constructor: constructor, from: &reader))
            case 0x0656ac4b:
                self = .channelParticipantsSearch(
                    try ChannelParticipantsSearch(constructor: constructor, from: &reader))
            case 0xbb6ae88d:
                self = .channelParticipantsContacts(
                    try ChannelParticipantsContacts(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "ChannelParticipantsFilter")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .channelParticipantsRecent: writer.constructor(0xde3f3c79)
            case .channelParticipantsAdmins: writer.constructor(0xb4608969)
            case .channelParticipantsKicked(let value): value.write(to: &writer)
            case .channelParticipantsBots: writer.constructor(0xb0d1865b)
            case .channelParticipantsBanned(let value): value.write(to: &writer)
            case .channelParticipantsSearch(let value): value.write(to: &writer)
            case .channelParticipantsContacts(let value): value.write(to: &writer)
            }
        }
    }

    /// `channelParticipantsKicked#a3b54985`
    package struct ChannelParticipantsKicked: TLBoxed, Hashable {
        package var q: String

        package init(q: String) {
            self.q = q
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa3b54985: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChannelParticipantsFilter")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            q = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa3b54985)
            writer.write(q)
        }
    }

    /// `channelParticipantsBanned#1427a5e1`
    package struct ChannelParticipantsBanned: TLBoxed, Hashable {
        package var q: String

        package init(q: String) {
            self.q = q
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1427a5e1: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChannelParticipantsFilter")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            q = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1427a5e1)
            writer.write(q)
        }
    }

    /// `channelParticipantsSearch#656ac4b`
    package struct ChannelParticipantsSearch: TLBoxed, Hashable {
        package var q: String

        package init(q: String) {
            self.q = q
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x0656ac4b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChannelParticipantsFilter")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            q = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x0656ac4b)
            writer.write(q)
        }
    }

    /// `channelParticipantsContacts#bb6ae88d`
    package struct ChannelParticipantsContacts: TLBoxed, Hashable {
        package var q: String

        package init(q: String) {
            self.q = q
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbb6ae88d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChannelParticipantsFilter")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            q = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbb6ae88d)
            writer.write(q)
        }
    }

    /// `ChannelParticipant`
    package enum ChannelParticipant: TLBoxed, Hashable {
        case channelParticipant(ChannelParticipantValue)
        case channelParticipantSelf(ChannelParticipantSelf)
        case channelParticipantCreator(ChannelParticipantCreator)
        case channelParticipantAdmin(ChannelParticipantAdmin)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1bd54456, 0xcb397619:
                self = .channelParticipant(try ChannelParticipantValue(constructor: constructor, from: &reader))
            case 0xa9478a1a, 0x4f607bef:
                self = .channelParticipantSelf(try ChannelParticipantSelf(constructor: constructor, from: &reader))
            case 0x2fe601d3:
                self = .channelParticipantCreator(
                    try ChannelParticipantCreator(constructor: constructor, from: &reader))
            case 0x34c3bb53:
                self = .channelParticipantAdmin(try ChannelParticipantAdmin(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "ChannelParticipant")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .channelParticipant(let value): value.write(to: &writer)
            case .channelParticipantSelf(let value): value.write(to: &writer)
            case .channelParticipantCreator(let value): value.write(to: &writer)
            case .channelParticipantAdmin(let value): value.write(to: &writer)
            }
        }
    }

    /// `channelParticipant#1bd54456`, layer 201: `#cb397619`
    package struct ChannelParticipantValue: TLBoxed, Hashable {
        package var userID: Int64
        package var date: Int32
        package var subscriptionUntilDate: Int32?
        package var rank: String?

        package init(userID: Int64, date: Int32, subscriptionUntilDate: Int32? = nil, rank: String? = nil) {
            self.userID = userID
            self.date = date
            self.subscriptionUntilDate = subscriptionUntilDate
            self.rank = rank
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1bd54456: self = try Self(newest: &reader)
            case 0xcb397619: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "ChannelParticipant")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            userID = try reader.read()
            date = try reader.read()
            subscriptionUntilDate = try reader.optional(flags & 0x1)
            rank = try reader.optional(flags & 0x4)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            userID = try reader.read()
            date = try reader.read()
            subscriptionUntilDate = try reader.optional(flags & 0x1)
            rank = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x1bd54456)
            var flags: UInt32 = 0
            if subscriptionUntilDate != nil { flags |= 0x1 }
            if rank != nil { flags |= 0x4 }
            writer.word(flags)
            writer.write(userID)
            writer.write(date)
            if let subscriptionUntilDate { writer.write(subscriptionUntilDate) }
            if let rank { writer.write(rank) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xcb397619)
            var flags: UInt32 = 0
            if subscriptionUntilDate != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(userID)
            writer.write(date)
            if let subscriptionUntilDate { writer.write(subscriptionUntilDate) }
        }
    }

    /// `channelParticipantSelf#a9478a1a`, layer 201: `#4f607bef`
    package struct ChannelParticipantSelf: TLBoxed, Hashable {
        package var viaRequest: Bool
        package var userID: Int64
        package var inviterID: Int64
        package var date: Int32
        package var subscriptionUntilDate: Int32?
        package var rank: String?

        package init(
            viaRequest: Bool = false, userID: Int64, inviterID: Int64, date: Int32, subscriptionUntilDate: Int32? = nil,
            rank: String? = nil
        ) {
            self.viaRequest = viaRequest
            self.userID = userID
            self.inviterID = inviterID
            self.date = date
            self.subscriptionUntilDate = subscriptionUntilDate
            self.rank = rank
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa9478a1a: self = try Self(newest: &reader)
            case 0x4f607bef: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "ChannelParticipant")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            viaRequest = flags & 0x1 != 0
            userID = try reader.read()
            inviterID = try reader.read()
            date = try reader.read()
            subscriptionUntilDate = try reader.optional(flags & 0x2)
            rank = try reader.optional(flags & 0x4)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            viaRequest = flags & 0x1 != 0
            userID = try reader.read()
            inviterID = try reader.read()
            date = try reader.read()
            subscriptionUntilDate = try reader.optional(flags & 0x2)
            rank = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xa9478a1a)
            var flags: UInt32 = 0
            if viaRequest { flags |= 0x1 }
            if subscriptionUntilDate != nil { flags |= 0x2 }
            if rank != nil { flags |= 0x4 }
            writer.word(flags)
            writer.write(userID)
            writer.write(inviterID)
            writer.write(date)
            if let subscriptionUntilDate { writer.write(subscriptionUntilDate) }
            if let rank { writer.write(rank) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x4f607bef)
            var flags: UInt32 = 0
            if viaRequest { flags |= 0x1 }
            if subscriptionUntilDate != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(userID)
            writer.write(inviterID)
            writer.write(date)
            if let subscriptionUntilDate { writer.write(subscriptionUntilDate) }
        }
    }

    /// `channelParticipantCreator#2fe601d3`
    package struct ChannelParticipantCreator: TLBoxed, Hashable {
        package var userID: Int64
        package var adminRights: API.ChatAdminRights
        package var rank: String?

        package init(userID: Int64, adminRights: API.ChatAdminRights, rank: String? = nil) {
            self.userID = userID
            self.adminRights = adminRights
            self.rank = rank
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2fe601d3: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChannelParticipant")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            userID = try reader.read()
            adminRights = try reader.read()
            rank = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x2fe601d3)
            var flags: UInt32 = 0
            if rank != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(userID)
            writer.write(adminRights)
            if let rank { writer.write(rank) }
        }
    }

    /// `channelParticipantAdmin#34c3bb53`
    package struct ChannelParticipantAdmin: TLBoxed, Hashable {
        package var canEdit: Bool
        package var isSelf: Bool
        package var userID: Int64
        package var inviterID: Int64?
        package var promotedBy: Int64
        package var date: Int32
        package var adminRights: API.ChatAdminRights
        package var rank: String?

        package init(
            canEdit: Bool = false, isSelf: Bool = false, userID: Int64, inviterID: Int64? = nil, promotedBy: Int64,
            date: Int32, adminRights: API.ChatAdminRights, rank: String? = nil
        ) {
            self.canEdit = canEdit
            self.isSelf = isSelf
            self.userID = userID
            self.inviterID = inviterID
            self.promotedBy = promotedBy
            self.date = date
            self.adminRights = adminRights
            self.rank = rank
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x34c3bb53: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChannelParticipant")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            canEdit = flags & 0x1 != 0
            isSelf = flags & 0x2 != 0
            userID = try reader.read()
            inviterID = try reader.optional(flags & 0x2)
            promotedBy = try reader.read()
            date = try reader.read()
            adminRights = try reader.read()
            rank = try reader.optional(flags & 0x4)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x34c3bb53)
            var flags: UInt32 = 0
            if canEdit { flags |= 0x1 }
            if inviterID != nil { flags |= 0x2 }
            if rank != nil { flags |= 0x4 }
            writer.word(flags)
            writer.write(userID)
            if let inviterID { writer.write(inviterID) }
            writer.write(promotedBy)
            writer.write(date)
            writer.write(adminRights)
            if let rank { writer.write(rank) }
        }
    }

    /// `channels.channelParticipants#9ab0feaf`
    package struct ChannelsChannelParticipants: TLBoxed, Hashable {
        package var count: Int32
        package var participants: [API.ChannelParticipant]
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(
            count: Int32, participants: [API.ChannelParticipant] = [], chats: [API.Chat] = [], users: [API.User] = []
        ) {
            self.count = count
            self.participants = participants
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9ab0feaf: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.ChannelParticipants")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            count = try reader.read()
            participants = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9ab0feaf)
            writer.write(count)
            writer.write(participants)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `channels.channelParticipant#dfb80317`
    package struct ChannelsChannelParticipant: TLBoxed, Hashable {
        package var participant: API.ChannelParticipant
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(participant: API.ChannelParticipant, chats: [API.Chat] = [], users: [API.User] = []) {
            self.participant = participant
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xdfb80317: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.ChannelParticipant")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            participant = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xdfb80317)
            writer.write(participant)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `DraftMessage`
    package enum DraftMessage: TLBoxed, Hashable {
        case draftMessageEmpty(DraftMessageEmpty)
        case draftMessage(DraftMessageValue)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1b0c841a:
                self = .draftMessageEmpty(try DraftMessageEmpty(constructor: constructor, from: &reader))
            case 0x2d65321f:
                self = .draftMessage(try DraftMessageValue(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "DraftMessage")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .draftMessageEmpty(let value): value.write(to: &writer)
            case .draftMessage(let value): value.write(to: &writer)
            }
        }
    }

    /// `draftMessageEmpty#1b0c841a`
    package struct DraftMessageEmpty: TLBoxed, Hashable {
        package var date: Int32?

        package init(date: Int32? = nil) {
            self.date = date
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1b0c841a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DraftMessage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            date = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1b0c841a)
            var flags: UInt32 = 0
            if date != nil { flags |= 0x1 }
            writer.word(flags)
            if let date { writer.write(date) }
        }
    }

    /// `draftMessage#2d65321f`
    package struct DraftMessageValue: TLBoxed, Hashable {
        package var noWebpage: Bool
        package var invertMedia: Bool
        package var replyTo: API.InputReplyTo?
        package var message: String
        package var entities: [API.MessageEntity]?
        package var media: API.InputMedia?
        package var date: Int32
        package var effect: Int64?

        package init(
            noWebpage: Bool = false, invertMedia: Bool = false, replyTo: API.InputReplyTo? = nil, message: String,
            entities: [API.MessageEntity]? = nil, media: API.InputMedia? = nil, date: Int32, effect: Int64? = nil
        ) {
            self.noWebpage = noWebpage
            self.invertMedia = invertMedia
            self.replyTo = replyTo
            self.message = message
            self.entities = entities
            self.media = media
            self.date = date
            self.effect = effect
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2d65321f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DraftMessage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            noWebpage = flags & 0x2 != 0
            invertMedia = flags & 0x40 != 0
            replyTo = try reader.optional(flags & 0x10)
            message = try reader.read()
            entities = try reader.optional(flags & 0x8)
            media = try reader.optional(flags & 0x20)
            date = try reader.read()
            effect = try reader.optional(flags & 0x80)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x2d65321f)
            var flags: UInt32 = 0
            if noWebpage { flags |= 0x2 }
            if entities != nil { flags |= 0x8 }
            if replyTo != nil { flags |= 0x10 }
            if media != nil { flags |= 0x20 }
            if invertMedia { flags |= 0x40 }
            if effect != nil { flags |= 0x80 }
            writer.word(flags)
            if let replyTo { writer.write(replyTo) }
            writer.write(message)
            if let entities { writer.write(entities) }
            if let media { writer.write(media) }
            writer.write(date)
            if let effect { writer.write(effect) }
        }
    }

    /// `folder#ff544e65`
    package struct Folder: TLBoxed, Hashable {
        package var autofillNewBroadcasts: Bool
        package var autofillPublicGroups: Bool
        package var autofillNewCorrespondents: Bool
        package var id: Int32
        package var title: String
        package var photo: API.ChatPhoto?

        package init(
            autofillNewBroadcasts: Bool = false, autofillPublicGroups: Bool = false,
            autofillNewCorrespondents: Bool = false, id: Int32, title: String, photo: API.ChatPhoto? = nil
        ) {
            self.autofillNewBroadcasts = autofillNewBroadcasts
            self.autofillPublicGroups = autofillPublicGroups
            self.autofillNewCorrespondents = autofillNewCorrespondents
            self.id = id
            self.title = title
            self.photo = photo
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xff544e65: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Folder")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            autofillNewBroadcasts = flags & 0x1 != 0
            autofillPublicGroups = flags & 0x2 != 0
            autofillNewCorrespondents = flags & 0x4 != 0
            id = try reader.read()
            title = try reader.read()
            photo = try reader.optional(flags & 0x8)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xff544e65)
            var flags: UInt32 = 0
            if autofillNewBroadcasts { flags |= 0x1 }
            if autofillPublicGroups { flags |= 0x2 }
            if autofillNewCorrespondents { flags |= 0x4 }
            if photo != nil { flags |= 0x8 }
            writer.word(flags)
            writer.write(id)
            writer.write(title)
            if let photo { writer.write(photo) }
        }
    }

    /// `reactionCount#a3d1cb80`
    package struct ReactionCount: TLBoxed, Hashable {
        package var chosenOrder: Int32?
        package var reaction: API.Reaction
        package var count: Int32

        package init(chosenOrder: Int32? = nil, reaction: API.Reaction, count: Int32) {
            self.chosenOrder = chosenOrder
            self.reaction = reaction
            self.count = count
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa3d1cb80: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ReactionCount")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            chosenOrder = try reader.optional(flags & 0x1)
            reaction = try reader.read()
            count = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa3d1cb80)
            var flags: UInt32 = 0
            if chosenOrder != nil { flags |= 0x1 }
            writer.word(flags)
            if let chosenOrder { writer.write(chosenOrder) }
            writer.write(reaction)
            writer.write(count)
        }
    }

    /// `messagePeerReaction#8c79b63c`
    package struct MessagePeerReaction: TLBoxed, Hashable {
        package var big: Bool
        package var unread: Bool
        package var my: Bool
        package var peerID: API.Peer
        package var date: Int32
        package var reaction: API.Reaction

        package init(
            big: Bool = false, unread: Bool = false, my: Bool = false, peerID: API.Peer, date: Int32,
            reaction: API.Reaction
        ) {
            self.big = big
            self.unread = unread
            self.my = my
            self.peerID = peerID
            self.date = date
            self.reaction = reaction
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8c79b63c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessagePeerReaction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            big = flags & 0x1 != 0
            unread = flags & 0x2 != 0
            my = flags & 0x4 != 0
            peerID = try reader.read()
            date = try reader.read()
            reaction = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x8c79b63c)
            var flags: UInt32 = 0
            if big { flags |= 0x1 }
            if unread { flags |= 0x2 }
            if my { flags |= 0x4 }
            writer.word(flags)
            writer.write(peerID)
            writer.write(date)
            writer.write(reaction)
        }
    }

    /// `NotificationSound`
    package enum NotificationSound: TLBoxed, Hashable {
        case notificationSoundDefault
        case notificationSoundNone
        case notificationSoundLocal(NotificationSoundLocal)
        case notificationSoundRingtone(NotificationSoundRingtone)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x97e8bebe: self = .notificationSoundDefault
            case 0x6f0c34df: self = .notificationSoundNone
            case 0x830b9ae4:
                self = .notificationSoundLocal(try NotificationSoundLocal(constructor: constructor, from: &reader))
            case 0xff6c8049:
                self = .notificationSoundRingtone(
                    try NotificationSoundRingtone(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "NotificationSound")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .notificationSoundDefault: writer.constructor(0x97e8bebe)
            case .notificationSoundNone: writer.constructor(0x6f0c34df)
            case .notificationSoundLocal(let value): value.write(to: &writer)
            case .notificationSoundRingtone(let value): value.write(to: &writer)
            }
        }
    }

    /// `notificationSoundLocal#830b9ae4`
    package struct NotificationSoundLocal: TLBoxed, Hashable {
        package var title: String
        package var data: String

        package init(title: String, data: String) {
            self.title = title
            self.data = data
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x830b9ae4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "NotificationSound")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            title = try reader.read()
            data = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x830b9ae4)
            writer.write(title)
            writer.write(data)
        }
    }

    /// `notificationSoundRingtone#ff6c8049`
    package struct NotificationSoundRingtone: TLBoxed, Hashable {
        package var id: Int64

        package init(id: Int64) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xff6c8049: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "NotificationSound")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xff6c8049)
            writer.write(id)
        }
    }

    /// `ChatReactions`
    package enum ChatReactions: TLBoxed, Hashable {
        case chatReactionsNone
        case chatReactionsAll(ChatReactionsAll)
        case chatReactionsSome(ChatReactionsSome)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xeafc32bc: self = .chatReactionsNone
            case 0x52928bca:
                self = .chatReactionsAll(try ChatReactionsAll(constructor: constructor, from: &reader))
            case 0x661d4037:
                self = .chatReactionsSome(try ChatReactionsSome(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "ChatReactions")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .chatReactionsNone: writer.constructor(0xeafc32bc)
            case .chatReactionsAll(let value): value.write(to: &writer)
            case .chatReactionsSome(let value): value.write(to: &writer)
            }
        }
    }

    /// `chatReactionsAll#52928bca`
    package struct ChatReactionsAll: TLBoxed, Hashable {
        package var allowCustom: Bool

        package init(allowCustom: Bool = false) {
            self.allowCustom = allowCustom
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x52928bca: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChatReactions")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            allowCustom = flags & 0x1 != 0
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x52928bca)
            var flags: UInt32 = 0
            if allowCustom { flags |= 0x1 }
            writer.word(flags)
        }
    }

    /// `chatReactionsSome#661d4037`
    package struct ChatReactionsSome: TLBoxed, Hashable {
        package var reactions: [API.Reaction]

        package init(reactions: [API.Reaction] = []) {
            self.reactions = reactions
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x661d4037: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChatReactions")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            reactions = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x661d4037)
            writer.write(reactions)
        }
    }

    /// `textWithEntities#751f3146`
    package struct TextWithEntities: TLBoxed, Hashable {
        package var text: String
        package var entities: [API.MessageEntity]

        package init(text: String, entities: [API.MessageEntity] = []) {
            self.text = text
            self.entities = entities
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x751f3146: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "TextWithEntities")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            text = try reader.read()
            entities = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x751f3146)
            writer.write(text)
            writer.write(entities)
        }
    }

    /// `missingInvitee#628c9224`
    package struct MissingInvitee: TLBoxed, Hashable {
        package var premiumWouldAllowInvite: Bool
        package var premiumRequiredForPm: Bool
        package var userID: Int64

        package init(premiumWouldAllowInvite: Bool = false, premiumRequiredForPm: Bool = false, userID: Int64) {
            self.premiumWouldAllowInvite = premiumWouldAllowInvite
            self.premiumRequiredForPm = premiumRequiredForPm
            self.userID = userID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x628c9224: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MissingInvitee")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            premiumWouldAllowInvite = flags & 0x1 != 0
            premiumRequiredForPm = flags & 0x2 != 0
            userID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x628c9224)
            var flags: UInt32 = 0
            if premiumWouldAllowInvite { flags |= 0x1 }
            if premiumRequiredForPm { flags |= 0x2 }
            writer.word(flags)
            writer.write(userID)
        }
    }

    /// `starsSubscriptionPricing#5416d58`
    package struct StarsSubscriptionPricing: TLBoxed, Hashable {
        package var period: Int32
        package var amount: Int64

        package init(period: Int32, amount: Int64) {
            self.period = period
            self.amount = amount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x05416d58: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "StarsSubscriptionPricing")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            period = try reader.read()
            amount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x05416d58)
            writer.write(period)
            writer.write(amount)
        }
    }

    /// `messageReactor#4ba3a95a`
    package struct MessageReactor: TLBoxed, Hashable {
        package var top: Bool
        package var my: Bool
        package var anonymous: Bool
        package var peerID: API.Peer?
        package var count: Int32

        package init(
            top: Bool = false, my: Bool = false, anonymous: Bool = false, peerID: API.Peer? = nil, count: Int32
        ) {
            self.top = top
            self.my = my
            self.anonymous = anonymous
            self.peerID = peerID
            self.count = count
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4ba3a95a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageReactor")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            top = flags & 0x1 != 0
            my = flags & 0x2 != 0
            anonymous = flags & 0x4 != 0
            peerID = try reader.optional(flags & 0x8)
            count = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4ba3a95a)
            var flags: UInt32 = 0
            if top { flags |= 0x1 }
            if my { flags |= 0x2 }
            if anonymous { flags |= 0x4 }
            if peerID != nil { flags |= 0x8 }
            writer.word(flags)
            if let peerID { writer.write(peerID) }
            writer.write(count)
        }
    }

    /// `InputStickerSet`
    package enum InputStickerSet: TLBoxed, Hashable {
        case inputStickerSetEmpty
        case inputStickerSetID(InputStickerSetID)
        case inputStickerSetShortName(InputStickerSetShortName)
        case inputStickerSetAnimatedEmoji
        case inputStickerSetDice(InputStickerSetDice)
        case inputStickerSetAnimatedEmojiAnimations
        case inputStickerSetPremiumGifts
        case inputStickerSetEmojiGenericAnimations
        case inputStickerSetEmojiDefaultStatuses
        case inputStickerSetEmojiDefaultTopicIcons
        case inputStickerSetEmojiChannelDefaultStatuses

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xffb62b95: self = .inputStickerSetEmpty
            case 0x9de7a269:
                self = .inputStickerSetID(try InputStickerSetID(constructor: constructor, from: &reader))
            case 0x861cc8a0:
                self = .inputStickerSetShortName(try InputStickerSetShortName(constructor: constructor, from: &reader))
            case 0x028703c8: self = .inputStickerSetAnimatedEmoji
            case 0xe67f520e:
                self = .inputStickerSetDice(try InputStickerSetDice(constructor: constructor, from: &reader))
            case 0x0cde3739: self = .inputStickerSetAnimatedEmojiAnimations
            case 0xc88b3b02: self = .inputStickerSetPremiumGifts
            case 0x04c4d4ce: self = .inputStickerSetEmojiGenericAnimations
            case 0x29d0f5ee: self = .inputStickerSetEmojiDefaultStatuses
            case 0x44c1f8e9: self = .inputStickerSetEmojiDefaultTopicIcons
            case 0x49748553: self = .inputStickerSetEmojiChannelDefaultStatuses
            default: throw .unknownConstructor(constructor, in: "InputStickerSet")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputStickerSetEmpty: writer.constructor(0xffb62b95)
            case .inputStickerSetID(let value): value.write(to: &writer)
            case .inputStickerSetShortName(let value): value.write(to: &writer)
            case .inputStickerSetAnimatedEmoji: writer.constructor(0x028703c8)
            case .inputStickerSetDice(let value): value.write(to: &writer)
            case .inputStickerSetAnimatedEmojiAnimations: writer.constructor(0x0cde3739)
            case .inputStickerSetPremiumGifts: writer.constructor(0xc88b3b02)
            case .inputStickerSetEmojiGenericAnimations: writer.constructor(0x04c4d4ce)
            case .inputStickerSetEmojiDefaultStatuses: writer.constructor(0x29d0f5ee)
            case .inputStickerSetEmojiDefaultTopicIcons: writer.constructor(0x44c1f8e9)
            case .inputStickerSetEmojiChannelDefaultStatuses: writer.constructor(0x49748553)
            }
        }
    }

    /// `inputStickerSetID#9de7a269`
    package struct InputStickerSetID: TLBoxed, Hashable {
        package var id: Int64
        package var accessHash: Int64

        package init(id: Int64, accessHash: Int64) {
            self.id = id
            self.accessHash = accessHash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9de7a269: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputStickerSet")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            accessHash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9de7a269)
            writer.write(id)
            writer.write(accessHash)
        }
    }

    /// `inputStickerSetShortName#861cc8a0`
    package struct InputStickerSetShortName: TLBoxed, Hashable {
        package var shortName: String

        package init(shortName: String) {
            self.shortName = shortName
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x861cc8a0: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputStickerSet")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            shortName = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x861cc8a0)
            writer.write(shortName)
        }
    }

    /// `inputStickerSetDice#e67f520e`
    package struct InputStickerSetDice: TLBoxed, Hashable {
        package var emoticon: String

        package init(emoticon: String) {
            self.emoticon = emoticon
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe67f520e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputStickerSet")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            emoticon = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe67f520e)
            writer.write(emoticon)
        }
    }

    /// `maskCoords#aed6dbb2`
    package struct MaskCoords: TLBoxed, Hashable {
        package var n: Int32
        package var x: Double
        package var y: Double
        package var zoom: Double

        package init(n: Int32, x: Double, y: Double, zoom: Double) {
            self.n = n
            self.x = x
            self.y = y
            self.zoom = zoom
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xaed6dbb2: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MaskCoords")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            n = try reader.read()
            x = try reader.read()
            y = try reader.read()
            zoom = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xaed6dbb2)
            writer.write(n)
            writer.write(x)
            writer.write(y)
            writer.write(zoom)
        }
    }

    /// `peerSettings#f47741f7`
    package struct PeerSettings: TLBoxed, Hashable {
        package var reportSpam: Bool
        package var addContact: Bool
        package var blockContact: Bool
        package var shareContact: Bool
        package var needContactsException: Bool
        package var reportGeo: Bool
        package var autoarchived: Bool
        package var inviteMembers: Bool
        package var requestChatBroadcast: Bool
        package var businessBotPaused: Bool
        package var businessBotCanReply: Bool
        package var geoDistance: Int32?
        package var requestChatTitle: String?
        package var requestChatDate: Int32?
        package var businessBotID: Int64?
        package var businessBotManageURL: String?
        package var chargePaidMessageStars: Int64?
        package var registrationMonth: String?
        package var phoneCountry: String?
        package var nameChangeDate: Int32?
        package var photoChangeDate: Int32?

        package init(
            reportSpam: Bool = false, addContact: Bool = false, blockContact: Bool = false, shareContact: Bool = false,
            needContactsException: Bool = false, reportGeo: Bool = false, autoarchived: Bool = false,
            inviteMembers: Bool = false, requestChatBroadcast: Bool = false, businessBotPaused: Bool = false,
            businessBotCanReply: Bool = false, geoDistance: Int32? = nil, requestChatTitle: String? = nil,
            requestChatDate: Int32? = nil, businessBotID: Int64? = nil, businessBotManageURL: String? = nil,
            chargePaidMessageStars: Int64? = nil, registrationMonth: String? = nil, phoneCountry: String? = nil,
            nameChangeDate: Int32? = nil, photoChangeDate: Int32? = nil
        ) {
            self.reportSpam = reportSpam
            self.addContact = addContact
            self.blockContact = blockContact
            self.shareContact = shareContact
            self.needContactsException = needContactsException
            self.reportGeo = reportGeo
            self.autoarchived = autoarchived
            self.inviteMembers = inviteMembers
            self.requestChatBroadcast = requestChatBroadcast
            self.businessBotPaused = businessBotPaused
            self.businessBotCanReply = businessBotCanReply
            self.geoDistance = geoDistance
            self.requestChatTitle = requestChatTitle
            self.requestChatDate = requestChatDate
            self.businessBotID = businessBotID
            self.businessBotManageURL = businessBotManageURL
            self.chargePaidMessageStars = chargePaidMessageStars
            self.registrationMonth = registrationMonth
            self.phoneCountry = phoneCountry
            self.nameChangeDate = nameChangeDate
            self.photoChangeDate = photoChangeDate
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf47741f7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PeerSettings")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            reportSpam = flags & 0x1 != 0
            addContact = flags & 0x2 != 0
            blockContact = flags & 0x4 != 0
            shareContact = flags & 0x8 != 0
            needContactsException = flags & 0x10 != 0
            reportGeo = flags & 0x20 != 0
            autoarchived = flags & 0x80 != 0
            inviteMembers = flags & 0x100 != 0
            requestChatBroadcast = flags & 0x400 != 0
            businessBotPaused = flags & 0x800 != 0
            businessBotCanReply = flags & 0x1000 != 0
            geoDistance = try reader.optional(flags & 0x40)
            requestChatTitle = try reader.optional(flags & 0x200)
            requestChatDate = try reader.optional(flags & 0x200)
            businessBotID = try reader.optional(flags & 0x2000)
            businessBotManageURL = try reader.optional(flags & 0x2000)
            chargePaidMessageStars = try reader.optional(flags & 0x4000)
            registrationMonth = try reader.optional(flags & 0x8000)
            phoneCountry = try reader.optional(flags & 0x10000)
            nameChangeDate = try reader.optional(flags & 0x20000)
            photoChangeDate = try reader.optional(flags & 0x40000)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf47741f7)
            var flags: UInt32 = 0
            if reportSpam { flags |= 0x1 }
            if addContact { flags |= 0x2 }
            if blockContact { flags |= 0x4 }
            if shareContact { flags |= 0x8 }
            if needContactsException { flags |= 0x10 }
            if reportGeo { flags |= 0x20 }
            if geoDistance != nil { flags |= 0x40 }
            if autoarchived { flags |= 0x80 }
            if inviteMembers { flags |= 0x100 }
            if requestChatTitle != nil, requestChatDate != nil { flags |= 0x200 }
            if requestChatBroadcast { flags |= 0x400 }
            if businessBotPaused { flags |= 0x800 }
            if businessBotCanReply { flags |= 0x1000 }
            if businessBotID != nil, businessBotManageURL != nil { flags |= 0x2000 }
            if chargePaidMessageStars != nil { flags |= 0x4000 }
            if registrationMonth != nil { flags |= 0x8000 }
            if phoneCountry != nil { flags |= 0x10000 }
            if nameChangeDate != nil { flags |= 0x20000 }
            if photoChangeDate != nil { flags |= 0x40000 }
            writer.word(flags)
            if let geoDistance { writer.write(geoDistance) }
            if flags & 0x200 != 0, let requestChatTitle { writer.write(requestChatTitle) }
            if flags & 0x200 != 0, let requestChatDate { writer.write(requestChatDate) }
            if flags & 0x2000 != 0, let businessBotID { writer.write(businessBotID) }
            if flags & 0x2000 != 0, let businessBotManageURL { writer.write(businessBotManageURL) }
            if let chargePaidMessageStars { writer.write(chargePaidMessageStars) }
            if let registrationMonth { writer.write(registrationMonth) }
            if let phoneCountry { writer.write(phoneCountry) }
            if let nameChangeDate { writer.write(nameChangeDate) }
            if let photoChangeDate { writer.write(photoChangeDate) }
        }
    }

    /// `inputGroupCall#d8aa840f`
    package struct InputGroupCall: TLBoxed, Hashable {
        package var id: Int64
        package var accessHash: Int64

        package init(id: Int64, accessHash: Int64) {
            self.id = id
            self.accessHash = accessHash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd8aa840f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputGroupCall")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            accessHash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd8aa840f)
            writer.write(id)
            writer.write(accessHash)
        }
    }

    /// `botInfo#4d8a0299`
    package struct BotInfo: TLBoxed, Hashable {
        package var hasPreviewMedias: Bool
        package var userID: Int64?
        package var description: String?
        package var descriptionPhoto: API.Photo?
        package var descriptionDocument: API.Document?
        package var commands: [API.BotCommand]?
        package var menuButton: API.BotMenuButton?
        package var privacyPolicyURL: String?
        package var appSettings: Unlisted?
        package var verifierSettings: Unlisted?

        package init(
            hasPreviewMedias: Bool = false, userID: Int64? = nil, description: String? = nil,
            descriptionPhoto: API.Photo? = nil, descriptionDocument: API.Document? = nil,
            commands: [API.BotCommand]? = nil, menuButton: API.BotMenuButton? = nil, privacyPolicyURL: String? = nil,
            appSettings: Unlisted? = nil, verifierSettings: Unlisted? = nil
        ) {
            self.hasPreviewMedias = hasPreviewMedias
            self.userID = userID
            self.description = description
            self.descriptionPhoto = descriptionPhoto
            self.descriptionDocument = descriptionDocument
            self.commands = commands
            self.menuButton = menuButton
            self.privacyPolicyURL = privacyPolicyURL
            self.appSettings = appSettings
            self.verifierSettings = verifierSettings
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4d8a0299: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "BotInfo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            hasPreviewMedias = flags & 0x40 != 0
            userID = try reader.optional(flags & 0x1)
            description = try reader.optional(flags & 0x2)
            descriptionPhoto = try reader.optional(flags & 0x10)
            descriptionDocument = try reader.optional(flags & 0x20)
            commands = try reader.optional(flags & 0x4)
            menuButton = try reader.optional(flags & 0x8)
            privacyPolicyURL = try reader.optional(flags & 0x80)
            appSettings = try reader.optional(flags & 0x100)
            verifierSettings = try reader.optional(flags & 0x200)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4d8a0299)
            var flags: UInt32 = 0
            if userID != nil { flags |= 0x1 }
            if description != nil { flags |= 0x2 }
            if commands != nil { flags |= 0x4 }
            if menuButton != nil { flags |= 0x8 }
            if descriptionPhoto != nil { flags |= 0x10 }
            if descriptionDocument != nil { flags |= 0x20 }
            if hasPreviewMedias { flags |= 0x40 }
            if privacyPolicyURL != nil { flags |= 0x80 }
            if appSettings != nil { flags |= 0x100 }
            if verifierSettings != nil { flags |= 0x200 }
            writer.word(flags)
            if let userID { writer.write(userID) }
            if let description { writer.write(description) }
            if let descriptionPhoto { writer.write(descriptionPhoto) }
            if let descriptionDocument { writer.write(descriptionDocument) }
            if let commands { writer.write(commands) }
            if let menuButton { writer.write(menuButton) }
            if let privacyPolicyURL { writer.write(privacyPolicyURL) }
            if let appSettings { writer.write(appSettings) }
            if let verifierSettings { writer.write(verifierSettings) }
        }
    }

    /// `botCommand#c27ac8c7`
    package struct BotCommand: TLBoxed, Hashable {
        package var command: String
        package var description: String

        package init(command: String, description: String) {
            self.command = command
            self.description = description
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc27ac8c7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "BotCommand")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            command = try reader.read()
            description = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc27ac8c7)
            writer.write(command)
            writer.write(description)
        }
    }

    /// `BotMenuButton`
    package enum BotMenuButton: TLBoxed, Hashable {
        case botMenuButtonDefault
        case botMenuButtonCommands
        case botMenuButton(BotMenuButtonValue)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7533a588: self = .botMenuButtonDefault
            case 0x4258c205: self = .botMenuButtonCommands
            case 0xc7b57ce6:
                self = .botMenuButton(try BotMenuButtonValue(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "BotMenuButton")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .botMenuButtonDefault: writer.constructor(0x7533a588)
            case .botMenuButtonCommands: writer.constructor(0x4258c205)
            case .botMenuButton(let value): value.write(to: &writer)
            }
        }
    }

    /// `botMenuButton#c7b57ce6`
    package struct BotMenuButtonValue: TLBoxed, Hashable {
        package var text: String
        package var url: String

        package init(text: String, url: String) {
            self.text = text
            self.url = url
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc7b57ce6: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "BotMenuButton")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            text = try reader.read()
            url = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc7b57ce6)
            writer.write(text)
            writer.write(url)
        }
    }

    /// `messages.chatFull#e5d7d19c`
    package struct MessagesChatFull: TLBoxed, Hashable {
        package var fullChat: API.ChatFull
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(fullChat: API.ChatFull, chats: [API.Chat] = [], users: [API.User] = []) {
            self.fullChat = fullChat
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe5d7d19c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.ChatFull")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            fullChat = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe5d7d19c)
            writer.write(fullChat)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `channelFull#a04e8d3a`, layer 201: `#52d6806b`
    package struct ChatFull: TLBoxed, Hashable {
        package var canViewParticipants: Bool
        package var canSetUsername: Bool
        package var canSetStickers: Bool
        package var hiddenPrehistory: Bool
        package var canSetLocation: Bool
        package var hasScheduled: Bool
        package var canViewStats: Bool
        package var blocked: Bool
        package var canDeleteChannel: Bool
        package var antispam: Bool
        package var participantsHidden: Bool
        package var translationsDisabled: Bool
        package var storiesPinnedAvailable: Bool
        package var viewForumAsMessages: Bool
        package var restrictedSponsored: Bool
        package var canViewRevenue: Bool
        package var paidMediaAllowed: Bool
        package var canViewStarsRevenue: Bool
        package var paidReactionsAvailable: Bool
        package var stargiftsAvailable: Bool
        package var paidMessagesAvailable: Bool
        package var hasWelcomeMessages: Bool
        package var id: Int64
        package var about: String
        package var participantsCount: Int32?
        package var adminsCount: Int32?
        package var kickedCount: Int32?
        package var bannedCount: Int32?
        package var onlineCount: Int32?
        package var readInboxMaxID: Int32
        package var readOutboxMaxID: Int32
        package var unreadCount: Int32
        package var chatPhoto: API.Photo
        package var notifySettings: API.PeerNotifySettings
        package var exportedInvite: API.ExportedChatInvite?
        package var botInfo: [API.BotInfo]
        package var migratedFromChatID: Int64?
        package var migratedFromMaxID: Int32?
        package var pinnedMsgID: Int32?
        package var stickerset: Unlisted?
        package var availableMinID: Int32?
        package var folderID: Int32?
        package var linkedChatID: Int64?
        package var location: Unlisted?
        package var slowmodeSeconds: Int32?
        package var slowmodeNextSendDate: Int32?
        package var statsDc: Int32?
        package var pts: Int32
        package var call: API.InputGroupCall?
        package var ttlPeriod: Int32?
        package var pendingSuggestions: [String]?
        package var groupcallDefaultJoinAs: API.Peer?
        package var themeEmoticon: String?
        package var requestsPending: Int32?
        package var recentRequesters: [Int64]?
        package var defaultSendAs: API.Peer?
        package var availableReactions: API.ChatReactions?
        package var reactionsLimit: Int32?
        package var stories: Unlisted?
        package var wallpaper: Unlisted?
        package var boostsApplied: Int32?
        package var boostsUnrestrict: Int32?
        package var emojiset: Unlisted?
        package var botVerification: Unlisted?
        package var stargiftsCount: Int32?
        package var sendPaidMessagesStars: Int64?
        package var mainTab: Unlisted?
        package var guardBotID: Int64?

        package init(
            canViewParticipants: Bool = false, canSetUsername: Bool = false, canSetStickers: Bool = false,
            hiddenPrehistory: Bool = false, canSetLocation: Bool = false, hasScheduled: Bool = false,
            canViewStats: Bool = false, blocked: Bool = false, canDeleteChannel: Bool = false, antispam: Bool = false,
            participantsHidden: Bool = false, translationsDisabled: Bool = false, storiesPinnedAvailable: Bool = false,
            viewForumAsMessages: Bool = false, restrictedSponsored: Bool = false, canViewRevenue: Bool = false,
            paidMediaAllowed: Bool = false, canViewStarsRevenue: Bool = false, paidReactionsAvailable: Bool = false,
            stargiftsAvailable: Bool = false, paidMessagesAvailable: Bool = false, hasWelcomeMessages: Bool = false,
            id: Int64, about: String, participantsCount: Int32? = nil, adminsCount: Int32? = nil,
            kickedCount: Int32? = nil, bannedCount: Int32? = nil, onlineCount: Int32? = nil, readInboxMaxID: Int32,
            readOutboxMaxID: Int32, unreadCount: Int32, chatPhoto: API.Photo, notifySettings: API.PeerNotifySettings,
            exportedInvite: API.ExportedChatInvite? = nil, botInfo: [API.BotInfo] = [],
            migratedFromChatID: Int64? = nil, migratedFromMaxID: Int32? = nil, pinnedMsgID: Int32? = nil,
            stickerset: Unlisted? = nil, availableMinID: Int32? = nil, folderID: Int32? = nil,
            linkedChatID: Int64? = nil, location: Unlisted? = nil, slowmodeSeconds: Int32? = nil,
            slowmodeNextSendDate: Int32? = nil, statsDc: Int32? = nil, pts: Int32, call: API.InputGroupCall? = nil,
            ttlPeriod: Int32? = nil, pendingSuggestions: [String]? = nil, groupcallDefaultJoinAs: API.Peer? = nil,
            themeEmoticon: String? = nil, requestsPending: Int32? = nil, recentRequesters: [Int64]? = nil,
            defaultSendAs: API.Peer? = nil, availableReactions: API.ChatReactions? = nil, reactionsLimit: Int32? = nil,
            stories: Unlisted? = nil, wallpaper: Unlisted? = nil, boostsApplied: Int32? = nil,
            boostsUnrestrict: Int32? = nil, emojiset: Unlisted? = nil, botVerification: Unlisted? = nil,
            stargiftsCount: Int32? = nil, sendPaidMessagesStars: Int64? = nil, mainTab: Unlisted? = nil,
            guardBotID: Int64? = nil
        ) {
            self.canViewParticipants = canViewParticipants
            self.canSetUsername = canSetUsername
            self.canSetStickers = canSetStickers
            self.hiddenPrehistory = hiddenPrehistory
            self.canSetLocation = canSetLocation
            self.hasScheduled = hasScheduled
            self.canViewStats = canViewStats
            self.blocked = blocked
            self.canDeleteChannel = canDeleteChannel
            self.antispam = antispam
            self.participantsHidden = participantsHidden
            self.translationsDisabled = translationsDisabled
            self.storiesPinnedAvailable = storiesPinnedAvailable
            self.viewForumAsMessages = viewForumAsMessages
            self.restrictedSponsored = restrictedSponsored
            self.canViewRevenue = canViewRevenue
            self.paidMediaAllowed = paidMediaAllowed
            self.canViewStarsRevenue = canViewStarsRevenue
            self.paidReactionsAvailable = paidReactionsAvailable
            self.stargiftsAvailable = stargiftsAvailable
            self.paidMessagesAvailable = paidMessagesAvailable
            self.hasWelcomeMessages = hasWelcomeMessages
            self.id = id
            self.about = about
            self.participantsCount = participantsCount
            self.adminsCount = adminsCount
            self.kickedCount = kickedCount
            self.bannedCount = bannedCount
            self.onlineCount = onlineCount
            self.readInboxMaxID = readInboxMaxID
            self.readOutboxMaxID = readOutboxMaxID
            self.unreadCount = unreadCount
            self.chatPhoto = chatPhoto
            self.notifySettings = notifySettings
            self.exportedInvite = exportedInvite
            self.botInfo = botInfo
            self.migratedFromChatID = migratedFromChatID
            self.migratedFromMaxID = migratedFromMaxID
            self.pinnedMsgID = pinnedMsgID
            self.stickerset = stickerset
            self.availableMinID = availableMinID
            self.folderID = folderID
            self.linkedChatID = linkedChatID
            self.location = location
            self.slowmodeSeconds = slowmodeSeconds
            self.slowmodeNextSendDate = slowmodeNextSendDate
            self.statsDc = statsDc
            self.pts = pts
            self.call = call
            self.ttlPeriod = ttlPeriod
            self.pendingSuggestions = pendingSuggestions
            self.groupcallDefaultJoinAs = groupcallDefaultJoinAs
            self.themeEmoticon = themeEmoticon
            self.requestsPending = requestsPending
            self.recentRequesters = recentRequesters
            self.defaultSendAs = defaultSendAs
            self.availableReactions = availableReactions
            self.reactionsLimit = reactionsLimit
            self.stories = stories
            self.wallpaper = wallpaper
            self.boostsApplied = boostsApplied
            self.boostsUnrestrict = boostsUnrestrict
            self.emojiset = emojiset
            self.botVerification = botVerification
            self.stargiftsCount = stargiftsCount
            self.sendPaidMessagesStars = sendPaidMessagesStars
            self.mainTab = mainTab
            self.guardBotID = guardBotID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa04e8d3a: self = try Self(newest: &reader)
            case 0x52d6806b: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "ChatFull")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            canViewParticipants = flags & 0x8 != 0
            canSetUsername = flags & 0x40 != 0
            canSetStickers = flags & 0x80 != 0
            hiddenPrehistory = flags & 0x400 != 0
            canSetLocation = flags & 0x10000 != 0
            hasScheduled = flags & 0x80000 != 0
            canViewStats = flags & 0x100000 != 0
            blocked = flags & 0x400000 != 0
            let flags2: UInt32 = try reader.word()
            canDeleteChannel = flags2 & 0x1 != 0
            antispam = flags2 & 0x2 != 0
            participantsHidden = flags2 & 0x4 != 0
            translationsDisabled = flags2 & 0x8 != 0
            storiesPinnedAvailable = flags2 & 0x20 != 0
            viewForumAsMessages = flags2 & 0x40 != 0
            restrictedSponsored = flags2 & 0x800 != 0
            canViewRevenue = flags2 & 0x1000 != 0
            paidMediaAllowed = flags2 & 0x4000 != 0
            canViewStarsRevenue = flags2 & 0x8000 != 0
            paidReactionsAvailable = flags2 & 0x10000 != 0
            stargiftsAvailable = flags2 & 0x80000 != 0
            paidMessagesAvailable = flags2 & 0x100000 != 0
            hasWelcomeMessages = flags2 & 0x1000000 != 0
            id = try reader.read()
            about = try reader.read()
            participantsCount = try reader.optional(flags & 0x1)
            adminsCount = try reader.optional(flags & 0x2)
            kickedCount = try reader.optional(flags & 0x4)
            bannedCount = try reader.optional(flags & 0x4)
            onlineCount = try reader.optional(flags & 0x2000)
            readInboxMaxID = try reader.read()
            readOutboxMaxID = try reader.read()
            unreadCount = try reader.read()
            chatPhoto = try reader.read()
            notifySettings = try reader.read()
            exportedInvite = try reader.optional(flags & 0x800000)
            botInfo = try reader.read()
            migratedFromChatID = try reader.optional(flags & 0x10)
            migratedFromMaxID = try reader.optional(flags & 0x10)
            pinnedMsgID = try reader.optional(flags & 0x20)
            stickerset = try reader.optional(flags & 0x100)
            availableMinID = try reader.optional(flags & 0x200)
            folderID = try reader.optional(flags & 0x800)
            linkedChatID = try reader.optional(flags & 0x4000)
            location = try reader.optional(flags & 0x8000)
            slowmodeSeconds = try reader.optional(flags & 0x20000)
            slowmodeNextSendDate = try reader.optional(flags & 0x40000)
            statsDc = try reader.optional(flags & 0x1000)
            pts = try reader.read()
            call = try reader.optional(flags & 0x200000)
            ttlPeriod = try reader.optional(flags & 0x1000000)
            pendingSuggestions = try reader.optional(flags & 0x2000000)
            groupcallDefaultJoinAs = try reader.optional(flags & 0x4000000)
            themeEmoticon = try reader.optional(flags & 0x8000000)
            requestsPending = try reader.optional(flags & 0x10000000)
            recentRequesters = try reader.optional(flags & 0x10000000)
            defaultSendAs = try reader.optional(flags & 0x20000000)
            availableReactions = try reader.optional(flags & 0x40000000)
            reactionsLimit = try reader.optional(flags2 & 0x2000)
            stories = try reader.optional(flags2 & 0x10)
            wallpaper = try reader.optional(flags2 & 0x80)
            boostsApplied = try reader.optional(flags2 & 0x100)
            boostsUnrestrict = try reader.optional(flags2 & 0x200)
            emojiset = try reader.optional(flags2 & 0x400)
            botVerification = try reader.optional(flags2 & 0x20000)
            stargiftsCount = try reader.optional(flags2 & 0x40000)
            sendPaidMessagesStars = try reader.optional(flags2 & 0x200000)
            mainTab = try reader.optional(flags2 & 0x400000)
            guardBotID = try reader.optional(flags2 & 0x800000)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            canViewParticipants = flags & 0x8 != 0
            canSetUsername = flags & 0x40 != 0
            canSetStickers = flags & 0x80 != 0
            hiddenPrehistory = flags & 0x400 != 0
            canSetLocation = flags & 0x10000 != 0
            hasScheduled = flags & 0x80000 != 0
            canViewStats = flags & 0x100000 != 0
            blocked = flags & 0x400000 != 0
            let flags2: UInt32 = try reader.word()
            canDeleteChannel = flags2 & 0x1 != 0
            antispam = flags2 & 0x2 != 0
            participantsHidden = flags2 & 0x4 != 0
            translationsDisabled = flags2 & 0x8 != 0
            storiesPinnedAvailable = flags2 & 0x20 != 0
            viewForumAsMessages = flags2 & 0x40 != 0
            restrictedSponsored = flags2 & 0x800 != 0
            canViewRevenue = flags2 & 0x1000 != 0
            paidMediaAllowed = flags2 & 0x4000 != 0
            canViewStarsRevenue = flags2 & 0x8000 != 0
            paidReactionsAvailable = flags2 & 0x10000 != 0
            stargiftsAvailable = flags2 & 0x80000 != 0
            paidMessagesAvailable = flags2 & 0x100000 != 0
            id = try reader.read()
            about = try reader.read()
            participantsCount = try reader.optional(flags & 0x1)
            adminsCount = try reader.optional(flags & 0x2)
            kickedCount = try reader.optional(flags & 0x4)
            bannedCount = try reader.optional(flags & 0x4)
            onlineCount = try reader.optional(flags & 0x2000)
            readInboxMaxID = try reader.read()
            readOutboxMaxID = try reader.read()
            unreadCount = try reader.read()
            chatPhoto = try reader.read()
            notifySettings = try reader.read()
            exportedInvite = try reader.optional(flags & 0x800000)
            botInfo = try reader.read()
            migratedFromChatID = try reader.optional(flags & 0x10)
            migratedFromMaxID = try reader.optional(flags & 0x10)
            pinnedMsgID = try reader.optional(flags & 0x20)
            stickerset = try reader.optional(flags & 0x100)
            availableMinID = try reader.optional(flags & 0x200)
            folderID = try reader.optional(flags & 0x800)
            linkedChatID = try reader.optional(flags & 0x4000)
            location = try reader.optional(flags & 0x8000)
            slowmodeSeconds = try reader.optional(flags & 0x20000)
            slowmodeNextSendDate = try reader.optional(flags & 0x40000)
            statsDc = try reader.optional(flags & 0x1000)
            pts = try reader.read()
            call = try reader.optional(flags & 0x200000)
            ttlPeriod = try reader.optional(flags & 0x1000000)
            pendingSuggestions = try reader.optional(flags & 0x2000000)
            groupcallDefaultJoinAs = try reader.optional(flags & 0x4000000)
            themeEmoticon = try reader.optional(flags & 0x8000000)
            requestsPending = try reader.optional(flags & 0x10000000)
            recentRequesters = try reader.optional(flags & 0x10000000)
            defaultSendAs = try reader.optional(flags & 0x20000000)
            availableReactions = try reader.optional(flags & 0x40000000)
            reactionsLimit = try reader.optional(flags2 & 0x2000)
            stories = try reader.optional(flags2 & 0x10)
            wallpaper = try reader.optional(flags2 & 0x80)
            boostsApplied = try reader.optional(flags2 & 0x100)
            boostsUnrestrict = try reader.optional(flags2 & 0x200)
            emojiset = try reader.optional(flags2 & 0x400)
            botVerification = try reader.optional(flags2 & 0x20000)
            stargiftsCount = try reader.optional(flags2 & 0x40000)
            hasWelcomeMessages = false
            sendPaidMessagesStars = nil
            mainTab = nil
            guardBotID = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xa04e8d3a)
            var flags: UInt32 = 0
            if participantsCount != nil { flags |= 0x1 }
            if adminsCount != nil { flags |= 0x2 }
            if kickedCount != nil, bannedCount != nil { flags |= 0x4 }
            if canViewParticipants { flags |= 0x8 }
            if migratedFromChatID != nil, migratedFromMaxID != nil { flags |= 0x10 }
            if pinnedMsgID != nil { flags |= 0x20 }
            if canSetUsername { flags |= 0x40 }
            if canSetStickers { flags |= 0x80 }
            if stickerset != nil { flags |= 0x100 }
            if availableMinID != nil { flags |= 0x200 }
            if hiddenPrehistory { flags |= 0x400 }
            if folderID != nil { flags |= 0x800 }
            if statsDc != nil { flags |= 0x1000 }
            if onlineCount != nil { flags |= 0x2000 }
            if linkedChatID != nil { flags |= 0x4000 }
            if location != nil { flags |= 0x8000 }
            if canSetLocation { flags |= 0x10000 }
            if slowmodeSeconds != nil { flags |= 0x20000 }
            if slowmodeNextSendDate != nil { flags |= 0x40000 }
            if hasScheduled { flags |= 0x80000 }
            if canViewStats { flags |= 0x100000 }
            if call != nil { flags |= 0x200000 }
            if blocked { flags |= 0x400000 }
            if exportedInvite != nil { flags |= 0x800000 }
            if ttlPeriod != nil { flags |= 0x1000000 }
            if pendingSuggestions != nil { flags |= 0x2000000 }
            if groupcallDefaultJoinAs != nil { flags |= 0x4000000 }
            if themeEmoticon != nil { flags |= 0x8000000 }
            if requestsPending != nil, recentRequesters != nil { flags |= 0x10000000 }
            if defaultSendAs != nil { flags |= 0x20000000 }
            if availableReactions != nil { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if canDeleteChannel { flags2 |= 0x1 }
            if antispam { flags2 |= 0x2 }
            if participantsHidden { flags2 |= 0x4 }
            if translationsDisabled { flags2 |= 0x8 }
            if stories != nil { flags2 |= 0x10 }
            if storiesPinnedAvailable { flags2 |= 0x20 }
            if viewForumAsMessages { flags2 |= 0x40 }
            if wallpaper != nil { flags2 |= 0x80 }
            if boostsApplied != nil { flags2 |= 0x100 }
            if boostsUnrestrict != nil { flags2 |= 0x200 }
            if emojiset != nil { flags2 |= 0x400 }
            if restrictedSponsored { flags2 |= 0x800 }
            if canViewRevenue { flags2 |= 0x1000 }
            if reactionsLimit != nil { flags2 |= 0x2000 }
            if paidMediaAllowed { flags2 |= 0x4000 }
            if canViewStarsRevenue { flags2 |= 0x8000 }
            if paidReactionsAvailable { flags2 |= 0x10000 }
            if botVerification != nil { flags2 |= 0x20000 }
            if stargiftsCount != nil { flags2 |= 0x40000 }
            if stargiftsAvailable { flags2 |= 0x80000 }
            if paidMessagesAvailable { flags2 |= 0x100000 }
            if sendPaidMessagesStars != nil { flags2 |= 0x200000 }
            if mainTab != nil { flags2 |= 0x400000 }
            if guardBotID != nil { flags2 |= 0x800000 }
            if hasWelcomeMessages { flags2 |= 0x1000000 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            writer.write(about)
            if let participantsCount { writer.write(participantsCount) }
            if let adminsCount { writer.write(adminsCount) }
            if flags & 0x4 != 0, let kickedCount { writer.write(kickedCount) }
            if flags & 0x4 != 0, let bannedCount { writer.write(bannedCount) }
            if let onlineCount { writer.write(onlineCount) }
            writer.write(readInboxMaxID)
            writer.write(readOutboxMaxID)
            writer.write(unreadCount)
            writer.write(chatPhoto)
            writer.write(notifySettings)
            if let exportedInvite { writer.write(exportedInvite) }
            writer.write(botInfo)
            if flags & 0x10 != 0, let migratedFromChatID { writer.write(migratedFromChatID) }
            if flags & 0x10 != 0, let migratedFromMaxID { writer.write(migratedFromMaxID) }
            if let pinnedMsgID { writer.write(pinnedMsgID) }
            if let stickerset { writer.write(stickerset) }
            if let availableMinID { writer.write(availableMinID) }
            if let folderID { writer.write(folderID) }
            if let linkedChatID { writer.write(linkedChatID) }
            if let location { writer.write(location) }
            if let slowmodeSeconds { writer.write(slowmodeSeconds) }
            if let slowmodeNextSendDate { writer.write(slowmodeNextSendDate) }
            if let statsDc { writer.write(statsDc) }
            writer.write(pts)
            if let call { writer.write(call) }
            if let ttlPeriod { writer.write(ttlPeriod) }
            if let pendingSuggestions { writer.write(pendingSuggestions) }
            if let groupcallDefaultJoinAs { writer.write(groupcallDefaultJoinAs) }
            if let themeEmoticon { writer.write(themeEmoticon) }
            if flags & 0x10000000 != 0, let requestsPending { writer.write(requestsPending) }
            if flags & 0x10000000 != 0, let recentRequesters { writer.write(recentRequesters) }
            if let defaultSendAs { writer.write(defaultSendAs) }
            if let availableReactions { writer.write(availableReactions) }
            if let reactionsLimit { writer.write(reactionsLimit) }
            if let stories { writer.write(stories) }
            if let wallpaper { writer.write(wallpaper) }
            if let boostsApplied { writer.write(boostsApplied) }
            if let boostsUnrestrict { writer.write(boostsUnrestrict) }
            if let emojiset { writer.write(emojiset) }
            if let botVerification { writer.write(botVerification) }
            if let stargiftsCount { writer.write(stargiftsCount) }
            if let sendPaidMessagesStars { writer.write(sendPaidMessagesStars) }
            if let mainTab { writer.write(mainTab) }
            if let guardBotID { writer.write(guardBotID) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x52d6806b)
            var flags: UInt32 = 0
            if participantsCount != nil { flags |= 0x1 }
            if adminsCount != nil { flags |= 0x2 }
            if kickedCount != nil, bannedCount != nil { flags |= 0x4 }
            if canViewParticipants { flags |= 0x8 }
            if migratedFromChatID != nil, migratedFromMaxID != nil { flags |= 0x10 }
            if pinnedMsgID != nil { flags |= 0x20 }
            if canSetUsername { flags |= 0x40 }
            if canSetStickers { flags |= 0x80 }
            if stickerset != nil { flags |= 0x100 }
            if availableMinID != nil { flags |= 0x200 }
            if hiddenPrehistory { flags |= 0x400 }
            if folderID != nil { flags |= 0x800 }
            if statsDc != nil { flags |= 0x1000 }
            if onlineCount != nil { flags |= 0x2000 }
            if linkedChatID != nil { flags |= 0x4000 }
            if location != nil { flags |= 0x8000 }
            if canSetLocation { flags |= 0x10000 }
            if slowmodeSeconds != nil { flags |= 0x20000 }
            if slowmodeNextSendDate != nil { flags |= 0x40000 }
            if hasScheduled { flags |= 0x80000 }
            if canViewStats { flags |= 0x100000 }
            if call != nil { flags |= 0x200000 }
            if blocked { flags |= 0x400000 }
            if exportedInvite != nil { flags |= 0x800000 }
            if ttlPeriod != nil { flags |= 0x1000000 }
            if pendingSuggestions != nil { flags |= 0x2000000 }
            if groupcallDefaultJoinAs != nil { flags |= 0x4000000 }
            if themeEmoticon != nil { flags |= 0x8000000 }
            if requestsPending != nil, recentRequesters != nil { flags |= 0x10000000 }
            if defaultSendAs != nil { flags |= 0x20000000 }
            if availableReactions != nil { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if canDeleteChannel { flags2 |= 0x1 }
            if antispam { flags2 |= 0x2 }
            if participantsHidden { flags2 |= 0x4 }
            if translationsDisabled { flags2 |= 0x8 }
            if stories != nil { flags2 |= 0x10 }
            if storiesPinnedAvailable { flags2 |= 0x20 }
            if viewForumAsMessages { flags2 |= 0x40 }
            if wallpaper != nil { flags2 |= 0x80 }
            if boostsApplied != nil { flags2 |= 0x100 }
            if boostsUnrestrict != nil { flags2 |= 0x200 }
            if emojiset != nil { flags2 |= 0x400 }
            if restrictedSponsored { flags2 |= 0x800 }
            if canViewRevenue { flags2 |= 0x1000 }
            if reactionsLimit != nil { flags2 |= 0x2000 }
            if paidMediaAllowed { flags2 |= 0x4000 }
            if canViewStarsRevenue { flags2 |= 0x8000 }
            if paidReactionsAvailable { flags2 |= 0x10000 }
            if botVerification != nil { flags2 |= 0x20000 }
            if stargiftsCount != nil { flags2 |= 0x40000 }
            if stargiftsAvailable { flags2 |= 0x80000 }
            if paidMessagesAvailable { flags2 |= 0x100000 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            writer.write(about)
            if let participantsCount { writer.write(participantsCount) }
            if let adminsCount { writer.write(adminsCount) }
            if flags & 0x4 != 0, let kickedCount { writer.write(kickedCount) }
            if flags & 0x4 != 0, let bannedCount { writer.write(bannedCount) }
            if let onlineCount { writer.write(onlineCount) }
            writer.write(readInboxMaxID)
            writer.write(readOutboxMaxID)
            writer.write(unreadCount)
            writer.write(chatPhoto)
            writer.write(notifySettings)
            if let exportedInvite { writer.write(exportedInvite) }
            writer.write(botInfo)
            if flags & 0x10 != 0, let migratedFromChatID { writer.write(migratedFromChatID) }
            if flags & 0x10 != 0, let migratedFromMaxID { writer.write(migratedFromMaxID) }
            if let pinnedMsgID { writer.write(pinnedMsgID) }
            if let stickerset { writer.write(stickerset) }
            if let availableMinID { writer.write(availableMinID) }
            if let folderID { writer.write(folderID) }
            if let linkedChatID { writer.write(linkedChatID) }
            if let location { writer.write(location) }
            if let slowmodeSeconds { writer.write(slowmodeSeconds) }
            if let slowmodeNextSendDate { writer.write(slowmodeNextSendDate) }
            if let statsDc { writer.write(statsDc) }
            writer.write(pts)
            if let call { writer.write(call) }
            if let ttlPeriod { writer.write(ttlPeriod) }
            if let pendingSuggestions { writer.write(pendingSuggestions) }
            if let groupcallDefaultJoinAs { writer.write(groupcallDefaultJoinAs) }
            if let themeEmoticon { writer.write(themeEmoticon) }
            if flags & 0x10000000 != 0, let requestsPending { writer.write(requestsPending) }
            if flags & 0x10000000 != 0, let recentRequesters { writer.write(recentRequesters) }
            if let defaultSendAs { writer.write(defaultSendAs) }
            if let availableReactions { writer.write(availableReactions) }
            if let reactionsLimit { writer.write(reactionsLimit) }
            if let stories { writer.write(stories) }
            if let wallpaper { writer.write(wallpaper) }
            if let boostsApplied { writer.write(boostsApplied) }
            if let boostsUnrestrict { writer.write(boostsUnrestrict) }
            if let emojiset { writer.write(emojiset) }
            if let botVerification { writer.write(botVerification) }
            if let stargiftsCount { writer.write(stargiftsCount) }
        }
    }

    /// `messages.Chats`
    package enum MessagesChats: TLBoxed, Hashable {
        case messagesChats(MessagesChatsValue)
        case messagesChatsSlice(MessagesChatsSlice)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x64ff9fd5:
                self = .messagesChats(try MessagesChatsValue(constructor: constructor, from: &reader))
            case 0x9cd81144:
                self = .messagesChatsSlice(try MessagesChatsSlice(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "messages.Chats")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .messagesChats(let value): value.write(to: &writer)
            case .messagesChatsSlice(let value): value.write(to: &writer)
            }
        }
    }

    /// `messages.chats#64ff9fd5`
    package struct MessagesChatsValue: TLBoxed, Hashable {
        package var chats: [API.Chat]

        package init(chats: [API.Chat] = []) {
            self.chats = chats
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x64ff9fd5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.Chats")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            chats = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x64ff9fd5)
            writer.write(chats)
        }
    }

    /// `messages.chatsSlice#9cd81144`
    package struct MessagesChatsSlice: TLBoxed, Hashable {
        package var count: Int32
        package var chats: [API.Chat]

        package init(count: Int32, chats: [API.Chat] = []) {
            self.count = count
            self.chats = chats
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9cd81144: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.Chats")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            count = try reader.read()
            chats = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9cd81144)
            writer.write(count)
            writer.write(chats)
        }
    }

    /// `messages.invitedUsers#7f5defa6`
    package struct MessagesInvitedUsers: TLBoxed, Hashable {
        package var updates: API.Updates
        package var missingInvitees: [API.MissingInvitee]

        package init(updates: API.Updates, missingInvitees: [API.MissingInvitee] = []) {
            self.updates = updates
            self.missingInvitees = missingInvitees
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7f5defa6: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.InvitedUsers")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            updates = try reader.read()
            missingInvitees = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7f5defa6)
            writer.write(updates)
            writer.write(missingInvitees)
        }
    }

    /// `messages.affectedMessages#84d19185`
    package struct MessagesAffectedMessages: TLBoxed, Hashable {
        package var pts: Int32
        package var ptsCount: Int32

        package init(pts: Int32, ptsCount: Int32) {
            self.pts = pts
            self.ptsCount = ptsCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x84d19185: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.AffectedMessages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pts = try reader.read()
            ptsCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x84d19185)
            writer.write(pts)
            writer.write(ptsCount)
        }
    }

    /// `messages.affectedHistory#b45c69d1`
    package struct MessagesAffectedHistory: TLBoxed, Hashable {
        package var pts: Int32
        package var ptsCount: Int32
        package var offset: Int32

        package init(pts: Int32, ptsCount: Int32, offset: Int32) {
            self.pts = pts
            self.ptsCount = ptsCount
            self.offset = offset
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb45c69d1: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.AffectedHistory")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            pts = try reader.read()
            ptsCount = try reader.read()
            offset = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb45c69d1)
            writer.write(pts)
            writer.write(ptsCount)
            writer.write(offset)
        }
    }

    /// `peerNotifySettings#99622c0c`
    package struct PeerNotifySettings: TLBoxed, Hashable {
        package var showPreviews: Bool?
        package var silent: Bool?
        package var muteUntil: Int32?
        package var iosSound: API.NotificationSound?
        package var androidSound: API.NotificationSound?
        package var otherSound: API.NotificationSound?
        package var storiesMuted: Bool?
        package var storiesHideSender: Bool?
        package var storiesIosSound: API.NotificationSound?
        package var storiesAndroidSound: API.NotificationSound?
        package var storiesOtherSound: API.NotificationSound?

        package init(
            showPreviews: Bool? = nil, silent: Bool? = nil, muteUntil: Int32? = nil,
            iosSound: API.NotificationSound? = nil, androidSound: API.NotificationSound? = nil,
            otherSound: API.NotificationSound? = nil, storiesMuted: Bool? = nil, storiesHideSender: Bool? = nil,
            storiesIosSound: API.NotificationSound? = nil, storiesAndroidSound: API.NotificationSound? = nil,
            storiesOtherSound: API.NotificationSound? = nil
        ) {
            self.showPreviews = showPreviews
            self.silent = silent
            self.muteUntil = muteUntil
            self.iosSound = iosSound
            self.androidSound = androidSound
            self.otherSound = otherSound
            self.storiesMuted = storiesMuted
            self.storiesHideSender = storiesHideSender
            self.storiesIosSound = storiesIosSound
            self.storiesAndroidSound = storiesAndroidSound
            self.storiesOtherSound = storiesOtherSound
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x99622c0c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PeerNotifySettings")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            showPreviews = try reader.optional(flags & 0x1)
            silent = try reader.optional(flags & 0x2)
            muteUntil = try reader.optional(flags & 0x4)
            iosSound = try reader.optional(flags & 0x8)
            androidSound = try reader.optional(flags & 0x10)
            otherSound = try reader.optional(flags & 0x20)
            storiesMuted = try reader.optional(flags & 0x40)
            storiesHideSender = try reader.optional(flags & 0x80)
            storiesIosSound = try reader.optional(flags & 0x100)
            storiesAndroidSound = try reader.optional(flags & 0x200)
            storiesOtherSound = try reader.optional(flags & 0x400)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x99622c0c)
            var flags: UInt32 = 0
            if showPreviews != nil { flags |= 0x1 }
            if silent != nil { flags |= 0x2 }
            if muteUntil != nil { flags |= 0x4 }
            if iosSound != nil { flags |= 0x8 }
            if androidSound != nil { flags |= 0x10 }
            if otherSound != nil { flags |= 0x20 }
            if storiesMuted != nil { flags |= 0x40 }
            if storiesHideSender != nil { flags |= 0x80 }
            if storiesIosSound != nil { flags |= 0x100 }
            if storiesAndroidSound != nil { flags |= 0x200 }
            if storiesOtherSound != nil { flags |= 0x400 }
            writer.word(flags)
            if let showPreviews { writer.write(showPreviews) }
            if let silent { writer.write(silent) }
            if let muteUntil { writer.write(muteUntil) }
            if let iosSound { writer.write(iosSound) }
            if let androidSound { writer.write(androidSound) }
            if let otherSound { writer.write(otherSound) }
            if let storiesMuted { writer.write(storiesMuted) }
            if let storiesHideSender { writer.write(storiesHideSender) }
            if let storiesIosSound { writer.write(storiesIosSound) }
            if let storiesAndroidSound { writer.write(storiesAndroidSound) }
            if let storiesOtherSound { writer.write(storiesOtherSound) }
        }
    }

    /// `Photo`
    package enum Photo: TLBoxed, Hashable {
        case photoEmpty(PhotoEmpty)
        case photo(PhotoValue)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2331b22d:
                self = .photoEmpty(try PhotoEmpty(constructor: constructor, from: &reader))
            case 0xfb197a65:
                self = .photo(try PhotoValue(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "Photo")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .photoEmpty(let value): value.write(to: &writer)
            case .photo(let value): value.write(to: &writer)
            }
        }
    }

    /// `photoEmpty#2331b22d`
    package struct PhotoEmpty: TLBoxed, Hashable {
        package var id: Int64

        package init(id: Int64) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2331b22d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Photo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x2331b22d)
            writer.write(id)
        }
    }

    /// `photo#fb197a65`
    package struct PhotoValue: TLBoxed, Hashable {
        package var hasStickers: Bool
        package var id: Int64
        package var accessHash: Int64
        package var fileReference: [UInt8]
        package var date: Int32
        package var sizes: [API.PhotoSize]
        package var videoSizes: [API.VideoSize]?
        package var dcID: Int32

        package init(
            hasStickers: Bool = false, id: Int64, accessHash: Int64, fileReference: [UInt8], date: Int32,
            sizes: [API.PhotoSize] = [], videoSizes: [API.VideoSize]? = nil, dcID: Int32
        ) {
            self.hasStickers = hasStickers
            self.id = id
            self.accessHash = accessHash
            self.fileReference = fileReference
            self.date = date
            self.sizes = sizes
            self.videoSizes = videoSizes
            self.dcID = dcID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfb197a65: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Photo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            hasStickers = flags & 0x1 != 0
            id = try reader.read()
            accessHash = try reader.read()
            fileReference = try reader.bytes()
            date = try reader.read()
            sizes = try reader.read()
            videoSizes = try reader.optional(flags & 0x2)
            dcID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xfb197a65)
            var flags: UInt32 = 0
            if hasStickers { flags |= 0x1 }
            if videoSizes != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(id)
            writer.write(accessHash)
            writer.bytes(fileReference)
            writer.write(date)
            writer.write(sizes)
            if let videoSizes { writer.write(videoSizes) }
            writer.write(dcID)
        }
    }
}
