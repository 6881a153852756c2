// SPDX-License-Identifier: MIT

import Testing

@testable import Telegram

@Suite struct LoginTests {
    @Test func aCodeByMailIsGivenBackAsOne() {
        func code(_ way: SentCode.Way) -> SentCode {
            SentCode(phone: "15550100", hash: "h", way: way, length: 5, nextWay: nil, timeoutSeconds: nil)
        }
        let mail = TelegramClient.signIn(code(.email), "12345")
        #expect(mail.phoneCode == nil)
        #expect(mail.emailVerification?.code == "12345")
        let text = TelegramClient.signIn(code(.sms), "12345")
        #expect(text.phoneCode == "12345")
        #expect(text.emailVerification == nil)
    }
}
