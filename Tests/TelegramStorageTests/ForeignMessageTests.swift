// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import TL
import Telegram
import TelegramStorage
import Testing

@testable import TelegramEmulator

/// Invariant: what other people and programs post in a volume's channel costs the volume nothing.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ForeignMessageTests {
    private static let dice: UInt32 = 0x3f7e_e58b

    private enum Post: CaseIterable {
        case webPage, poll, keyboard, newer, reaction
    }

    /// `newer` is what this client cannot read; `reaction` stands for what follows the document of an object.
    private static func change(_ message: inout Message, to post: Post) {
        switch post {
        case .webPage:
            message.media = TLWriter.encode(
                API.MessageMedia.messageMediaWebPage(
                    API.MessageMediaWebPage(
                        webpage: .webPage(
                            API.WebPageValue(
                                id: 1, url: "https://example.org/", displayURL: "example.org", hash: 0, type: "article",
                                siteName: "Example", title: "Title", description: "Text")))))
        case .poll:
            message.media = TLWriter.encode(
                API.MessageMedia.messageMediaPoll(
                    API.MessageMediaPoll(
                        poll: API.Poll(
                            id: 2, publicVoters: true, question: API.TextWithEntities(text: "Which?"),
                            answers: [API.PollAnswer(text: API.TextWithEntities(text: "This"), option: [0])]),
                        results: API.PollResults(
                            results: [API.PollAnswerVoters(chosen: true, option: [0], voters: 3)], totalVoters: 3))))
        case .keyboard, .reaction:
            message.markup = TLWriter.encode(
                API.ReplyMarkup.replyInlineMarkup(
                    API.ReplyInlineMarkup(rows: [
                        API.KeyboardButtonRow(buttons: [
                            .keyboardButtonUrl(API.KeyboardButtonUrl(text: "Go", url: "https://example.org/")),
                            .keyboardButtonCallback(API.KeyboardButtonCallback(text: "Do", data: [1, 2])),
                        ])
                    ])))
        case .newer:
            message.media = TLWriter.encode(
                API.MessageMedia.messageMediaDice(API.MessageMediaDice(value: 6, emoticon: "*")))
        }
    }

    private static func post(_ posts: [Post], in setting: Setting) async throws {
        let reference = try await setting.owner.channel(id: setting.chat.channel).reference
        for post in posts {
            let id = try await setting.owner.sendText(
                "\(post)", to: reference, randomID: .random(in: 1 ... .max)
            ).id
            try change(id, to: post, in: setting)
        }
    }

    private static func change(_ id: Int32, to post: Post, in setting: Setting) throws {
        let key = MessageKey(channel: ChannelID(rawValue: setting.chat.channel), number: id)
        _ = try setting.backend.store.change { world throws(Refusal) in
            guard var message = world.messages[key] else { return }
            change(&message, to: post)
            world.messages[key] = message
        }
    }

    /// From now on the server writes what this client does not know: dice, and buttons below messages.
    private static func becomeNewer(_ setting: Setting) {
        setting.backend.foreign.withLock { $0 = [dice: 0x0bad_cafe, 0x48a3_0254: 0x0bad_beef] }
    }

    @Test(arguments: AccountKind.allCases) func postsOfOthersBetweenObjectsCostNothing(_ kind: AccountKind) async throws
    {
        try await withSetting(kind) { setting in
            let store = setting.store
            var references: [ObjectReference] = []
            try await Self.post([.newer], in: setting)
            for index in 0..<4 {
                references.append(try await store.put(Sample.name(index), Sample.bytes(5000 + index, seed: index)))
                try await Self.post([.webPage, .poll, .keyboard, .newer, .newer], in: setting)
            }
            // Something below an object's own message that cannot be read either.
            let own = try #require(setting.scene.messages(setting.chat).first { $0.text.hasPrefix("gramfs object") })
            try Self.change(own.id.number, to: .reaction, in: setting)
            Self.becomeNewer(setting)

            let other = try await setting.restart()
            references.append(try await other.put(Sample.name(4), Sample.bytes(5004, seed: 4)))
            for (index, reference) in references.enumerated() {
                let bytes = try await other.whole(reference, size: 5000 + index)
                #expect(difference(bytes, Sample.bytes(5000 + index, seed: index)) == nil)
            }
            let listed = try await other.listing()
            #expect(listed.map(\.reference) == references)
            let version = try await other.replaceRoot(expected: nil, with: [1, 2, 3])
            try await Self.post([.newer], in: setting)
            #expect(try await setting.restart().root()?.bytes == [1, 2, 3])
            _ = try await other.replaceRoot(expected: version, with: [4])
            try await other.remove(references[1])
            #expect(try await other.listing().count == 4)
            #expect(try await setting.restart().put(Sample.name(2), Sample.bytes(5002, seed: 2)) == references[2])
            if kind == .user {
                let found = try await TelegramStore.find(OpenClient(setting.client))
                #expect(found.found.map(\.chat) == [setting.chat])
            }
        }
    }

    /// More of them than a page holds.
    @Test func aPageOfNothingElseIsPassed() async throws {
        try await withSetting(.user) { setting in
            let first = try await setting.store.put(Sample.name(1), Sample.bytes(10))
            try await Self.post(Array(repeating: .newer, count: 130), in: setting)
            let last = try await setting.store.put(Sample.name(2), Sample.bytes(20))
            Self.becomeNewer(setting)
            let before = setting.scene.calls("messages.getHistory")
            #expect(try await setting.restart().listing().map(\.reference) == [first, last])
            // Each page that is asked for costs one for each of them: they are in two pages, the second being from the
            // first object on.
            #expect(setting.scene.calls("messages.getHistory") - before <= 2 * 130 + 10)
        }
    }
}
