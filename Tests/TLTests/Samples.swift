// SPDX-License-Identifier: MIT

import TL

enum Samples {
    static let document = API.Document.document(
        API.DocumentValue(
            id: 77, accessHash: -5, fileReference: [1, 2, 3], date: 1_700_000_000, mimeType: "application/octet-stream",
            size: 1 << 33, dcID: 2,
            attributes: [.documentAttributeFilename(API.DocumentAttributeFilename(fileName: "segment"))]))

    static let message = API.Message.message(
        API.MessageValue(
            post: true, id: 9, peerID: .peerChannel(API.PeerChannel(channelID: 4)), date: 1_700_000_001,
            message: "caption", media: .messageMediaDocument(API.MessageMediaDocument(document: document)),
            entities: [.messageEntityCode(API.MessageEntityCode(offset: 0, length: 7))], views: 3, forwards: 4))

    static let channel = API.Chat.channel(
        API.Channel(
            creator: true, broadcast: true, id: 4, accessHash: 99, title: "A volume", photo: .chatPhotoEmpty,
            date: 1_700_000_000, adminRights: API.ChatAdminRights(postMessages: true, deleteMessages: true)))

    static let history = API.MessagesMessages.messagesChannelMessages(
        API.MessagesChannelMessages(pts: 12, count: 1, messages: [message], chats: [channel]))
}
