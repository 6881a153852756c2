// SPDX-License-Identifier: MIT

import Synchronization
import TL

/// Tells that something happened in a channel. Only a hint: what happened is read by `difference`, which misses nothing.
package final class UpdateHub: Sendable {
    private let observers = Mutex<[Int: @Sendable (Int64?) -> Void]>([:])

    /// `observer` is called with the channel, or nil where the server does not say. Not to be blocked.
    package func observe(_ observer: @escaping @Sendable (Int64?) -> Void) -> Int {
        observers.withLock { observers in
            let id = (observers.keys.max() ?? 0) + 1
            observers[id] = observer
            return id
        }
    }

    package func remove(_ id: Int) { observers.withLock { $0[id] = nil } }

    func take(_ reader: TLReader) {
        var reader = reader
        let channels: [Int64?]
        // What cannot be read may have been about any channel.
        if let updates = try? API.Updates(from: &reader) {
            channels = Self.channels(in: updates)
        } else {
            channels = [nil]
        }
        let observers = observers.withLock { Array($0.values) }
        for channel in channels { for observer in observers { observer(channel) } }
    }

    private static func channels(in updates: API.Updates) -> [Int64?] {
        let list: [API.Update]
        switch updates {
        case .updates(let value): list = value.updates
        case .updatesCombined(let value): list = value.updates
        case .updateShort(let value): list = [value.update]
        case .updatesTooLong: return [nil]
        case .updateShortMessage, .updateShortChatMessage, .updateShortSentMessage: return []
        }
        var channels: Set<Int64> = []
        for update in list {
            switch update {
            case .updateNewChannelMessage(let value): value.message.channelID.map { _ = channels.insert($0) }
            case .updateEditChannelMessage(let value): value.message.channelID.map { _ = channels.insert($0) }
            case .updateDeleteChannelMessages(let value): channels.insert(value.channelID)
            case .updatePinnedChannelMessages(let value): channels.insert(value.channelID)
            case .updateChannelTooLong(let value): channels.insert(value.channelID)
            case .updateChannel(let value): channels.insert(value.channelID)
            default: break
            }
        }
        return Array(channels)
    }
}

extension API.Message {
    var channelID: Int64? {
        let peer: API.Peer? =
            switch self {
            case .message(let message): message.peerID
            case .messageService(let message): message.peerID
            case .messageEmpty(let message): message.peerID
            }
        return if case .peerChannel(let channel) = peer { channel.channelID } else { nil }
    }
}
