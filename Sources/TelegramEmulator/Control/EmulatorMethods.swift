// SPDX-License-Identifier: MIT

import ControlSocket

/// What `user.add` is told. A data centre where none is given is the second, which clients do not begin at.
package struct UserParameters: Codable, Sendable {
    package var phone: String
    package var code: String
    package var password: String?
    package var dc: Int32?
}

package struct UserReport: Codable, Sendable {
    package var id: Int64
    package var phone: String
    package var dc: Int32
}

package struct BotParameters: Codable, Sendable {
    package var name: String
    package var dc: Int32?
}

package struct ChannelReport: Codable, Hashable, Sendable {
    package var id: Int64
    /// As the Bot API and `message.list` have it.
    package var chat: Int64
    package var title: String
    package var creator: Int64
    /// The link that invites to it.
    package var invitation: String
    package var messages: Int
    package var pts: Int32
    /// After how many seconds its new messages vanish.
    @ExplicitNull package var autoDelete: Int32?

    package enum CodingKeys: String, CodingKey {
        case id, chat, title, creator, invitation, messages, pts, autoDelete = "auto_delete"
    }
}

package struct AutoDeleteParameters: Codable, Sendable {
    package var chat: Int64
    /// Whole days; 0 turns it off.
    package var seconds: Int32
}

package struct ChatParameters: Codable, Sendable {
    package var chat: Int64
}

package struct AdmissionParameters: Codable, Sendable {
    package var chat: Int64
    /// A phone, or an id.
    package var user: UserName
}

package struct MessageParameters: Codable, Sendable {
    package var chat: Int64
    package var id: Int32
    /// What `message.edit` makes of it; without one its text is taken away.
    package var text: String?
    /// `message.edit` gives it the document of this other message of the chat.
    package var documentOf: Int32?

    package enum CodingKeys: String, CodingKey {
        case chat, id, text, documentOf = "document_of"
    }
}

package struct MessageReport: Codable, Hashable, Sendable {
    package struct Document: Codable, Hashable, Sendable {
        package var id: Int64
        package var size: Int64
        package var dc: Int32
    }

    package var id: Int32
    package var date: Int32
    package var sender: Int64
    package var text: String
    package var pinned: Bool
    package var service: Bool
    @ExplicitNull package var document: Document?
}

package struct SessionParameters: Codable, Sendable {
    /// A phone, or an id.
    package var user: UserName
}

/// A number or a text.
package struct UserName: Codable, Sendable {
    package var text: String

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        text = try (try? container.decode(Int64.self)).map { "\($0)" } ?? container.decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

package struct FaultParameters: Codable, Sendable {
    package var id: Int64?
}

package struct CountReport: Codable, Sendable {
    package var count: Int
}

extension ControlMethod where Parameters == UserParameters, Result == UserReport, Event == NoEvent {
    package static var addUser: Self { .init(name: "user.add") }
}

extension ControlMethod where Parameters == BotParameters, Result == String, Event == NoEvent {
    package static var addBot: Self { .init(name: "bot.add") }
}

extension ControlMethod where Parameters == NoParameters, Result == [ChannelReport], Event == NoEvent {
    package static var listChannels: Self { .init(name: "channel.list") }
}

extension ControlMethod where Parameters == AdmissionParameters, Result == CountReport, Event == NoEvent {
    package static var admitAdmin: Self { .init(name: "channel.admit") }
}

extension ControlMethod where Parameters == AutoDeleteParameters, Result == CountReport, Event == NoEvent {
    package static var setAutoDelete: Self { .init(name: "channel.auto_delete") }
}

extension ControlMethod where Parameters == ChatParameters, Result == [MessageReport], Event == NoEvent {
    package static var listMessages: Self { .init(name: "message.list") }
}

extension ControlMethod where Parameters == MessageParameters, Result == CountReport, Event == NoEvent {
    package static var deleteMessage: Self { .init(name: "message.delete") }
    package static var editMessage: Self { .init(name: "message.edit") }
}

extension ControlMethod where Parameters == SessionParameters, Result == CountReport, Event == NoEvent {
    package static var revokeSessions: Self { .init(name: "session.revoke") }
}

extension ControlMethod where Parameters == NoParameters, Result == CountReport, Event == NoEvent {
    package static var expireReferences: Self { .init(name: "reference.expire_all") }
}

extension ControlMethod where Parameters == NoParameters, Result == [String: Int], Event == NoEvent {
    package static var counters: Self { .init(name: "counters") }
}

extension ControlMethod where Parameters == Fault, Result == Int64, Event == NoEvent {
    package static var addFault: Self { .init(name: "fault.add") }
}

extension ControlMethod where Parameters == NoParameters, Result == [Fault], Event == NoEvent {
    package static var listFaults: Self { .init(name: "fault.list") }
}

extension ControlMethod where Parameters == FaultParameters, Result == CountReport, Event == NoEvent {
    package static var clearFaults: Self { .init(name: "fault.clear") }
}
