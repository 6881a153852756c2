// SPDX-License-Identifier: MIT

import Telegram

/// Where a store gets the client of its account from. It is asked at every call, so that a new login heals a store whose
/// session was revoked, without anybody opening the store again.
package protocol TelegramAccess: Sendable {
    /// The client that is logged in now. Throws `notLoggedIn` where there is none.
    func client() async throws(TelegramError) -> TelegramClient
}

/// One client for as long as it lasts, which may log in anew by itself.
package struct OpenClient: TelegramAccess {
    private let opened: TelegramClient

    package init(_ client: TelegramClient) { opened = client }

    package func client() async throws(TelegramError) -> TelegramClient { opened }
}
