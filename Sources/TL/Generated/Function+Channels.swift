// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Function {

    /// `messages.checkChatInvite#3eadb1bb`
    package struct MessagesCheckChatInvite: TLFunction, Hashable {
        package typealias Result = API.ChatInvite
        package static let name = "messages.checkChatInvite"

        package var hash: String

        package init(hash: String) {
            self.hash = hash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3eadb1bb: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.checkChatInvite")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            hash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3eadb1bb)
            writer.write(hash)
        }
    }

    /// `messages.importChatInvite#de91436e`, layer 201: `#6c50051c`
    package struct MessagesImportChatInvite: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "messages.importChatInvite"

        package var hash: String

        package init(hash: String) {
            self.hash = hash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xde91436e: self = try Self(newest: &reader)
            case 0x6c50051c: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.importChatInvite")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            hash = try reader.read()
        }

        private init(older reader: inout TLReader) throws(TLError) {
            hash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xde91436e)
            writer.write(hash)
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x6c50051c)
            writer.write(hash)
        }
    }

    /// `channels.readHistory#cc104937`
    package struct ChannelsReadHistory: TLFunction, Hashable {
        package typealias Result = Bool
        package static let name = "channels.readHistory"

        package var channel: API.InputChannel
        package var maxID: Int32

        package init(channel: API.InputChannel, maxID: Int32) {
            self.channel = channel
            self.maxID = maxID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xcc104937: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.readHistory")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
            maxID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xcc104937)
            writer.write(channel)
            writer.write(maxID)
        }
    }

    /// `channels.getParticipants#77ced9d0`
    package struct ChannelsGetParticipants: TLFunction, Hashable {
        package typealias Result = API.ChannelsChannelParticipants
        package static let name = "channels.getParticipants"

        package var channel: API.InputChannel
        package var filter: API.ChannelParticipantsFilter
        package var offset: Int32
        package var limit: Int32
        package var hash: Int64

        package init(
            channel: API.InputChannel, filter: API.ChannelParticipantsFilter, offset: Int32, limit: Int32, hash: Int64
        ) {
            self.channel = channel
            self.filter = filter
            self.offset = offset
            self.limit = limit
            self.hash = hash
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x77ced9d0: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.getParticipants")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
            filter = try reader.read()
            offset = try reader.read()
            limit = try reader.read()
            hash = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x77ced9d0)
            writer.write(channel)
            writer.write(filter)
            writer.write(offset)
            writer.write(limit)
            writer.write(hash)
        }
    }

    /// `channels.getParticipant#a0ab6cc6`
    package struct ChannelsGetParticipant: TLFunction, Hashable {
        package typealias Result = API.ChannelsChannelParticipant
        package static let name = "channels.getParticipant"

        package var channel: API.InputChannel
        package var participant: API.InputPeer

        package init(channel: API.InputChannel, participant: API.InputPeer) {
            self.channel = channel
            self.participant = participant
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa0ab6cc6: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.getParticipant")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
            participant = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa0ab6cc6)
            writer.write(channel)
            writer.write(participant)
        }
    }

    /// `channels.createChannel#91006707`
    package struct ChannelsCreateChannel: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "channels.createChannel"

        package var broadcast: Bool
        package var megagroup: Bool
        package var forImport: Bool
        package var forum: Bool
        package var title: String
        package var about: String
        package var geoPoint: Unlisted?
        package var address: String?
        package var ttlPeriod: Int32?

        package init(
            broadcast: Bool = false, megagroup: Bool = false, forImport: Bool = false, forum: Bool = false,
            title: String, about: String, geoPoint: Unlisted? = nil, address: String? = nil, ttlPeriod: Int32? = nil
        ) {
            self.broadcast = broadcast
            self.megagroup = megagroup
            self.forImport = forImport
            self.forum = forum
            self.title = title
            self.about = about
            self.geoPoint = geoPoint
            self.address = address
            self.ttlPeriod = ttlPeriod
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x91006707: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.createChannel")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            broadcast = flags & 0x1 != 0
            megagroup = flags & 0x2 != 0
            forImport = flags & 0x8 != 0
            forum = flags & 0x20 != 0
            title = try reader.read()
            about = try reader.read()
            geoPoint = try reader.optional(flags & 0x4)
            address = try reader.optional(flags & 0x4)
            ttlPeriod = try reader.optional(flags & 0x10)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x91006707)
            var flags: UInt32 = 0
            if broadcast { flags |= 0x1 }
            if megagroup { flags |= 0x2 }
            if geoPoint != nil, address != nil { flags |= 0x4 }
            if forImport { flags |= 0x8 }
            if ttlPeriod != nil { flags |= 0x10 }
            if forum { flags |= 0x20 }
            writer.word(flags)
            writer.write(title)
            writer.write(about)
            if flags & 0x4 != 0, let geoPoint { writer.write(geoPoint) }
            if flags & 0x4 != 0, let address { writer.write(address) }
            if let ttlPeriod { writer.write(ttlPeriod) }
        }
    }

    /// `channels.getChannels#a7f6bbb`
    package struct ChannelsGetChannels: TLFunction, Hashable {
        package typealias Result = API.MessagesChats
        package static let name = "channels.getChannels"

        package var id: [API.InputChannel]

        package init(id: [API.InputChannel] = []) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x0a7f6bbb: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.getChannels")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x0a7f6bbb)
            writer.write(id)
        }
    }

    /// `channels.getFullChannel#8736a09`
    package struct ChannelsGetFullChannel: TLFunction, Hashable {
        package typealias Result = API.MessagesChatFull
        package static let name = "channels.getFullChannel"

        package var channel: API.InputChannel

        package init(channel: API.InputChannel) {
            self.channel = channel
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x08736a09: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.getFullChannel")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x08736a09)
            writer.write(channel)
        }
    }

    /// `channels.getMessages#ad8c9a23`
    package struct ChannelsGetMessages: TLFunction, Hashable {
        package typealias Result = API.MessagesMessages
        package static let name = "channels.getMessages"

        package var channel: API.InputChannel
        package var id: [API.InputMessage]

        package init(channel: API.InputChannel, id: [API.InputMessage] = []) {
            self.channel = channel
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xad8c9a23: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.getMessages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xad8c9a23)
            writer.write(channel)
            writer.write(id)
        }
    }

    /// `channels.deleteMessages#84c1fd4e`
    package struct ChannelsDeleteMessages: TLFunction, Hashable {
        package typealias Result = API.MessagesAffectedMessages
        package static let name = "channels.deleteMessages"

        package var channel: API.InputChannel
        package var id: [Int32]

        package init(channel: API.InputChannel, id: [Int32] = []) {
            self.channel = channel
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x84c1fd4e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.deleteMessages")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x84c1fd4e)
            writer.write(channel)
            writer.write(id)
        }
    }

    /// `channels.deleteChannel#c0111fe3`
    package struct ChannelsDeleteChannel: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "channels.deleteChannel"

        package var channel: API.InputChannel

        package init(channel: API.InputChannel) {
            self.channel = channel
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc0111fe3: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.deleteChannel")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc0111fe3)
            writer.write(channel)
        }
    }

    /// `channels.joinChannel#7f6a1e22`, layer 201: `#24b524c5`
    package struct ChannelsJoinChannel: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "channels.joinChannel"

        package var channel: API.InputChannel

        package init(channel: API.InputChannel) {
            self.channel = channel
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7f6a1e22: self = try Self(newest: &reader)
            case 0x24b524c5: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.joinChannel")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
        }

        private init(older reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x7f6a1e22)
            writer.write(channel)
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x24b524c5)
            writer.write(channel)
        }
    }

    /// `channels.leaveChannel#f836aa95`
    package struct ChannelsLeaveChannel: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "channels.leaveChannel"

        package var channel: API.InputChannel

        package init(channel: API.InputChannel) {
            self.channel = channel
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf836aa95: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.leaveChannel")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf836aa95)
            writer.write(channel)
        }
    }

    /// `channels.editAdmin#9a98ad68`, layer 201: `#d33c8902`
    package struct ChannelsEditAdmin: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "channels.editAdmin"

        package var channel: API.InputChannel
        package var userID: API.InputUser
        package var adminRights: API.ChatAdminRights
        package var rank: String?

        package init(
            channel: API.InputChannel, userID: API.InputUser, adminRights: API.ChatAdminRights, rank: String? = nil
        ) {
            self.channel = channel
            self.userID = userID
            self.adminRights = adminRights
            self.rank = rank
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9a98ad68: self = try Self(newest: &reader)
            case 0xd33c8902: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.editAdmin")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            channel = try reader.read()
            userID = try reader.read()
            adminRights = try reader.read()
            rank = try reader.optional(flags & 0x1)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
            userID = try reader.read()
            adminRights = try reader.read()
            rank = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x9a98ad68)
            var flags: UInt32 = 0
            if rank != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(channel)
            writer.write(userID)
            writer.write(adminRights)
            if let rank { writer.write(rank) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xd33c8902)
            writer.write(channel)
            writer.write(userID)
            writer.write(adminRights)
            writer.write(rank ?? "")
        }
    }

    /// `channels.inviteToChannel#c9e33d54`
    package struct ChannelsInviteToChannel: TLFunction, Hashable {
        package typealias Result = API.MessagesInvitedUsers
        package static let name = "channels.inviteToChannel"

        package var channel: API.InputChannel
        package var users: [API.InputUser]

        package init(channel: API.InputChannel, users: [API.InputUser] = []) {
            self.channel = channel
            self.users = users
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xc9e33d54: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.inviteToChannel")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
            users = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xc9e33d54)
            writer.write(channel)
            writer.write(users)
        }
    }

    /// `channels.editTitle#566decd0`
    package struct ChannelsEditTitle: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "channels.editTitle"

        package var channel: API.InputChannel
        package var title: String

        package init(channel: API.InputChannel, title: String) {
            self.channel = channel
            self.title = title
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x566decd0: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.editTitle")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            channel = try reader.read()
            title = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x566decd0)
            writer.write(channel)
            writer.write(title)
        }
    }

    /// `channels.toggleSignatures#418d549c`
    package struct ChannelsToggleSignatures: TLFunction, Hashable {
        package typealias Result = API.Updates
        package static let name = "channels.toggleSignatures"

        package var signaturesEnabled: Bool
        package var profilesEnabled: Bool
        package var channel: API.InputChannel

        package init(signaturesEnabled: Bool = false, profilesEnabled: Bool = false, channel: API.InputChannel) {
            self.signaturesEnabled = signaturesEnabled
            self.profilesEnabled = profilesEnabled
            self.channel = channel
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x418d549c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "channels.toggleSignatures")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            signaturesEnabled = flags & 0x1 != 0
            profilesEnabled = flags & 0x2 != 0
            channel = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x418d549c)
            var flags: UInt32 = 0
            if signaturesEnabled { flags |= 0x1 }
            if profilesEnabled { flags |= 0x2 }
            writer.word(flags)
            writer.write(channel)
        }
    }

    /// `messages.editChatAbout#def60797`
    package struct MessagesEditChatAbout: TLFunction, Hashable {
        package typealias Result = Bool
        package static let name = "messages.editChatAbout"

        package var peer: API.InputPeer
        package var about: String

        package init(peer: API.InputPeer, about: String) {
            self.peer = peer
            self.about = about
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xdef60797: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "messages.editChatAbout")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            peer = try reader.read()
            about = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xdef60797)
            writer.write(peer)
            writer.write(about)
        }
    }
}
