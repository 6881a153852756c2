// SPDX-License-Identifier: MIT

import TL

/// What can be had of an answer that holds something newer than this client: objects carry no length, so that whatever
/// follows an unknown one is lost, but what stands before it is as good as ever. By the forms of layer 201.
struct PartialMessages {
    /// Those before the one that cannot be read, and how many places they take: messages that are not there take one, too.
    private(set) var messages: [ChannelMessage] = []
    private(set) var places = 0
    /// The one that cannot be read whole. Nil: all messages could be read, and something after them could not.
    private(set) var foreign: ChannelMessage?

    /// Nil where not even the first message tells which one it is.
    init?(_ bytes: [UInt8]) {
        var reader = TLReader(bytes)
        do throws(TLError) {
            let constructor = try reader.word()
            switch constructor {
            case Self.all: break
            case Self.slice, Self.ofChannel:
                let flags = try reader.word()
                // `count`, or `pts` and `count`.
                try reader.skip(constructor == Self.slice ? 4 : 8)
                if constructor == Self.slice, flags & 1 != 0 { try reader.skip(4) }
                if flags & 4 != 0 { try reader.skip(4) }
            default: return nil
            }
            try take(&reader)
        } catch {
            return nil
        }
    }

    /// `messages.messages`, `messages.messagesSlice`, `messages.channelMessages`
    private static let (all, slice, ofChannel): (UInt32, UInt32, UInt32) = (0x8c71_8e87, 0x3a54_685e, 0xc776_ba4e)

    init(messages reader: inout TLReader) throws(TLError) { try take(&reader) }

    private mutating func take(_ reader: inout TLReader) throws(TLError) {
        for _ in 0..<(try reader.vectorCount()) {
            var start = reader
            do throws(TLError) {
                let message: API.Message = try reader.read()
                if let message = ChannelMessage(message) { messages.append(message) }
            } catch {
                foreign = try ChannelMessage(beginning: &start)
                return
            }
            places += 1
        }
    }
}

/// Of a page of the list of chats that cannot be read: where it ends.
struct PartialDialogs {
    /// The last chat, and when its last message was posted.
    private(set) var last: API.DialogValue?
    private(set) var date: Int32?

    init?(_ bytes: [UInt8]) {
        var reader = TLReader(bytes)
        do throws(TLError) {
            switch try reader.word() {
            case 0x15ba_6c40: break
            case 0x71e0_94f3: try reader.skip(4)
            default: return nil
            }
            let dialogs: [API.Dialog] = try reader.read()
            last = dialogs.lazy.compactMap(\.value).last
            let read = try PartialMessages(messages: &reader)
            date = (read.messages + [read.foreign].compactMap(\.self)).first { $0.id == last?.topMessage }?.date
        } catch {
            return nil
        }
    }
}

extension API.Dialog {
    var value: API.DialogValue? { if case .dialog(let value) = self { value } else { nil } }
}

extension ChannelMessage {
    /// Of a message whose end cannot be read: everything, if that begins after its document (a reaction, say); else its
    /// number, and that it is none of ours.
    fileprivate init(beginning reader: inout TLReader) throws(TLError) {
        let constructor = try reader.word()
        let flags = try reader.word()
        guard constructor == 0xeabc_dd4d else {
            guard constructor == 0xd3d2_8540 else { throw .unknownConstructor(constructor, in: "Message") }
            self.init(
                id: try reader.read(), date: 0, text: "", document: nil, isPinned: false, isService: true)
            return
        }
        let flags2 = try reader.word()
        let id: Int32 = try reader.read()
        let isPinned = flags & 0x100_0000 != 0
        var date: Int32 = 0
        do throws(TLError) {
            let _: API.Peer? = try reader.optional(flags & 0x100)
            let _: Int32? = try reader.optional(flags & 0x2000_0000)
            let _: API.Peer = try reader.read()
            let _: API.Peer? = try reader.optional(flags & 0x1000_0000)
            let _: API.MessageFwdHeader? = try reader.optional(flags & 0x4)
            let _: Int64? = try reader.optional(flags & 0x800)
            let _: Int64? = try reader.optional(flags2 & 0x1)
            let _: API.MessageReplyHeader? = try reader.optional(flags & 0x8)
            date = try reader.read()
            let text: String = try reader.read()
            let media: API.MessageMedia? = try reader.optional(flags & 0x200)
            self.init(
                id: id, date: date, text: text, document: media.flatMap(DocumentLocation.init), isPinned: isPinned,
                isService: false)
        } catch {
            self.init(id: id, date: date, text: "", document: nil, isPinned: isPinned, isService: false)
        }
    }
}

extension ChannelState {
    /// Of a `messages.chatFull` that cannot be read whole: what a volume needs stands before stories, stickers and the
    /// like. Nil where something on the way to it is unknown.
    init?(beginning bytes: [UInt8]) {
        var reader = TLReader(bytes)
        do throws(TLError) {
            guard try reader.word() == 0xe5d7_d19c, try reader.word() == 0x52d6_806b else { return nil }
            let flags = try reader.word()
            // The other flags, and the number of the channel.
            try reader.skip(12)
            let about: String = try reader.read()
            for bit: UInt32 in [0x1, 0x2, 0x4, 0x4, 0x2000] where flags & bit != 0 { try reader.skip(4) }
            // What was read, and what was not.
            try reader.skip(12)
            let _: API.Photo = try reader.read()
            let _: API.PeerNotifySettings = try reader.read()
            let _: API.ExportedChatInvite? = try reader.optional(flags & 0x80_0000)
            let _: [API.BotInfo] = try reader.read()
            if flags & 0x10 != 0 { try reader.skip(12) }
            let pinned: Int32? = try reader.optional(flags & 0x20)
            let _: Unlisted? = try reader.optional(flags & 0x100)
            for bit: UInt32 in [0x200, 0x800] where flags & bit != 0 { try reader.skip(4) }
            if flags & 0x4000 != 0 { try reader.skip(8) }
            let _: Unlisted? = try reader.optional(flags & 0x8000)
            for bit: UInt32 in [0x2_0000, 0x4_0000, 0x1000] where flags & bit != 0 { try reader.skip(4) }
            let position: Int32 = try reader.read()
            let _: API.InputGroupCall? = try reader.optional(flags & 0x20_0000)
            let autoDelete: Int32? = try reader.optional(flags & 0x100_0000)
            self.init(
                pinnedMessage: pinned, autoDeleteSeconds: autoDelete.flatMap { $0 > 0 ? $0 : nil }, position: position,
                about: about)
        } catch {
            return nil
        }
    }
}
