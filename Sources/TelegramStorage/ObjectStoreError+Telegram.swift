// SPDX-License-Identifier: MIT

import ObjectStorage
import Telegram

extension ObjectStoreError {
    /// What an error of the client means for a store. `notFound` is never an object's here: a message that is not there is
    /// told by an answer without it, and who asks for a document says what its error means.
    init(_ error: TelegramError) {
        switch error {
        case .wait(let wait): self = .throttled(for: .seconds(wait.seconds))
        case .unreachable(let reason): self = .unreachable(reason)
        case .notLoggedIn(let reason): self = .unauthorised("the session is not logged in: \(reason)")
        case .refused(let failure, let method) where failure.message.hasPrefix("FROZEN_"):
            self = .unauthorised(
                "Telegram has frozen the account, which may read and not write (\(failure.message), \(method)): its owner "
                    + "can appeal in an official app")
        case .refused(let failure, let method):
            let text = "\(failure.message) (\(method))"
            self = Self.isMissingRight(failure.message) ? .unauthorised(text) : .refused(text)
        // The message is fetched anew at the next attempt.
        case .fileReferenceExpired: self = .unreachable("the reference to the file expired")
        case .notFound(let what): self = .unauthorised("this account does not see \(what)")
        case .unreadable(let method, let reason, _):
            self = .unreachable("the answer to \(method) is of a newer Telegram: \(reason)")
        case .unsupported(let what): self = .refused(what)
        case .configuration(let reason): self = .unauthorised(reason)
        case .sessionInUse(let path): self = .unauthorised("another process uses the session \(path)")
        case .tooLarge(let bytes, let limit):
            self = .tooLarge(size: UInt64(max(bytes, 0)), limit: UInt64(max(limit, 0)))
        case .source(let reason): self = .damaged("the source of the upload: \(reason)")
        case .cancelled: self = .cancelled
        }
    }

    /// Rights that were taken from the account, and can be given back.
    private static func isMissingRight(_ message: String) -> Bool {
        ["CHAT_WRITE_FORBIDDEN", "CHAT_ADMIN_REQUIRED", "CHANNEL_PRIVATE", "CHANNEL_INVALID", "USER_BANNED_IN_CHANNEL"]
            .contains(message)
    }
}

/// A call of the client whose errors are a store's.
func asked<Value>(
    _ body: () async throws(TelegramError) -> Value
) async throws(ObjectStoreError) -> Value {
    do throws(TelegramError) { return try await body() } catch { throw ObjectStoreError(error) }
}
