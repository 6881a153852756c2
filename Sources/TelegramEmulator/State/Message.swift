// SPDX-License-Identifier: MIT

/// A message of a channel. Media and entities are in the emulator's own words; services turn them into the layer that the
/// reader speaks.
package struct Message: Row, Hashable {
    static let kind = "message"

    package enum Action: Hashable, Codable, Sendable {
        case created(title: String)
        case pinned(Int32)
        case renamed(title: String)
        case added([UserID])
        case timeToLive(Int32)
    }

    /// Where a forwarded message came from.
    package struct Origin: Hashable, Codable, Sendable {
        package var channel: ChannelID?
        package var user: UserID?
        package var number: Int32?
        package var date: Int32
    }

    package var id: MessageKey
    package var date: Int32
    package var edited: Int32?
    package var sender: UserID
    package var text: String
    package var entities: [TextEntity] = []
    package var document: DocumentID?
    package var action: Action?
    package var origin: Origin?
    package var replyTo: Int32?
    package var group: Int64?
    package var randomID: Int64?
    package var isPinned = false
    package var isSilent = false
    package var timeToLive: Int32?
    /// A `MessageMedia` that is no document, and a `ReplyMarkup`; they are the same in every layer.
    package var media: [UInt8]?
    package var markup: [UInt8]?

    var isPlausible: Bool {
        Plausible.ids.contains(id.channel.rawValue) && Plausible.counts.contains(id.number)
    }
}

/// A part of a text that means something: `messageEntity…`, offsets and lengths in UTF-16 code units.
package struct TextEntity: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case unknown, bold, italic, underline, strike, spoiler, quote, code, pre, textURL
        case url, mention, hashtag, email, phone, botCommand, cashtag
    }

    package var kind: Kind
    package var offset: Int32
    package var length: Int32
    /// The language of `pre`, the target of `textURL`.
    package var argument: String?
}

/// An uploaded file.
package struct Document: Row, Hashable {
    static let kind = "document"

    /// Width and height in pixels.
    package struct Photo: Hashable, Codable, Sendable {
        package var width: Int32
        package var height: Int32
    }

    package var id: DocumentID
    package var owner: UserID
    package var center: DataCenterID
    package var created: Int32
    package var mimeType: String
    package var size: Int64
    /// Its bytes are kept in parts of this size; the last may be shorter.
    package var partSize: Int32
    /// Each `DocumentAttribute` as it came; they are the same in every layer.
    package var attributes: [[UInt8]]
    /// Of what was posted as a picture and not as a file.
    package var photo: Photo?

    var isPlausible: Bool { Plausible.ids.contains(id.rawValue) && size > 0 && size < 1 << 40 && partSize > 0 }
}
