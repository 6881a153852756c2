// SPDX-License-Identifier: MIT

import TL

extension API.MessageEntity {
    init(_ entity: TextEntity) {
        let (offset, length) = (entity.offset, entity.length)
        self =
            switch entity.kind {
            case .unknown: .messageEntityUnknown(API.MessageEntityUnknown(offset: offset, length: length))
            case .bold: .messageEntityBold(API.MessageEntityBold(offset: offset, length: length))
            case .italic: .messageEntityItalic(API.MessageEntityItalic(offset: offset, length: length))
            case .underline: .messageEntityUnderline(API.MessageEntityUnderline(offset: offset, length: length))
            case .strike: .messageEntityStrike(API.MessageEntityStrike(offset: offset, length: length))
            case .spoiler: .messageEntitySpoiler(API.MessageEntitySpoiler(offset: offset, length: length))
            case .quote: .messageEntityBlockquote(API.MessageEntityBlockquote(offset: offset, length: length))
            case .code: .messageEntityCode(API.MessageEntityCode(offset: offset, length: length))
            case .pre:
                .messageEntityPre(
                    API.MessageEntityPre(offset: offset, length: length, language: entity.argument ?? ""))
            case .textURL:
                .messageEntityTextUrl(
                    API.MessageEntityTextUrl(offset: offset, length: length, url: entity.argument ?? ""))
            case .url: .messageEntityUrl(API.MessageEntityUrl(offset: offset, length: length))
            case .mention: .messageEntityMention(API.MessageEntityMention(offset: offset, length: length))
            case .hashtag: .messageEntityHashtag(API.MessageEntityHashtag(offset: offset, length: length))
            case .email: .messageEntityEmail(API.MessageEntityEmail(offset: offset, length: length))
            case .phone: .messageEntityPhone(API.MessageEntityPhone(offset: offset, length: length))
            case .botCommand:
                .messageEntityBotCommand(API.MessageEntityBotCommand(offset: offset, length: length))
            case .cashtag: .messageEntityCashtag(API.MessageEntityCashtag(offset: offset, length: length))
            }
    }
}

extension TextEntity {
    /// What a client may ask for; everything else is the server's to find.
    init?(_ entity: API.MessageEntity) {
        switch entity {
        case .messageEntityBold(let it): self.init(kind: .bold, offset: it.offset, length: it.length)
        case .messageEntityItalic(let it): self.init(kind: .italic, offset: it.offset, length: it.length)
        case .messageEntityUnderline(let it): self.init(kind: .underline, offset: it.offset, length: it.length)
        case .messageEntityStrike(let it): self.init(kind: .strike, offset: it.offset, length: it.length)
        case .messageEntitySpoiler(let it): self.init(kind: .spoiler, offset: it.offset, length: it.length)
        case .messageEntityBlockquote(let it): self.init(kind: .quote, offset: it.offset, length: it.length)
        case .messageEntityCode(let it): self.init(kind: .code, offset: it.offset, length: it.length)
        case .messageEntityPre(let it):
            self.init(kind: .pre, offset: it.offset, length: it.length, argument: it.language)
        case .messageEntityTextUrl(let it):
            self.init(kind: .textURL, offset: it.offset, length: it.length, argument: it.url)
        default: return nil
        }
        guard offset >= 0, length > 0, Int64(offset) + Int64(length) <= Int64(Int32.max) else { return nil }
    }
}
