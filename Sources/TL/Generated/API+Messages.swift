// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension API {

    /// `MessageEntity`
    package enum MessageEntity: TLBoxed, Hashable {
        case messageEntityMentionName(MessageEntityMentionName)
        case inputMessageEntityMentionName(InputMessageEntityMentionName)
        case messageEntityUnderline(MessageEntityUnderline)
        case messageEntityStrike(MessageEntityStrike)
        case messageEntityBankCard(MessageEntityBankCard)
        case messageEntitySpoiler(MessageEntitySpoiler)
        case messageEntityCustomEmoji(MessageEntityCustomEmoji)
        case messageEntityBlockquote(MessageEntityBlockquote)
        case messageEntityUnknown(MessageEntityUnknown)
        case messageEntityBold(MessageEntityBold)
        case messageEntityPre(MessageEntityPre)
        case messageEntityCode(MessageEntityCode)
        case messageEntityUrl(MessageEntityUrl)
        case messageEntityTextUrl(MessageEntityTextUrl)
        case messageEntityHashtag(MessageEntityHashtag)
        case messageEntityMention(MessageEntityMention)
        case messageEntityEmail(MessageEntityEmail)
        case messageEntityBotCommand(MessageEntityBotCommand)
        case messageEntityPhone(MessageEntityPhone)
        case messageEntityCashtag(MessageEntityCashtag)
        case messageEntityItalic(MessageEntityItalic)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xdc7b1140:
                self = .messageEntityMentionName(try MessageEntityMentionName(constructor: constructor, from: &reader))
            case 0x208e68c9:
                self = .inputMessageEntityMentionName(
                    try InputMessageEntityMentionName(constructor: constructor, from: &reader))
            case 0x9c4e7e8b:
                self = .messageEntityUnderline(try MessageEntityUnderline(constructor: constructor, from: &reader))
            case 0xbf0693d4:
                self = .messageEntityStrike(try MessageEntityStrike(constructor: constructor, from: &reader))
            case 0x761e6af4:
                self = .messageEntityBankCard(try MessageEntityBankCard(constructor: constructor, from: &reader))
            case 0x32ca960f:
                self = .messageEntitySpoiler(try MessageEntitySpoiler(constructor: constructor, from: &reader))
            case 0xc8cf05f8:
                self = .messageEntityCustomEmoji(try MessageEntityCustomEmoji(constructor: constructor, from: &reader))
            case 0xf1ccaaac:
                self = .messageEntityBlockquote(try MessageEntityBlockquote(constructor: constructor, from: &reader))
            case 0xbb92ba95:
                self = .messageEntityUnknown(try MessageEntityUnknown(constructor: constructor, from: &reader))
            case 0xbd610bc9:
                self = .messageEntityBold(try MessageEntityBold(constructor: constructor, from: &reader))
            case 0x73924be0:
                self = .messageEntityPre(try MessageEntityPre(constructor: constructor, from: &reader))
            case 0x28a20571:
                self = .messageEntityCode(try MessageEntityCode(constructor: constructor, from: &reader))
            case 0x6ed02538:
                self = .messageEntityUrl(try MessageEntityUrl(constructor: constructor, from: &reader))
            case 0x76a6d327:
                self = .messageEntityTextUrl(try MessageEntityTextUrl(constructor: constructor, from: &reader))
            case 0x6f635b0d:
                self = .messageEntityHashtag(try MessageEntityHashtag(constructor: constructor, from: &reader))
            case 0xfa04579d:
                self = .messageEntityMention(try MessageEntityMention(constructor: constructor, from: &reader))
            case 0x64e475c2:
                self = .messageEntityEmail(try MessageEntityEmail(constructor: constructor, from: &reader))
            case 0x6cef8ac7:
                self = .messageEntityBotCommand(try MessageEntityBotCommand(constructor: constructor, from: &reader))
            case 0x9b69e34b:
                self = .messageEntityPhone(try MessageEntityPhone(constructor: constructor, from: &reader))
            case 0x4c4e743f:
                self = .messageEntityCashtag(try MessageEntityCashtag(constructor: constructor, from: &reader))
            case 0x826f8b60:
                self = .messageEntityItalic(try MessageEntityItalic(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .messageEntityMentionName(let value): value.write(to: &writer)
            case .inputMessageEntityMentionName(let value): value.write(to: &writer)
            case .messageEntityUnderline(let value): value.write(to: &writer)
            case .messageEntityStrike(let value): value.write(to: &writer)
            case .messageEntityBankCard(let value): value.write(to: &writer)
            case .messageEntitySpoiler(let value): value.write(to: &writer)
            case .messageEntityCustomEmoji(let value): value.write(to: &writer)
            case .messageEntityBlockquote(let value): value.write(to: &writer)
            case .messageEntityUnknown(let value): value.write(to: &writer)
            case .messageEntityBold(let value): value.write(to: &writer)
            case .messageEntityPre(let value): value.write(to: &writer)
            case .messageEntityCode(let value): value.write(to: &writer)
            case .messageEntityUrl(let value): value.write(to: &writer)
            case .messageEntityTextUrl(let value): value.write(to: &writer)
            case .messageEntityHashtag(let value): value.write(to: &writer)
            case .messageEntityMention(let value): value.write(to: &writer)
            case .messageEntityEmail(let value): value.write(to: &writer)
            case .messageEntityBotCommand(let value): value.write(to: &writer)
            case .messageEntityPhone(let value): value.write(to: &writer)
            case .messageEntityCashtag(let value): value.write(to: &writer)
            case .messageEntityItalic(let value): value.write(to: &writer)
            }
        }
    }

    /// `messageEntityMentionName#dc7b1140`
    package struct MessageEntityMentionName: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32
        package var userID: Int64

        package init(offset: Int32, length: Int32, userID: Int64) {
            self.offset = offset
            self.length = length
            self.userID = userID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xdc7b1140: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
            userID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xdc7b1140)
            writer.write(offset)
            writer.write(length)
            writer.write(userID)
        }
    }

    /// `inputMessageEntityMentionName#208e68c9`
    package struct InputMessageEntityMentionName: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32
        package var userID: API.InputUser

        package init(offset: Int32, length: Int32, userID: API.InputUser) {
            self.offset = offset
            self.length = length
            self.userID = userID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x208e68c9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
            userID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x208e68c9)
            writer.write(offset)
            writer.write(length)
            writer.write(userID)
        }
    }

    /// `messageEntityUnderline#9c4e7e8b`
    package struct MessageEntityUnderline: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9c4e7e8b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9c4e7e8b)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityStrike#bf0693d4`
    package struct MessageEntityStrike: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbf0693d4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbf0693d4)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityBankCard#761e6af4`
    package struct MessageEntityBankCard: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x761e6af4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x761e6af4)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntitySpoiler#32ca960f`
    package struct MessageEntitySpoiler: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x32ca960f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x32ca960f)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityCustomEmoji#c8cf05f8`
    package struct MessageEntityCustomEmoji: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32
        package var documentID: Int64

        package init(offset: Int32, length: Int32, documentID: Int64) {
            self.offset = offset
            self.length = length
            self.documentID = documentID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc8cf05f8: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
            documentID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc8cf05f8)
            writer.write(offset)
            writer.write(length)
            writer.write(documentID)
        }
    }

    /// `messageEntityBlockquote#f1ccaaac`
    package struct MessageEntityBlockquote: TLBoxed, Hashable {
        package var collapsed: Bool
        package var offset: Int32
        package var length: Int32

        package init(collapsed: Bool = false, offset: Int32, length: Int32) {
            self.collapsed = collapsed
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf1ccaaac: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            collapsed = flags & 0x1 != 0
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf1ccaaac)
            var flags: UInt32 = 0
            if collapsed { flags |= 0x1 }
            writer.word(flags)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityUnknown#bb92ba95`
    package struct MessageEntityUnknown: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbb92ba95: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbb92ba95)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityBold#bd610bc9`
    package struct MessageEntityBold: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbd610bc9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbd610bc9)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityPre#73924be0`
    package struct MessageEntityPre: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32
        package var language: String

        package init(offset: Int32, length: Int32, language: String) {
            self.offset = offset
            self.length = length
            self.language = language
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x73924be0: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
            language = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x73924be0)
            writer.write(offset)
            writer.write(length)
            writer.write(language)
        }
    }

    /// `messageEntityCode#28a20571`
    package struct MessageEntityCode: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x28a20571: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x28a20571)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityUrl#6ed02538`
    package struct MessageEntityUrl: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x6ed02538: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x6ed02538)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityTextUrl#76a6d327`
    package struct MessageEntityTextUrl: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32
        package var url: String

        package init(offset: Int32, length: Int32, url: String) {
            self.offset = offset
            self.length = length
            self.url = url
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x76a6d327: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
            url = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x76a6d327)
            writer.write(offset)
            writer.write(length)
            writer.write(url)
        }
    }

    /// `messageEntityHashtag#6f635b0d`
    package struct MessageEntityHashtag: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x6f635b0d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x6f635b0d)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityMention#fa04579d`
    package struct MessageEntityMention: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfa04579d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xfa04579d)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityEmail#64e475c2`
    package struct MessageEntityEmail: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x64e475c2: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x64e475c2)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityBotCommand#6cef8ac7`
    package struct MessageEntityBotCommand: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x6cef8ac7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x6cef8ac7)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityPhone#9b69e34b`
    package struct MessageEntityPhone: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9b69e34b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9b69e34b)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityCashtag#4c4e743f`
    package struct MessageEntityCashtag: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4c4e743f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4c4e743f)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `messageEntityItalic#826f8b60`
    package struct MessageEntityItalic: TLBoxed, Hashable {
        package var offset: Int32
        package var length: Int32

        package init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x826f8b60: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageEntity")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            offset = try reader.read()
            length = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x826f8b60)
            writer.write(offset)
            writer.write(length)
        }
    }

    /// `MessageAction`
    package enum MessageAction: TLBoxed, Hashable {
        case messageActionChatCreate(MessageActionChatCreate)
        case messageActionChatDeleteUser(MessageActionChatDeleteUser)
        case messageActionChatJoinedByLink(MessageActionChatJoinedByLink)
        case messageActionChatMigrateTo(MessageActionChatMigrateTo)
        case messageActionChannelMigrateFrom(MessageActionChannelMigrateFrom)
        case messageActionScreenshotTaken
        case messageActionCustomAction(MessageActionCustomAction)
        case messageActionContactSignUp
        case messageActionSetMessagesTTL(MessageActionSetMessagesTTL)
        case messageActionSetChatTheme(MessageActionSetChatTheme)
        case messageActionChatJoinedByRequest
        case messageActionTopicCreate(MessageActionTopicCreate)
        case messageActionGiveawayLaunch(MessageActionGiveawayLaunch)
        case messageActionGiveawayResults(MessageActionGiveawayResults)
        case messageActionBoostApply(MessageActionBoostApply)
        case messageActionPaidMessagesRefunded(MessageActionPaidMessagesRefunded)
        case messageActionPaidMessagesPrice(MessageActionPaidMessagesPrice)
        case messageActionGroupCall(MessageActionGroupCall)
        case messageActionGroupCallScheduled(MessageActionGroupCallScheduled)
        case messageActionInviteToGroupCall(MessageActionInviteToGroupCall)
        case messageActionEmpty
        case messageActionChannelCreate(MessageActionChannelCreate)
        case messageActionPinMessage
        case messageActionChatEditTitle(MessageActionChatEditTitle)
        case messageActionHistoryClear
        case messageActionChatAddUser(MessageActionChatAddUser)
        case messageActionChatDeletePhoto
        case messageActionChatEditPhoto(MessageActionChatEditPhoto)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbd47cbad:
                self = .messageActionChatCreate(try MessageActionChatCreate(constructor: constructor, from: &reader))
            case 0xa43f30cc:
                self = .messageActionChatDeleteUser(
                    try MessageActionChatDeleteUser(constructor: constructor, from: &reader))
            case 0x031224c3:
                self = .messageActionChatJoinedByLink(
                    try MessageActionChatJoinedByLink(constructor: constructor, from: &reader))
            case 0xe1037f92:
                self = .messageActionChatMigrateTo(
                    try MessageActionChatMigrateTo(constructor: constructor, from: &reader))
            case 0xea3948e9:
                self = .messageActionChannelMigrateFrom(
                    try MessageActionChannelMigrateFrom(constructor: constructor, from: &reader))
            case 0x4792929b: self = .messageActionScreenshotTaken
            case 0xfae69f56:
                self = .messageActionCustomAction(
                    try MessageActionCustomAction(constructor: constructor, from: &reader))
            case 0xf3f25f76: self = .messageActionContactSignUp
            case 0x3c134d7b:
                self = .messageActionSetMessagesTTL(
                    try MessageActionSetMessagesTTL(constructor: constructor, from: &reader))
            case 0xaa786345:
                self = .messageActionSetChatTheme(
                    try MessageActionSetChatTheme(constructor: constructor, from: &reader))
            case 0xebbca3cb: self = .messageActionChatJoinedByRequest
            case 0x0d999256:
                self = .messageActionTopicCreate(try MessageActionTopicCreate(constructor: constructor, from: &reader))
            case 0xa80f51e4:
                self = .messageActionGiveawayLaunch(
                    try MessageActionGiveawayLaunch(constructor: constructor, from: &reader))
            case 0x87e2f155:
                self = .messageActionGiveawayResults(
                    try MessageActionGiveawayResults(constructor: constructor, from: &reader))
            case 0xcc02aa6d:
                self = .messageActionBoostApply(try MessageActionBoostApply(constructor: constructor, from: &reader))
            case 0xac1f1fcd:
                self = .messageActionPaidMessagesRefunded(
                    try MessageActionPaidMessagesRefunded(constructor: constructor, from: &reader))
            case 0xbcd71419:
                self = .messageActionPaidMessagesPrice(
                    try MessageActionPaidMessagesPrice(constructor: constructor, from: &reader))
            case 0x7a0d7f42:
                self = .messageActionGroupCall(try MessageActionGroupCall(constructor: constructor, from: &reader))
            case 0xb3a07661:
                self = .messageActionGroupCallScheduled(
                    try MessageActionGroupCallScheduled(constructor: constructor, from: &reader))
            case 0x502f92f7:
                self = .messageActionInviteToGroupCall(
                    try MessageActionInviteToGroupCall(constructor: constructor, from: &reader))
            case 0xb6aef7b0: self = .messageActionEmpty
            case 0x95d2ac92:
                self = .messageActionChannelCreate(
                    try MessageActionChannelCreate(constructor: constructor, from: &reader))
            case 0x94bd38ed: self = .messageActionPinMessage
            case 0xb5a1ce5a:
                self = .messageActionChatEditTitle(
                    try MessageActionChatEditTitle(constructor: constructor, from: &reader))
            case 0x9fbab604: self = .messageActionHistoryClear
            case 0x15cefd00:
                self = .messageActionChatAddUser(try MessageActionChatAddUser(constructor: constructor, from: &reader))
            case 0x95e3fbef: self = .messageActionChatDeletePhoto
            case 0x7fcb13a8:
                self = .messageActionChatEditPhoto(
                    try MessageActionChatEditPhoto(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .messageActionChatCreate(let value): value.write(to: &writer)
            case .messageActionChatDeleteUser(let value): value.write(to: &writer)
            case .messageActionChatJoinedByLink(let value): value.write(to: &writer)
            case .messageActionChatMigrateTo(let value): value.write(to: &writer)
            case .messageActionChannelMigrateFrom(let value): value.write(to: &writer)
            case .messageActionScreenshotTaken: writer.constructor(0x4792929b)
            case .messageActionCustomAction(let value): value.write(to: &writer)
            case .messageActionContactSignUp: writer.constructor(0xf3f25f76)
            case .messageActionSetMessagesTTL(let value): value.write(to: &writer)
            case .messageActionSetChatTheme(let value): value.write(to: &writer)
            case .messageActionChatJoinedByRequest: writer.constructor(0xebbca3cb)
            case .messageActionTopicCreate(let value): value.write(to: &writer)
            case .messageActionGiveawayLaunch(let value): value.write(to: &writer)
            case .messageActionGiveawayResults(let value): value.write(to: &writer)
            case .messageActionBoostApply(let value): value.write(to: &writer)
            case .messageActionPaidMessagesRefunded(let value): value.write(to: &writer)
            case .messageActionPaidMessagesPrice(let value): value.write(to: &writer)
            case .messageActionGroupCall(let value): value.write(to: &writer)
            case .messageActionGroupCallScheduled(let value): value.write(to: &writer)
            case .messageActionInviteToGroupCall(let value): value.write(to: &writer)
            case .messageActionEmpty: writer.constructor(0xb6aef7b0)
            case .messageActionChannelCreate(let value): value.write(to: &writer)
            case .messageActionPinMessage: writer.constructor(0x94bd38ed)
            case .messageActionChatEditTitle(let value): value.write(to: &writer)
            case .messageActionHistoryClear: writer.constructor(0x9fbab604)
            case .messageActionChatAddUser(let value): value.write(to: &writer)
            case .messageActionChatDeletePhoto: writer.constructor(0x95e3fbef)
            case .messageActionChatEditPhoto(let value): value.write(to: &writer)
            }
        }
    }

    /// `messageActionChatCreate#bd47cbad`
    package struct MessageActionChatCreate: TLBoxed, Hashable {
        package var title: String
        package var users: [Int64]

        package init(title: String, users: [Int64] = []) {
            self.title = title
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbd47cbad: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            title = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbd47cbad)
            writer.write(title)
            writer.write(users)
        }
    }

    /// `messageActionChatDeleteUser#a43f30cc`
    package struct MessageActionChatDeleteUser: TLBoxed, Hashable {
        package var userID: Int64

        package init(userID: Int64) {
            self.userID = userID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa43f30cc: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            userID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa43f30cc)
            writer.write(userID)
        }
    }

    /// `messageActionChatJoinedByLink#31224c3`
    package struct MessageActionChatJoinedByLink: TLBoxed, Hashable {
        package var inviterID: Int64

        package init(inviterID: Int64) {
            self.inviterID = inviterID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x031224c3: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            inviterID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x031224c3)
            writer.write(inviterID)
        }
    }

    /// `messageActionChatMigrateTo#e1037f92`
    package struct MessageActionChatMigrateTo: TLBoxed, Hashable {
        package var channelID: Int64

        package init(channelID: Int64) {
            self.channelID = channelID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe1037f92: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channelID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe1037f92)
            writer.write(channelID)
        }
    }

    /// `messageActionChannelMigrateFrom#ea3948e9`
    package struct MessageActionChannelMigrateFrom: TLBoxed, Hashable {
        package var title: String
        package var chatID: Int64

        package init(title: String, chatID: Int64) {
            self.title = title
            self.chatID = chatID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xea3948e9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            title = try reader.read()
            chatID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xea3948e9)
            writer.write(title)
            writer.write(chatID)
        }
    }

    /// `messageActionCustomAction#fae69f56`
    package struct MessageActionCustomAction: TLBoxed, Hashable {
        package var message: String

        package init(message: String) {
            self.message = message
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfae69f56: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            message = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xfae69f56)
            writer.write(message)
        }
    }

    /// `messageActionSetMessagesTTL#3c134d7b`
    package struct MessageActionSetMessagesTTL: TLBoxed, Hashable {
        package var period: Int32
        package var autoSettingFrom: Int64?

        package init(period: Int32, autoSettingFrom: Int64? = nil) {
            self.period = period
            self.autoSettingFrom = autoSettingFrom
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3c134d7b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            period = try reader.read()
            autoSettingFrom = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3c134d7b)
            var flags: UInt32 = 0
            if autoSettingFrom != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(period)
            if let autoSettingFrom { writer.write(autoSettingFrom) }
        }
    }

    /// `messageActionSetChatTheme#aa786345`
    package struct MessageActionSetChatTheme: TLBoxed, Hashable {
        package var emoticon: String

        package init(emoticon: String) {
            self.emoticon = emoticon
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xaa786345: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            emoticon = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xaa786345)
            writer.write(emoticon)
        }
    }

    /// `messageActionTopicCreate#d999256`
    package struct MessageActionTopicCreate: TLBoxed, Hashable {
        package var title: String
        package var iconColor: Int32
        package var iconEmojiID: Int64?

        package init(title: String, iconColor: Int32, iconEmojiID: Int64? = nil) {
            self.title = title
            self.iconColor = iconColor
            self.iconEmojiID = iconEmojiID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x0d999256: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            title = try reader.read()
            iconColor = try reader.read()
            iconEmojiID = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x0d999256)
            var flags: UInt32 = 0
            if iconEmojiID != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(title)
            writer.write(iconColor)
            if let iconEmojiID { writer.write(iconEmojiID) }
        }
    }

    /// `messageActionGiveawayLaunch#a80f51e4`
    package struct MessageActionGiveawayLaunch: TLBoxed, Hashable {
        package var stars: Int64?

        package init(stars: Int64? = nil) {
            self.stars = stars
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa80f51e4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            stars = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa80f51e4)
            var flags: UInt32 = 0
            if stars != nil { flags |= 0x1 }
            writer.word(flags)
            if let stars { writer.write(stars) }
        }
    }

    /// `messageActionGiveawayResults#87e2f155`
    package struct MessageActionGiveawayResults: TLBoxed, Hashable {
        package var stars: Bool
        package var winnersCount: Int32
        package var unclaimedCount: Int32

        package init(stars: Bool = false, winnersCount: Int32, unclaimedCount: Int32) {
            self.stars = stars
            self.winnersCount = winnersCount
            self.unclaimedCount = unclaimedCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x87e2f155: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            stars = flags & 0x1 != 0
            winnersCount = try reader.read()
            unclaimedCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x87e2f155)
            var flags: UInt32 = 0
            if stars { flags |= 0x1 }
            writer.word(flags)
            writer.write(winnersCount)
            writer.write(unclaimedCount)
        }
    }

    /// `messageActionBoostApply#cc02aa6d`
    package struct MessageActionBoostApply: TLBoxed, Hashable {
        package var boosts: Int32

        package init(boosts: Int32) {
            self.boosts = boosts
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xcc02aa6d: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            boosts = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xcc02aa6d)
            writer.write(boosts)
        }
    }

    /// `messageActionPaidMessagesRefunded#ac1f1fcd`
    package struct MessageActionPaidMessagesRefunded: TLBoxed, Hashable {
        package var count: Int32
        package var stars: Int64

        package init(count: Int32, stars: Int64) {
            self.count = count
            self.stars = stars
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xac1f1fcd: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            count = try reader.read()
            stars = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xac1f1fcd)
            writer.write(count)
            writer.write(stars)
        }
    }

    /// `messageActionPaidMessagesPrice#bcd71419`
    package struct MessageActionPaidMessagesPrice: TLBoxed, Hashable {
        package var stars: Int64

        package init(stars: Int64) {
            self.stars = stars
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbcd71419: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            stars = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbcd71419)
            writer.write(stars)
        }
    }

    /// `messageActionGroupCall#7a0d7f42`
    package struct MessageActionGroupCall: TLBoxed, Hashable {
        package var call: API.InputGroupCall
        package var duration: Int32?

        package init(call: API.InputGroupCall, duration: Int32? = nil) {
            self.call = call
            self.duration = duration
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7a0d7f42: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            call = try reader.read()
            duration = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7a0d7f42)
            var flags: UInt32 = 0
            if duration != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(call)
            if let duration { writer.write(duration) }
        }
    }

    /// `messageActionGroupCallScheduled#b3a07661`
    package struct MessageActionGroupCallScheduled: TLBoxed, Hashable {
        package var call: API.InputGroupCall
        package var scheduleDate: Int32

        package init(call: API.InputGroupCall, scheduleDate: Int32) {
            self.call = call
            self.scheduleDate = scheduleDate
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb3a07661: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            call = try reader.read()
            scheduleDate = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb3a07661)
            writer.write(call)
            writer.write(scheduleDate)
        }
    }

    /// `messageActionInviteToGroupCall#502f92f7`
    package struct MessageActionInviteToGroupCall: TLBoxed, Hashable {
        package var call: API.InputGroupCall
        package var users: [Int64]

        package init(call: API.InputGroupCall, users: [Int64] = []) {
            self.call = call
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x502f92f7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            call = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x502f92f7)
            writer.write(call)
            writer.write(users)
        }
    }

    /// `messageActionChannelCreate#95d2ac92`
    package struct MessageActionChannelCreate: TLBoxed, Hashable {
        package var title: String

        package init(title: String) {
            self.title = title
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x95d2ac92: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            title = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x95d2ac92)
            writer.write(title)
        }
    }

    /// `messageActionChatEditTitle#b5a1ce5a`
    package struct MessageActionChatEditTitle: TLBoxed, Hashable {
        package var title: String

        package init(title: String) {
            self.title = title
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb5a1ce5a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            title = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb5a1ce5a)
            writer.write(title)
        }
    }

    /// `messageActionChatAddUser#15cefd00`
    package struct MessageActionChatAddUser: TLBoxed, Hashable {
        package var users: [Int64]

        package init(users: [Int64] = []) {
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x15cefd00: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x15cefd00)
            writer.write(users)
        }
    }

    /// `messageActionChatEditPhoto#7fcb13a8`
    package struct MessageActionChatEditPhoto: TLBoxed, Hashable {
        package var photo: API.Photo

        package init(photo: API.Photo) {
            self.photo = photo
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7fcb13a8: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            photo = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7fcb13a8)
            writer.write(photo)
        }
    }

    /// `messages.peerDialogs#3371c354`
    package struct MessagesPeerDialogs: TLBoxed, Hashable {
        package var dialogs: [API.Dialog]
        package var messages: [API.Message]
        package var chats: [API.Chat]
        package var users: [API.User]
        package var state: API.UpdatesState

        package init(
            dialogs: [API.Dialog] = [], messages: [API.Message] = [], chats: [API.Chat] = [], users: [API.User] = [],
            state: API.UpdatesState
        ) {
            self.dialogs = dialogs
            self.messages = messages
            self.chats = chats
            self.users = users
            self.state = state
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3371c354: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.PeerDialogs")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            dialogs = try reader.read()
            messages = try reader.read()
            chats = try reader.read()
            users = try reader.read()
            state = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3371c354)
            writer.write(dialogs)
            writer.write(messages)
            writer.write(chats)
            writer.write(users)
            writer.write(state)
        }
    }

    /// `SendMessageAction`
    package enum SendMessageAction: TLBoxed, Hashable {
        case sendMessageTypingAction
        case sendMessageCancelAction
        case sendMessageRecordVideoAction
        case sendMessageUploadVideoAction(SendMessageUploadVideoAction)
        case sendMessageRecordAudioAction
        case sendMessageUploadAudioAction(SendMessageUploadAudioAction)
        case sendMessageUploadPhotoAction(SendMessageUploadPhotoAction)
        case sendMessageUploadDocumentAction(SendMessageUploadDocumentAction)
        case sendMessageGeoLocationAction
        case sendMessageChooseContactAction
        case sendMessageGamePlayAction
        case sendMessageRecordRoundAction
        case sendMessageUploadRoundAction(SendMessageUploadRoundAction)
        case sendMessageHistoryImportAction(SendMessageHistoryImportAction)
        case sendMessageChooseStickerAction

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x16bf744e: self = .sendMessageTypingAction
            case 0xfd5ec8f5: self = .sendMessageCancelAction
            case 0xa187d66f: self = .sendMessageRecordVideoAction
            case 0xe9763aec:
                self = .sendMessageUploadVideoAction(
                    try SendMessageUploadVideoAction(constructor: constructor, from: &reader))
            case 0xd52f73f7: self = .sendMessageRecordAudioAction
            case 0xf351d7ab:
                self = .sendMessageUploadAudioAction(
                    try SendMessageUploadAudioAction(constructor: constructor, from: &reader))
            case 0xd1d34a26:
                self = .sendMessageUploadPhotoAction(
                    try SendMessageUploadPhotoAction(constructor: constructor, from: &reader))
            case 0xaa0cd9e4:
                self = .sendMessageUploadDocumentAction(
                    try SendMessageUploadDocumentAction(constructor: constructor, from: &reader))
            case 0x176f8ba1: self = .sendMessageGeoLocationAction
            case 0x628cbc6f: self = .sendMessageChooseContactAction
            case 0xdd6a8f48: self = .sendMessageGamePlayAction
            case 0x88f27fbc: self = .sendMessageRecordRoundAction
            case 0x243e1c66:
                self = .sendMessageUploadRoundAction(
                    try SendMessageUploadRoundAction(constructor: constructor, from: &reader))
            case 0xdbda9246:
                self = .sendMessageHistoryImportAction(
                    try SendMessageHistoryImportAction(constructor: constructor, from: &reader))
            case 0xb05ac6b1: self = .sendMessageChooseStickerAction
            default: throw .unknownConstructor(constructor, in: "SendMessageAction")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .sendMessageTypingAction: writer.constructor(0x16bf744e)
            case .sendMessageCancelAction: writer.constructor(0xfd5ec8f5)
            case .sendMessageRecordVideoAction: writer.constructor(0xa187d66f)
            case .sendMessageUploadVideoAction(let value): value.write(to: &writer)
            case .sendMessageRecordAudioAction: writer.constructor(0xd52f73f7)
            case .sendMessageUploadAudioAction(let value): value.write(to: &writer)
            case .sendMessageUploadPhotoAction(let value): value.write(to: &writer)
            case .sendMessageUploadDocumentAction(let value): value.write(to: &writer)
            case .sendMessageGeoLocationAction: writer.constructor(0x176f8ba1)
            case .sendMessageChooseContactAction: writer.constructor(0x628cbc6f)
            case .sendMessageGamePlayAction: writer.constructor(0xdd6a8f48)
            case .sendMessageRecordRoundAction: writer.constructor(0x88f27fbc)
            case .sendMessageUploadRoundAction(let value): value.write(to: &writer)
            case .sendMessageHistoryImportAction(let value): value.write(to: &writer)
            case .sendMessageChooseStickerAction: writer.constructor(0xb05ac6b1)
            }
        }
    }

    /// `sendMessageUploadVideoAction#e9763aec`
    package struct SendMessageUploadVideoAction: TLBoxed, Hashable {
        package var progress: Int32

        package init(progress: Int32) {
            self.progress = progress
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe9763aec: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "SendMessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            progress = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe9763aec)
            writer.write(progress)
        }
    }

    /// `sendMessageUploadAudioAction#f351d7ab`
    package struct SendMessageUploadAudioAction: TLBoxed, Hashable {
        package var progress: Int32

        package init(progress: Int32) {
            self.progress = progress
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf351d7ab: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "SendMessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            progress = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf351d7ab)
            writer.write(progress)
        }
    }

    /// `sendMessageUploadPhotoAction#d1d34a26`
    package struct SendMessageUploadPhotoAction: TLBoxed, Hashable {
        package var progress: Int32

        package init(progress: Int32) {
            self.progress = progress
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd1d34a26: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "SendMessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            progress = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd1d34a26)
            writer.write(progress)
        }
    }

    /// `sendMessageUploadDocumentAction#aa0cd9e4`
    package struct SendMessageUploadDocumentAction: TLBoxed, Hashable {
        package var progress: Int32

        package init(progress: Int32) {
            self.progress = progress
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xaa0cd9e4: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "SendMessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            progress = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xaa0cd9e4)
            writer.write(progress)
        }
    }

    /// `sendMessageUploadRoundAction#243e1c66`
    package struct SendMessageUploadRoundAction: TLBoxed, Hashable {
        package var progress: Int32

        package init(progress: Int32) {
            self.progress = progress
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x243e1c66: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "SendMessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            progress = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x243e1c66)
            writer.write(progress)
        }
    }

    /// `sendMessageHistoryImportAction#dbda9246`
    package struct SendMessageHistoryImportAction: TLBoxed, Hashable {
        package var progress: Int32

        package init(progress: Int32) {
            self.progress = progress
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xdbda9246: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "SendMessageAction")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            progress = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xdbda9246)
            writer.write(progress)
        }
    }

    /// `MessagesFilter`
    package enum MessagesFilter: TLBoxed, Hashable {
        case inputMessagesFilterPhotos
        case inputMessagesFilterVideo
        case inputMessagesFilterPhotoVideo
        case inputMessagesFilterUrl
        case inputMessagesFilterGif
        case inputMessagesFilterVoice
        case inputMessagesFilterMusic
        case inputMessagesFilterChatPhotos
        case inputMessagesFilterPhoneCalls(InputMessagesFilterPhoneCalls)
        case inputMessagesFilterRoundVoice
        case inputMessagesFilterRoundVideo
        case inputMessagesFilterMyMentions
        case inputMessagesFilterGeo
        case inputMessagesFilterContacts
        case inputMessagesFilterEmpty
        case inputMessagesFilterDocument
        case inputMessagesFilterPinned

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9609a51c: self = .inputMessagesFilterPhotos
            case 0x9fc00e65: self = .inputMessagesFilterVideo
            case 0x56e9f0e4: self = .inputMessagesFilterPhotoVideo
            case 0x7ef0dd87: self = .inputMessagesFilterUrl
            case 0xffc86587: self = .inputMessagesFilterGif
            case 0x50f5c392: self = .inputMessagesFilterVoice
            case 0x3751b49e: self = .inputMessagesFilterMusic
            case 0x3a20ecb8: self = .inputMessagesFilterChatPhotos
            case 0x80c99768:
                self = .inputMessagesFilterPhoneCalls(
                    try InputMessagesFilterPhoneCalls(constructor: constructor, from: &reader))
            case 0x7a7c17a4: self = .inputMessagesFilterRoundVoice
            case 0xb549da53: self = .inputMessagesFilterRoundVideo
            case 0xc1f8e69a: self = .inputMessagesFilterMyMentions
            case 0xe7026d0d: self = .inputMessagesFilterGeo
            case 0xe062db83: self = .inputMessagesFilterContacts
            case 0x57e2f66c: self = .inputMessagesFilterEmpty
            case 0x9eddf188: self = .inputMessagesFilterDocument
            case 0x1bb00451: self = .inputMessagesFilterPinned
            default: throw .unknownConstructor(constructor, in: "MessagesFilter")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputMessagesFilterPhotos: writer.constructor(0x9609a51c)
            case .inputMessagesFilterVideo: writer.constructor(0x9fc00e65)
            case .inputMessagesFilterPhotoVideo: writer.constructor(0x56e9f0e4)
            case .inputMessagesFilterUrl: writer.constructor(0x7ef0dd87)
            case .inputMessagesFilterGif: writer.constructor(0xffc86587)
            case .inputMessagesFilterVoice: writer.constructor(0x50f5c392)
            case .inputMessagesFilterMusic: writer.constructor(0x3751b49e)
            case .inputMessagesFilterChatPhotos: writer.constructor(0x3a20ecb8)
            case .inputMessagesFilterPhoneCalls(let value): value.write(to: &writer)
            case .inputMessagesFilterRoundVoice: writer.constructor(0x7a7c17a4)
            case .inputMessagesFilterRoundVideo: writer.constructor(0xb549da53)
            case .inputMessagesFilterMyMentions: writer.constructor(0xc1f8e69a)
            case .inputMessagesFilterGeo: writer.constructor(0xe7026d0d)
            case .inputMessagesFilterContacts: writer.constructor(0xe062db83)
            case .inputMessagesFilterEmpty: writer.constructor(0x57e2f66c)
            case .inputMessagesFilterDocument: writer.constructor(0x9eddf188)
            case .inputMessagesFilterPinned: writer.constructor(0x1bb00451)
            }
        }
    }

    /// `inputMessagesFilterPhoneCalls#80c99768`
    package struct InputMessagesFilterPhoneCalls: TLBoxed, Hashable {
        package var missed: Bool

        package init(missed: Bool = false) {
            self.missed = missed
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x80c99768: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessagesFilter")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            missed = flags & 0x1 != 0
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x80c99768)
            var flags: UInt32 = 0
            if missed { flags |= 0x1 }
            writer.word(flags)
        }
    }

    /// `ReplyMarkup`
    package enum ReplyMarkup: TLBoxed, Hashable {
        case replyKeyboardHide(ReplyKeyboardHide)
        case replyKeyboardForceReply(ReplyKeyboardForceReply)
        case replyKeyboardMarkup(ReplyKeyboardMarkup)
        case replyInlineMarkup(ReplyInlineMarkup)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa03e5b85:
                self = .replyKeyboardHide(try ReplyKeyboardHide(constructor: constructor, from: &reader))
            case 0x86b40b08:
                self = .replyKeyboardForceReply(try ReplyKeyboardForceReply(constructor: constructor, from: &reader))
            case 0x85dd99d1:
                self = .replyKeyboardMarkup(try ReplyKeyboardMarkup(constructor: constructor, from: &reader))
            case 0x48a30254:
                self = .replyInlineMarkup(try ReplyInlineMarkup(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "ReplyMarkup")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .replyKeyboardHide(let value): value.write(to: &writer)
            case .replyKeyboardForceReply(let value): value.write(to: &writer)
            case .replyKeyboardMarkup(let value): value.write(to: &writer)
            case .replyInlineMarkup(let value): value.write(to: &writer)
            }
        }
    }

    /// `replyKeyboardHide#a03e5b85`
    package struct ReplyKeyboardHide: TLBoxed, Hashable {
        package var selective: Bool

        package init(selective: Bool = false) {
            self.selective = selective
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa03e5b85: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ReplyMarkup")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            selective = flags & 0x4 != 0
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa03e5b85)
            var flags: UInt32 = 0
            if selective { flags |= 0x4 }
            writer.word(flags)
        }
    }

    /// `replyKeyboardForceReply#86b40b08`
    package struct ReplyKeyboardForceReply: TLBoxed, Hashable {
        package var singleUse: Bool
        package var selective: Bool
        package var placeholder: String?

        package init(singleUse: Bool = false, selective: Bool = false, placeholder: String? = nil) {
            self.singleUse = singleUse
            self.selective = selective
            self.placeholder = placeholder
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x86b40b08: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ReplyMarkup")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            singleUse = flags & 0x2 != 0
            selective = flags & 0x4 != 0
            placeholder = try reader.optional(flags & 0x8)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x86b40b08)
            var flags: UInt32 = 0
            if singleUse { flags |= 0x2 }
            if selective { flags |= 0x4 }
            if placeholder != nil { flags |= 0x8 }
            writer.word(flags)
            if let placeholder { writer.write(placeholder) }
        }
    }

    /// `replyKeyboardMarkup#85dd99d1`
    package struct ReplyKeyboardMarkup: TLBoxed, Hashable {
        package var resize: Bool
        package var singleUse: Bool
        package var selective: Bool
        package var persistent: Bool
        package var rows: [API.KeyboardButtonRow]
        package var placeholder: String?

        package init(
            resize: Bool = false, singleUse: Bool = false, selective: Bool = false, persistent: Bool = false,
            rows: [API.KeyboardButtonRow] = [], placeholder: String? = nil
        ) {
            self.resize = resize
            self.singleUse = singleUse
            self.selective = selective
            self.persistent = persistent
            self.rows = rows
            self.placeholder = placeholder
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x85dd99d1: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ReplyMarkup")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            resize = flags & 0x1 != 0
            singleUse = flags & 0x2 != 0
            selective = flags & 0x4 != 0
            persistent = flags & 0x10 != 0
            rows = try reader.read()
            placeholder = try reader.optional(flags & 0x8)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x85dd99d1)
            var flags: UInt32 = 0
            if resize { flags |= 0x1 }
            if singleUse { flags |= 0x2 }
            if selective { flags |= 0x4 }
            if placeholder != nil { flags |= 0x8 }
            if persistent { flags |= 0x10 }
            writer.word(flags)
            writer.write(rows)
            if let placeholder { writer.write(placeholder) }
        }
    }

    /// `replyInlineMarkup#48a30254`
    package struct ReplyInlineMarkup: TLBoxed, Hashable {
        package var rows: [API.KeyboardButtonRow]

        package init(rows: [API.KeyboardButtonRow] = []) {
            self.rows = rows
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x48a30254: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "ReplyMarkup")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            rows = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x48a30254)
            writer.write(rows)
        }
    }

    /// `keyboardButtonRow#77608b83`
    package struct KeyboardButtonRow: TLBoxed, Hashable {
        package var buttons: [API.KeyboardButton]

        package init(buttons: [API.KeyboardButton] = []) {
            self.buttons = buttons
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x77608b83: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "KeyboardButtonRow")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            buttons = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x77608b83)
            writer.write(buttons)
        }
    }

    /// `KeyboardButton`
    package enum KeyboardButton: TLBoxed, Hashable {
        case keyboardButton(KeyboardButtonValue)
        case keyboardButtonUrl(KeyboardButtonUrl)
        case keyboardButtonCallback(KeyboardButtonCallback)
        case keyboardButtonUrlAuth(KeyboardButtonUrlAuth)
        case keyboardButtonWebView(KeyboardButtonWebView)
        case keyboardButtonCopy(KeyboardButtonCopy)
        case keyboardButtonUserProfile(KeyboardButtonUserProfile)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa2fa4880:
                self = .keyboardButton(try KeyboardButtonValue(constructor: constructor, from: &reader))
            case 0x258aff05:
                self = .keyboardButtonUrl(try KeyboardButtonUrl(constructor: constructor, from: &reader))
            case 0x35bbdb6b:
                self = .keyboardButtonCallback(try KeyboardButtonCallback(constructor: constructor, from: &reader))
            case 0x10b78d29:
                self = .keyboardButtonUrlAuth(try KeyboardButtonUrlAuth(constructor: constructor, from: &reader))
            case 0x13767230:
                self = .keyboardButtonWebView(try KeyboardButtonWebView(constructor: constructor, from: &reader))
            case 0x75d2698e:
                self = .keyboardButtonCopy(try KeyboardButtonCopy(constructor: constructor, from: &reader))
            case 0x308660c1:
                self = .keyboardButtonUserProfile(
                    try KeyboardButtonUserProfile(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "KeyboardButton")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .keyboardButton(let value): value.write(to: &writer)
            case .keyboardButtonUrl(let value): value.write(to: &writer)
            case .keyboardButtonCallback(let value): value.write(to: &writer)
            case .keyboardButtonUrlAuth(let value): value.write(to: &writer)
            case .keyboardButtonWebView(let value): value.write(to: &writer)
            case .keyboardButtonCopy(let value): value.write(to: &writer)
            case .keyboardButtonUserProfile(let value): value.write(to: &writer)
            }
        }
    }

    /// `keyboardButton#a2fa4880`
    package struct KeyboardButtonValue: TLBoxed, Hashable {
        package var text: String

        package init(text: String) {
            self.text = text
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa2fa4880: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "KeyboardButton")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            text = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa2fa4880)
            writer.write(text)
        }
    }

    /// `keyboardButtonUrl#258aff05`
    package struct KeyboardButtonUrl: TLBoxed, Hashable {
        package var text: String
        package var url: String

        package init(text: String, url: String) {
            self.text = text
            self.url = url
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x258aff05: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "KeyboardButton")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            text = try reader.read()
            url = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x258aff05)
            writer.write(text)
            writer.write(url)
        }
    }

    /// `keyboardButtonCallback#35bbdb6b`
    package struct KeyboardButtonCallback: TLBoxed, Hashable {
        package var requiresPassword: Bool
        package var text: String
        package var data: [UInt8]

        package init(requiresPassword: Bool = false, text: String, data: [UInt8]) {
            self.requiresPassword = requiresPassword
            self.text = text
            self.data = data
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x35bbdb6b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "KeyboardButton")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            requiresPassword = flags & 0x1 != 0
            text = try reader.read()
            data = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x35bbdb6b)
            var flags: UInt32 = 0
            if requiresPassword { flags |= 0x1 }
            writer.word(flags)
            writer.write(text)
            writer.bytes(data)
        }
    }

    /// `keyboardButtonUrlAuth#10b78d29`
    package struct KeyboardButtonUrlAuth: TLBoxed, Hashable {
        package var text: String
        package var fwdText: String?
        package var url: String
        package var buttonID: Int32

        package init(text: String, fwdText: String? = nil, url: String, buttonID: Int32) {
            self.text = text
            self.fwdText = fwdText
            self.url = url
            self.buttonID = buttonID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x10b78d29: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "KeyboardButton")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            text = try reader.read()
            fwdText = try reader.optional(flags & 0x1)
            url = try reader.read()
            buttonID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x10b78d29)
            var flags: UInt32 = 0
            if fwdText != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(text)
            if let fwdText { writer.write(fwdText) }
            writer.write(url)
            writer.write(buttonID)
        }
    }

    /// `keyboardButtonWebView#13767230`
    package struct KeyboardButtonWebView: TLBoxed, Hashable {
        package var text: String
        package var url: String

        package init(text: String, url: String) {
            self.text = text
            self.url = url
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x13767230: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "KeyboardButton")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            text = try reader.read()
            url = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x13767230)
            writer.write(text)
            writer.write(url)
        }
    }

    /// `keyboardButtonCopy#75d2698e`
    package struct KeyboardButtonCopy: TLBoxed, Hashable {
        package var text: String
        package var copyText: String

        package init(text: String, copyText: String) {
            self.text = text
            self.copyText = copyText
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x75d2698e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "KeyboardButton")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            text = try reader.read()
            copyText = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x75d2698e)
            writer.write(text)
            writer.write(copyText)
        }
    }

    /// `keyboardButtonUserProfile#308660c1`
    package struct KeyboardButtonUserProfile: TLBoxed, Hashable {
        package var text: String
        package var userID: Int64

        package init(text: String, userID: Int64) {
            self.text = text
            self.userID = userID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x308660c1: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "KeyboardButton")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            text = try reader.read()
            userID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x308660c1)
            writer.write(text)
            writer.write(userID)
        }
    }

    /// `messages.Messages`
    package enum MessagesMessages: TLBoxed, Hashable {
        case messagesMessages(MessagesMessagesValue)
        case messagesMessagesSlice(MessagesMessagesSlice)
        case messagesChannelMessages(MessagesChannelMessages)
        case messagesMessagesNotModified(MessagesMessagesNotModified)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1d73e7ea, 0x8c718e87:
                self = .messagesMessages(try MessagesMessagesValue(constructor: constructor, from: &reader))
            case 0x5f206716, 0x3a54685e:
                self = .messagesMessagesSlice(try MessagesMessagesSlice(constructor: constructor, from: &reader))
            case 0xc776ba4e:
                self = .messagesChannelMessages(try MessagesChannelMessages(constructor: constructor, from: &reader))
            case 0x74535f21:
                self = .messagesMessagesNotModified(
                    try MessagesMessagesNotModified(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "messages.Messages")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .messagesMessages(let value): value.write(to: &writer)
            case .messagesMessagesSlice(let value): value.write(to: &writer)
            case .messagesChannelMessages(let value): value.write(to: &writer)
            case .messagesMessagesNotModified(let value): value.write(to: &writer)
            }
        }
    }

    /// `messages.messages#1d73e7ea`, layer 201: `#8c718e87`
    package struct MessagesMessagesValue: TLBoxed, Hashable {
        package var messages: [API.Message]
        package var topics: [Unlisted]
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(
            messages: [API.Message] = [], topics: [Unlisted] = [], chats: [API.Chat] = [], users: [API.User] = []
        ) {
            self.messages = messages
            self.topics = topics
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1d73e7ea: self = try Self(newest: &reader)
            case 0x8c718e87: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.Messages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            messages = try reader.read()
            topics = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        private init(older reader: inout TLReader) throws(TLError) {
            messages = try reader.read()
            chats = try reader.read()
            users = try reader.read()
            topics = []
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x1d73e7ea)
            writer.write(messages)
            writer.write(topics)
            writer.write(chats)
            writer.write(users)
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x8c718e87)
            writer.write(messages)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `messages.messagesSlice#5f206716`, layer 201: `#3a54685e`
    package struct MessagesMessagesSlice: TLBoxed, Hashable {
        package var inexact: Bool
        package var count: Int32
        package var nextRate: Int32?
        package var offsetIDOffset: Int32?
        package var searchFlood: Unlisted?
        package var messages: [API.Message]
        package var topics: [Unlisted]
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(
            inexact: Bool = false, count: Int32, nextRate: Int32? = nil, offsetIDOffset: Int32? = nil,
            searchFlood: Unlisted? = nil, messages: [API.Message] = [], topics: [Unlisted] = [], chats: [API.Chat] = [],
            users: [API.User] = []
        ) {
            self.inexact = inexact
            self.count = count
            self.nextRate = nextRate
            self.offsetIDOffset = offsetIDOffset
            self.searchFlood = searchFlood
            self.messages = messages
            self.topics = topics
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x5f206716: self = try Self(newest: &reader)
            case 0x3a54685e: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.Messages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            inexact = flags & 0x2 != 0
            count = try reader.read()
            nextRate = try reader.optional(flags & 0x1)
            offsetIDOffset = try reader.optional(flags & 0x4)
            searchFlood = try reader.optional(flags & 0x8)
            messages = try reader.read()
            topics = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            inexact = flags & 0x2 != 0
            count = try reader.read()
            nextRate = try reader.optional(flags & 0x1)
            offsetIDOffset = try reader.optional(flags & 0x4)
            messages = try reader.read()
            chats = try reader.read()
            users = try reader.read()
            searchFlood = nil
            topics = []
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x5f206716)
            var flags: UInt32 = 0
            if nextRate != nil { flags |= 0x1 }
            if inexact { flags |= 0x2 }
            if offsetIDOffset != nil { flags |= 0x4 }
            if searchFlood != nil { flags |= 0x8 }
            writer.word(flags)
            writer.write(count)
            if let nextRate { writer.write(nextRate) }
            if let offsetIDOffset { writer.write(offsetIDOffset) }
            if let searchFlood { writer.write(searchFlood) }
            writer.write(messages)
            writer.write(topics)
            writer.write(chats)
            writer.write(users)
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x3a54685e)
            var flags: UInt32 = 0
            if nextRate != nil { flags |= 0x1 }
            if inexact { flags |= 0x2 }
            if offsetIDOffset != nil { flags |= 0x4 }
            writer.word(flags)
            writer.write(count)
            if let nextRate { writer.write(nextRate) }
            if let offsetIDOffset { writer.write(offsetIDOffset) }
            writer.write(messages)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `messages.channelMessages#c776ba4e`
    package struct MessagesChannelMessages: TLBoxed, Hashable {
        package var inexact: Bool
        package var pts: Int32
        package var count: Int32
        package var offsetIDOffset: Int32?
        package var messages: [API.Message]
        package var topics: [Unlisted]
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(
            inexact: Bool = false, pts: Int32, count: Int32, offsetIDOffset: Int32? = nil, messages: [API.Message] = [],
            topics: [Unlisted] = [], chats: [API.Chat] = [], users: [API.User] = []
        ) {
            self.inexact = inexact
            self.pts = pts
            self.count = count
            self.offsetIDOffset = offsetIDOffset
            self.messages = messages
            self.topics = topics
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc776ba4e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.Messages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            inexact = flags & 0x2 != 0
            pts = try reader.read()
            count = try reader.read()
            offsetIDOffset = try reader.optional(flags & 0x4)
            messages = try reader.read()
            topics = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc776ba4e)
            var flags: UInt32 = 0
            if inexact { flags |= 0x2 }
            if offsetIDOffset != nil { flags |= 0x4 }
            writer.word(flags)
            writer.write(pts)
            writer.write(count)
            if let offsetIDOffset { writer.write(offsetIDOffset) }
            writer.write(messages)
            writer.write(topics)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `messages.messagesNotModified#74535f21`
    package struct MessagesMessagesNotModified: TLBoxed, Hashable {
        package var count: Int32

        package init(count: Int32) {
            self.count = count
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x74535f21: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.Messages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            count = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x74535f21)
            writer.write(count)
        }
    }

    /// `messages.Dialogs`
    package enum MessagesDialogs: TLBoxed, Hashable {
        case messagesDialogs(MessagesDialogsValue)
        case messagesDialogsSlice(MessagesDialogsSlice)
        case messagesDialogsNotModified(MessagesDialogsNotModified)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x15ba6c40:
                self = .messagesDialogs(try MessagesDialogsValue(constructor: constructor, from: &reader))
            case 0x71e094f3:
                self = .messagesDialogsSlice(try MessagesDialogsSlice(constructor: constructor, from: &reader))
            case 0xf0e3e596:
                self = .messagesDialogsNotModified(
                    try MessagesDialogsNotModified(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "messages.Dialogs")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .messagesDialogs(let value): value.write(to: &writer)
            case .messagesDialogsSlice(let value): value.write(to: &writer)
            case .messagesDialogsNotModified(let value): value.write(to: &writer)
            }
        }
    }

    /// `messages.dialogs#15ba6c40`
    package struct MessagesDialogsValue: TLBoxed, Hashable {
        package var dialogs: [API.Dialog]
        package var messages: [API.Message]
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(
            dialogs: [API.Dialog] = [], messages: [API.Message] = [], chats: [API.Chat] = [], users: [API.User] = []
        ) {
            self.dialogs = dialogs
            self.messages = messages
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x15ba6c40: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.Dialogs")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            dialogs = try reader.read()
            messages = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x15ba6c40)
            writer.write(dialogs)
            writer.write(messages)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `messages.dialogsSlice#71e094f3`
    package struct MessagesDialogsSlice: TLBoxed, Hashable {
        package var count: Int32
        package var dialogs: [API.Dialog]
        package var messages: [API.Message]
        package var chats: [API.Chat]
        package var users: [API.User]

        package init(
            count: Int32, dialogs: [API.Dialog] = [], messages: [API.Message] = [], chats: [API.Chat] = [],
            users: [API.User] = []
        ) {
            self.count = count
            self.dialogs = dialogs
            self.messages = messages
            self.chats = chats
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x71e094f3: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.Dialogs")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            count = try reader.read()
            dialogs = try reader.read()
            messages = try reader.read()
            chats = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x71e094f3)
            writer.write(count)
            writer.write(dialogs)
            writer.write(messages)
            writer.write(chats)
            writer.write(users)
        }
    }

    /// `messages.dialogsNotModified#f0e3e596`
    package struct MessagesDialogsNotModified: TLBoxed, Hashable {
        package var count: Int32

        package init(count: Int32) {
            self.count = count
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf0e3e596: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.Dialogs")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            count = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf0e3e596)
            writer.write(count)
        }
    }

    /// `Dialog`
    package indirect enum Dialog: TLBoxed, Hashable {
        case dialog(DialogValue)
        case dialogFolder(DialogFolder)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfc89f7f3, 0xd58a08c6:
                self = .dialog(try DialogValue(constructor: constructor, from: &reader))
            case 0x71bd134c:
                self = .dialogFolder(try DialogFolder(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "Dialog")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .dialog(let value): value.write(to: &writer)
            case .dialogFolder(let value): value.write(to: &writer)
            }
        }
    }

    /// `dialog#fc89f7f3`, layer 201: `#d58a08c6`
    package struct DialogValue: TLBoxed, Hashable {
        package var pinned: Bool
        package var unreadMark: Bool
        package var viewForumAsMessages: Bool
        package var peer: API.Peer
        package var topMessage: Int32
        package var readInboxMaxID: Int32
        package var readOutboxMaxID: Int32
        package var unreadCount: Int32
        package var unreadMentionsCount: Int32
        package var unreadReactionsCount: Int32
        package var unreadPollVotesCount: Int32
        package var notifySettings: API.PeerNotifySettings
        package var pts: Int32?
        package var draft: API.DraftMessage?
        package var folderID: Int32?
        package var ttlPeriod: Int32?

        package init(
            pinned: Bool = false, unreadMark: Bool = false, viewForumAsMessages: Bool = false, peer: API.Peer,
            topMessage: Int32, readInboxMaxID: Int32, readOutboxMaxID: Int32, unreadCount: Int32,
            unreadMentionsCount: Int32, unreadReactionsCount: Int32, unreadPollVotesCount: Int32 = 0,
            notifySettings: API.PeerNotifySettings, pts: Int32? = nil, draft: API.DraftMessage? = nil,
            folderID: Int32? = nil, ttlPeriod: Int32? = nil
        ) {
            self.pinned = pinned
            self.unreadMark = unreadMark
            self.viewForumAsMessages = viewForumAsMessages
            self.peer = peer
            self.topMessage = topMessage
            self.readInboxMaxID = readInboxMaxID
            self.readOutboxMaxID = readOutboxMaxID
            self.unreadCount = unreadCount
            self.unreadMentionsCount = unreadMentionsCount
            self.unreadReactionsCount = unreadReactionsCount
            self.unreadPollVotesCount = unreadPollVotesCount
            self.notifySettings = notifySettings
            self.pts = pts
            self.draft = draft
            self.folderID = folderID
            self.ttlPeriod = ttlPeriod
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfc89f7f3: self = try Self(newest: &reader)
            case 0xd58a08c6: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "Dialog")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            pinned = flags & 0x4 != 0
            unreadMark = flags & 0x8 != 0
            viewForumAsMessages = flags & 0x40 != 0
            peer = try reader.read()
            topMessage = try reader.read()
            readInboxMaxID = try reader.read()
            readOutboxMaxID = try reader.read()
            unreadCount = try reader.read()
            unreadMentionsCount = try reader.read()
            unreadReactionsCount = try reader.read()
            unreadPollVotesCount = try reader.read()
            notifySettings = try reader.read()
            pts = try reader.optional(flags & 0x1)
            draft = try reader.optional(flags & 0x2)
            folderID = try reader.optional(flags & 0x10)
            ttlPeriod = try reader.optional(flags & 0x20)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            pinned = flags & 0x4 != 0
            unreadMark = flags & 0x8 != 0
            viewForumAsMessages = flags & 0x40 != 0
            peer = try reader.read()
            topMessage = try reader.read()
            readInboxMaxID = try reader.read()
            readOutboxMaxID = try reader.read()
            unreadCount = try reader.read()
            unreadMentionsCount = try reader.read()
            unreadReactionsCount = try reader.read()
            notifySettings = try reader.read()
            pts = try reader.optional(flags & 0x1)
            draft = try reader.optional(flags & 0x2)
            folderID = try reader.optional(flags & 0x10)
            ttlPeriod = try reader.optional(flags & 0x20)
            unreadPollVotesCount = 0
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xfc89f7f3)
            var flags: UInt32 = 0
            if pts != nil { flags |= 0x1 }
            if draft != nil { flags |= 0x2 }
            if pinned { flags |= 0x4 }
            if unreadMark { flags |= 0x8 }
            if folderID != nil { flags |= 0x10 }
            if ttlPeriod != nil { flags |= 0x20 }
            if viewForumAsMessages { flags |= 0x40 }
            writer.word(flags)
            writer.write(peer)
            writer.write(topMessage)
            writer.write(readInboxMaxID)
            writer.write(readOutboxMaxID)
            writer.write(unreadCount)
            writer.write(unreadMentionsCount)
            writer.write(unreadReactionsCount)
            writer.write(unreadPollVotesCount)
            writer.write(notifySettings)
            if let pts { writer.write(pts) }
            if let draft { writer.write(draft) }
            if let folderID { writer.write(folderID) }
            if let ttlPeriod { writer.write(ttlPeriod) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xd58a08c6)
            var flags: UInt32 = 0
            if pts != nil { flags |= 0x1 }
            if draft != nil { flags |= 0x2 }
            if pinned { flags |= 0x4 }
            if unreadMark { flags |= 0x8 }
            if folderID != nil { flags |= 0x10 }
            if ttlPeriod != nil { flags |= 0x20 }
            if viewForumAsMessages { flags |= 0x40 }
            writer.word(flags)
            writer.write(peer)
            writer.write(topMessage)
            writer.write(readInboxMaxID)
            writer.write(readOutboxMaxID)
            writer.write(unreadCount)
            writer.write(unreadMentionsCount)
            writer.write(unreadReactionsCount)
            writer.write(notifySettings)
            if let pts { writer.write(pts) }
            if let draft { writer.write(draft) }
            if let folderID { writer.write(folderID) }
            if let ttlPeriod { writer.write(ttlPeriod) }
        }
    }

    /// `dialogFolder#71bd134c`
    package struct DialogFolder: TLBoxed, Hashable {
        package var pinned: Bool
        package var folder: API.Folder
        package var peer: API.Peer
        package var topMessage: Int32
        package var unreadMutedPeersCount: Int32
        package var unreadUnmutedPeersCount: Int32
        package var unreadMutedMessagesCount: Int32
        package var unreadUnmutedMessagesCount: Int32

        package init(
            pinned: Bool = false, folder: API.Folder, peer: API.Peer, topMessage: Int32, unreadMutedPeersCount: Int32,
            unreadUnmutedPeersCount: Int32, unreadMutedMessagesCount: Int32, unreadUnmutedMessagesCount: Int32
        ) {
            self.pinned = pinned
            self.folder = folder
            self.peer = peer
            self.topMessage = topMessage
            self.unreadMutedPeersCount = unreadMutedPeersCount
            self.unreadUnmutedPeersCount = unreadUnmutedPeersCount
            self.unreadMutedMessagesCount = unreadMutedMessagesCount
            self.unreadUnmutedMessagesCount = unreadUnmutedMessagesCount
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x71bd134c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Dialog")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            pinned = flags & 0x4 != 0
            folder = try reader.read()
            peer = try reader.read()
            topMessage = try reader.read()
            unreadMutedPeersCount = try reader.read()
            unreadUnmutedPeersCount = try reader.read()
            unreadMutedMessagesCount = try reader.read()
            unreadUnmutedMessagesCount = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x71bd134c)
            var flags: UInt32 = 0
            if pinned { flags |= 0x4 }
            writer.word(flags)
            writer.write(folder)
            writer.write(peer)
            writer.write(topMessage)
            writer.write(unreadMutedPeersCount)
            writer.write(unreadUnmutedPeersCount)
            writer.write(unreadMutedMessagesCount)
            writer.write(unreadUnmutedMessagesCount)
        }
    }

    /// `dialogPeer#e56dbf05`
    package struct DialogPeer: TLBoxed, Hashable {
        package var peer: API.Peer

        package init(peer: API.Peer) {
            self.peer = peer
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe56dbf05: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DialogPeer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            peer = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe56dbf05)
            writer.write(peer)
        }
    }

    /// `inputDialogPeer#fcaafeb7`
    package struct InputDialogPeer: TLBoxed, Hashable {
        package var peer: API.InputPeer

        package init(peer: API.InputPeer) {
            self.peer = peer
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfcaafeb7: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputDialogPeer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            peer = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xfcaafeb7)
            writer.write(peer)
        }
    }

    /// `Message`
    package indirect enum Message: TLBoxed, Hashable {
        case message(MessageValue)
        case messageEmpty(MessageEmpty)
        case messageService(MessageService)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7600b9d3, 0xeabcdd4d:
                self = .message(try MessageValue(constructor: constructor, from: &reader))
            case 0x90a6ca84:
                self = .messageEmpty(try MessageEmpty(constructor: constructor, from: &reader))
            case 0x7a800e0a, 0xd3d28540:
                self = .messageService(try MessageService(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "Message")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .message(let value): value.write(to: &writer)
            case .messageEmpty(let value): value.write(to: &writer)
            case .messageService(let value): value.write(to: &writer)
            }
        }
    }

    /// `message#7600b9d3`, layer 201: `#eabcdd4d`
    package struct MessageValue: TLBoxed, Hashable {
        package var out: Bool
        package var mentioned: Bool
        package var mediaUnread: Bool
        package var silent: Bool
        package var post: Bool
        package var fromScheduled: Bool
        package var legacy: Bool
        package var editHide: Bool
        package var pinned: Bool
        package var noforwards: Bool
        package var invertMedia: Bool
        package var offline: Bool
        package var videoProcessingPending: Bool
        package var paidSuggestedPostStars: Bool
        package var paidSuggestedPostTon: Bool
        package var id: Int32
        package var fromID: API.Peer?
        package var fromBoostsApplied: Int32?
        package var fromRank: String?
        package var peerID: API.Peer
        package var savedPeerID: API.Peer?
        package var fwdFrom: API.MessageFwdHeader?
        package var viaBotID: Int64?
        package var viaBusinessBotID: Int64?
        package var guestchatViaFrom: API.Peer?
        package var replyTo: API.MessageReplyHeader?
        package var date: Int32
        package var message: String
        package var media: API.MessageMedia?
        package var replyMarkup: API.ReplyMarkup?
        package var entities: [API.MessageEntity]?
        package var views: Int32?
        package var forwards: Int32?
        package var replies: API.MessageReplies?
        package var editDate: Int32?
        package var postAuthor: String?
        package var groupedID: Int64?
        package var reactions: API.MessageReactions?
        package var restrictionReason: [API.RestrictionReason]?
        package var ttlPeriod: Int32?
        package var quickReplyShortcutID: Int32?
        package var effect: Int64?
        package var factcheck: API.FactCheck?
        package var reportDeliveryUntilDate: Int32?
        package var paidMessageStars: Int64?
        package var suggestedPost: Unlisted?
        package var scheduleRepeatPeriod: Int32?
        package var summaryFromLanguage: String?
        package var richMessage: Unlisted?

        package init(
            out: Bool = false, mentioned: Bool = false, mediaUnread: Bool = false, silent: Bool = false,
            post: Bool = false, fromScheduled: Bool = false, legacy: Bool = false, editHide: Bool = false,
            pinned: Bool = false, noforwards: Bool = false, invertMedia: Bool = false, offline: Bool = false,
            videoProcessingPending: Bool = false, paidSuggestedPostStars: Bool = false,
            paidSuggestedPostTon: Bool = false, id: Int32, fromID: API.Peer? = nil, fromBoostsApplied: Int32? = nil,
            fromRank: String? = nil, peerID: API.Peer, savedPeerID: API.Peer? = nil,
            fwdFrom: API.MessageFwdHeader? = nil, viaBotID: Int64? = nil, viaBusinessBotID: Int64? = nil,
            guestchatViaFrom: API.Peer? = nil, replyTo: API.MessageReplyHeader? = nil, date: Int32, message: String,
            media: API.MessageMedia? = nil, replyMarkup: API.ReplyMarkup? = nil, entities: [API.MessageEntity]? = nil,
            views: Int32? = nil, forwards: Int32? = nil, replies: API.MessageReplies? = nil, editDate: Int32? = nil,
            postAuthor: String? = nil, groupedID: Int64? = nil, reactions: API.MessageReactions? = nil,
            restrictionReason: [API.RestrictionReason]? = nil, ttlPeriod: Int32? = nil,
            quickReplyShortcutID: Int32? = nil, effect: Int64? = nil, factcheck: API.FactCheck? = nil,
            reportDeliveryUntilDate: Int32? = nil, paidMessageStars: Int64? = nil, suggestedPost: Unlisted? = nil,
            scheduleRepeatPeriod: Int32? = nil, summaryFromLanguage: String? = nil, richMessage: Unlisted? = nil
        ) {
            self.out = out
            self.mentioned = mentioned
            self.mediaUnread = mediaUnread
            self.silent = silent
            self.post = post
            self.fromScheduled = fromScheduled
            self.legacy = legacy
            self.editHide = editHide
            self.pinned = pinned
            self.noforwards = noforwards
            self.invertMedia = invertMedia
            self.offline = offline
            self.videoProcessingPending = videoProcessingPending
            self.paidSuggestedPostStars = paidSuggestedPostStars
            self.paidSuggestedPostTon = paidSuggestedPostTon
            self.id = id
            self.fromID = fromID
            self.fromBoostsApplied = fromBoostsApplied
            self.fromRank = fromRank
            self.peerID = peerID
            self.savedPeerID = savedPeerID
            self.fwdFrom = fwdFrom
            self.viaBotID = viaBotID
            self.viaBusinessBotID = viaBusinessBotID
            self.guestchatViaFrom = guestchatViaFrom
            self.replyTo = replyTo
            self.date = date
            self.message = message
            self.media = media
            self.replyMarkup = replyMarkup
            self.entities = entities
            self.views = views
            self.forwards = forwards
            self.replies = replies
            self.editDate = editDate
            self.postAuthor = postAuthor
            self.groupedID = groupedID
            self.reactions = reactions
            self.restrictionReason = restrictionReason
            self.ttlPeriod = ttlPeriod
            self.quickReplyShortcutID = quickReplyShortcutID
            self.effect = effect
            self.factcheck = factcheck
            self.reportDeliveryUntilDate = reportDeliveryUntilDate
            self.paidMessageStars = paidMessageStars
            self.suggestedPost = suggestedPost
            self.scheduleRepeatPeriod = scheduleRepeatPeriod
            self.summaryFromLanguage = summaryFromLanguage
            self.richMessage = richMessage
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7600b9d3: self = try Self(newest: &reader)
            case 0xeabcdd4d: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "Message")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            out = flags & 0x2 != 0
            mentioned = flags & 0x10 != 0
            mediaUnread = flags & 0x20 != 0
            silent = flags & 0x2000 != 0
            post = flags & 0x4000 != 0
            fromScheduled = flags & 0x40000 != 0
            legacy = flags & 0x80000 != 0
            editHide = flags & 0x200000 != 0
            pinned = flags & 0x1000000 != 0
            noforwards = flags & 0x4000000 != 0
            invertMedia = flags & 0x8000000 != 0
            let flags2: UInt32 = try reader.word()
            offline = flags2 & 0x2 != 0
            videoProcessingPending = flags2 & 0x10 != 0
            paidSuggestedPostStars = flags2 & 0x100 != 0
            paidSuggestedPostTon = flags2 & 0x200 != 0
            id = try reader.read()
            fromID = try reader.optional(flags & 0x100)
            fromBoostsApplied = try reader.optional(flags & 0x20000000)
            fromRank = try reader.optional(flags2 & 0x1000)
            peerID = try reader.read()
            savedPeerID = try reader.optional(flags & 0x10000000)
            fwdFrom = try reader.optional(flags & 0x4)
            viaBotID = try reader.optional(flags & 0x800)
            viaBusinessBotID = try reader.optional(flags2 & 0x1)
            guestchatViaFrom = try reader.optional(flags2 & 0x80000)
            replyTo = try reader.optional(flags & 0x8)
            date = try reader.read()
            message = try reader.read()
            media = try reader.optional(flags & 0x200)
            replyMarkup = try reader.optional(flags & 0x40)
            entities = try reader.optional(flags & 0x80)
            views = try reader.optional(flags & 0x400)
            forwards = try reader.optional(flags & 0x400)
            replies = try reader.optional(flags & 0x800000)
            editDate = try reader.optional(flags & 0x8000)
            postAuthor = try reader.optional(flags & 0x10000)
            groupedID = try reader.optional(flags & 0x20000)
            reactions = try reader.optional(flags & 0x100000)
            restrictionReason = try reader.optional(flags & 0x400000)
            ttlPeriod = try reader.optional(flags & 0x2000000)
            quickReplyShortcutID = try reader.optional(flags & 0x40000000)
            effect = try reader.optional(flags2 & 0x4)
            factcheck = try reader.optional(flags2 & 0x8)
            reportDeliveryUntilDate = try reader.optional(flags2 & 0x20)
            paidMessageStars = try reader.optional(flags2 & 0x40)
            suggestedPost = try reader.optional(flags2 & 0x80)
            scheduleRepeatPeriod = try reader.optional(flags2 & 0x400)
            summaryFromLanguage = try reader.optional(flags2 & 0x800)
            richMessage = try reader.optional(flags2 & 0x2000)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            out = flags & 0x2 != 0
            mentioned = flags & 0x10 != 0
            mediaUnread = flags & 0x20 != 0
            silent = flags & 0x2000 != 0
            post = flags & 0x4000 != 0
            fromScheduled = flags & 0x40000 != 0
            legacy = flags & 0x80000 != 0
            editHide = flags & 0x200000 != 0
            pinned = flags & 0x1000000 != 0
            noforwards = flags & 0x4000000 != 0
            invertMedia = flags & 0x8000000 != 0
            let flags2: UInt32 = try reader.word()
            offline = flags2 & 0x2 != 0
            videoProcessingPending = flags2 & 0x10 != 0
            id = try reader.read()
            fromID = try reader.optional(flags & 0x100)
            fromBoostsApplied = try reader.optional(flags & 0x20000000)
            peerID = try reader.read()
            savedPeerID = try reader.optional(flags & 0x10000000)
            fwdFrom = try reader.optional(flags & 0x4)
            viaBotID = try reader.optional(flags & 0x800)
            viaBusinessBotID = try reader.optional(flags2 & 0x1)
            replyTo = try reader.optional(flags & 0x8)
            date = try reader.read()
            message = try reader.read()
            media = try reader.optional(flags & 0x200)
            replyMarkup = try reader.optional(flags & 0x40)
            entities = try reader.optional(flags & 0x80)
            views = try reader.optional(flags & 0x400)
            forwards = try reader.optional(flags & 0x400)
            replies = try reader.optional(flags & 0x800000)
            editDate = try reader.optional(flags & 0x8000)
            postAuthor = try reader.optional(flags & 0x10000)
            groupedID = try reader.optional(flags & 0x20000)
            reactions = try reader.optional(flags & 0x100000)
            restrictionReason = try reader.optional(flags & 0x400000)
            ttlPeriod = try reader.optional(flags & 0x2000000)
            quickReplyShortcutID = try reader.optional(flags & 0x40000000)
            effect = try reader.optional(flags2 & 0x4)
            factcheck = try reader.optional(flags2 & 0x8)
            reportDeliveryUntilDate = try reader.optional(flags2 & 0x20)
            paidMessageStars = try reader.optional(flags2 & 0x40)
            paidSuggestedPostStars = false
            paidSuggestedPostTon = false
            fromRank = nil
            guestchatViaFrom = nil
            suggestedPost = nil
            scheduleRepeatPeriod = nil
            summaryFromLanguage = nil
            richMessage = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x7600b9d3)
            var flags: UInt32 = 0
            if out { flags |= 0x2 }
            if fwdFrom != nil { flags |= 0x4 }
            if replyTo != nil { flags |= 0x8 }
            if mentioned { flags |= 0x10 }
            if mediaUnread { flags |= 0x20 }
            if replyMarkup != nil { flags |= 0x40 }
            if entities != nil { flags |= 0x80 }
            if fromID != nil { flags |= 0x100 }
            if media != nil { flags |= 0x200 }
            if views != nil, forwards != nil { flags |= 0x400 }
            if viaBotID != nil { flags |= 0x800 }
            if silent { flags |= 0x2000 }
            if post { flags |= 0x4000 }
            if editDate != nil { flags |= 0x8000 }
            if postAuthor != nil { flags |= 0x10000 }
            if groupedID != nil { flags |= 0x20000 }
            if fromScheduled { flags |= 0x40000 }
            if legacy { flags |= 0x80000 }
            if reactions != nil { flags |= 0x100000 }
            if editHide { flags |= 0x200000 }
            if restrictionReason != nil { flags |= 0x400000 }
            if replies != nil { flags |= 0x800000 }
            if pinned { flags |= 0x1000000 }
            if ttlPeriod != nil { flags |= 0x2000000 }
            if noforwards { flags |= 0x4000000 }
            if invertMedia { flags |= 0x8000000 }
            if savedPeerID != nil { flags |= 0x10000000 }
            if fromBoostsApplied != nil { flags |= 0x20000000 }
            if quickReplyShortcutID != nil { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if viaBusinessBotID != nil { flags2 |= 0x1 }
            if offline { flags2 |= 0x2 }
            if effect != nil { flags2 |= 0x4 }
            if factcheck != nil { flags2 |= 0x8 }
            if videoProcessingPending { flags2 |= 0x10 }
            if reportDeliveryUntilDate != nil { flags2 |= 0x20 }
            if paidMessageStars != nil { flags2 |= 0x40 }
            if suggestedPost != nil { flags2 |= 0x80 }
            if paidSuggestedPostStars { flags2 |= 0x100 }
            if paidSuggestedPostTon { flags2 |= 0x200 }
            if scheduleRepeatPeriod != nil { flags2 |= 0x400 }
            if summaryFromLanguage != nil { flags2 |= 0x800 }
            if fromRank != nil { flags2 |= 0x1000 }
            if richMessage != nil { flags2 |= 0x2000 }
            if guestchatViaFrom != nil { flags2 |= 0x80000 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            if let fromID { writer.write(fromID) }
            if let fromBoostsApplied { writer.write(fromBoostsApplied) }
            if let fromRank { writer.write(fromRank) }
            writer.write(peerID)
            if let savedPeerID { writer.write(savedPeerID) }
            if let fwdFrom { writer.write(fwdFrom) }
            if let viaBotID { writer.write(viaBotID) }
            if let viaBusinessBotID { writer.write(viaBusinessBotID) }
            if let guestchatViaFrom { writer.write(guestchatViaFrom) }
            if let replyTo { writer.write(replyTo) }
            writer.write(date)
            writer.write(message)
            if let media { writer.write(media) }
            if let replyMarkup { writer.write(replyMarkup) }
            if let entities { writer.write(entities) }
            if flags & 0x400 != 0, let views { writer.write(views) }
            if flags & 0x400 != 0, let forwards { writer.write(forwards) }
            if let replies { writer.write(replies) }
            if let editDate { writer.write(editDate) }
            if let postAuthor { writer.write(postAuthor) }
            if let groupedID { writer.write(groupedID) }
            if let reactions { writer.write(reactions) }
            if let restrictionReason { writer.write(restrictionReason) }
            if let ttlPeriod { writer.write(ttlPeriod) }
            if let quickReplyShortcutID { writer.write(quickReplyShortcutID) }
            if let effect { writer.write(effect) }
            if let factcheck { writer.write(factcheck) }
            if let reportDeliveryUntilDate { writer.write(reportDeliveryUntilDate) }
            if let paidMessageStars { writer.write(paidMessageStars) }
            if let suggestedPost { writer.write(suggestedPost) }
            if let scheduleRepeatPeriod { writer.write(scheduleRepeatPeriod) }
            if let summaryFromLanguage { writer.write(summaryFromLanguage) }
            if let richMessage { writer.write(richMessage) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xeabcdd4d)
            var flags: UInt32 = 0
            if out { flags |= 0x2 }
            if fwdFrom != nil { flags |= 0x4 }
            if replyTo != nil { flags |= 0x8 }
            if mentioned { flags |= 0x10 }
            if mediaUnread { flags |= 0x20 }
            if replyMarkup != nil { flags |= 0x40 }
            if entities != nil { flags |= 0x80 }
            if fromID != nil { flags |= 0x100 }
            if media != nil { flags |= 0x200 }
            if views != nil, forwards != nil { flags |= 0x400 }
            if viaBotID != nil { flags |= 0x800 }
            if silent { flags |= 0x2000 }
            if post { flags |= 0x4000 }
            if editDate != nil { flags |= 0x8000 }
            if postAuthor != nil { flags |= 0x10000 }
            if groupedID != nil { flags |= 0x20000 }
            if fromScheduled { flags |= 0x40000 }
            if legacy { flags |= 0x80000 }
            if reactions != nil { flags |= 0x100000 }
            if editHide { flags |= 0x200000 }
            if restrictionReason != nil { flags |= 0x400000 }
            if replies != nil { flags |= 0x800000 }
            if pinned { flags |= 0x1000000 }
            if ttlPeriod != nil { flags |= 0x2000000 }
            if noforwards { flags |= 0x4000000 }
            if invertMedia { flags |= 0x8000000 }
            if savedPeerID != nil { flags |= 0x10000000 }
            if fromBoostsApplied != nil { flags |= 0x20000000 }
            if quickReplyShortcutID != nil { flags |= 0x40000000 }
            var flags2: UInt32 = 0
            if viaBusinessBotID != nil { flags2 |= 0x1 }
            if offline { flags2 |= 0x2 }
            if effect != nil { flags2 |= 0x4 }
            if factcheck != nil { flags2 |= 0x8 }
            if videoProcessingPending { flags2 |= 0x10 }
            if reportDeliveryUntilDate != nil { flags2 |= 0x20 }
            if paidMessageStars != nil { flags2 |= 0x40 }
            writer.word(flags)
            writer.word(flags2)
            writer.write(id)
            if let fromID { writer.write(fromID) }
            if let fromBoostsApplied { writer.write(fromBoostsApplied) }
            writer.write(peerID)
            if let savedPeerID { writer.write(savedPeerID) }
            if let fwdFrom { writer.write(fwdFrom) }
            if let viaBotID { writer.write(viaBotID) }
            if let viaBusinessBotID { writer.write(viaBusinessBotID) }
            if let replyTo { writer.write(replyTo) }
            writer.write(date)
            writer.write(message)
            if let media { writer.write(media) }
            if let replyMarkup { writer.write(replyMarkup) }
            if let entities { writer.write(entities) }
            if flags & 0x400 != 0, let views { writer.write(views) }
            if flags & 0x400 != 0, let forwards { writer.write(forwards) }
            if let replies { writer.write(replies) }
            if let editDate { writer.write(editDate) }
            if let postAuthor { writer.write(postAuthor) }
            if let groupedID { writer.write(groupedID) }
            if let reactions { writer.write(reactions) }
            if let restrictionReason { writer.write(restrictionReason) }
            if let ttlPeriod { writer.write(ttlPeriod) }
            if let quickReplyShortcutID { writer.write(quickReplyShortcutID) }
            if let effect { writer.write(effect) }
            if let factcheck { writer.write(factcheck) }
            if let reportDeliveryUntilDate { writer.write(reportDeliveryUntilDate) }
            if let paidMessageStars { writer.write(paidMessageStars) }
        }
    }

    /// `messageEmpty#90a6ca84`
    package struct MessageEmpty: TLBoxed, Hashable {
        package var id: Int32
        package var peerID: API.Peer?

        package init(id: Int32, peerID: API.Peer? = nil) {
            self.id = id
            self.peerID = peerID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x90a6ca84: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Message")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            id = try reader.read()
            peerID = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x90a6ca84)
            var flags: UInt32 = 0
            if peerID != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(id)
            if let peerID { writer.write(peerID) }
        }
    }

    /// `messageService#7a800e0a`, layer 201: `#d3d28540`
    package struct MessageService: TLBoxed, Hashable {
        package var out: Bool
        package var mentioned: Bool
        package var mediaUnread: Bool
        package var reactionsArePossible: Bool
        package var silent: Bool
        package var post: Bool
        package var legacy: Bool
        package var id: Int32
        package var fromID: API.Peer?
        package var peerID: API.Peer
        package var savedPeerID: API.Peer?
        package var replyTo: API.MessageReplyHeader?
        package var date: Int32
        package var action: API.MessageAction
        package var reactions: API.MessageReactions?
        package var ttlPeriod: Int32?

        package init(
            out: Bool = false, mentioned: Bool = false, mediaUnread: Bool = false, reactionsArePossible: Bool = false,
            silent: Bool = false, post: Bool = false, legacy: Bool = false, id: Int32, fromID: API.Peer? = nil,
            peerID: API.Peer, savedPeerID: API.Peer? = nil, replyTo: API.MessageReplyHeader? = nil, date: Int32,
            action: API.MessageAction, reactions: API.MessageReactions? = nil, ttlPeriod: Int32? = nil
        ) {
            self.out = out
            self.mentioned = mentioned
            self.mediaUnread = mediaUnread
            self.reactionsArePossible = reactionsArePossible
            self.silent = silent
            self.post = post
            self.legacy = legacy
            self.id = id
            self.fromID = fromID
            self.peerID = peerID
            self.savedPeerID = savedPeerID
            self.replyTo = replyTo
            self.date = date
            self.action = action
            self.reactions = reactions
            self.ttlPeriod = ttlPeriod
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7a800e0a: self = try Self(newest: &reader)
            case 0xd3d28540: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "Message")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            out = flags & 0x2 != 0
            mentioned = flags & 0x10 != 0
            mediaUnread = flags & 0x20 != 0
            reactionsArePossible = flags & 0x200 != 0
            silent = flags & 0x2000 != 0
            post = flags & 0x4000 != 0
            legacy = flags & 0x80000 != 0
            id = try reader.read()
            fromID = try reader.optional(flags & 0x100)
            peerID = try reader.read()
            savedPeerID = try reader.optional(flags & 0x10000000)
            replyTo = try reader.optional(flags & 0x8)
            date = try reader.read()
            action = try reader.read()
            reactions = try reader.optional(flags & 0x100000)
            ttlPeriod = try reader.optional(flags & 0x2000000)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            out = flags & 0x2 != 0
            mentioned = flags & 0x10 != 0
            mediaUnread = flags & 0x20 != 0
            reactionsArePossible = flags & 0x200 != 0
            silent = flags & 0x2000 != 0
            post = flags & 0x4000 != 0
            legacy = flags & 0x80000 != 0
            id = try reader.read()
            fromID = try reader.optional(flags & 0x100)
            peerID = try reader.read()
            replyTo = try reader.optional(flags & 0x8)
            date = try reader.read()
            action = try reader.read()
            reactions = try reader.optional(flags & 0x100000)
            ttlPeriod = try reader.optional(flags & 0x2000000)
            savedPeerID = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x7a800e0a)
            var flags: UInt32 = 0
            if out { flags |= 0x2 }
            if replyTo != nil { flags |= 0x8 }
            if mentioned { flags |= 0x10 }
            if mediaUnread { flags |= 0x20 }
            if fromID != nil { flags |= 0x100 }
            if reactionsArePossible { flags |= 0x200 }
            if silent { flags |= 0x2000 }
            if post { flags |= 0x4000 }
            if legacy { flags |= 0x80000 }
            if reactions != nil { flags |= 0x100000 }
            if ttlPeriod != nil { flags |= 0x2000000 }
            if savedPeerID != nil { flags |= 0x10000000 }
            writer.word(flags)
            writer.write(id)
            if let fromID { writer.write(fromID) }
            writer.write(peerID)
            if let savedPeerID { writer.write(savedPeerID) }
            if let replyTo { writer.write(replyTo) }
            writer.write(date)
            writer.write(action)
            if let reactions { writer.write(reactions) }
            if let ttlPeriod { writer.write(ttlPeriod) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xd3d28540)
            var flags: UInt32 = 0
            if out { flags |= 0x2 }
            if replyTo != nil { flags |= 0x8 }
            if mentioned { flags |= 0x10 }
            if mediaUnread { flags |= 0x20 }
            if fromID != nil { flags |= 0x100 }
            if reactionsArePossible { flags |= 0x200 }
            if silent { flags |= 0x2000 }
            if post { flags |= 0x4000 }
            if legacy { flags |= 0x80000 }
            if reactions != nil { flags |= 0x100000 }
            if ttlPeriod != nil { flags |= 0x2000000 }
            writer.word(flags)
            writer.write(id)
            if let fromID { writer.write(fromID) }
            writer.write(peerID)
            if let replyTo { writer.write(replyTo) }
            writer.write(date)
            writer.write(action)
            if let reactions { writer.write(reactions) }
            if let ttlPeriod { writer.write(ttlPeriod) }
        }
    }

    /// `InputMessage`
    package enum InputMessage: TLBoxed, Hashable {
        case inputMessageID(InputMessageID)
        case inputMessagePinned
        case inputMessageReplyTo(InputMessageReplyTo)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa676a322:
                self = .inputMessageID(try InputMessageID(constructor: constructor, from: &reader))
            case 0x86872538: self = .inputMessagePinned
            case 0xbad88395:
                self = .inputMessageReplyTo(try InputMessageReplyTo(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "InputMessage")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputMessageID(let value): value.write(to: &writer)
            case .inputMessagePinned: writer.constructor(0x86872538)
            case .inputMessageReplyTo(let value): value.write(to: &writer)
            }
        }
    }

    /// `inputMessageID#a676a322`
    package struct InputMessageID: TLBoxed, Hashable {
        package var id: Int32

        package init(id: Int32) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa676a322: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputMessage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa676a322)
            writer.write(id)
        }
    }

    /// `inputMessageReplyTo#bad88395`
    package struct InputMessageReplyTo: TLBoxed, Hashable {
        package var id: Int32

        package init(id: Int32) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xbad88395: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputMessage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xbad88395)
            writer.write(id)
        }
    }

    /// `inputReplyToMessage#3bd4b7c2`, layer 201: `#22c0f6d5`
    package struct InputReplyTo: TLBoxed, Hashable {
        package var replyToMsgID: Int32
        package var topMsgID: Int32?
        package var replyToPeerID: API.InputPeer?
        package var quoteText: String?
        package var quoteEntities: [API.MessageEntity]?
        package var quoteOffset: Int32?
        package var monoforumPeerID: API.InputPeer?
        package var todoItemID: Int32?
        package var pollOption: [UInt8]?

        package init(
            replyToMsgID: Int32, topMsgID: Int32? = nil, replyToPeerID: API.InputPeer? = nil, quoteText: String? = nil,
            quoteEntities: [API.MessageEntity]? = nil, quoteOffset: Int32? = nil, monoforumPeerID: API.InputPeer? = nil,
            todoItemID: Int32? = nil, pollOption: [UInt8]? = nil
        ) {
            self.replyToMsgID = replyToMsgID
            self.topMsgID = topMsgID
            self.replyToPeerID = replyToPeerID
            self.quoteText = quoteText
            self.quoteEntities = quoteEntities
            self.quoteOffset = quoteOffset
            self.monoforumPeerID = monoforumPeerID
            self.todoItemID = todoItemID
            self.pollOption = pollOption
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3bd4b7c2: self = try Self(newest: &reader)
            case 0x22c0f6d5: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "InputReplyTo")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            replyToMsgID = try reader.read()
            topMsgID = try reader.optional(flags & 0x1)
            replyToPeerID = try reader.optional(flags & 0x2)
            quoteText = try reader.optional(flags & 0x4)
            quoteEntities = try reader.optional(flags & 0x8)
            quoteOffset = try reader.optional(flags & 0x10)
            monoforumPeerID = try reader.optional(flags & 0x20)
            todoItemID = try reader.optional(flags & 0x40)
            pollOption = try reader.optionalBytes(flags & 0x80)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            replyToMsgID = try reader.read()
            topMsgID = try reader.optional(flags & 0x1)
            replyToPeerID = try reader.optional(flags & 0x2)
            quoteText = try reader.optional(flags & 0x4)
            quoteEntities = try reader.optional(flags & 0x8)
            quoteOffset = try reader.optional(flags & 0x10)
            monoforumPeerID = nil
            todoItemID = nil
            pollOption = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x3bd4b7c2)
            var flags: UInt32 = 0
            if topMsgID != nil { flags |= 0x1 }
            if replyToPeerID != nil { flags |= 0x2 }
            if quoteText != nil { flags |= 0x4 }
            if quoteEntities != nil { flags |= 0x8 }
            if quoteOffset != nil { flags |= 0x10 }
            if monoforumPeerID != nil { flags |= 0x20 }
            if todoItemID != nil { flags |= 0x40 }
            if pollOption != nil { flags |= 0x80 }
            writer.word(flags)
            writer.write(replyToMsgID)
            if let topMsgID { writer.write(topMsgID) }
            if let replyToPeerID { writer.write(replyToPeerID) }
            if let quoteText { writer.write(quoteText) }
            if let quoteEntities { writer.write(quoteEntities) }
            if let quoteOffset { writer.write(quoteOffset) }
            if let monoforumPeerID { writer.write(monoforumPeerID) }
            if let todoItemID { writer.write(todoItemID) }
            if let pollOption { writer.bytes(pollOption) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x22c0f6d5)
            var flags: UInt32 = 0
            if topMsgID != nil { flags |= 0x1 }
            if replyToPeerID != nil { flags |= 0x2 }
            if quoteText != nil { flags |= 0x4 }
            if quoteEntities != nil { flags |= 0x8 }
            if quoteOffset != nil { flags |= 0x10 }
            writer.word(flags)
            writer.write(replyToMsgID)
            if let topMsgID { writer.write(topMsgID) }
            if let replyToPeerID { writer.write(replyToPeerID) }
            if let quoteText { writer.write(quoteText) }
            if let quoteEntities { writer.write(quoteEntities) }
            if let quoteOffset { writer.write(quoteOffset) }
        }
    }

    /// `messageReplies#83d60fc2`
    package struct MessageReplies: TLBoxed, Hashable {
        package var comments: Bool
        package var replies: Int32
        package var repliesPts: Int32
        package var recentRepliers: [API.Peer]?
        package var channelID: Int64?
        package var maxID: Int32?
        package var readMaxID: Int32?

        package init(
            comments: Bool = false, replies: Int32, repliesPts: Int32, recentRepliers: [API.Peer]? = nil,
            channelID: Int64? = nil, maxID: Int32? = nil, readMaxID: Int32? = nil
        ) {
            self.comments = comments
            self.replies = replies
            self.repliesPts = repliesPts
            self.recentRepliers = recentRepliers
            self.channelID = channelID
            self.maxID = maxID
            self.readMaxID = readMaxID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x83d60fc2: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageReplies")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            comments = flags & 0x1 != 0
            replies = try reader.read()
            repliesPts = try reader.read()
            recentRepliers = try reader.optional(flags & 0x2)
            channelID = try reader.optional(flags & 0x1)
            maxID = try reader.optional(flags & 0x4)
            readMaxID = try reader.optional(flags & 0x8)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x83d60fc2)
            var flags: UInt32 = 0
            if channelID != nil { flags |= 0x1 }
            if recentRepliers != nil { flags |= 0x2 }
            if maxID != nil { flags |= 0x4 }
            if readMaxID != nil { flags |= 0x8 }
            writer.word(flags)
            writer.write(replies)
            writer.write(repliesPts)
            if let recentRepliers { writer.write(recentRepliers) }
            if let channelID { writer.write(channelID) }
            if let maxID { writer.write(maxID) }
            if let readMaxID { writer.write(readMaxID) }
        }
    }

    /// `messageReplyHeader#1b97dd66`, layer 201: `#afbc09db`
    package struct MessageReplyHeader: TLBoxed, Hashable {
        package var replyToScheduled: Bool
        package var forumTopic: Bool
        package var quote: Bool
        package var replyToEphemeral: Bool
        package var replyToMsgID: Int32?
        package var replyToPeerID: API.Peer?
        package var replyFrom: API.MessageFwdHeader?
        package var replyMedia: API.MessageMedia?
        package var replyToTopID: Int32?
        package var quoteText: String?
        package var quoteEntities: [API.MessageEntity]?
        package var quoteOffset: Int32?
        package var todoItemID: Int32?
        package var pollOption: [UInt8]?

        package init(
            replyToScheduled: Bool = false, forumTopic: Bool = false, quote: Bool = false,
            replyToEphemeral: Bool = false, replyToMsgID: Int32? = nil, replyToPeerID: API.Peer? = nil,
            replyFrom: API.MessageFwdHeader? = nil, replyMedia: API.MessageMedia? = nil, replyToTopID: Int32? = nil,
            quoteText: String? = nil, quoteEntities: [API.MessageEntity]? = nil, quoteOffset: Int32? = nil,
            todoItemID: Int32? = nil, pollOption: [UInt8]? = nil
        ) {
            self.replyToScheduled = replyToScheduled
            self.forumTopic = forumTopic
            self.quote = quote
            self.replyToEphemeral = replyToEphemeral
            self.replyToMsgID = replyToMsgID
            self.replyToPeerID = replyToPeerID
            self.replyFrom = replyFrom
            self.replyMedia = replyMedia
            self.replyToTopID = replyToTopID
            self.quoteText = quoteText
            self.quoteEntities = quoteEntities
            self.quoteOffset = quoteOffset
            self.todoItemID = todoItemID
            self.pollOption = pollOption
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1b97dd66: self = try Self(newest: &reader)
            case 0xafbc09db: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageReplyHeader")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            replyToScheduled = flags & 0x4 != 0
            forumTopic = flags & 0x8 != 0
            quote = flags & 0x200 != 0
            replyToEphemeral = flags & 0x2000 != 0
            replyToMsgID = try reader.optional(flags & 0x10)
            replyToPeerID = try reader.optional(flags & 0x1)
            replyFrom = try reader.optional(flags & 0x20)
            replyMedia = try reader.optional(flags & 0x100)
            replyToTopID = try reader.optional(flags & 0x2)
            quoteText = try reader.optional(flags & 0x40)
            quoteEntities = try reader.optional(flags & 0x80)
            quoteOffset = try reader.optional(flags & 0x400)
            todoItemID = try reader.optional(flags & 0x800)
            pollOption = try reader.optionalBytes(flags & 0x1000)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            replyToScheduled = flags & 0x4 != 0
            forumTopic = flags & 0x8 != 0
            quote = flags & 0x200 != 0
            replyToMsgID = try reader.optional(flags & 0x10)
            replyToPeerID = try reader.optional(flags & 0x1)
            replyFrom = try reader.optional(flags & 0x20)
            replyMedia = try reader.optional(flags & 0x100)
            replyToTopID = try reader.optional(flags & 0x2)
            quoteText = try reader.optional(flags & 0x40)
            quoteEntities = try reader.optional(flags & 0x80)
            quoteOffset = try reader.optional(flags & 0x400)
            replyToEphemeral = false
            todoItemID = nil
            pollOption = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x1b97dd66)
            var flags: UInt32 = 0
            if replyToPeerID != nil { flags |= 0x1 }
            if replyToTopID != nil { flags |= 0x2 }
            if replyToScheduled { flags |= 0x4 }
            if forumTopic { flags |= 0x8 }
            if replyToMsgID != nil { flags |= 0x10 }
            if replyFrom != nil { flags |= 0x20 }
            if quoteText != nil { flags |= 0x40 }
            if quoteEntities != nil { flags |= 0x80 }
            if replyMedia != nil { flags |= 0x100 }
            if quote { flags |= 0x200 }
            if quoteOffset != nil { flags |= 0x400 }
            if todoItemID != nil { flags |= 0x800 }
            if pollOption != nil { flags |= 0x1000 }
            if replyToEphemeral { flags |= 0x2000 }
            writer.word(flags)
            if let replyToMsgID { writer.write(replyToMsgID) }
            if let replyToPeerID { writer.write(replyToPeerID) }
            if let replyFrom { writer.write(replyFrom) }
            if let replyMedia { writer.write(replyMedia) }
            if let replyToTopID { writer.write(replyToTopID) }
            if let quoteText { writer.write(quoteText) }
            if let quoteEntities { writer.write(quoteEntities) }
            if let quoteOffset { writer.write(quoteOffset) }
            if let todoItemID { writer.write(todoItemID) }
            if let pollOption { writer.bytes(pollOption) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xafbc09db)
            var flags: UInt32 = 0
            if replyToPeerID != nil { flags |= 0x1 }
            if replyToTopID != nil { flags |= 0x2 }
            if replyToScheduled { flags |= 0x4 }
            if forumTopic { flags |= 0x8 }
            if replyToMsgID != nil { flags |= 0x10 }
            if replyFrom != nil { flags |= 0x20 }
            if quoteText != nil { flags |= 0x40 }
            if quoteEntities != nil { flags |= 0x80 }
            if replyMedia != nil { flags |= 0x100 }
            if quote { flags |= 0x200 }
            if quoteOffset != nil { flags |= 0x400 }
            writer.word(flags)
            if let replyToMsgID { writer.write(replyToMsgID) }
            if let replyToPeerID { writer.write(replyToPeerID) }
            if let replyFrom { writer.write(replyFrom) }
            if let replyMedia { writer.write(replyMedia) }
            if let replyToTopID { writer.write(replyToTopID) }
            if let quoteText { writer.write(quoteText) }
            if let quoteEntities { writer.write(quoteEntities) }
            if let quoteOffset { writer.write(quoteOffset) }
        }
    }

    /// `messageFwdHeader#4e4df4bb`
    package struct MessageFwdHeader: TLBoxed, Hashable {
        package var imported: Bool
        package var savedOut: Bool
        package var fromID: API.Peer?
        package var fromName: String?
        package var date: Int32
        package var channelPost: Int32?
        package var postAuthor: String?
        package var savedFromPeer: API.Peer?
        package var savedFromMsgID: Int32?
        package var savedFromID: API.Peer?
        package var savedFromName: String?
        package var savedDate: Int32?
        package var psaType: String?

        package init(
            imported: Bool = false, savedOut: Bool = false, fromID: API.Peer? = nil, fromName: String? = nil,
            date: Int32, channelPost: Int32? = nil, postAuthor: String? = nil, savedFromPeer: API.Peer? = nil,
            savedFromMsgID: Int32? = nil, savedFromID: API.Peer? = nil, savedFromName: String? = nil,
            savedDate: Int32? = nil, psaType: String? = nil
        ) {
            self.imported = imported
            self.savedOut = savedOut
            self.fromID = fromID
            self.fromName = fromName
            self.date = date
            self.channelPost = channelPost
            self.postAuthor = postAuthor
            self.savedFromPeer = savedFromPeer
            self.savedFromMsgID = savedFromMsgID
            self.savedFromID = savedFromID
            self.savedFromName = savedFromName
            self.savedDate = savedDate
            self.psaType = psaType
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4e4df4bb: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageFwdHeader")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            imported = flags & 0x80 != 0
            savedOut = flags & 0x800 != 0
            fromID = try reader.optional(flags & 0x1)
            fromName = try reader.optional(flags & 0x20)
            date = try reader.read()
            channelPost = try reader.optional(flags & 0x4)
            postAuthor = try reader.optional(flags & 0x8)
            savedFromPeer = try reader.optional(flags & 0x10)
            savedFromMsgID = try reader.optional(flags & 0x10)
            savedFromID = try reader.optional(flags & 0x100)
            savedFromName = try reader.optional(flags & 0x200)
            savedDate = try reader.optional(flags & 0x400)
            psaType = try reader.optional(flags & 0x40)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4e4df4bb)
            var flags: UInt32 = 0
            if fromID != nil { flags |= 0x1 }
            if channelPost != nil { flags |= 0x4 }
            if postAuthor != nil { flags |= 0x8 }
            if savedFromPeer != nil, savedFromMsgID != nil { flags |= 0x10 }
            if fromName != nil { flags |= 0x20 }
            if psaType != nil { flags |= 0x40 }
            if imported { flags |= 0x80 }
            if savedFromID != nil { flags |= 0x100 }
            if savedFromName != nil { flags |= 0x200 }
            if savedDate != nil { flags |= 0x400 }
            if savedOut { flags |= 0x800 }
            writer.word(flags)
            if let fromID { writer.write(fromID) }
            if let fromName { writer.write(fromName) }
            writer.write(date)
            if let channelPost { writer.write(channelPost) }
            if let postAuthor { writer.write(postAuthor) }
            if flags & 0x10 != 0, let savedFromPeer { writer.write(savedFromPeer) }
            if flags & 0x10 != 0, let savedFromMsgID { writer.write(savedFromMsgID) }
            if let savedFromID { writer.write(savedFromID) }
            if let savedFromName { writer.write(savedFromName) }
            if let savedDate { writer.write(savedDate) }
            if let psaType { writer.write(psaType) }
        }
    }

    /// `messageReactions#a339f0b`
    package struct MessageReactions: TLBoxed, Hashable {
        package var min: Bool
        package var canSeeList: Bool
        package var reactionsAsTags: Bool
        package var results: [API.ReactionCount]
        package var recentReactions: [API.MessagePeerReaction]?
        package var topReactors: [API.MessageReactor]?

        package init(
            min: Bool = false, canSeeList: Bool = false, reactionsAsTags: Bool = false,
            results: [API.ReactionCount] = [], recentReactions: [API.MessagePeerReaction]? = nil,
            topReactors: [API.MessageReactor]? = nil
        ) {
            self.min = min
            self.canSeeList = canSeeList
            self.reactionsAsTags = reactionsAsTags
            self.results = results
            self.recentReactions = recentReactions
            self.topReactors = topReactors
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x0a339f0b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageReactions")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            min = flags & 0x1 != 0
            canSeeList = flags & 0x4 != 0
            reactionsAsTags = flags & 0x8 != 0
            results = try reader.read()
            recentReactions = try reader.optional(flags & 0x2)
            topReactors = try reader.optional(flags & 0x10)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x0a339f0b)
            var flags: UInt32 = 0
            if min { flags |= 0x1 }
            if recentReactions != nil { flags |= 0x2 }
            if canSeeList { flags |= 0x4 }
            if reactionsAsTags { flags |= 0x8 }
            if topReactors != nil { flags |= 0x10 }
            writer.word(flags)
            writer.write(results)
            if let recentReactions { writer.write(recentReactions) }
            if let topReactors { writer.write(topReactors) }
        }
    }

    /// `factCheck#b89bfccf`
    package struct FactCheck: TLBoxed, Hashable {
        package var needCheck: Bool
        package var country: String?
        package var text: API.TextWithEntities?
        package var hash: Int64

        package init(needCheck: Bool = false, country: String? = nil, text: API.TextWithEntities? = nil, hash: Int64) {
            self.needCheck = needCheck
            self.country = country
            self.text = text
            self.hash = hash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb89bfccf: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "FactCheck")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            needCheck = flags & 0x1 != 0
            country = try reader.optional(flags & 0x2)
            text = try reader.optional(flags & 0x2)
            hash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb89bfccf)
            var flags: UInt32 = 0
            if needCheck { flags |= 0x1 }
            if country != nil, text != nil { flags |= 0x2 }
            writer.word(flags)
            if flags & 0x2 != 0, let country { writer.write(country) }
            if flags & 0x2 != 0, let text { writer.write(text) }
            writer.write(hash)
        }
    }
}
