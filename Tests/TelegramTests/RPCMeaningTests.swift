// SPDX-License-Identifier: MIT

import MTProto
import Testing

@testable import Telegram

@Suite struct RPCMeaningTests {
    private func meaning(_ code: Int32, _ message: String) -> RPCMeaning {
        RPCMeaning(RPCFailure(code: code, message: message))
    }

    @Test func everyKindOfWaitIsData() {
        #expect(meaning(420, "FLOOD_WAIT_17") == .wait(.flood, seconds: 17))
        #expect(meaning(420, "FLOOD_PREMIUM_WAIT_3") == .wait(.premiumFlood, seconds: 3))
        #expect(meaning(420, "SLOWMODE_WAIT_5") == .wait(.slowMode, seconds: 5))
        #expect(meaning(420, "TAKEOUT_INIT_DELAY_86400") == .wait(.other, seconds: 86_400))
        #expect(meaning(420, "SOMETHING_NEW") == .refused, "nobody says that waiting helps")
        #expect(meaning(420, "FROZEN_METHOD_INVALID") == .refused)
    }

    @Test func migrationsNameTheirDataCentre() {
        #expect(meaning(303, "PHONE_MIGRATE_2") == .migrate(.phone, dataCentre: 2))
        #expect(meaning(303, "FILE_MIGRATE_4") == .migrate(.file, dataCentre: 4))
        #expect(meaning(303, "FILE_MIGRATE_X") == .refused)
    }

    @Test func numbersInTheMiddleAreRead() {
        #expect(meaning(400, "FILE_PART_7_MISSING") == .partMissing(7))
        #expect(meaning(400, "FILE_REFERENCE_3_EXPIRED") == .fileReferenceExpired)
        #expect(meaning(400, "FILE_REFERENCE_EXPIRED") == .fileReferenceExpired)
    }

    @Test func theRestIsSortedByWhatCanBeDone() {
        #expect(meaning(401, "AUTH_KEY_UNREGISTERED") == .notLoggedIn)
        #expect(meaning(401, "SESSION_PASSWORD_NEEDED") == .passwordNeeded)
        #expect(meaning(406, "AUTH_KEY_DUPLICATED") == .notLoggedIn)
        #expect(meaning(500, "RANDOM_ID_DUPLICATE") == .alreadySent)
        #expect(meaning(500, "RPC_CALL_FAIL") == .serverTrouble)
        #expect(meaning(-503, "Timeout") == .serverTrouble)
        #expect(meaning(400, "MESSAGE_NOT_MODIFIED") == .unchanged)
        #expect(meaning(400, "CHANNEL_PRIVATE") == .notFound)
        #expect(meaning(403, "CHAT_WRITE_FORBIDDEN") == .refused)
    }

    @Test func methodsStandInTheirLanes() {
        #expect(TelegramWait.Lane(method: "upload.saveBigFilePart") == .upload)
        #expect(TelegramWait.Lane(method: "upload.getFile") == .download)
        #expect(TelegramWait.Lane(method: "messages.sendMedia") == .message)
        #expect(TelegramWait.Lane(method: "messages.getHistory") == .read)
        #expect(TelegramWait.Lane(method: "auth.sendCode") == .login)
    }
}
