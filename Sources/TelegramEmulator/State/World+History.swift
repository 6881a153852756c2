// SPDX-License-Identifier: MIT

/// Which messages a reader asks for: the offsets of core.telegram.org/api/offsets.
struct HistoryQuery: Sendable {
    /// What a message has to carry.
    enum Content: Sendable {
        case document, photo, nothing
    }

    var offsetID: Int32 = 0
    var offsetDate: Int32 = 0
    var addOffset: Int32 = 0
    var limit: Int32 = 100
    var maxID: Int32 = 0
    var minID: Int32 = 0
    var content: Content?
    var isPinned = false
    /// Words that must all be there.
    var words: [String] = []
    var minDate: Int32 = 0
    var maxDate: Int32 = 0
}

/// A page of messages, newest first.
struct HistoryPage: Sendable {
    var messages: [Message]
    /// How many there are in all.
    var count: Int
    var offset: Int
}

extension World {
    func history(of id: ChannelID, _ query: HistoryQuery) -> HistoryPage {
        var all = (numbers[id] ?? []).reversed().map { MessageKey(channel: id, number: $0) }
        if query.content != nil || query.isPinned || !query.words.isEmpty || query.minDate > 0 || query.maxDate > 0 {
            all = all.filter { messages[$0].map { matches($0, query) } ?? false }
        }
        var start = 0
        if query.offsetID > 0 {
            start = all.firstIndex { $0.number < query.offsetID } ?? all.count
        } else if query.offsetDate > 0 {
            start = all.firstIndex { (messages[$0]?.date ?? 0) < query.offsetDate } ?? all.count
        }
        // Bounds first: an offset near the ends of Int32 must not overflow.
        let wanted = max(0, min(Int(query.limit), EmulatorLimits.messagesPerCall))
        let first = start + Int(query.addOffset)
        let range = max(0, min(first, all.count))..<max(0, min(first + wanted, all.count))
        let page = all[range].filter { key in
            (query.maxID <= 0 || key.number < query.maxID) && (query.minID <= 0 || key.number > query.minID)
        }
        return HistoryPage(
            messages: page.compactMap { messages[$0] }, count: all.count, offset: range.lowerBound)
    }

    private func matches(_ message: Message, _ query: HistoryQuery) -> Bool {
        if let content = query.content, !carries(message, content) { return false }
        if query.isPinned, !message.isPinned { return false }
        if query.minDate > 0, message.date < query.minDate { return false }
        if query.maxDate > 0, message.date > query.maxDate { return false }
        guard !query.words.isEmpty else { return true }
        let words = Self.words(message.text)
        return query.words.allSatisfy { wanted in words.contains { $0.hasPrefix(wanted) } }
    }

    private func carries(_ message: Message, _ content: HistoryQuery.Content) -> Bool {
        guard let document = message.document.flatMap({ documents[$0] }) else { return false }
        return switch content {
        case .document: document.photo == nil
        case .photo: document.photo != nil
        case .nothing: false
        }
    }

    /// Search knows words, not substrings.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
