// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Testing

@testable import TelegramStorage

/// Invariants: what is written into channels and references is read back, and nothing else is taken for it.
@Suite struct PureTests {
    @Test func aChatIsGivenByNumberOrLink() {
        for text in [
            "1234567890", "-1001234567890", "https://t.me/c/1234567890/17", "t.me/c/1234567890",
            "http://t.me/c/1234567890",
            "tg://privatepost?channel=1234567890&post=3",
        ] {
            #expect(ChatID(parsing: text)?.channel == 1_234_567_890, "\(text)")
        }
        for text in [
            "", "-100", "-5", "0", "new", "@name", "https://t.me/name", "https://t.me/+AbCd", "12a", "t.me/c/",
            "t.me/c/x",
            "https://example.org/c/1234567890", "99999999999999999999", "https://12",
        ] {
            #expect(ChatID(parsing: text) == nil, "\(text)")
        }
        #expect(ChatID(channel: 1_234_567_890).description == "-1001234567890")
        #expect(ChatID(parsing: ChatID(channel: 7).description) == ChatID(channel: 7))
    }

    @Test func anInvitationIsGivenByItsLink() {
        for text in [
            "https://t.me/+Ab-Cd_19", "t.me/joinchat/Ab-Cd_19", "https://telegram.me/+Ab-Cd_19",
            "tg://join?invite=Ab-Cd_19",
        ] {
            #expect(Invitation(parsing: text)?.hash == "Ab-Cd_19", "\(text)")
        }
        for text in [
            "", "https://t.me/+", "https://t.me/name", "https://t.me/c/1234567890/17", "https://t.me/+a/b", "t.me/+a b",
            "https://t.me/+ä", "https://example.org/+Ab", "https://t.me/+" + String(repeating: "a", count: 65),
        ] {
            #expect(Invitation(parsing: text) == nil, "\(text)")
        }
        #expect(Invitation(parsing: "t.me/joinchat/x").map { Invitation(parsing: $0.description)?.hash } == "x")
    }

    @Test func aLabelIsReadFromTheFileNameAndFromTheCaption() {
        for label in [DocumentLabel.object(Sample.name(1)), .root(Sample.name(2))] {
            #expect(DocumentLabel(fileName: label.fileName) == label)
            #expect(DocumentLabel(caption: label.caption) == label)
            #expect(label.caption.utf16.count < 1024)
            #expect(!label.caption.contains { "@#/$".contains($0) }, "nothing that Telegram marks")
        }
        for text in ["", "gramfs", "gramfs object", "gramfs object zz", "gramfs thing \(Sample.name(1))", "hello"] {
            #expect(DocumentLabel(caption: text) == nil)
            #expect(DocumentLabel(fileName: text) == nil)
        }
        #expect(DocumentLabel(fileName: "root-\(Sample.name(1))") == nil)
    }

    @Test func aReferenceIsReadBackAndNothingElseIsOne() {
        let reference = MessageReference(chat: ChatID(channel: 1_000_000_001), message: 17, document: -5)
        #expect(reference.bytes.count == MessageReference.byteCount)
        #expect(MessageReference(reference.bytes) == reference)
        #expect(
            reference.bytes == [
                0x54, 0, 0, 0, 0, 0x3b, 0x9a, 0xca, 0x01, 0, 0, 0, 17, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfb,
            ], "references are kept: their form stays")
        for length in 0..<reference.bytes.count {
            #expect(MessageReference(Array(reference.bytes.prefix(length))) == nil)
        }
        #expect(MessageReference(reference.bytes + [0]) == nil)
        #expect(MessageReference([0x55] + reference.bytes.dropFirst()) == nil)
        #expect(MessageReference([0x54] + [UInt8](repeating: 0, count: 20)) == nil, "there is no message 0")
    }

    @Test func randomIDsDifferByNameChannelAndAttempt() {
        var seen: Set<Int64> = []
        for number in 1...50 {
            for channel in [1, 2] as [Int64] {
                for attempt in 0..<16 {
                    seen.insert(Sample.name(number).randomID(in: ChatID(channel: channel), attempt: attempt))
                }
            }
        }
        #expect(seen.count == 50 * 2 * 16)
        #expect(!seen.contains(0))
        #expect(
            Sample.name(1).randomID(in: ChatID(channel: 1), attempt: 0)
                == Sample.name(1).randomID(in: ChatID(channel: 1), attempt: 0), "also in another process")
    }

    @Test func theNewestMessageIsNeverAboveItsBound() {
        var newest = NewestMessage()
        #expect(newest.bound(at: 40) == 40)
        newest.saw(pts: 40)
        newest.posted(20, after: newest.lastSeen)
        #expect(newest.bound(at: 40) == 19)
        #expect(newest.bound(at: 45) == 24)
        newest.posted(24, after: 20)
        #expect(newest.bound(at: 45) == 24, "an older look tells less")
        newest.posted(30, after: 0)
        #expect(newest.bound(at: 45) == 24, "without a look nothing is known")
    }
}
