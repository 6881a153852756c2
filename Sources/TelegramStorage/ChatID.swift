// SPDX-License-Identifier: MIT

/// A channel by its number, which is the same for every account.
package struct ChatID: Hashable, Sendable, CustomStringConvertible {
    /// As MTProto has it: positive, without the mark of a channel.
    package let channel: Int64

    package init(channel: Int64) { self.channel = channel }

    /// A number in either form (`1234567890`, `-1001234567890`), or a link to the channel or one of its messages
    /// (`https://t.me/c/1234567890/17`). Nil for everything else, links of invitation and public names included: those do
    /// not say which channel it is.
    package init?(parsing text: String) {
        var link = text[...]
        for scheme in ["https://", "http://", "tg://"] where link.hasPrefix(scheme) {
            link = link.dropFirst(scheme.count)
            break
        }
        for prefix in ["t.me/c/", "telegram.me/c/", "privatepost?channel="] where link.hasPrefix(prefix) {
            guard let number = Self.number(link.dropFirst(prefix.count).prefix { $0.isASCII && $0.isNumber }) else {
                return nil
            }
            self.init(channel: number)
            return
        }
        guard let number = Self.number(text.hasPrefix("-100") ? text.dropFirst(4) : text[...]) else { return nil }
        self.init(channel: number)
    }

    private static func number(_ digits: Substring) -> Int64? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits),
            number > 0, number < 1_000_000_000_000
        else { return nil }
        return number
    }

    /// As the Bot API and other programs show it.
    package var description: String { String(-1_000_000_000_000 - channel) }
}
