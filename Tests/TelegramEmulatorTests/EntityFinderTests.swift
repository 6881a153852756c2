// SPDX-License-Identifier: MIT

import Testing

@testable import TelegramEmulator

/// Invariants: the server finds what Telegram finds, at offsets in UTF-16 code units, leaves plain Base64 text alone, and
/// trims white space without losing what a client marked.
@Suite struct EntityFinderTests {
    private func found(_ text: String) -> [String] {
        let units = Array(text.utf16)
        return EntityFinder.find(units).map { entity in
            let range = Int(entity.offset)..<Int(entity.offset + entity.length)
            return "\(entity.kind): \(String(decoding: units[range], as: UTF16.self))"
        }
    }

    @Test(arguments: [
        ("see https://example.org/a?b=c, then", ["url: https://example.org/a?b=c"]),
        ("example.com and tg://resolve", ["url: example.com", "url: tg://resolve"]),
        ("ask @someone_1 or me@example.org.", ["mention: @someone_1", "email: me@example.org"]),
        ("#tag #1 #größe $USD $usd", ["hashtag: #tag", "hashtag: #größe", "cashtag: $USD"]),
        ("/start a/b //no", ["botCommand: /start"]),
        ("call +31612345678 now", ["phone: +31612345678"]),
        ("😀 #tag", ["hashtag: #tag"]),
        ("@abc a@b x#y", []),
    ])
    func whatTheServerFinds(text: String, expected: [String]) {
        #expect(found(text) == expected)
    }

    @Test func base64urlTextStaysPlain() {
        #expect(found("g1 Zm9vYmFy_-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 17") == [])
    }

    @Test func spaceIsTrimmedAndMarksMove() {
        let bold = TextEntity(kind: .bold, offset: 2, length: 4)
        let (text, entities) = EntityFinder.complete("  bold #tag \n", [bold])
        #expect(text == "bold #tag")
        #expect(entities.map(\.kind) == [.bold, .hashtag])
        #expect(entities.map(\.offset) == [0, 5] && entities.map(\.length) == [4, 4])
    }

    @Test func codeIsNotSearched() {
        let code = TextEntity(kind: .code, offset: 0, length: 9)
        #expect(EntityFinder.complete("#tag @abcd", [code]).entities.map(\.kind) == [.code])
    }
}
