// SPDX-License-Identifier: MIT

import TL
import Testing

@testable import Telegram

@Suite struct SalvageTests {
    /// A list of chats whose messages we cannot read: the channels behind them are still found.
    @Test(arguments: [TLLayer.declared, .newest]) func channelsBehindAnUnknownObjectAreFound(_ layer: TLLayer) throws {
        let channel = API.Chat.channel(
            API.Channel(
                creator: true, broadcast: true, id: 4, accessHash: 99, title: "A volume", photo: .chatPhotoEmpty,
                date: 1))
        let left = API.Chat.channel(
            API.Channel(left: true, id: 5, accessHash: 1, title: "left", photo: .chatPhotoEmpty, date: 1))
        let unknown: [UInt8] = [0xDE, 0xAD, 0xBE, 0xEF, 1, 2, 3, 4]
        let bytes = unknown + TLWriter.encode([channel, left], layer: layer)
        #expect(TelegramClient.salvage(bytes) == [ChannelReference(id: 4, accessHash: 99)])
        #expect(TelegramClient.salvage(Array(bytes.dropLast(200))).isEmpty)
    }
}
