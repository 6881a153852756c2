// SPDX-License-Identifier: MIT

import MTProto
import TL
import TestDirectory
import Testing

@testable import TelegramEmulator

/// Invariants: a client made of the protocol's own parts finds what Telegram's documentation promises: key exchange with
/// RSA_PAD, every transport, login, migration, files, history, differences; a restart on the same directory changes
/// nothing that a client can see.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct EmulatorTests {
    private static let transports: [(FrameKind, Bool)] = [
        (.abridged, false), (.intermediate, false), (.paddedIntermediate, false), (.full, false), (.abridged, true),
        (.intermediate, true), (.paddedIntermediate, true),
    ]

    @Test func everyTransportLeadsToAKeyAndAnAnswer() async throws {
        try await withEmulator { emulator in
            for (kind, isObfuscated) in Self.transports {
                try await WireClient.connect(emulator, kind, isObfuscated: isObfuscated) { client in
                    _ = try await client.exchangeKeys()
                    let config = try await client.call(Function.HelpGetConfig())
                    #expect(config.thisDc == 2 && config.dcOptions.count == 6)
                    #expect(config.dcOptions.filter(\.mediaOnly).count == 3)
                }
            }
        }
    }

    @Test func aPhoneBelongsToItsDataCenter() async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator, center: 1) { client in
                _ = try await client.exchangeKeys()
                await #expect(throws: RPCFailure(code: 303, message: "PHONE_MIGRATE_2")) {
                    try await client.login(phone: "15550100", code: "12345")
                }
            }
        }
    }

    @Test func aPasswordIsAskedForAndChecked() async throws {
        try await withEmulator { emulator in
            _ = try emulator.backend.addUser(phone: "15550101", code: "1", password: "right")
            try await WireClient.connect(emulator) { client in
                _ = try await client.exchangeKeys()
                await #expect(throws: RPCFailure(code: 400, message: "PHONE_CODE_INVALID")) {
                    try await client.login(phone: "15550101", code: "2", password: "right")
                }
                await #expect(throws: RPCFailure(code: 400, message: "PASSWORD_HASH_INVALID")) {
                    try await client.login(phone: "15550101", code: "1", password: "wrong")
                }
                await #expect(throws: RPCFailure(code: 401, message: "AUTH_KEY_UNREGISTERED")) {
                    try await client.call(Function.UpdatesGetState())
                }
                #expect(try await client.login(phone: "15550101", code: "1", password: "right") > 0)
                _ = try await client.call(Function.UpdatesGetState())
            }
        }
    }

    @Test func whatWasUploadedIsWhatIsDownloaded() async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator) { client in
                _ = try await client.exchangeKeys()
                _ = try await client.login(phone: "15550100", code: "12345")
                let channel = try await client.createChannel()
                for (number, size) in [1, 524_288, 524_289, 3_000_001].enumerated() {
                    let bytes = content(size, seed: UInt64(number))
                    let file = try await client.upload(bytes, id: Int64(number + 1))
                    let message = try await client.post(file, to: channel, randomID: Int64(number + 1), "  #tag ")
                    #expect(message.message == "#tag" && message.entities?.count == 1)
                    let document = try #require(message.document)
                    #expect(document.size == Int64(size))
                    #expect(try await client.download(document) == bytes)
                }
            }
        }
    }

    @Test func aRestartChangesNothing() async throws {
        let directory = try TemporaryDirectory()
        let bytes = content(700_000)
        let (ready, key, message, channel) = try await withEmulator(in: directory) { emulator in
            try await WireClient.connect(emulator) { client in
                let key = try await client.exchangeKeys()
                _ = try await client.login(phone: "15550100", code: "12345")
                let channel = try await client.createChannel("Kept")
                let message = try await client.post(
                    try await client.upload(bytes, id: 7), to: channel, randomID: 7, "kept")
                // Half an upload, to go on with.
                _ = try await client.call(
                    Function.UploadSaveBigFilePart(
                        fileID: 8, filePart: 1, fileTotalParts: 2, bytes: Array(bytes[524_288...])))
                return (emulator.ready, key, message, channel)
            }
        }
        try await withEmulator(in: directory) { emulator in
            #expect(emulator.ready == ready, "ports, keys and the socket stay")
            try await WireClient.connect(emulator) { client in
                client.use(key)
                let history = try await client.call(
                    Function.MessagesGetHistory(
                        peer: channel.peer, offsetID: 0, offsetDate: 0, addOffset: 0, limit: 10, maxID: 0, minID: 0,
                        hash: 0))
                guard case .messagesChannelMessages(let page) = history else { throw WireClient.Lost() }
                #expect(page.count == 2 && page.messages.count == 2)
                guard case .message(let kept) = page.messages.first else { throw WireClient.Lost() }
                #expect(kept.id == message.id && kept.message == message.message)
                #expect(kept.document?.id == message.document?.id)
                #expect(try await client.download(try #require(message.document)) == bytes)
                _ = try await client.call(
                    Function.UploadSaveBigFilePart(
                        fileID: 8, filePart: 0, fileTotalParts: 2, bytes: Array(bytes[..<524_288])))
                let again = try await client.post(
                    .inputFileBig(API.InputFileBig(id: 8, parts: 2, name: "")), to: channel, randomID: 8)
                #expect(try await client.download(try #require(again.document)) == bytes)
                await #expect(throws: RPCFailure(code: 500, message: "RANDOM_ID_DUPLICATE")) {
                    try await client.post(
                        .inputFileBig(API.InputFileBig(id: 9, parts: 2, name: "")), to: channel, randomID: 7)
                }
            }
        }
    }

    @Test func aLoginMovesToOtherDataCenters() async throws {
        try await withEmulator { emulator in
            let export = try await WireClient.connect(emulator) { client in
                _ = try await client.exchangeKeys()
                _ = try await client.login(phone: "15550100", code: "12345")
                return try await client.call(Function.AuthExportAuthorization(dcID: 3))
            }
            try await WireClient.connect(emulator, center: 3) { client in
                _ = try await client.exchangeKeys()
                _ = try await client.call(Function.AuthImportAuthorization(id: export.id, bytes: export.bytes))
                _ = try await client.call(Function.UploadSaveFilePart(fileID: 1, filePart: 0, bytes: [1]))
                await #expect(throws: RPCFailure(code: 303, message: "USER_MIGRATE_2")) {
                    try await client.createChannel()
                }
                await #expect(throws: RPCFailure(code: 400, message: "AUTH_BYTES_INVALID")) {
                    try await client.call(Function.AuthImportAuthorization(id: export.id, bytes: export.bytes))
                }
            }
        }
    }

    @Test func whoLooksElsewhereIsToldOfWhatHappens() async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator) { first in
                _ = try await first.exchangeKeys()
                _ = try await first.login(phone: "15550100", code: "12345")
                let channel = try await first.createChannel()
                try await WireClient.connect(emulator) { second in
                    _ = try await second.exchangeKeys()
                    _ = try await second.login(phone: "15550100", code: "12345")
                    _ = try await first.call(
                        Function.MessagesSendMessage(peer: channel.peer, message: "hello", randomID: 5))
                    // The update is on its way before the answer to what is asked after it.
                    while second.updates.isEmpty { _ = try await second.call(Function.UpdatesGetState()) }
                    var reader = try #require(second.updates.first)
                    let update: API.Updates = try reader.read()
                    #expect(try second.message(in: update).message == "hello")
                }
            }
        }
    }

    @Test func rateLimitsHoldUnlessSwitchedOff() async throws {
        try await withEmulator(hasRateLimits: true) { emulator in
            try await WireClient.connect(emulator) { client in
                _ = try await client.exchangeKeys()
                _ = try await client.login(phone: "15550100", code: "12345")
                let channel = try await client.createChannel()
                var refused: [RPCFailure] = []
                for number in 1...25 {
                    do {
                        _ = try await client.call(
                            Function.MessagesSendMessage(
                                peer: channel.peer, message: "\(number)", randomID: Int64(number)))
                    } catch let failure as RPCFailure {
                        refused.append(failure)
                    }
                }
                #expect(refused.count >= 3 && refused.allSatisfy { $0.code == 420 })
                #expect(refused.allSatisfy { $0.message.hasPrefix("FLOOD_WAIT_") })
            }
        }
    }
}
