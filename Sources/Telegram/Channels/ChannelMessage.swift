// SPDX-License-Identifier: MIT

import TL

/// A channel as this account reaches it: the hash is the account's own.
package struct ChannelReference: Hashable, Sendable, Codable {
    package let id: Int64
    package let accessHash: Int64

    package init(id: Int64, accessHash: Int64) {
        self.id = id
        self.accessHash = accessHash
    }

    var input: API.InputChannel { .inputChannel(API.InputChannelValue(channelID: id, accessHash: accessHash)) }
    var peer: API.InputPeer { .inputPeerChannel(API.InputPeerChannel(channelID: id, accessHash: accessHash)) }
}

package struct ChannelDescription: Hashable, Sendable {
    package let reference: ChannelReference
    package let title: String
    package let isBroadcast: Bool
    package let isCreator: Bool
    package let canPost: Bool
    package let canPin: Bool
    package let canDelete: Bool

    init?(_ chat: API.Chat) {
        guard case .channel(let channel) = chat, let accessHash = channel.accessHash, !channel.left, !channel.min else {
            return nil
        }
        reference = ChannelReference(id: channel.id, accessHash: accessHash)
        title = channel.title
        isBroadcast = channel.broadcast
        isCreator = channel.creator
        let rights = channel.adminRights
        canPost = channel.creator || rights?.postMessages == true
        canPin = channel.creator || rights?.pinMessages == true || rights?.editMessages == true
        canDelete = channel.creator || rights?.deleteMessages == true
    }
}

package struct ChannelList: Hashable, Sendable {
    package let channels: [ChannelDescription]
    /// False where the end of the list could not be reached.
    package let isComplete: Bool
}

/// What only `channels.getFullChannel` tells.
package struct ChannelState: Hashable, Sendable {
    package let pinnedMessage: Int32?
    /// After how many seconds messages vanish by themselves; nil: never.
    package let autoDeleteSeconds: Int32?
    package let position: Int32
    package let about: String
}

package struct ChannelMessage: Hashable, Sendable {
    package let id: Int32
    package let date: Int32
    package let text: String
    package let document: DocumentLocation?
    package let isPinned: Bool
    /// A notice of Telegram's: created, pinned and so on.
    package let isService: Bool

    init(id: Int32, date: Int32, text: String, document: DocumentLocation?, isPinned: Bool, isService: Bool) {
        self.id = id
        self.date = date
        self.text = text
        self.document = document
        self.isPinned = isPinned
        self.isService = isService
    }

    /// Nil for a message that is not there.
    init?(_ message: API.Message) {
        switch message {
        case .messageEmpty: return nil
        case .messageService(let service):
            id = service.id
            date = service.date
            text = ""
            document = nil
            isPinned = false
            isService = true
        case .message(let value):
            id = value.id
            date = value.date
            text = value.message
            document = value.media.flatMap(DocumentLocation.init)
            isPinned = value.pinned
            isService = false
        }
    }
}

extension DocumentLocation {
    init?(_ media: API.MessageMedia) {
        guard case .messageMediaDocument(let media) = media, case .document(let document)? = media.document else {
            return nil
        }
        id = document.id
        accessHash = document.accessHash
        reference = document.fileReference
        dataCentre = document.dcID
        bytes = document.size
        fileName =
            document.attributes.lazy.compactMap {
                if case .documentAttributeFilename(let name) = $0 { name.fileName } else { nil }
            }.first
    }
}

/// What happened in a channel since a position.
package struct ChannelDifference: Hashable, Sendable {
    /// Where to go on from.
    package let position: Int32
    package let isFinal: Bool
    package let newMessages: [ChannelMessage]
    package let editedMessages: [ChannelMessage]
    package let deletedMessages: [Int32]
    package let hasPinChange: Bool
    /// Too far behind: the channel has to be read anew.
    package let isTooLong: Bool
}
