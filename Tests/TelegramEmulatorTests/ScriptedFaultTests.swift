// SPDX-License-Identifier: MIT

import MTProto
import TL
import Testing

@testable import TelegramEmulator

/// Invariants: every scripted fault shows as what it says, on the wire; afterwards all is as before; a lost answer was
/// carried out all the same.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ScriptedFaultTests {
    private func withLogin(_ body: (Emulator, WireClient, AuthKey) async throws -> Void) async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator) { client in
                let key = try await client.exchangeKeys()
                _ = try await client.login(phone: "15550100", code: "12345")
                try await body(emulator, client, key)
            }
        }
    }

    @Test(arguments: [
        (Fault(.floodWait, seconds: 7), RPCFailure(code: 420, message: "FLOOD_WAIT_7")),
        (Fault(.floodPremiumWait, seconds: 4), RPCFailure(code: 420, message: "FLOOD_PREMIUM_WAIT_4")),
        (Fault(.slowmodeWait, seconds: 9), RPCFailure(code: 420, message: "SLOWMODE_WAIT_9")),
        (Fault(.serverError), RPCFailure(code: 500, message: "INTERNAL_SERVER_ERROR")),
        (Fault(.refuse, message: "CHAT_ADMIN_REQUIRED"), RPCFailure(code: 400, message: "CHAT_ADMIN_REQUIRED")),
        (Fault(.expiredReference), RPCFailure(code: 400, message: "FILE_REFERENCE_EXPIRED")),
    ])
    func aRefusalComesOnce(fault: Fault, failure: RPCFailure) async throws {
        try await withLogin { emulator, client, _ in
            _ = emulator.backend.addFault(fault)
            await #expect(throws: failure) { try await client.call(Function.UpdatesGetState()) }
            _ = try await client.call(Function.UpdatesGetState())
            #expect(emulator.backend.faults == [])
        }
    }

    @Test func migrationMovesWhatItIsAbout() async throws {
        try await withLogin { emulator, client, _ in
            let channel = try await client.createChannel()
            let bytes = content(5000)
            let message = try await client.post(try await client.upload(bytes, id: 1), to: channel, randomID: 1)
            let document = try #require(message.document)
            _ = emulator.backend.addFault(Fault(.migrate, method: "upload.getFile", center: 3))
            await #expect(throws: RPCFailure(code: 303, message: "FILE_MIGRATE_3")) {
                try await client.download(document)
            }
            await #expect(throws: RPCFailure(code: 303, message: "FILE_MIGRATE_3"), "it stays there") {
                try await client.download(document)
            }
            let export = try await client.call(Function.AuthExportAuthorization(dcID: 3))
            try await WireClient.connect(emulator, center: 3) { other in
                _ = try await other.exchangeKeys()
                _ = try await other.call(Function.AuthImportAuthorization(id: export.id, bytes: export.bytes))
                #expect(try await other.download(document) == bytes)
            }
            _ = emulator.backend.addFault(Fault(.migrate, method: "channels.createChannel", center: 1))
            await #expect(throws: RPCFailure(code: 303, message: "USER_MIGRATE_1")) {
                try await client.createChannel()
            }
        }
    }

    @Test func aBrokenConnectionLeavesNothingDone() async throws {
        try await withLogin { emulator, client, key in
            let channel = try await client.createChannel()
            _ = emulator.backend.addFault(Fault(.dropConnection, method: "messages.sendMessage"))
            let send = Function.MessagesSendMessage(peer: channel.peer, message: "once", randomID: 5)
            await #expect(throws: WireClient.Lost.self) { try await client.call(send) }
            try await WireClient.connect(emulator) { again in
                again.use(key)
                let updates = try await again.call(send)
                #expect(try again.message(in: updates).message == "once")
            }
        }
    }

    @Test func aLostAnswerWasCarriedOut() async throws {
        try await withLogin { emulator, client, key in
            let channel = try await client.createChannel()
            _ = emulator.backend.addFault(Fault(.loseAnswer, method: "messages.sendMessage"))
            let send = Function.MessagesSendMessage(peer: channel.peer, message: "once", randomID: 5)
            await #expect(throws: WireClient.Lost.self) { try await client.call(send) }
            try await WireClient.connect(emulator) { again in
                again.use(key)
                await #expect(throws: RPCFailure(code: 500, message: "RANDOM_ID_DUPLICATE")) {
                    try await again.call(send)
                }
            }
        }
    }

    @Test func tooManyRequestsEndTheConnection() async throws {
        try await withLogin { emulator, client, _ in
            _ = emulator.backend.addFault(Fault(.http429))
            let ping = Function.UpdatesGetState()
            await #expect(throws: WireClient.Lost.self) { try await client.call(ping) }
        }
    }

    @Test func aWrongSaltIsCorrected() async throws {
        try await withLogin { emulator, client, _ in
            for _ in 0..<3 {
                _ = emulator.backend.addFault(Fault(.badSalt))
                _ = try await client.call(Function.UpdatesGetState())
                #expect(emulator.backend.faults == [])
            }
        }
    }

    @Test(arguments: [3600, -7200, 400, -400])
    func anotherClockIsFollowed(seconds: Int) async throws {
        try await withLogin { emulator, client, _ in
            let fault = emulator.backend.addFault(Fault(.clockSkew, seconds: seconds))
            let skewed = try await client.call(Function.UpdatesGetState())
            #expect(abs(Double(skewed.date) - ContinuousTime.now - Double(seconds)) < 30)
            #expect(emulator.backend.clearFaults(fault.id) == 1)
            let straight = try await client.call(Function.UpdatesGetState())
            #expect(abs(Double(straight.date) - ContinuousTime.now) < 30)
        }
    }

    @Test func anAnswerComesTwiceAndCountsOnce() async throws {
        try await withLogin { emulator, client, _ in
            _ = emulator.backend.addFault(Fault(.duplicateAnswer, count: 3))
            for _ in 0..<5 { _ = try await client.call(Function.UpdatesGetState()) }
            #expect(emulator.backend.faults == [])
        }
    }

    @Test func anAnswerComesLate() async throws {
        try await withLogin { emulator, client, _ in
            _ = emulator.backend.addFault(Fault(.delayAnswer, seconds: 1))
            let start = ContinuousTime.now
            _ = try await client.call(Function.UpdatesGetState())
            #expect(ContinuousTime.now - start > 0.9, "not before its time")
        }
    }

    @Test func anUnreachableDataCenterIsAlone() async throws {
        try await withLogin { emulator, client, key in
            let fault = emulator.backend.addFault(Fault(.unreachable, center: 2))
            emulator.server.closeUnreachable()
            await #expect(throws: (any Error).self) {
                while true { _ = try await client.call(Function.UpdatesGetState()) }
            }
            await #expect(throws: (any Error).self) {
                try await WireClient.connect(emulator) { client in try await client.exchangeKeys().id }
            }
            let id = try await WireClient.connect(emulator, center: 1) { client in try await client.exchangeKeys().id }
            #expect(id != key.id)
            _ = emulator.backend.clearFaults(fault.id)
            try await WireClient.connect(emulator) { again in
                again.use(key)
                _ = try await again.call(Function.UpdatesGetState())
            }
        }
    }

    @Test func aNarrowLineCarriesEverything() async throws {
        try await withLogin { emulator, client, _ in
            let channel = try await client.createChannel()
            let bytes = content(200_000)
            _ = emulator.backend.addFault(Fault(.bandwidth, bytes: 400_000))
            let start = ContinuousTime.now
            let message = try await client.post(try await client.upload(bytes, id: 1), to: channel, randomID: 1)
            #expect(try await client.download(try #require(message.document)) == bytes)
            #expect(ContinuousTime.now - start > 0.5, "400 kB cannot pass faster")
        }
    }

    /// Every fault that ends a request, at random, under a load of parts: what arrives in the end is what was sent.
    @Test func aLoadUnderFaultsEndsWithEqualContent() async throws {
        try await withEmulator { emulator in
            let bytes = content(3_000_000)
            let key = try await WireClient.connect(emulator) { client in
                let key = try await client.exchangeKeys()
                _ = try await client.login(phone: "15550100", code: "12345")
                return key
            }
            for (index, kind) in [
                Fault.Kind.serverError, .floodWait, .dropConnection, .loseAnswer, .duplicateAnswer, .badSalt, .http429,
            ].enumerated() {
                _ = emulator.backend.addFault(Fault(kind, method: "upload.saveBigFilePart", after: index, seconds: 1))
                _ = emulator.backend.addFault(Fault(kind, method: "upload.getFile", after: index, seconds: 1))
            }
            let channel = try await insist(emulator, key) { try await $0.createChannel() }
            for part in 0..<6 {
                let start = part * 524_288
                _ = try await insist(emulator, key) { client in
                    try await client.call(
                        Function.UploadSaveBigFilePart(
                            fileID: 1, filePart: Int32(part), fileTotalParts: 6,
                            bytes: Array(bytes[start..<min(start + 524_288, bytes.count)])))
                }
            }
            let message = try await insist(emulator, key) { client in
                try await client.post(
                    .inputFileBig(API.InputFileBig(id: 1, parts: 6, name: "")), to: channel, randomID: 1)
            }
            let document = try #require(message.document)
            let copy = try await insist(emulator, key) { try await $0.download(document) }
            #expect(copy == bytes)
        }
    }

    private func insist<Result: Sendable>(
        _ emulator: Emulator, _ key: AuthKey, _ body: (WireClient) async throws -> sending Result
    ) async throws -> Result {
        for _ in 0..<20 {
            do {
                return try await WireClient.connect(emulator) { client in
                    client.use(key)
                    return try await body(client)
                }
            } catch is WireClient.Lost {
                continue
            } catch is RPCFailure {
                continue
            }
        }
        throw WireClient.Lost()
    }
}
