// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension API {

    /// `users.userFull#3b6d152e`
    package struct UsersUserFull: TLBoxed, Hashable {
        package var fullUser: API.UserFull
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(fullUser: API.UserFull, chats: [API.Chat] = [], users: [API.User] = []) {
            self.fullUser = fullUser
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3b6d152e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "users.UserFull")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            fullUser = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3b6d152e)
            writer.write(fullUser)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `User`
    package indirect enum User: TLBoxed, Hashable {
        case user(UserValue)
        case userEmpty(UserEmpty)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb1b8cc83, 0x020b1422:
                self = .user(try UserValue(constructor: constructor, from: &reader))
            case 0xd3bc4b7a:
                self = .userEmpty(try UserEmpty(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "User")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .user(let value): value.write(to: &writer)
            case .userEmpty(let value): value.write(to: &writer)
            }
        }
    }

    /// `user#b1b8cc83`, layer 201: `#20b1422`
    package struct UserValue: TLBoxed, Hashable {
        package var isSelf: Bool
        package var contact: Bool
        package var mutualContact: Bool
        package var deleted: Bool
        package var bot: Bool
        package var botChatHistory: Bool
        package var botNochats: Bool
        package var verified: Bool
        package var restricted: Bool
        package var min: Bool
        package var botInlineGeo: Bool
        package var support: Bool
        package var scam: Bool
        package var applyMinPhoto: Bool
        package var fake: Bool
        package var botAttachMenu: Bool
        package var premium: Bool
        package var attachMenuEnabled: Bool
        package var botCanEdit: Bool
        package var closeFriend: Bool
        package var storiesHidden: Bool
        package var storiesUnavailable: Bool
        package var contactRequirePremium: Bool
        package var botBusiness: Bool
        package var botHasMainApp: Bool
        package var botForumView: Bool
        package var botForumCanManageTopics: Bool
        package var botCanManageBots: Bool
        package var botGuestchat: Bool
        package var botGuard: Bool
        package var id: Int64
        package var accessHash: Int64?
        package var firstName: String?
        package var lastName: String?
        package var username: String?
        package var phone: String?
        package var photo: API.UserProfilePhoto?
        package var status: API.UserStatus?
        package var botInfoVersion: Int32?
        package var restrictionReason: [API.RestrictionReason]?
        package var botInlinePlaceholder: String?
        package var langCode: String?
        package var emojiStatus: API.EmojiStatus?
        package var usernames: [API.Username]?
        package var storiesMaxID: API.RecentStory?
        package var color: API.PeerColor?
        package var profileColor: API.PeerColor?
        package var botActiveUsers: Int32?
        package var botVerificationIcon: Int64?
        package var sendPaidMessagesStars: Int64?
        package var linkedCommunityID: Int64?
        package var storiesMaxID201: Int32?

        package init(
            isSelf: Bool = false, contact: Bool = false, mutualContact: Bool = false, deleted: Bool = false,
            bot: Bool = false, botChatHistory: Bool = false, botNochats: Bool = false, verified: Bool = false,
            restricted: Bool = false, min: Bool = false, botInlineGeo: Bool = false, support: Bool = false,
            scam: Bool = false, applyMinPhoto: Bool = false, fake: Bool = false, botAttachMenu: Bool = false,
            premium: Bool = false, attachMenuEnabled: Bool = false, botCanEdit: Bool = false, closeFriend: Bool = false,
            storiesHidden: Bool = false, storiesUnavailable: Bool = false, contactRequirePremium: Bool = false,
            botBusiness: Bool = false, botHasMainApp: Bool = false, botForumView: Bool = false,
            botForumCanManageTopics: Bool = false, botCanManageBots: Bool = false, botGuestchat: Bool = false,
            botGuard: Bool = false, id: Int64, accessHash: Int64? = nil, firstName: String? = nil,
            lastName: String? = nil, username: String? = nil, phone: String? = nil, photo: API.UserProfilePhoto? = nil,
            status: API.UserStatus? = nil, botInfoVersion: Int32? = nil,
            restrictionReason: [API.RestrictionReason]? = nil, botInlinePlaceholder: String? = nil,
            langCode: String? = nil, emojiStatus: API.EmojiStatus? = nil, usernames: [API.Username]? = nil,
            storiesMaxID: API.RecentStory? = nil, color: API.PeerColor? = nil, profileColor: API.PeerColor? = nil,
            botActiveUsers: Int32? = nil, botVerificationIcon: Int64? = nil, sendPaidMessagesStars: Int64? = nil,
            linkedCommunityID: Int64? = nil, storiesMaxID201: Int32? = nil
        ) {
            self.isSelf = isSelf
            self.contact = contact
            self.mutualContact = mutualContact
            self.deleted = deleted
            self.bot = bot
            self.botChatHistory = botChatHistory
            self.botNochats = botNochats
            self.verified = verified
            self.restricted = restricted
            self.min = min
            self.botInlineGeo = botInlineGeo
            self.support = support
            self.scam = scam
            self.applyMinPhoto = applyMinPhoto
            self.fake = fake
            self.botAttachMenu = botAttachMenu
            self.premium = premium
            self.attachMenuEnabled = attachMenuEnabled
            self.botCanEdit = botCanEdit
            self.closeFriend = closeFriend
            self.storiesHidden = storiesHidden
            self.storiesUnavailable = storiesUnavailable
            self.contactRequirePremium = contactRequirePremium
            self.botBusiness = botBusiness
            self.botHasMainApp = botHasMainApp
            self.botForumView = botForumView
            self.botForumCanManageTopics = botForumCanManageTopics
            self.botCanManageBots = botCanManageBots
            self.botGuestchat = botGuestchat
            self.botGuard = botGuard
            self.id = id
            self.accessHash = accessHash
            self.firstName = firstName
            self.lastName = lastName
            self.username = username
            self.phone = phone
            self.photo = photo
            self.status = status
            self.botInfoVersion = botInfoVersion
            self.restrictionReason = restrictionReason
            self.botInlinePlaceholder = botInlinePlaceholder
            self.langCode = langCode
            self.emojiStatus = emojiStatus
            self.usernames = usernames
            self.storiesMaxID = storiesMaxID
            self.color = color
            self.profileColor = profileColor
            self.botActiveUsers = botActiveUsers
            self.botVerificationIcon = botVerificationIcon
            self.sendPaidMessagesStars = sendPaidMessagesStars
            self.linkedCommunityID = linkedCommunityID
            self.storiesMaxID201 = storiesMaxID201
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb1b8cc83: self = try Self(newest: &reader)
            case 0x020b1422: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "User")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            isSelf = flags & 0x400 != 0
            contact = flags & 0x800 != 0
            mutualContact = flags & 0x1000 != 0
            deleted = flags & 0x2000 != 0
            bot = flags & 0x4000 != 0
            botChatHistory = flags & 0x8000 != 0
            botNochats = flags & 0x10000 != 0
            verified = flags & 0x20000 != 0
            restricted = flags & 0x40000 != 0
            min = flags & 0x100000 != 0
            botInlineGeo = flags & 0x200000 != 0
            support = flags & 0x800000 != 0
            scam = flags & 0x1000000 != 0
            applyMinPhoto = flags & 0x2000000 != 0
            fake = flags & 0x4000000 != 0
            botAttachMenu = flags & 0x8000000 != 0
            premium = flags & 0x10000000 != 0
            attachMenuEnabled = flags & 0x20000000 != 0
            let flags2: UInt32 = try reader.word()
            botCanEdit = flags2 & 0x2 != 0
            closeFriend = flags2 & 0x4 != 0
            storiesHidden = flags2 & 0x8 != 0
            storiesUnavailable = flags2 & 0x10 != 0
            contactRequirePremium = flags2 & 0x400 != 0
            botBusiness = flags2 & 0x800 != 0
            botHasMainApp = flags2 & 0x2000 != 0
            botForumView = flags2 & 0x10000 != 0
            botForumCanManageTopics = flags2 & 0x20000 != 0
            botCanManageBots = flags2 & 0x40000 != 0
            botGuestchat = flags2 & 0x80000 != 0
            botGuard = flags2 & 0x100000 != 0
            id = try reader.read()
            accessHash = try reader.optional(flags & 0x1)
            firstName = try reader.optional(flags & 0x2)
            lastName = try reader.optional(flags & 0x4)
            username = try reader.optional(flags & 0x8)
            phone = try reader.optional(flags & 0x10)
            photo = try reader.optional(flags & 0x20)
            status = try reader.optional(flags & 0x40)
            botInfoVersion = try reader.optional(flags & 0x4000)
            restrictionReason = try reader.optional(flags & 0x40000)
            botInlinePlaceholder = try reader.optional(flags & 0x80000)
            langCode = try reader.optional(flags & 0x400000)
            emojiStatus = try reader.optional(flags & 0x40000000)
            usernames = try reader.optional(flags2 & 0x1)
            storiesMaxID = try reader.optional(flags2 & 0x20)
            color = try reader.optional(flags2 & 0x100)
            profileColor = try reader.optional(flags2 & 0x200)
            botActiveUsers = try reader.optional(flags2 & 0x1000)
            botVerificationIcon = try reader.optional(flags2 & 0x4000)
            sendPaidMessagesStars = try reader.optional(flags2 & 0x8000)
            linkedCommunityID = try reader.optional(flags2 & 0x200000)
            storiesMaxID201 = nil
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            isSelf = flags & 0x400 != 0
            contact = flags & 0x800 != 0
            mutualContact = flags & 0x1000 != 0
            deleted = flags & 0x2000 != 0
            bot = flags & 0x4000 != 0
            botChatHistory = flags & 0x8000 != 0
            botNochats = flags & 0x10000 != 0
            verified = flags & 0x20000 != 0
            restricted = flags & 0x40000 != 0
            min = flags & 0x100000 != 0
            botInlineGeo = flags & 0x200000 != 0
            support = flags & 0x800000 != 0
            scam = flags & 0x1000000 != 0
            applyMinPhoto = flags & 0x2000000 != 0
            fake = flags & 0x4000000 != 0
            botAttachMenu = flags & 0x8000000 != 0
            premium = flags & 0x10000000 != 0
            attachMenuEnabled = flags & 0x20000000 != 0
            let flags2: UInt32 = try reader.word()
            botCanEdit = flags2 & 0x2 != 0
            closeFriend = flags2 & 0x4 != 0
            storiesHidden = flags2 & 0x8 != 0
            storiesUnavailable = flags2 & 0x10 != 0
            contactRequirePremium = flags2 & 0x400 != 0
            botBusiness = flags2 & 0x800 != 0
            botHasMainApp = flags2 & 0x2000 != 0
            id = try reader.read()
            accessHash = try reader.optional(flags & 0x1)
            firstName = try reader.optional(flags & 0x2)
            lastName = try reader.optional(flags & 0x4)
            username = try reader.optional(flags & 0x8)
            phone = try reader.optional(flags & 0x10)
            photo = try reader.optional(flags & 0x20)
            status = try reader.optional(flags & 0x40)
            botInfoVersion = try reader.optional(flags & 0x4000)
            restrictionReason = try reader.optional(flags & 0x40000)
            botInlinePlaceholder = try reader.optional(flags & 0x80000)
            langCode = try reader.optional(flags & 0x400000)
            emojiStatus = try reader.optional(flags & 0x40000000)
            usernames = try reader.optional(flags2 & 0x1)
            storiesMaxID201 = try reader.optional(flags2 & 0x20)
            color = try reader.optional(flags2 & 0x100)
            profileColor = try reader.optional(flags2 & 0x200)
            botActiveUsers = try reader.optional(flags2 & 0x1000)
            botVerificationIcon = try reader.optional(flags2 & 0x4000)
            sendPaidMessagesStars = try reader.optional(flags2 & 0x8000)
            botForumView = false
            botForumCanManageTopics = false
            botCanManageBots = false
            botGuestchat = false
            botGuard = false
            storiesMaxID = nil
            linkedCommunityID = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xb1b8cc83)
            var flags: UInt32 = 0
            if accessHash != nil { flags |= 0x1 }
            if firstName != nil { flags |= 0x2 }
            if lastName != nil { flags |= 0x4 }
            if username != nil { flags |= 0x8 }
            if phone != nil { flags |= 0x10 }
            if photo != nil { flags |= 0x20 }
            if status != nil { flags |= 0x40 }
            if isSelf { flags |= 0x400 }
            if contact { flags |= 0x800 }
            if mutualContact { flags |= 0x1000 }
            if deleted { flags |= 0x2000 }
            if botInfoVersion != nil { flags |= 0x4000 }
            if botChatHistory { flags |= 0x8000 }
            if botNochats { flags |= 0x10000 }
            if verified { flags |= 0x20000 }
            if restrictionReason != nil { flags |= 0x40000 }
            if botInlinePlaceholder != nil { flags |= 0x80000 }
            if min { flags |= 0x100000 }
            if botInlineGeo { flags |= 0x200000 }
            if langCode != nil { flags |= 0x400000 }
            if support { flags |= 0x800000 }
            if scam { flags |= 0x1000000 }
            if applyMinPhoto { flags |= 0x2000000 }
            if fake { flags |= 0x4000000 }
            if botAttachMenu { flags |= 0x8000000 }
            if premium { flags |= 0x10000000 }
            if attachMenuEnabled { flags |= 0x20000000 }
            if emojiStatus != nil { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if usernames != nil { flags2 |= 0x1 }
            if botCanEdit { flags2 |= 0x2 }
            if closeFriend { flags2 |= 0x4 }
            if storiesHidden { flags2 |= 0x8 }
            if storiesUnavailable { flags2 |= 0x10 }
            if storiesMaxID != nil { flags2 |= 0x20 }
            if color != nil { flags2 |= 0x100 }
            if profileColor != nil { flags2 |= 0x200 }
            if contactRequirePremium { flags2 |= 0x400 }
            if botBusiness { flags2 |= 0x800 }
            if botActiveUsers != nil { flags2 |= 0x1000 }
            if botHasMainApp { flags2 |= 0x2000 }
            if botVerificationIcon != nil { flags2 |= 0x4000 }
            if sendPaidMessagesStars != nil { flags2 |= 0x8000 }
            if botForumView { flags2 |= 0x10000 }
            if botForumCanManageTopics { flags2 |= 0x20000 }
            if botCanManageBots { flags2 |= 0x40000 }
            if botGuestchat { flags2 |= 0x80000 }
            if botGuard { flags2 |= 0x100000 }
            if linkedCommunityID != nil { flags2 |= 0x200000 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            if let accessHash { writer.write(accessHash) }
            if let firstName { writer.write(firstName) }
            if let lastName { writer.write(lastName) }
            if let username { writer.write(username) }
            if let phone { writer.write(phone) }
            if let photo { writer.write(photo) }
            if let status { writer.write(status) }
            if let botInfoVersion { writer.write(botInfoVersion) }
            if let restrictionReason { writer.write(restrictionReason) }
            if let botInlinePlaceholder { writer.write(botInlinePlaceholder) }
            if let langCode { writer.write(langCode) }
            if let emojiStatus { writer.write(emojiStatus) }
            if let usernames { writer.write(usernames) }
            if let storiesMaxID { writer.write(storiesMaxID) }
            if let color { writer.write(color) }
            if let profileColor { writer.write(profileColor) }
            if let botActiveUsers { writer.write(botActiveUsers) }
            if let botVerificationIcon { writer.write(botVerificationIcon) }
            if let sendPaidMessagesStars { writer.write(sendPaidMessagesStars) }
            if let linkedCommunityID { writer.write(linkedCommunityID) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x020b1422)
            var flags: UInt32 = 0
            if accessHash != nil { flags |= 0x1 }
            if firstName != nil { flags |= 0x2 }
            if lastName != nil { flags |= 0x4 }
            if username != nil { flags |= 0x8 }
            if phone != nil { flags |= 0x10 }
            if photo != nil { flags |= 0x20 }
            if status != nil { flags |= 0x40 }
            if isSelf { flags |= 0x400 }
            if contact { flags |= 0x800 }
            if mutualContact { flags |= 0x1000 }
            if deleted { flags |= 0x2000 }
            if botInfoVersion != nil { flags |= 0x4000 }
            if botChatHistory { flags |= 0x8000 }
            if botNochats { flags |= 0x10000 }
            if verified { flags |= 0x20000 }
            if restrictionReason != nil { flags |= 0x40000 }
            if botInlinePlaceholder != nil { flags |= 0x80000 }
            if min { flags |= 0x100000 }
            if botInlineGeo { flags |= 0x200000 }
            if langCode != nil { flags |= 0x400000 }
            if support { flags |= 0x800000 }
            if scam { flags |= 0x1000000 }
            if applyMinPhoto { flags |= 0x2000000 }
            if fake { flags |= 0x4000000 }
            if botAttachMenu { flags |= 0x8000000 }
            if premium { flags |= 0x10000000 }
            if attachMenuEnabled { flags |= 0x20000000 }
            if emojiStatus != nil { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if usernames != nil { flags2 |= 0x1 }
            if botCanEdit { flags2 |= 0x2 }
            if closeFriend { flags2 |= 0x4 }
            if storiesHidden { flags2 |= 0x8 }
            if storiesUnavailable { flags2 |= 0x10 }
            if storiesMaxID201 != nil { flags2 |= 0x20 }
            if color != nil { flags2 |= 0x100 }
            if profileColor != nil { flags2 |= 0x200 }
            if contactRequirePremium { flags2 |= 0x400 }
            if botBusiness { flags2 |= 0x800 }
            if botActiveUsers != nil { flags2 |= 0x1000 }
            if botHasMainApp { flags2 |= 0x2000 }
            if botVerificationIcon != nil { flags2 |= 0x4000 }
            if sendPaidMessagesStars != nil { flags2 |= 0x8000 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            if let accessHash { writer.write(accessHash) }
            if let firstName { writer.write(firstName) }
            if let lastName { writer.write(lastName) }
            if let username { writer.write(username) }
            if let phone { writer.write(phone) }
            if let photo { writer.write(photo) }
            if let status { writer.write(status) }
            if let botInfoVersion { writer.write(botInfoVersion) }
            if let restrictionReason { writer.write(restrictionReason) }
            if let botInlinePlaceholder { writer.write(botInlinePlaceholder) }
            if let langCode { writer.write(langCode) }
            if let emojiStatus { writer.write(emojiStatus) }
            if let usernames { writer.write(usernames) }
            if let storiesMaxID201 { writer.write(storiesMaxID201) }
            if let color { writer.write(color) }
            if let profileColor { writer.write(profileColor) }
            if let botActiveUsers { writer.write(botActiveUsers) }
            if let botVerificationIcon { writer.write(botVerificationIcon) }
            if let sendPaidMessagesStars { writer.write(sendPaidMessagesStars) }
        }
    }

    /// `userEmpty#d3bc4b7a`
    package struct UserEmpty: TLBoxed, Hashable {
        package var id: Int64

        package init(id: Int64) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd3bc4b7a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "User")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd3bc4b7a)
            writer.write(id)
        }
    }

    /// `username#b4073647`
    package struct Username: TLBoxed, Hashable {
        package var editable: Bool
        package var active: Bool
        package var username: String

        package init(editable: Bool = false, active: Bool = false, username: String) {
            self.editable = editable
            self.active = active
            self.username = username
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb4073647: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Username")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            editable = flags & 0x1 != 0
            active = flags & 0x2 != 0
            username = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb4073647)
            var flags: UInt32 = 0
            if editable { flags |= 0x1 }
            if active { flags |= 0x2 }
            writer.word(flags)
            writer.write(username)
        }
    }

    /// `InputUser`
    package enum InputUser: TLBoxed, Hashable {
        case inputUserSelf
        case inputUser(InputUserValue)
        case inputUserEmpty

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf7c1b13f: self = .inputUserSelf
            case 0xf21158c6:
                self = .inputUser(try InputUserValue(constructor: constructor, from: &reader))
            case 0xb98886cf: self = .inputUserEmpty
            default: throw .unknownConstructor(constructor, in: "InputUser")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputUserSelf: writer.constructor(0xf7c1b13f)
            case .inputUser(let value): value.write(to: &writer)
            case .inputUserEmpty: writer.constructor(0xb98886cf)
            }
        }
    }

    /// `inputUser#f21158c6`
    package struct InputUserValue: TLBoxed, Hashable {
        package var userID: Int64
        package var accessHash: Int64

        package init(userID: Int64, accessHash: Int64) {
            self.userID = userID
            self.accessHash = accessHash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf21158c6: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputUser")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            userID = try reader.read()
            accessHash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf21158c6)
            writer.write(userID)
            writer.write(accessHash)
        }
    }

    /// `InputPeer`
    package enum InputPeer: TLBoxed, Hashable {
        case inputPeerEmpty
        case inputPeerSelf
        case inputPeerChat(InputPeerChat)
        case inputPeerUser(InputPeerUser)
        case inputPeerChannel(InputPeerChannel)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7f3b18ea: self = .inputPeerEmpty
            case 0x7da07ec9: self = .inputPeerSelf
            case 0x35a95cb9:
                self = .inputPeerChat(try InputPeerChat(constructor: constructor, from: &reader))
            case 0xdde8a54c:
                self = .inputPeerUser(try InputPeerUser(constructor: constructor, from: &reader))
            case 0x27bcbbfc:
                self = .inputPeerChannel(try InputPeerChannel(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "InputPeer")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputPeerEmpty: writer.constructor(0x7f3b18ea)
            case .inputPeerSelf: writer.constructor(0x7da07ec9)
            case .inputPeerChat(let value): value.write(to: &writer)
            case .inputPeerUser(let value): value.write(to: &writer)
            case .inputPeerChannel(let value): value.write(to: &writer)
            }
        }
    }

    /// `inputPeerChat#35a95cb9`
    package struct InputPeerChat: TLBoxed, Hashable {
        package var chatID: Int64

        package init(chatID: Int64) {
            self.chatID = chatID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x35a95cb9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputPeer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            chatID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x35a95cb9)
            writer.write(chatID)
        }
    }

    /// `inputPeerUser#dde8a54c`
    package struct InputPeerUser: TLBoxed, Hashable {
        package var userID: Int64
        package var accessHash: Int64

        package init(userID: Int64, accessHash: Int64) {
            self.userID = userID
            self.accessHash = accessHash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xdde8a54c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputPeer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            userID = try reader.read()
            accessHash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xdde8a54c)
            writer.write(userID)
            writer.write(accessHash)
        }
    }

    /// `inputPeerChannel#27bcbbfc`
    package struct InputPeerChannel: TLBoxed, Hashable {
        package var channelID: Int64
        package var accessHash: Int64

        package init(channelID: Int64, accessHash: Int64) {
            self.channelID = channelID
            self.accessHash = accessHash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x27bcbbfc: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputPeer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channelID = try reader.read()
            accessHash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x27bcbbfc)
            writer.write(channelID)
            writer.write(accessHash)
        }
    }

    /// `InputChannel`
    package enum InputChannel: TLBoxed, Hashable {
        case inputChannel(InputChannelValue)
        case inputChannelEmpty

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf35aec28:
                self = .inputChannel(try InputChannelValue(constructor: constructor, from: &reader))
            case 0xee8c1e86: self = .inputChannelEmpty
            default: throw .unknownConstructor(constructor, in: "InputChannel")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputChannel(let value): value.write(to: &writer)
            case .inputChannelEmpty: writer.constructor(0xee8c1e86)
            }
        }
    }

    /// `inputChannel#f35aec28`
    package struct InputChannelValue: TLBoxed, Hashable {
        package var channelID: Int64
        package var accessHash: Int64

        package init(channelID: Int64, accessHash: Int64) {
            self.channelID = channelID
            self.accessHash = accessHash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf35aec28: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputChannel")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channelID = try reader.read()
            accessHash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf35aec28)
            writer.write(channelID)
            writer.write(accessHash)
        }
    }

    /// `Peer`
    package enum Peer: TLBoxed, Hashable {
        case peerUser(PeerUser)
        case peerChat(PeerChat)
        case peerChannel(PeerChannel)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x59511722:
                self = .peerUser(try PeerUser(constructor: constructor, from: &reader))
            case 0x36c6019a:
                self = .peerChat(try PeerChat(constructor: constructor, from: &reader))
            case 0xa2a5371e:
                self = .peerChannel(try PeerChannel(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "Peer")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .peerUser(let value): value.write(to: &writer)
            case .peerChat(let value): value.write(to: &writer)
            case .peerChannel(let value): value.write(to: &writer)
            }
        }
    }

    /// `peerUser#59511722`
    package struct PeerUser: TLBoxed, Hashable {
        package var userID: Int64

        package init(userID: Int64) {
            self.userID = userID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x59511722: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Peer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            userID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x59511722)
            writer.write(userID)
        }
    }

    /// `peerChat#36c6019a`
    package struct PeerChat: TLBoxed, Hashable {
        package var chatID: Int64

        package init(chatID: Int64) {
            self.chatID = chatID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x36c6019a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Peer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            chatID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x36c6019a)
            writer.write(chatID)
        }
    }

    /// `peerChannel#a2a5371e`
    package struct PeerChannel: TLBoxed, Hashable {
        package var channelID: Int64

        package init(channelID: Int64) {
            self.channelID = channelID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa2a5371e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Peer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channelID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa2a5371e)
            writer.write(channelID)
        }
    }

    /// `Chat`
    package indirect enum Chat: TLBoxed, Hashable {
        case chatEmpty(ChatEmpty)
        case chat(ChatValue)
        case chatForbidden(ChatForbidden)
        case channel(Channel)
        case channelForbidden(ChannelForbidden)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x29562865:
                self = .chatEmpty(try ChatEmpty(constructor: constructor, from: &reader))
            case 0x41cbf256:
                self = .chat(try ChatValue(constructor: constructor, from: &reader))
            case 0x6592a1a7:
                self = .chatForbidden(try ChatForbidden(constructor: constructor, from: &reader))
            case 0xd49f34c6, 0x7482147e:
                self = .channel(try Channel(constructor: constructor, from: &reader))
            case 0x17d493d5:
                self = .channelForbidden(try ChannelForbidden(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "Chat")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .chatEmpty(let value): value.write(to: &writer)
            case .chat(let value): value.write(to: &writer)
            case .chatForbidden(let value): value.write(to: &writer)
            case .channel(let value): value.write(to: &writer)
            case .channelForbidden(let value): value.write(to: &writer)
            }
        }
    }

    /// `chatEmpty#29562865`
    package struct ChatEmpty: TLBoxed, Hashable {
        package var id: Int64

        package init(id: Int64) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x29562865: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Chat")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x29562865)
            writer.write(id)
        }
    }

    /// `chat#41cbf256`
    package struct ChatValue: TLBoxed, Hashable {
        package var creator: Bool
        package var left: Bool
        package var deactivated: Bool
        package var callActive: Bool
        package var callNotEmpty: Bool
        package var noforwards: Bool
        package var id: Int64
        package var title: String
        package var photo: API.ChatPhoto
        package var participantsCount: Int32
        package var date: Int32
        package var version: Int32
        package var migratedTo: API.InputChannel?
        package var adminRights: API.ChatAdminRights?
        package var defaultBannedRights: API.ChatBannedRights?

        package init(
            creator: Bool = false, left: Bool = false, deactivated: Bool = false, callActive: Bool = false,
            callNotEmpty: Bool = false, noforwards: Bool = false, id: Int64, title: String, photo: API.ChatPhoto,
            participantsCount: Int32, date: Int32, version: Int32, migratedTo: API.InputChannel? = nil,
            adminRights: API.ChatAdminRights? = nil, defaultBannedRights: API.ChatBannedRights? = nil
        ) {
            self.creator = creator
            self.left = left
            self.deactivated = deactivated
            self.callActive = callActive
            self.callNotEmpty = callNotEmpty
            self.noforwards = noforwards
            self.id = id
            self.title = title
            self.photo = photo
            self.participantsCount = participantsCount
            self.date = date
            self.version = version
            self.migratedTo = migratedTo
            self.adminRights = adminRights
            self.defaultBannedRights = defaultBannedRights
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x41cbf256: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Chat")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            creator = flags & 0x1 != 0
            left = flags & 0x4 != 0
            deactivated = flags & 0x20 != 0
            callActive = flags & 0x800000 != 0
            callNotEmpty = flags & 0x1000000 != 0
            noforwards = flags & 0x2000000 != 0
            id = try reader.read()
            title = try reader.read()
            photo = try reader.read()
            participantsCount = try reader.read()
            date = try reader.read()
            version = try reader.read()
            migratedTo = try reader.optional(flags & 0x40)
            adminRights = try reader.optional(flags & 0x4000)
            defaultBannedRights = try reader.optional(flags & 0x40000)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x41cbf256)
            var flags: UInt32 = 0
            if creator { flags |= 0x1 }
            if left { flags |= 0x4 }
            if deactivated { flags |= 0x20 }
            if migratedTo != nil { flags |= 0x40 }
            if adminRights != nil { flags |= 0x4000 }
            if defaultBannedRights != nil { flags |= 0x40000 }
            if callActive { flags |= 0x800000 }
            if callNotEmpty { flags |= 0x1000000 }
            if noforwards { flags |= 0x2000000 }
            writer.word(flags)
            writer.write(id)
            writer.write(title)
            writer.write(photo)
            writer.write(participantsCount)
            writer.write(date)
            writer.write(version)
            if let migratedTo { writer.write(migratedTo) }
            if let adminRights { writer.write(adminRights) }
            if let defaultBannedRights { writer.write(defaultBannedRights) }
        }
    }

    /// `chatForbidden#6592a1a7`
    package struct ChatForbidden: TLBoxed, Hashable {
        package var id: Int64
        package var title: String

        package init(id: Int64, title: String) {
            self.id = id
            self.title = title
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x6592a1a7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Chat")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            title = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x6592a1a7)
            writer.write(id)
            writer.write(title)
        }
    }

    /// `channel#d49f34c6`, layer 201: `#7482147e`
    package struct Channel: TLBoxed, Hashable {
        package var creator: Bool
        package var left: Bool
        package var broadcast: Bool
        package var verified: Bool
        package var megagroup: Bool
        package var restricted: Bool
        package var signatures: Bool
        package var min: Bool
        package var scam: Bool
        package var hasLink: Bool
        package var hasGeo: Bool
        package var slowmodeEnabled: Bool
        package var callActive: Bool
        package var callNotEmpty: Bool
        package var fake: Bool
        package var gigagroup: Bool
        package var noforwards: Bool
        package var joinToSend: Bool
        package var joinRequest: Bool
        package var forum: Bool
        package var storiesHidden: Bool
        package var storiesHiddenMin: Bool
        package var storiesUnavailable: Bool
        package var signatureProfiles: Bool
        package var autotranslation: Bool
        package var broadcastMessagesAllowed: Bool
        package var monoforum: Bool
        package var forumTabs: Bool
        package var id: Int64
        package var accessHash: Int64?
        package var title: String
        package var username: String?
        package var photo: API.ChatPhoto
        package var date: Int32
        package var restrictionReason: [API.RestrictionReason]?
        package var adminRights: API.ChatAdminRights?
        package var bannedRights: API.ChatBannedRights?
        package var defaultBannedRights: API.ChatBannedRights?
        package var participantsCount: Int32?
        package var usernames: [API.Username]?
        package var storiesMaxID: API.RecentStory?
        package var color: API.PeerColor?
        package var profileColor: API.PeerColor?
        package var emojiStatus: API.EmojiStatus?
        package var level: Int32?
        package var subscriptionUntilDate: Int32?
        package var botVerificationIcon: Int64?
        package var sendPaidMessagesStars: Int64?
        package var linkedMonoforumID: Int64?
        package var linkedCommunityID: Int64?
        package var storiesMaxID201: Int32?

        package init(
            creator: Bool = false, left: Bool = false, broadcast: Bool = false, verified: Bool = false,
            megagroup: Bool = false, restricted: Bool = false, signatures: Bool = false, min: Bool = false,
            scam: Bool = false, hasLink: Bool = false, hasGeo: Bool = false, slowmodeEnabled: Bool = false,
            callActive: Bool = false, callNotEmpty: Bool = false, fake: Bool = false, gigagroup: Bool = false,
            noforwards: Bool = false, joinToSend: Bool = false, joinRequest: Bool = false, forum: Bool = false,
            storiesHidden: Bool = false, storiesHiddenMin: Bool = false, storiesUnavailable: Bool = false,
            signatureProfiles: Bool = false, autotranslation: Bool = false, broadcastMessagesAllowed: Bool = false,
            monoforum: Bool = false, forumTabs: Bool = false, id: Int64, accessHash: Int64? = nil, title: String,
            username: String? = nil, photo: API.ChatPhoto, date: Int32,
            restrictionReason: [API.RestrictionReason]? = nil, adminRights: API.ChatAdminRights? = nil,
            bannedRights: API.ChatBannedRights? = nil, defaultBannedRights: API.ChatBannedRights? = nil,
            participantsCount: Int32? = nil, usernames: [API.Username]? = nil, storiesMaxID: API.RecentStory? = nil,
            color: API.PeerColor? = nil, profileColor: API.PeerColor? = nil, emojiStatus: API.EmojiStatus? = nil,
            level: Int32? = nil, subscriptionUntilDate: Int32? = nil, botVerificationIcon: Int64? = nil,
            sendPaidMessagesStars: Int64? = nil, linkedMonoforumID: Int64? = nil, linkedCommunityID: Int64? = nil,
            storiesMaxID201: Int32? = nil
        ) {
            self.creator = creator
            self.left = left
            self.broadcast = broadcast
            self.verified = verified
            self.megagroup = megagroup
            self.restricted = restricted
            self.signatures = signatures
            self.min = min
            self.scam = scam
            self.hasLink = hasLink
            self.hasGeo = hasGeo
            self.slowmodeEnabled = slowmodeEnabled
            self.callActive = callActive
            self.callNotEmpty = callNotEmpty
            self.fake = fake
            self.gigagroup = gigagroup
            self.noforwards = noforwards
            self.joinToSend = joinToSend
            self.joinRequest = joinRequest
            self.forum = forum
            self.storiesHidden = storiesHidden
            self.storiesHiddenMin = storiesHiddenMin
            self.storiesUnavailable = storiesUnavailable
            self.signatureProfiles = signatureProfiles
            self.autotranslation = autotranslation
            self.broadcastMessagesAllowed = broadcastMessagesAllowed
            self.monoforum = monoforum
            self.forumTabs = forumTabs
            self.id = id
            self.accessHash = accessHash
            self.title = title
            self.username = username
            self.photo = photo
            self.date = date
            self.restrictionReason = restrictionReason
            self.adminRights = adminRights
            self.bannedRights = bannedRights
            self.defaultBannedRights = defaultBannedRights
            self.participantsCount = participantsCount
            self.usernames = usernames
            self.storiesMaxID = storiesMaxID
            self.color = color
            self.profileColor = profileColor
            self.emojiStatus = emojiStatus
            self.level = level
            self.subscriptionUntilDate = subscriptionUntilDate
            self.botVerificationIcon = botVerificationIcon
            self.sendPaidMessagesStars = sendPaidMessagesStars
            self.linkedMonoforumID = linkedMonoforumID
            self.linkedCommunityID = linkedCommunityID
            self.storiesMaxID201 = storiesMaxID201
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd49f34c6: self = try Self(newest: &reader)
            case 0x7482147e: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "Chat")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            creator = flags & 0x1 != 0
            left = flags & 0x4 != 0
            broadcast = flags & 0x20 != 0
            verified = flags & 0x80 != 0
            megagroup = flags & 0x100 != 0
            restricted = flags & 0x200 != 0
            signatures = flags & 0x800 != 0
            min = flags & 0x1000 != 0
            scam = flags & 0x80000 != 0
            hasLink = flags & 0x100000 != 0
            hasGeo = flags & 0x200000 != 0
            slowmodeEnabled = flags & 0x400000 != 0
            callActive = flags & 0x800000 != 0
            callNotEmpty = flags & 0x1000000 != 0
            fake = flags & 0x2000000 != 0
            gigagroup = flags & 0x4000000 != 0
            noforwards = flags & 0x8000000 != 0
            joinToSend = flags & 0x10000000 != 0
            joinRequest = flags & 0x20000000 != 0
            forum = flags & 0x40000000 != 0
            let flags2: UInt32 = try reader.word()
            storiesHidden = flags2 & 0x2 != 0
            storiesHiddenMin = flags2 & 0x4 != 0
            storiesUnavailable = flags2 & 0x8 != 0
            signatureProfiles = flags2 & 0x1000 != 0
            autotranslation = flags2 & 0x8000 != 0
            broadcastMessagesAllowed = flags2 & 0x10000 != 0
            monoforum = flags2 & 0x20000 != 0
            forumTabs = flags2 & 0x80000 != 0
            id = try reader.read()
            accessHash = try reader.optional(flags & 0x2000)
            title = try reader.read()
            username = try reader.optional(flags & 0x40)
            photo = try reader.read()
            date = try reader.read()
            restrictionReason = try reader.optional(flags & 0x200)
            adminRights = try reader.optional(flags & 0x4000)
            bannedRights = try reader.optional(flags & 0x8000)
            defaultBannedRights = try reader.optional(flags & 0x40000)
            participantsCount = try reader.optional(flags & 0x20000)
            usernames = try reader.optional(flags2 & 0x1)
            storiesMaxID = try reader.optional(flags2 & 0x10)
            color = try reader.optional(flags2 & 0x80)
            profileColor = try reader.optional(flags2 & 0x100)
            emojiStatus = try reader.optional(flags2 & 0x200)
            level = try reader.optional(flags2 & 0x400)
            subscriptionUntilDate = try reader.optional(flags2 & 0x800)
            botVerificationIcon = try reader.optional(flags2 & 0x2000)
            sendPaidMessagesStars = try reader.optional(flags2 & 0x4000)
            linkedMonoforumID = try reader.optional(flags2 & 0x40000)
            linkedCommunityID = try reader.optional(flags2 & 0x100000)
            storiesMaxID201 = nil
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            creator = flags & 0x1 != 0
            left = flags & 0x4 != 0
            broadcast = flags & 0x20 != 0
            verified = flags & 0x80 != 0
            megagroup = flags & 0x100 != 0
            restricted = flags & 0x200 != 0
            signatures = flags & 0x800 != 0
            min = flags & 0x1000 != 0
            scam = flags & 0x80000 != 0
            hasLink = flags & 0x100000 != 0
            hasGeo = flags & 0x200000 != 0
            slowmodeEnabled = flags & 0x400000 != 0
            callActive = flags & 0x800000 != 0
            callNotEmpty = flags & 0x1000000 != 0
            fake = flags & 0x2000000 != 0
            gigagroup = flags & 0x4000000 != 0
            noforwards = flags & 0x8000000 != 0
            joinToSend = flags & 0x10000000 != 0
            joinRequest = flags & 0x20000000 != 0
            forum = flags & 0x40000000 != 0
            let flags2: UInt32 = try reader.word()
            storiesHidden = flags2 & 0x2 != 0
            storiesHiddenMin = flags2 & 0x4 != 0
            storiesUnavailable = flags2 & 0x8 != 0
            signatureProfiles = flags2 & 0x1000 != 0
            id = try reader.read()
            accessHash = try reader.optional(flags & 0x2000)
            title = try reader.read()
            username = try reader.optional(flags & 0x40)
            photo = try reader.read()
            date = try reader.read()
            restrictionReason = try reader.optional(flags & 0x200)
            adminRights = try reader.optional(flags & 0x4000)
            bannedRights = try reader.optional(flags & 0x8000)
            defaultBannedRights = try reader.optional(flags & 0x40000)
            participantsCount = try reader.optional(flags & 0x20000)
            usernames = try reader.optional(flags2 & 0x1)
            storiesMaxID201 = try reader.optional(flags2 & 0x10)
            color = try reader.optional(flags2 & 0x80)
            profileColor = try reader.optional(flags2 & 0x100)
            emojiStatus = try reader.optional(flags2 & 0x200)
            level = try reader.optional(flags2 & 0x400)
            subscriptionUntilDate = try reader.optional(flags2 & 0x800)
            botVerificationIcon = try reader.optional(flags2 & 0x2000)
            sendPaidMessagesStars = try reader.optional(flags2 & 0x4000)
            autotranslation = false
            broadcastMessagesAllowed = false
            monoforum = false
            forumTabs = false
            storiesMaxID = nil
            linkedMonoforumID = nil
            linkedCommunityID = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xd49f34c6)
            var flags: UInt32 = 0
            if creator { flags |= 0x1 }
            if left { flags |= 0x4 }
            if broadcast { flags |= 0x20 }
            if username != nil { flags |= 0x40 }
            if verified { flags |= 0x80 }
            if megagroup { flags |= 0x100 }
            if restrictionReason != nil { flags |= 0x200 }
            if signatures { flags |= 0x800 }
            if min { flags |= 0x1000 }
            if accessHash != nil { flags |= 0x2000 }
            if adminRights != nil { flags |= 0x4000 }
            if bannedRights != nil { flags |= 0x8000 }
            if participantsCount != nil { flags |= 0x20000 }
            if defaultBannedRights != nil { flags |= 0x40000 }
            if scam { flags |= 0x80000 }
            if hasLink { flags |= 0x100000 }
            if hasGeo { flags |= 0x200000 }
            if slowmodeEnabled { flags |= 0x400000 }
            if callActive { flags |= 0x800000 }
            if callNotEmpty { flags |= 0x1000000 }
            if fake { flags |= 0x2000000 }
            if gigagroup { flags |= 0x4000000 }
            if noforwards { flags |= 0x8000000 }
            if joinToSend { flags |= 0x10000000 }
            if joinRequest { flags |= 0x20000000 }
            if forum { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if usernames != nil { flags2 |= 0x1 }
            if storiesHidden { flags2 |= 0x2 }
            if storiesHiddenMin { flags2 |= 0x4 }
            if storiesUnavailable { flags2 |= 0x8 }
            if storiesMaxID != nil { flags2 |= 0x10 }
            if color != nil { flags2 |= 0x80 }
            if profileColor != nil { flags2 |= 0x100 }
            if emojiStatus != nil { flags2 |= 0x200 }
            if level != nil { flags2 |= 0x400 }
            if subscriptionUntilDate != nil { flags2 |= 0x800 }
            if signatureProfiles { flags2 |= 0x1000 }
            if botVerificationIcon != nil { flags2 |= 0x2000 }
            if sendPaidMessagesStars != nil { flags2 |= 0x4000 }
            if autotranslation { flags2 |= 0x8000 }
            if broadcastMessagesAllowed { flags2 |= 0x10000 }
            if monoforum { flags2 |= 0x20000 }
            if linkedMonoforumID != nil { flags2 |= 0x40000 }
            if forumTabs { flags2 |= 0x80000 }
            if linkedCommunityID != nil { flags2 |= 0x100000 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            if let accessHash { writer.write(accessHash) }
            writer.write(title)
            if let username { writer.write(username) }
            writer.write(photo)
            writer.write(date)
            if let restrictionReason { writer.write(restrictionReason) }
            if let adminRights { writer.write(adminRights) }
            if let bannedRights { writer.write(bannedRights) }
            if let defaultBannedRights { writer.write(defaultBannedRights) }
            if let participantsCount { writer.write(participantsCount) }
            if let usernames { writer.write(usernames) }
            if let storiesMaxID { writer.write(storiesMaxID) }
            if let color { writer.write(color) }
            if let profileColor { writer.write(profileColor) }
            if let emojiStatus { writer.write(emojiStatus) }
            if let level { writer.write(level) }
            if let subscriptionUntilDate { writer.write(subscriptionUntilDate) }
            if let botVerificationIcon { writer.write(botVerificationIcon) }
            if let sendPaidMessagesStars { writer.write(sendPaidMessagesStars) }
            if let linkedMonoforumID { writer.write(linkedMonoforumID) }
            if let linkedCommunityID { writer.write(linkedCommunityID) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x7482147e)
            var flags: UInt32 = 0
            if creator { flags |= 0x1 }
            if left { flags |= 0x4 }
            if broadcast { flags |= 0x20 }
            if username != nil { flags |= 0x40 }
            if verified { flags |= 0x80 }
            if megagroup { flags |= 0x100 }
            if restrictionReason != nil { flags |= 0x200 }
            if signatures { flags |= 0x800 }
            if min { flags |= 0x1000 }
            if accessHash != nil { flags |= 0x2000 }
            if adminRights != nil { flags |= 0x4000 }
            if bannedRights != nil { flags |= 0x8000 }
            if participantsCount != nil { flags |= 0x20000 }
            if defaultBannedRights != nil { flags |= 0x40000 }
            if scam { flags |= 0x80000 }
            if hasLink { flags |= 0x100000 }
            if hasGeo { flags |= 0x200000 }
            if slowmodeEnabled { flags |= 0x400000 }
            if callActive { flags |= 0x800000 }
            if callNotEmpty { flags |= 0x1000000 }
            if fake { flags |= 0x2000000 }
            if gigagroup { flags |= 0x4000000 }
            if noforwards { flags |= 0x8000000 }
            if joinToSend { flags |= 0x10000000 }
            if joinRequest { flags |= 0x20000000 }
            if forum { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if usernames != nil { flags2 |= 0x1 }
            if storiesHidden { flags2 |= 0x2 }
            if storiesHiddenMin { flags2 |= 0x4 }
            if storiesUnavailable { flags2 |= 0x8 }
            if storiesMaxID201 != nil { flags2 |= 0x10 }
            if color != nil { flags2 |= 0x80 }
            if profileColor != nil { flags2 |= 0x100 }
            if emojiStatus != nil { flags2 |= 0x200 }
            if level != nil { flags2 |= 0x400 }
            if subscriptionUntilDate != nil { flags2 |= 0x800 }
            if signatureProfiles { flags2 |= 0x1000 }
            if botVerificationIcon != nil { flags2 |= 0x2000 }
            if sendPaidMessagesStars != nil { flags2 |= 0x4000 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            if let accessHash { writer.write(accessHash) }
            writer.write(title)
            if let username { writer.write(username) }
            writer.write(photo)
            writer.write(date)
            if let restrictionReason { writer.write(restrictionReason) }
            if let adminRights { writer.write(adminRights) }
            if let bannedRights { writer.write(bannedRights) }
            if let defaultBannedRights { writer.write(defaultBannedRights) }
            if let participantsCount { writer.write(participantsCount) }
            if let usernames { writer.write(usernames) }
            if let storiesMaxID201 { writer.write(storiesMaxID201) }
            if let color { writer.write(color) }
            if let profileColor { writer.write(profileColor) }
            if let emojiStatus { writer.write(emojiStatus) }
            if let level { writer.write(level) }
            if let subscriptionUntilDate { writer.write(subscriptionUntilDate) }
            if let botVerificationIcon { writer.write(botVerificationIcon) }
            if let sendPaidMessagesStars { writer.write(sendPaidMessagesStars) }
        }
    }

    /// `channelForbidden#17d493d5`
    package struct ChannelForbidden: TLBoxed, Hashable {
        package var broadcast: Bool
        package var megagroup: Bool
        package var monoforum: Bool
        package var id: Int64
        package var accessHash: Int64
        package var title: String
        package var untilDate: Int32?

        package init(
            broadcast: Bool = false, megagroup: Bool = false, monoforum: Bool = false, id: Int64, accessHash: Int64,
            title: String, untilDate: Int32? = nil
        ) {
            self.broadcast = broadcast
            self.megagroup = megagroup
            self.monoforum = monoforum
            self.id = id
            self.accessHash = accessHash
            self.title = title
            self.untilDate = untilDate
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x17d493d5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Chat")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            broadcast = flags & 0x20 != 0
            megagroup = flags & 0x100 != 0
            monoforum = flags & 0x400 != 0
            id = try reader.read()
            accessHash = try reader.read()
            title = try reader.read()
            untilDate = try reader.optional(flags & 0x10000)
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x17d493d5)
            var flags: UInt32 = 0
            if broadcast { flags |= 0x20 }
            if megagroup { flags |= 0x100 }
            if monoforum { flags |= 0x400 }
            if untilDate != nil { flags |= 0x10000 }
            writer.word(flags)
            writer.write(id)
            writer.write(accessHash)
            writer.write(title)
            if let untilDate { writer.write(untilDate) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x17d493d5)
            var flags: UInt32 = 0
            if broadcast { flags |= 0x20 }
            if megagroup { flags |= 0x100 }
            if untilDate != nil { flags |= 0x10000 }
            writer.word(flags)
            writer.write(id)
            writer.write(accessHash)
            writer.write(title)
            if let untilDate { writer.write(untilDate) }
        }
    }

    /// `chatAdminRights#5fb224d5`
    package struct ChatAdminRights: TLBoxed, Hashable {
        package var changeInfo: Bool
        package var postMessages: Bool
        package var editMessages: Bool
        package var deleteMessages: Bool
        package var banUsers: Bool
        package var inviteUsers: Bool
        package var pinMessages: Bool
        package var addAdmins: Bool
        package var anonymous: Bool
        package var manageCall: Bool
        package var other: Bool
        package var manageTopics: Bool
        package var postStories: Bool
        package var editStories: Bool
        package var deleteStories: Bool
        package var manageDirectMessages: Bool
        package var manageRanks: Bool
        package var manageLinkedPeers: Bool
        package var manageWelcomeMessages: Bool

        package init(
            changeInfo: Bool = false, postMessages: Bool = false, editMessages: Bool = false,
            deleteMessages: Bool = false, banUsers: Bool = false, inviteUsers: Bool = false, pinMessages: Bool = false,
            addAdmins: Bool = false, anonymous: Bool = false, manageCall: Bool = false, other: Bool = false,
            manageTopics: Bool = false, postStories: Bool = false, editStories: Bool = false,
            deleteStories: Bool = false, manageDirectMessages: Bool = false, manageRanks: Bool = false,
            manageLinkedPeers: Bool = false, manageWelcomeMessages: Bool = false
        ) {
            self.changeInfo = changeInfo
            self.postMessages = postMessages
            self.editMessages = editMessages
            self.deleteMessages = deleteMessages
            self.banUsers = banUsers
            self.inviteUsers = inviteUsers
            self.pinMessages = pinMessages
            self.addAdmins = addAdmins
            self.anonymous = anonymous
            self.manageCall = manageCall
            self.other = other
            self.manageTopics = manageTopics
            self.postStories = postStories
            self.editStories = editStories
            self.deleteStories = deleteStories
            self.manageDirectMessages = manageDirectMessages
            self.manageRanks = manageRanks
            self.manageLinkedPeers = manageLinkedPeers
            self.manageWelcomeMessages = manageWelcomeMessages
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5fb224d5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChatAdminRights")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            changeInfo = flags & 0x1 != 0
            postMessages = flags & 0x2 != 0
            editMessages = flags & 0x4 != 0
            deleteMessages = flags & 0x8 != 0
            banUsers = flags & 0x10 != 0
            inviteUsers = flags & 0x20 != 0
            pinMessages = flags & 0x80 != 0
            addAdmins = flags & 0x200 != 0
            anonymous = flags & 0x400 != 0
            manageCall = flags & 0x800 != 0
            other = flags & 0x1000 != 0
            manageTopics = flags & 0x2000 != 0
            postStories = flags & 0x4000 != 0
            editStories = flags & 0x8000 != 0
            deleteStories = flags & 0x10000 != 0
            manageDirectMessages = flags & 0x20000 != 0
            manageRanks = flags & 0x40000 != 0
            manageLinkedPeers = flags & 0x80000 != 0
            manageWelcomeMessages = flags & 0x100000 != 0
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x5fb224d5)
            var flags: UInt32 = 0
            if changeInfo { flags |= 0x1 }
            if postMessages { flags |= 0x2 }
            if editMessages { flags |= 0x4 }
            if deleteMessages { flags |= 0x8 }
            if banUsers { flags |= 0x10 }
            if inviteUsers { flags |= 0x20 }
            if pinMessages { flags |= 0x80 }
            if addAdmins { flags |= 0x200 }
            if anonymous { flags |= 0x400 }
            if manageCall { flags |= 0x800 }
            if other { flags |= 0x1000 }
            if manageTopics { flags |= 0x2000 }
            if postStories { flags |= 0x4000 }
            if editStories { flags |= 0x8000 }
            if deleteStories { flags |= 0x10000 }
            if manageDirectMessages { flags |= 0x20000 }
            if manageRanks { flags |= 0x40000 }
            if manageLinkedPeers { flags |= 0x80000 }
            if manageWelcomeMessages { flags |= 0x100000 }
            writer.word(flags)
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x5fb224d5)
            var flags: UInt32 = 0
            if changeInfo { flags |= 0x1 }
            if postMessages { flags |= 0x2 }
            if editMessages { flags |= 0x4 }
            if deleteMessages { flags |= 0x8 }
            if banUsers { flags |= 0x10 }
            if inviteUsers { flags |= 0x20 }
            if pinMessages { flags |= 0x80 }
            if addAdmins { flags |= 0x200 }
            if anonymous { flags |= 0x400 }
            if manageCall { flags |= 0x800 }
            if other { flags |= 0x1000 }
            if manageTopics { flags |= 0x2000 }
            if postStories { flags |= 0x4000 }
            if editStories { flags |= 0x8000 }
            if deleteStories { flags |= 0x10000 }
            writer.word(flags)
        }
    }

    /// `chatBannedRights#9f120418`
    package struct ChatBannedRights: TLBoxed, Hashable {
        package var viewMessages: Bool
        package var sendMessages: Bool
        package var sendMedia: Bool
        package var sendStickers: Bool
        package var sendGifs: Bool
        package var sendGames: Bool
        package var sendInline: Bool
        package var embedLinks: Bool
        package var sendPolls: Bool
        package var changeInfo: Bool
        package var inviteUsers: Bool
        package var pinMessages: Bool
        package var manageTopics: Bool
        package var sendPhotos: Bool
        package var sendVideos: Bool
        package var sendRoundvideos: Bool
        package var sendAudios: Bool
        package var sendVoices: Bool
        package var sendDocs: Bool
        package var sendPlain: Bool
        package var editRank: Bool
        package var sendReactions: Bool
        package var manageLinkedPeers: Bool
        package var untilDate: Int32

        package init(
            viewMessages: Bool = false, sendMessages: Bool = false, sendMedia: Bool = false, sendStickers: Bool = false,
            sendGifs: Bool = false, sendGames: Bool = false, sendInline: Bool = false, embedLinks: Bool = false,
            sendPolls: Bool = false, changeInfo: Bool = false, inviteUsers: Bool = false, pinMessages: Bool = false,
            manageTopics: Bool = false, sendPhotos: Bool = false, sendVideos: Bool = false,
            sendRoundvideos: Bool = false, sendAudios: Bool = false, sendVoices: Bool = false, sendDocs: Bool = false,
            sendPlain: Bool = false, editRank: Bool = false, sendReactions: Bool = false,
            manageLinkedPeers: Bool = false, untilDate: Int32
        ) {
            self.viewMessages = viewMessages
            self.sendMessages = sendMessages
            self.sendMedia = sendMedia
            self.sendStickers = sendStickers
            self.sendGifs = sendGifs
            self.sendGames = sendGames
            self.sendInline = sendInline
            self.embedLinks = embedLinks
            self.sendPolls = sendPolls
            self.changeInfo = changeInfo
            self.inviteUsers = inviteUsers
            self.pinMessages = pinMessages
            self.manageTopics = manageTopics
            self.sendPhotos = sendPhotos
            self.sendVideos = sendVideos
            self.sendRoundvideos = sendRoundvideos
            self.sendAudios = sendAudios
            self.sendVoices = sendVoices
            self.sendDocs = sendDocs
            self.sendPlain = sendPlain
            self.editRank = editRank
            self.sendReactions = sendReactions
            self.manageLinkedPeers = manageLinkedPeers
            self.untilDate = untilDate
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9f120418: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChatBannedRights")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            viewMessages = flags & 0x1 != 0
            sendMessages = flags & 0x2 != 0
            sendMedia = flags & 0x4 != 0
            sendStickers = flags & 0x8 != 0
            sendGifs = flags & 0x10 != 0
            sendGames = flags & 0x20 != 0
            sendInline = flags & 0x40 != 0
            embedLinks = flags & 0x80 != 0
            sendPolls = flags & 0x100 != 0
            changeInfo = flags & 0x400 != 0
            inviteUsers = flags & 0x8000 != 0
            pinMessages = flags & 0x20000 != 0
            manageTopics = flags & 0x40000 != 0
            sendPhotos = flags & 0x80000 != 0
            sendVideos = flags & 0x100000 != 0
            sendRoundvideos = flags & 0x200000 != 0
            sendAudios = flags & 0x400000 != 0
            sendVoices = flags & 0x800000 != 0
            sendDocs = flags & 0x1000000 != 0
            sendPlain = flags & 0x2000000 != 0
            editRank = flags & 0x4000000 != 0
            sendReactions = flags & 0x8000000 != 0
            manageLinkedPeers = flags & 0x10000000 != 0
            untilDate = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x9f120418)
            var flags: UInt32 = 0
            if viewMessages { flags |= 0x1 }
            if sendMessages { flags |= 0x2 }
            if sendMedia { flags |= 0x4 }
            if sendStickers { flags |= 0x8 }
            if sendGifs { flags |= 0x10 }
            if sendGames { flags |= 0x20 }
            if sendInline { flags |= 0x40 }
            if embedLinks { flags |= 0x80 }
            if sendPolls { flags |= 0x100 }
            if changeInfo { flags |= 0x400 }
            if inviteUsers { flags |= 0x8000 }
            if pinMessages { flags |= 0x20000 }
            if manageTopics { flags |= 0x40000 }
            if sendPhotos { flags |= 0x80000 }
            if sendVideos { flags |= 0x100000 }
            if sendRoundvideos { flags |= 0x200000 }
            if sendAudios { flags |= 0x400000 }
            if sendVoices { flags |= 0x800000 }
            if sendDocs { flags |= 0x1000000 }
            if sendPlain { flags |= 0x2000000 }
            if editRank { flags |= 0x4000000 }
            if sendReactions { flags |= 0x8000000 }
            if manageLinkedPeers { flags |= 0x10000000 }
            writer.word(flags)
            writer.write(untilDate)
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x9f120418)
            var flags: UInt32 = 0
            if viewMessages { flags |= 0x1 }
            if sendMessages { flags |= 0x2 }
            if sendMedia { flags |= 0x4 }
            if sendStickers { flags |= 0x8 }
            if sendGifs { flags |= 0x10 }
            if sendGames { flags |= 0x20 }
            if sendInline { flags |= 0x40 }
            if embedLinks { flags |= 0x80 }
            if sendPolls { flags |= 0x100 }
            if changeInfo { flags |= 0x400 }
            if inviteUsers { flags |= 0x8000 }
            if pinMessages { flags |= 0x20000 }
            if manageTopics { flags |= 0x40000 }
            if sendPhotos { flags |= 0x80000 }
            if sendVideos { flags |= 0x100000 }
            if sendRoundvideos { flags |= 0x200000 }
            if sendAudios { flags |= 0x400000 }
            if sendVoices { flags |= 0x800000 }
            if sendDocs { flags |= 0x1000000 }
            if sendPlain { flags |= 0x2000000 }
            writer.word(flags)
            writer.write(untilDate)
        }
    }

    /// `contacts.resolvedPeer#7f077ad9`
    package struct ContactsResolvedPeer: TLBoxed, Hashable {
        package var peer: API.Peer
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(peer: API.Peer, chats: [API.Chat] = [], users: [API.User] = []) {
            self.peer = peer
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7f077ad9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "contacts.ResolvedPeer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            peer = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7f077ad9)
            writer.write(peer)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `UserProfilePhoto`
    package enum UserProfilePhoto: TLBoxed, Hashable {
        case userProfilePhotoEmpty
        case userProfilePhoto(UserProfilePhotoValue)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4f11bae1: self = .userProfilePhotoEmpty
            case 0x82d1f706:
                self = .userProfilePhoto(try UserProfilePhotoValue(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "UserProfilePhoto")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .userProfilePhotoEmpty: writer.constructor(0x4f11bae1)
            case .userProfilePhoto(let value): value.write(to: &writer)
            }
        }
    }

    /// `userProfilePhoto#82d1f706`
    package struct UserProfilePhotoValue: TLBoxed, Hashable {
        package var hasVideo: Bool
        package var personal: Bool
        package var photoID: Int64
        package var strippedThumb: [UInt8]?
        package var dcID: Int32

        package init(
            hasVideo: Bool = false, personal: Bool = false, photoID: Int64, strippedThumb: [UInt8]? = nil, dcID: Int32
        ) {
            self.hasVideo = hasVideo
            self.personal = personal
            self.photoID = photoID
            self.strippedThumb = strippedThumb
            self.dcID = dcID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x82d1f706: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "UserProfilePhoto")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            hasVideo = flags & 0x1 != 0
            personal = flags & 0x4 != 0
            photoID = try reader.read()
            strippedThumb = try reader.optionalBytes(flags & 0x2)
            dcID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x82d1f706)
            var flags: UInt32 = 0
            if hasVideo { flags |= 0x1 }
            if strippedThumb != nil { flags |= 0x2 }
            if personal { flags |= 0x4 }
            writer.word(flags)
            writer.write(photoID)
            if let strippedThumb { writer.bytes(strippedThumb) }
            writer.write(dcID)
        }
    }

    /// `ChatPhoto`
    package enum ChatPhoto: TLBoxed, Hashable {
        case chatPhotoEmpty
        case chatPhoto(ChatPhotoValue)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x37c1011c: self = .chatPhotoEmpty
            case 0x1c6e1c11:
                self = .chatPhoto(try ChatPhotoValue(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "ChatPhoto")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .chatPhotoEmpty: writer.constructor(0x37c1011c)
            case .chatPhoto(let value): value.write(to: &writer)
            }
        }
    }

    /// `chatPhoto#1c6e1c11`
    package struct ChatPhotoValue: TLBoxed, Hashable {
        package var hasVideo: Bool
        package var photoID: Int64
        package var strippedThumb: [UInt8]?
        package var dcID: Int32

        package init(hasVideo: Bool = false, photoID: Int64, strippedThumb: [UInt8]? = nil, dcID: Int32) {
            self.hasVideo = hasVideo
            self.photoID = photoID
            self.strippedThumb = strippedThumb
            self.dcID = dcID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1c6e1c11: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ChatPhoto")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            hasVideo = flags & 0x1 != 0
            photoID = try reader.read()
            strippedThumb = try reader.optionalBytes(flags & 0x2)
            dcID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1c6e1c11)
            var flags: UInt32 = 0
            if hasVideo { flags |= 0x1 }
            if strippedThumb != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(photoID)
            if let strippedThumb { writer.bytes(strippedThumb) }
            writer.write(dcID)
        }
    }

    /// `restrictionReason#d072acb4`
    package struct RestrictionReason: TLBoxed, Hashable {
        package var platform: String
        package var reason: String
        package var text: String

        package init(platform: String, reason: String, text: String) {
            self.platform = platform
            self.reason = reason
            self.text = text
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd072acb4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "RestrictionReason")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            platform = try reader.read()
            reason = try reader.read()
            text = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd072acb4)
            writer.write(platform)
            writer.write(reason)
            writer.write(text)
        }
    }

    /// `PeerColor`
    package enum PeerColor: TLBoxed, Hashable {
        case peerColor(PeerColorValue)
        case peerColorCollectible(PeerColorCollectible)
        case inputPeerColorCollectible(InputPeerColorCollectible)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb54b5acf:
                self = .peerColor(try PeerColorValue(constructor: constructor, from: &reader))
            case 0xb9c0639a:
                self = .peerColorCollectible(try PeerColorCollectible(constructor: constructor, from: &reader))
            case 0xb8ea86a9:
                self = .inputPeerColorCollectible(
                    try InputPeerColorCollectible(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "PeerColor")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .peerColor(let value): value.write(to: &writer)
            case .peerColorCollectible(let value): value.write(to: &writer)
            case .inputPeerColorCollectible(let value): value.write(to: &writer)
            }
        }
    }

    /// `peerColor#b54b5acf`
    package struct PeerColorValue: TLBoxed, Hashable {
        package var color: Int32?
        package var backgroundEmojiID: Int64?

        package init(color: Int32? = nil, backgroundEmojiID: Int64? = nil) {
            self.color = color
            self.backgroundEmojiID = backgroundEmojiID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb54b5acf: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PeerColor")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            color = try reader.optional(flags & 0x1)
            backgroundEmojiID = try reader.optional(flags & 0x2)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb54b5acf)
            var flags: UInt32 = 0
            if color != nil { flags |= 0x1 }
            if backgroundEmojiID != nil { flags |= 0x2 }
            writer.word(flags)
            if let color { writer.write(color) }
            if let backgroundEmojiID { writer.write(backgroundEmojiID) }
        }
    }

    /// `peerColorCollectible#b9c0639a`
    package struct PeerColorCollectible: TLBoxed, Hashable {
        package var collectibleID: Int64
        package var giftEmojiID: Int64
        package var backgroundEmojiID: Int64
        package var accentColor: Int32
        package var colors: [Int32]
        package var darkAccentColor: Int32?
        package var darkColors: [Int32]?

        package init(
            collectibleID: Int64, giftEmojiID: Int64, backgroundEmojiID: Int64, accentColor: Int32,
            colors: [Int32] = [], darkAccentColor: Int32? = nil, darkColors: [Int32]? = nil
        ) {
            self.collectibleID = collectibleID
            self.giftEmojiID = giftEmojiID
            self.backgroundEmojiID = backgroundEmojiID
            self.accentColor = accentColor
            self.colors = colors
            self.darkAccentColor = darkAccentColor
            self.darkColors = darkColors
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb9c0639a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PeerColor")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            collectibleID = try reader.read()
            giftEmojiID = try reader.read()
            backgroundEmojiID = try reader.read()
            accentColor = try reader.read()
            colors = try reader.read()
            darkAccentColor = try reader.optional(flags & 0x1)
            darkColors = try reader.optional(flags & 0x2)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb9c0639a)
            var flags: UInt32 = 0
            if darkAccentColor != nil { flags |= 0x1 }
            if darkColors != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(collectibleID)
            writer.write(giftEmojiID)
            writer.write(backgroundEmojiID)
            writer.write(accentColor)
            writer.write(colors)
            if let darkAccentColor { writer.write(darkAccentColor) }
            if let darkColors { writer.write(darkColors) }
        }
    }

    /// `inputPeerColorCollectible#b8ea86a9`
    package struct InputPeerColorCollectible: TLBoxed, Hashable {
        package var collectibleID: Int64

        package init(collectibleID: Int64) {
            self.collectibleID = collectibleID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb8ea86a9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PeerColor")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            collectibleID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb8ea86a9)
            writer.write(collectibleID)
        }
    }

    /// `EmojiStatus`
    package indirect enum EmojiStatus: TLBoxed, Hashable {
        case emojiStatusEmpty
        case emojiStatus(EmojiStatusValue)
        case emojiStatusCollectible(EmojiStatusCollectible)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2de11aae: self = .emojiStatusEmpty
            case 0xe7ff068a:
                self = .emojiStatus(try EmojiStatusValue(constructor: constructor, from: &reader))
            case 0x7184603b:
                self = .emojiStatusCollectible(try EmojiStatusCollectible(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "EmojiStatus")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .emojiStatusEmpty: writer.constructor(0x2de11aae)
            case .emojiStatus(let value): value.write(to: &writer)
            case .emojiStatusCollectible(let value): value.write(to: &writer)
            }
        }
    }

    /// `emojiStatus#e7ff068a`
    package struct EmojiStatusValue: TLBoxed, Hashable {
        package var documentID: Int64
        package var until: Int32?

        package init(documentID: Int64, until: Int32? = nil) {
            self.documentID = documentID
            self.until = until
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe7ff068a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "EmojiStatus")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            documentID = try reader.read()
            until = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe7ff068a)
            var flags: UInt32 = 0
            if until != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(documentID)
            if let until { writer.write(until) }
        }
    }

    /// `emojiStatusCollectible#7184603b`
    package struct EmojiStatusCollectible: TLBoxed, Hashable {
        package var collectibleID: Int64
        package var documentID: Int64
        package var title: String
        package var slug: String
        package var patternDocumentID: Int64
        package var centerColor: Int32
        package var edgeColor: Int32
        package var patternColor: Int32
        package var textColor: Int32
        package var until: Int32?

        package init(
            collectibleID: Int64, documentID: Int64, title: String, slug: String, patternDocumentID: Int64,
            centerColor: Int32, edgeColor: Int32, patternColor: Int32, textColor: Int32, until: Int32? = nil
        ) {
            self.collectibleID = collectibleID
            self.documentID = documentID
            self.title = title
            self.slug = slug
            self.patternDocumentID = patternDocumentID
            self.centerColor = centerColor
            self.edgeColor = edgeColor
            self.patternColor = patternColor
            self.textColor = textColor
            self.until = until
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7184603b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "EmojiStatus")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            collectibleID = try reader.read()
            documentID = try reader.read()
            title = try reader.read()
            slug = try reader.read()
            patternDocumentID = try reader.read()
            centerColor = try reader.read()
            edgeColor = try reader.read()
            patternColor = try reader.read()
            textColor = try reader.read()
            until = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7184603b)
            var flags: UInt32 = 0
            if until != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(collectibleID)
            writer.write(documentID)
            writer.write(title)
            writer.write(slug)
            writer.write(patternDocumentID)
            writer.write(centerColor)
            writer.write(edgeColor)
            writer.write(patternColor)
            writer.write(textColor)
            if let until { writer.write(until) }
        }
    }

    /// `recentStory#711d692d`
    package struct RecentStory: TLBoxed, Hashable {
        package var live: Bool
        package var maxID: Int32?

        package init(live: Bool = false, maxID: Int32? = nil) {
            self.live = live
            self.maxID = maxID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x711d692d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "RecentStory")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            live = flags & 0x1 != 0
            maxID = try reader.optional(flags & 0x2)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x711d692d)
            var flags: UInt32 = 0
            if live { flags |= 0x1 }
            if maxID != nil { flags |= 0x2 }
            writer.word(flags)
            if let maxID { writer.write(maxID) }
        }
    }

    /// `UserStatus`
    package enum UserStatus: TLBoxed, Hashable {
        case userStatusEmpty
        case userStatusOnline(UserStatusOnline)
        case userStatusOffline(UserStatusOffline)
        case userStatusRecently(UserStatusRecently)
        case userStatusLastWeek(UserStatusLastWeek)
        case userStatusLastMonth(UserStatusLastMonth)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x09d05049: self = .userStatusEmpty
            case 0xedb93949:
                self = .userStatusOnline(try UserStatusOnline(constructor: constructor, from: &reader))
            case 0x008c703f:
                self = .userStatusOffline(try UserStatusOffline(constructor: constructor, from: &reader))
            case 0x7b197dc8:
                self = .userStatusRecently(try UserStatusRecently(constructor: constructor, from: &reader))
            case 0x541a1d1a:
                self = .userStatusLastWeek(try UserStatusLastWeek(constructor: constructor, from: &reader))
            case 0x65899777:
                self = .userStatusLastMonth(try UserStatusLastMonth(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "UserStatus")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .userStatusEmpty: writer.constructor(0x09d05049)
            case .userStatusOnline(let value): value.write(to: &writer)
            case .userStatusOffline(let value): value.write(to: &writer)
            case .userStatusRecently(let value): value.write(to: &writer)
            case .userStatusLastWeek(let value): value.write(to: &writer)
            case .userStatusLastMonth(let value): value.write(to: &writer)
            }
        }
    }

    /// `userStatusOnline#edb93949`
    package struct UserStatusOnline: TLBoxed, Hashable {
        package var expires: Int32

        package init(expires: Int32) {
            self.expires = expires
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xedb93949: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "UserStatus")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            expires = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xedb93949)
            writer.write(expires)
        }
    }

    /// `userStatusOffline#8c703f`
    package struct UserStatusOffline: TLBoxed, Hashable {
        package var wasOnline: Int32

        package init(wasOnline: Int32) {
            self.wasOnline = wasOnline
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x008c703f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "UserStatus")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            wasOnline = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x008c703f)
            writer.write(wasOnline)
        }
    }

    /// `userStatusRecently#7b197dc8`
    package struct UserStatusRecently: TLBoxed, Hashable {
        package var byMe: Bool

        package init(byMe: Bool = false) {
            self.byMe = byMe
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7b197dc8: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "UserStatus")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            byMe = flags & 0x1 != 0
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7b197dc8)
            var flags: UInt32 = 0
            if byMe { flags |= 0x1 }
            writer.word(flags)
        }
    }

    /// `userStatusLastWeek#541a1d1a`
    package struct UserStatusLastWeek: TLBoxed, Hashable {
        package var byMe: Bool

        package init(byMe: Bool = false) {
            self.byMe = byMe
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x541a1d1a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "UserStatus")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            byMe = flags & 0x1 != 0
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x541a1d1a)
            var flags: UInt32 = 0
            if byMe { flags |= 0x1 }
            writer.word(flags)
        }
    }

    /// `userStatusLastMonth#65899777`
    package struct UserStatusLastMonth: TLBoxed, Hashable {
        package var byMe: Bool

        package init(byMe: Bool = false) {
            self.byMe = byMe
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x65899777: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "UserStatus")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            byMe = flags & 0x1 != 0
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x65899777)
            var flags: UInt32 = 0
            if byMe { flags |= 0x1 }
            writer.word(flags)
        }
    }

    /// `userFull#6cbe645`, layer 201: `#99e78045`
    package struct UserFull: TLBoxed, Hashable {
        package var blocked: Bool
        package var phoneCallsAvailable: Bool
        package var phoneCallsPrivate: Bool
        package var canPinMessage: Bool
        package var hasScheduled: Bool
        package var videoCallsAvailable: Bool
        package var voiceMessagesForbidden: Bool
        package var translationsDisabled: Bool
        package var storiesPinnedAvailable: Bool
        package var blockedMyStoriesFrom: Bool
        package var wallpaperOverridden: Bool
        package var contactRequirePremium: Bool
        package var readDatesPrivate: Bool
        package var sponsoredEnabled: Bool
        package var canViewRevenue: Bool
        package var botCanManageEmojiStatus: Bool
        package var displayGiftsButton: Bool
        package var noforwardsMyEnabled: Bool
        package var noforwardsPeerEnabled: Bool
        package var unofficialSecurityRisk: Bool
        package var id: Int64
        package var about: String?
        package var settings: API.PeerSettings
        package var personalPhoto: API.Photo?
        package var profilePhoto: API.Photo?
        package var fallbackPhoto: API.Photo?
        package var notifySettings: API.PeerNotifySettings
        package var botInfo: API.BotInfo?
        package var pinnedMsgID: Int32?
        package var commonChatsCount: Int32
        package var folderID: Int32?
        package var ttlPeriod: Int32?
        package var theme: Unlisted?
        package var privateForwardName: String?
        package var botGroupAdminRights: API.ChatAdminRights?
        package var botBroadcastAdminRights: API.ChatAdminRights?
        package var wallpaper: Unlisted?
        package var stories: Unlisted?
        package var businessWorkHours: Unlisted?
        package var businessLocation: Unlisted?
        package var businessGreetingMessage: Unlisted?
        package var businessAwayMessage: Unlisted?
        package var businessIntro: Unlisted?
        package var birthday: Unlisted?
        package var personalChannelID: Int64?
        package var personalChannelMessage: Int32?
        package var stargiftsCount: Int32?
        package var starrefProgram: Unlisted?
        package var botVerification: Unlisted?
        package var sendPaidMessagesStars: Int64?
        package var disallowedGifts: Unlisted?
        package var starsRating: Unlisted?
        package var starsMyPendingRating: Unlisted?
        package var starsMyPendingRatingDate: Int32?
        package var mainTab: Unlisted?
        package var savedMusic: API.Document?
        package var note: API.TextWithEntities?
        package var botManagerID: Int64?
        package var themeEmoticon: String?

        package init(
            blocked: Bool = false, phoneCallsAvailable: Bool = false, phoneCallsPrivate: Bool = false,
            canPinMessage: Bool = false, hasScheduled: Bool = false, videoCallsAvailable: Bool = false,
            voiceMessagesForbidden: Bool = false, translationsDisabled: Bool = false,
            storiesPinnedAvailable: Bool = false, blockedMyStoriesFrom: Bool = false, wallpaperOverridden: Bool = false,
            contactRequirePremium: Bool = false, readDatesPrivate: Bool = false, sponsoredEnabled: Bool = false,
            canViewRevenue: Bool = false, botCanManageEmojiStatus: Bool = false, displayGiftsButton: Bool = false,
            noforwardsMyEnabled: Bool = false, noforwardsPeerEnabled: Bool = false,
            unofficialSecurityRisk: Bool = false, id: Int64, about: String? = nil, settings: API.PeerSettings,
            personalPhoto: API.Photo? = nil, profilePhoto: API.Photo? = nil, fallbackPhoto: API.Photo? = nil,
            notifySettings: API.PeerNotifySettings, botInfo: API.BotInfo? = nil, pinnedMsgID: Int32? = nil,
            commonChatsCount: Int32, folderID: Int32? = nil, ttlPeriod: Int32? = nil, theme: Unlisted? = nil,
            privateForwardName: String? = nil, botGroupAdminRights: API.ChatAdminRights? = nil,
            botBroadcastAdminRights: API.ChatAdminRights? = nil, wallpaper: Unlisted? = nil, stories: Unlisted? = nil,
            businessWorkHours: Unlisted? = nil, businessLocation: Unlisted? = nil,
            businessGreetingMessage: Unlisted? = nil, businessAwayMessage: Unlisted? = nil,
            businessIntro: Unlisted? = nil, birthday: Unlisted? = nil, personalChannelID: Int64? = nil,
            personalChannelMessage: Int32? = nil, stargiftsCount: Int32? = nil, starrefProgram: Unlisted? = nil,
            botVerification: Unlisted? = nil, sendPaidMessagesStars: Int64? = nil, disallowedGifts: Unlisted? = nil,
            starsRating: Unlisted? = nil, starsMyPendingRating: Unlisted? = nil, starsMyPendingRatingDate: Int32? = nil,
            mainTab: Unlisted? = nil, savedMusic: API.Document? = nil, note: API.TextWithEntities? = nil,
            botManagerID: Int64? = nil, themeEmoticon: String? = nil
        ) {
            self.blocked = blocked
            self.phoneCallsAvailable = phoneCallsAvailable
            self.phoneCallsPrivate = phoneCallsPrivate
            self.canPinMessage = canPinMessage
            self.hasScheduled = hasScheduled
            self.videoCallsAvailable = videoCallsAvailable
            self.voiceMessagesForbidden = voiceMessagesForbidden
            self.translationsDisabled = translationsDisabled
            self.storiesPinnedAvailable = storiesPinnedAvailable
            self.blockedMyStoriesFrom = blockedMyStoriesFrom
            self.wallpaperOverridden = wallpaperOverridden
            self.contactRequirePremium = contactRequirePremium
            self.readDatesPrivate = readDatesPrivate
            self.sponsoredEnabled = sponsoredEnabled
            self.canViewRevenue = canViewRevenue
            self.botCanManageEmojiStatus = botCanManageEmojiStatus
            self.displayGiftsButton = displayGiftsButton
            self.noforwardsMyEnabled = noforwardsMyEnabled
            self.noforwardsPeerEnabled = noforwardsPeerEnabled
            self.unofficialSecurityRisk = unofficialSecurityRisk
            self.id = id
            self.about = about
            self.settings = settings
            self.personalPhoto = personalPhoto
            self.profilePhoto = profilePhoto
            self.fallbackPhoto = fallbackPhoto
            self.notifySettings = notifySettings
            self.botInfo = botInfo
            self.pinnedMsgID = pinnedMsgID
            self.commonChatsCount = commonChatsCount
            self.folderID = folderID
            self.ttlPeriod = ttlPeriod
            self.theme = theme
            self.privateForwardName = privateForwardName
            self.botGroupAdminRights = botGroupAdminRights
            self.botBroadcastAdminRights = botBroadcastAdminRights
            self.wallpaper = wallpaper
            self.stories = stories
            self.businessWorkHours = businessWorkHours
            self.businessLocation = businessLocation
            self.businessGreetingMessage = businessGreetingMessage
            self.businessAwayMessage = businessAwayMessage
            self.businessIntro = businessIntro
            self.birthday = birthday
            self.personalChannelID = personalChannelID
            self.personalChannelMessage = personalChannelMessage
            self.stargiftsCount = stargiftsCount
            self.starrefProgram = starrefProgram
            self.botVerification = botVerification
            self.sendPaidMessagesStars = sendPaidMessagesStars
            self.disallowedGifts = disallowedGifts
            self.starsRating = starsRating
            self.starsMyPendingRating = starsMyPendingRating
            self.starsMyPendingRatingDate = starsMyPendingRatingDate
            self.mainTab = mainTab
            self.savedMusic = savedMusic
            self.note = note
            self.botManagerID = botManagerID
            self.themeEmoticon = themeEmoticon
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x06cbe645: self = try Self(newest: &reader)
            case 0x99e78045: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "UserFull")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            blocked = flags & 0x1 != 0
            phoneCallsAvailable = flags & 0x10 != 0
            phoneCallsPrivate = flags & 0x20 != 0
            canPinMessage = flags & 0x80 != 0
            hasScheduled = flags & 0x1000 != 0
            videoCallsAvailable = flags & 0x2000 != 0
            voiceMessagesForbidden = flags & 0x100000 != 0
            translationsDisabled = flags & 0x800000 != 0
            storiesPinnedAvailable = flags & 0x4000000 != 0
            blockedMyStoriesFrom = flags & 0x8000000 != 0
            wallpaperOverridden = flags & 0x10000000 != 0
            contactRequirePremium = flags & 0x20000000 != 0
            readDatesPrivate = flags & 0x40000000 != 0
            let flags2: UInt32 = try reader.word()
            sponsoredEnabled = flags2 & 0x80 != 0
            canViewRevenue = flags2 & 0x200 != 0
            botCanManageEmojiStatus = flags2 & 0x400 != 0
            displayGiftsButton = flags2 & 0x10000 != 0
            noforwardsMyEnabled = flags2 & 0x800000 != 0
            noforwardsPeerEnabled = flags2 & 0x1000000 != 0
            unofficialSecurityRisk = flags2 & 0x4000000 != 0
            id = try reader.read()
            about = try reader.optional(flags & 0x2)
            settings = try reader.read()
            personalPhoto = try reader.optional(flags & 0x200000)
            profilePhoto = try reader.optional(flags & 0x4)
            fallbackPhoto = try reader.optional(flags & 0x400000)
            notifySettings = try reader.read()
            botInfo = try reader.optional(flags & 0x8)
            pinnedMsgID = try reader.optional(flags & 0x40)
            commonChatsCount = try reader.read()
            folderID = try reader.optional(flags & 0x800)
            ttlPeriod = try reader.optional(flags & 0x4000)
            theme = try reader.optional(flags & 0x8000)
            privateForwardName = try reader.optional(flags & 0x10000)
            botGroupAdminRights = try reader.optional(flags & 0x20000)
            botBroadcastAdminRights = try reader.optional(flags & 0x40000)
            wallpaper = try reader.optional(flags & 0x1000000)
            stories = try reader.optional(flags & 0x2000000)
            businessWorkHours = try reader.optional(flags2 & 0x1)
            businessLocation = try reader.optional(flags2 & 0x2)
            businessGreetingMessage = try reader.optional(flags2 & 0x4)
            businessAwayMessage = try reader.optional(flags2 & 0x8)
            businessIntro = try reader.optional(flags2 & 0x10)
            birthday = try reader.optional(flags2 & 0x20)
            personalChannelID = try reader.optional(flags2 & 0x40)
            personalChannelMessage = try reader.optional(flags2 & 0x40)
            stargiftsCount = try reader.optional(flags2 & 0x100)
            starrefProgram = try reader.optional(flags2 & 0x800)
            botVerification = try reader.optional(flags2 & 0x1000)
            sendPaidMessagesStars = try reader.optional(flags2 & 0x4000)
            disallowedGifts = try reader.optional(flags2 & 0x8000)
            starsRating = try reader.optional(flags2 & 0x20000)
            starsMyPendingRating = try reader.optional(flags2 & 0x40000)
            starsMyPendingRatingDate = try reader.optional(flags2 & 0x40000)
            mainTab = try reader.optional(flags2 & 0x100000)
            savedMusic = try reader.optional(flags2 & 0x200000)
            note = try reader.optional(flags2 & 0x400000)
            botManagerID = try reader.optional(flags2 & 0x2000000)
            themeEmoticon = nil
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            blocked = flags & 0x1 != 0
            phoneCallsAvailable = flags & 0x10 != 0
            phoneCallsPrivate = flags & 0x20 != 0
            canPinMessage = flags & 0x80 != 0
            hasScheduled = flags & 0x1000 != 0
            videoCallsAvailable = flags & 0x2000 != 0
            voiceMessagesForbidden = flags & 0x100000 != 0
            translationsDisabled = flags & 0x800000 != 0
            storiesPinnedAvailable = flags & 0x4000000 != 0
            blockedMyStoriesFrom = flags & 0x8000000 != 0
            wallpaperOverridden = flags & 0x10000000 != 0
            contactRequirePremium = flags & 0x20000000 != 0
            readDatesPrivate = flags & 0x40000000 != 0
            let flags2: UInt32 = try reader.word()
            sponsoredEnabled = flags2 & 0x80 != 0
            canViewRevenue = flags2 & 0x200 != 0
            botCanManageEmojiStatus = flags2 & 0x400 != 0
            displayGiftsButton = flags2 & 0x10000 != 0
            id = try reader.read()
            about = try reader.optional(flags & 0x2)
            settings = try reader.read()
            personalPhoto = try reader.optional(flags & 0x200000)
            profilePhoto = try reader.optional(flags & 0x4)
            fallbackPhoto = try reader.optional(flags & 0x400000)
            notifySettings = try reader.read()
            botInfo = try reader.optional(flags & 0x8)
            pinnedMsgID = try reader.optional(flags & 0x40)
            commonChatsCount = try reader.read()
            folderID = try reader.optional(flags & 0x800)
            ttlPeriod = try reader.optional(flags & 0x4000)
            themeEmoticon = try reader.optional(flags & 0x8000)
            privateForwardName = try reader.optional(flags & 0x10000)
            botGroupAdminRights = try reader.optional(flags & 0x20000)
            botBroadcastAdminRights = try reader.optional(flags & 0x40000)
            wallpaper = try reader.optional(flags & 0x1000000)
            stories = try reader.optional(flags & 0x2000000)
            businessWorkHours = try reader.optional(flags2 & 0x1)
            businessLocation = try reader.optional(flags2 & 0x2)
            businessGreetingMessage = try reader.optional(flags2 & 0x4)
            businessAwayMessage = try reader.optional(flags2 & 0x8)
            businessIntro = try reader.optional(flags2 & 0x10)
            birthday = try reader.optional(flags2 & 0x20)
            personalChannelID = try reader.optional(flags2 & 0x40)
            personalChannelMessage = try reader.optional(flags2 & 0x40)
            stargiftsCount = try reader.optional(flags2 & 0x100)
            starrefProgram = try reader.optional(flags2 & 0x800)
            botVerification = try reader.optional(flags2 & 0x1000)
            sendPaidMessagesStars = try reader.optional(flags2 & 0x4000)
            disallowedGifts = try reader.optional(flags2 & 0x8000)
            noforwardsMyEnabled = false
            noforwardsPeerEnabled = false
            unofficialSecurityRisk = false
            theme = nil
            starsRating = nil
            starsMyPendingRating = nil
            starsMyPendingRatingDate = nil
            mainTab = nil
            savedMusic = nil
            note = nil
            botManagerID = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x06cbe645)
            var flags: UInt32 = 0
            if blocked { flags |= 0x1 }
            if about != nil { flags |= 0x2 }
            if profilePhoto != nil { flags |= 0x4 }
            if botInfo != nil { flags |= 0x8 }
            if phoneCallsAvailable { flags |= 0x10 }
            if phoneCallsPrivate { flags |= 0x20 }
            if pinnedMsgID != nil { flags |= 0x40 }
            if canPinMessage { flags |= 0x80 }
            if folderID != nil { flags |= 0x800 }
            if hasScheduled { flags |= 0x1000 }
            if videoCallsAvailable { flags |= 0x2000 }
            if ttlPeriod != nil { flags |= 0x4000 }
            if theme != nil { flags |= 0x8000 }
            if privateForwardName != nil { flags |= 0x10000 }
            if botGroupAdminRights != nil { flags |= 0x20000 }
            if botBroadcastAdminRights != nil { flags |= 0x40000 }
            if voiceMessagesForbidden { flags |= 0x100000 }
            if personalPhoto != nil { flags |= 0x200000 }
            if fallbackPhoto != nil { flags |= 0x400000 }
            if translationsDisabled { flags |= 0x800000 }
            if wallpaper != nil { flags |= 0x1000000 }
            if stories != nil { flags |= 0x2000000 }
            if storiesPinnedAvailable { flags |= 0x4000000 }
            if blockedMyStoriesFrom { flags |= 0x8000000 }
            if wallpaperOverridden { flags |= 0x10000000 }
            if contactRequirePremium { flags |= 0x20000000 }
            if readDatesPrivate { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if businessWorkHours != nil { flags2 |= 0x1 }
            if businessLocation != nil { flags2 |= 0x2 }
            if businessGreetingMessage != nil { flags2 |= 0x4 }
            if businessAwayMessage != nil { flags2 |= 0x8 }
            if businessIntro != nil { flags2 |= 0x10 }
            if birthday != nil { flags2 |= 0x20 }
            if personalChannelID != nil, personalChannelMessage != nil { flags2 |= 0x40 }
            if sponsoredEnabled { flags2 |= 0x80 }
            if stargiftsCount != nil { flags2 |= 0x100 }
            if canViewRevenue { flags2 |= 0x200 }
            if botCanManageEmojiStatus { flags2 |= 0x400 }
            if starrefProgram != nil { flags2 |= 0x800 }
            if botVerification != nil { flags2 |= 0x1000 }
            if sendPaidMessagesStars != nil { flags2 |= 0x4000 }
            if disallowedGifts != nil { flags2 |= 0x8000 }
            if displayGiftsButton { flags2 |= 0x10000 }
            if starsRating != nil { flags2 |= 0x20000 }
            if starsMyPendingRating != nil, starsMyPendingRatingDate != nil { flags2 |= 0x40000 }
            if mainTab != nil { flags2 |= 0x100000 }
            if savedMusic != nil { flags2 |= 0x200000 }
            if note != nil { flags2 |= 0x400000 }
            if noforwardsMyEnabled { flags2 |= 0x800000 }
            if noforwardsPeerEnabled { flags2 |= 0x1000000 }
            if botManagerID != nil { flags2 |= 0x2000000 }
            if unofficialSecurityRisk { flags2 |= 0x4000000 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            if let about { writer.write(about) }
            writer.write(settings)
            if let personalPhoto { writer.write(personalPhoto) }
            if let profilePhoto { writer.write(profilePhoto) }
            if let fallbackPhoto { writer.write(fallbackPhoto) }
            writer.write(notifySettings)
            if let botInfo { writer.write(botInfo) }
            if let pinnedMsgID { writer.write(pinnedMsgID) }
            writer.write(commonChatsCount)
            if let folderID { writer.write(folderID) }
            if let ttlPeriod { writer.write(ttlPeriod) }
            if let theme { writer.write(theme) }
            if let privateForwardName { writer.write(privateForwardName) }
            if let botGroupAdminRights { writer.write(botGroupAdminRights) }
            if let botBroadcastAdminRights { writer.write(botBroadcastAdminRights) }
            if let wallpaper { writer.write(wallpaper) }
            if let stories { writer.write(stories) }
            if let businessWorkHours { writer.write(businessWorkHours) }
            if let businessLocation { writer.write(businessLocation) }
            if let businessGreetingMessage { writer.write(businessGreetingMessage) }
            if let businessAwayMessage { writer.write(businessAwayMessage) }
            if let businessIntro { writer.write(businessIntro) }
            if let birthday { writer.write(birthday) }
            if flags2 & 0x40 != 0, let personalChannelID { writer.write(personalChannelID) }
            if flags2 & 0x40 != 0, let personalChannelMessage { writer.write(personalChannelMessage) }
            if let stargiftsCount { writer.write(stargiftsCount) }
            if let starrefProgram { writer.write(starrefProgram) }
            if let botVerification { writer.write(botVerification) }
            if let sendPaidMessagesStars { writer.write(sendPaidMessagesStars) }
            if let disallowedGifts { writer.write(disallowedGifts) }
            if let starsRating { writer.write(starsRating) }
            if flags2 & 0x40000 != 0, let starsMyPendingRating { writer.write(starsMyPendingRating) }
            if flags2 & 0x40000 != 0, let starsMyPendingRatingDate { writer.write(starsMyPendingRatingDate) }
            if let mainTab { writer.write(mainTab) }
            if let savedMusic { writer.write(savedMusic) }
            if let note { writer.write(note) }
            if let botManagerID { writer.write(botManagerID) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x99e78045)
            var flags: UInt32 = 0
            if blocked { flags |= 0x1 }
            if about != nil { flags |= 0x2 }
            if profilePhoto != nil { flags |= 0x4 }
            if botInfo != nil { flags |= 0x8 }
            if phoneCallsAvailable { flags |= 0x10 }
            if phoneCallsPrivate { flags |= 0x20 }
            if pinnedMsgID != nil { flags |= 0x40 }
            if canPinMessage { flags |= 0x80 }
            if folderID != nil { flags |= 0x800 }
            if hasScheduled { flags |= 0x1000 }
            if videoCallsAvailable { flags |= 0x2000 }
            if ttlPeriod != nil { flags |= 0x4000 }
            if themeEmoticon != nil { flags |= 0x8000 }
            if privateForwardName != nil { flags |= 0x10000 }
            if botGroupAdminRights != nil { flags |= 0x20000 }
            if botBroadcastAdminRights != nil { flags |= 0x40000 }
            if voiceMessagesForbidden { flags |= 0x100000 }
            if personalPhoto != nil { flags |= 0x200000 }
            if fallbackPhoto != nil { flags |= 0x400000 }
            if translationsDisabled { flags |= 0x800000 }
            if wallpaper != nil { flags |= 0x1000000 }
            if stories != nil { flags |= 0x2000000 }
            if storiesPinnedAvailable { flags |= 0x4000000 }
            if blockedMyStoriesFrom { flags |= 0x8000000 }
            if wallpaperOverridden { flags |= 0x10000000 }
            if contactRequirePremium { flags |= 0x20000000 }
            if readDatesPrivate { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if businessWorkHours != nil { flags2 |= 0x1 }
            if businessLocation != nil { flags2 |= 0x2 }
            if businessGreetingMessage != nil { flags2 |= 0x4 }
            if businessAwayMessage != nil { flags2 |= 0x8 }
            if businessIntro != nil { flags2 |= 0x10 }
            if birthday != nil { flags2 |= 0x20 }
            if personalChannelID != nil, personalChannelMessage != nil { flags2 |= 0x40 }
            if sponsoredEnabled { flags2 |= 0x80 }
            if stargiftsCount != nil { flags2 |= 0x100 }
            if canViewRevenue { flags2 |= 0x200 }
            if botCanManageEmojiStatus { flags2 |= 0x400 }
            if starrefProgram != nil { flags2 |= 0x800 }
            if botVerification != nil { flags2 |= 0x1000 }
            if sendPaidMessagesStars != nil { flags2 |= 0x4000 }
            if disallowedGifts != nil { flags2 |= 0x8000 }
            if displayGiftsButton { flags2 |= 0x10000 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            if let about { writer.write(about) }
            writer.write(settings)
            if let personalPhoto { writer.write(personalPhoto) }
            if let profilePhoto { writer.write(profilePhoto) }
            if let fallbackPhoto { writer.write(fallbackPhoto) }
            writer.write(notifySettings)
            if let botInfo { writer.write(botInfo) }
            if let pinnedMsgID { writer.write(pinnedMsgID) }
            writer.write(commonChatsCount)
            if let folderID { writer.write(folderID) }
            if let ttlPeriod { writer.write(ttlPeriod) }
            if let themeEmoticon { writer.write(themeEmoticon) }
            if let privateForwardName { writer.write(privateForwardName) }
            if let botGroupAdminRights { writer.write(botGroupAdminRights) }
            if let botBroadcastAdminRights { writer.write(botBroadcastAdminRights) }
            if let wallpaper { writer.write(wallpaper) }
            if let stories { writer.write(stories) }
            if let businessWorkHours { writer.write(businessWorkHours) }
            if let businessLocation { writer.write(businessLocation) }
            if let businessGreetingMessage { writer.write(businessGreetingMessage) }
            if let businessAwayMessage { writer.write(businessAwayMessage) }
            if let businessIntro { writer.write(businessIntro) }
            if let birthday { writer.write(birthday) }
            if flags2 & 0x40 != 0, let personalChannelID { writer.write(personalChannelID) }
            if flags2 & 0x40 != 0, let personalChannelMessage { writer.write(personalChannelMessage) }
            if let stargiftsCount { writer.write(stargiftsCount) }
            if let starrefProgram { writer.write(starrefProgram) }
            if let botVerification { writer.write(botVerification) }
            if let sendPaidMessagesStars { writer.write(sendPaidMessagesStars) }
            if let disallowedGifts { writer.write(disallowedGifts) }
        }
    }
}
