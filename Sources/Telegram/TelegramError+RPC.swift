// SPDX-License-Identifier: MIT

import MTProto

/// What an `rpc_error` asks for (api/errors).
enum RPCMeaning: Hashable, Sendable {
    enum Migration: String, Sendable {
        case phone = "PHONE_MIGRATE"
        case network = "NETWORK_MIGRATE"
        case user = "USER_MIGRATE"
        case file = "FILE_MIGRATE"
        case stats = "STATS_MIGRATE"
    }

    case wait(TelegramWait.Kind, seconds: Int)
    case migrate(Migration, dataCentre: Int32)
    /// The server could not, this time.
    case serverTrouble
    case notLoggedIn
    case passwordNeeded
    case fileReferenceExpired
    case partMissing(Int32)
    case alreadySent
    case notFound
    /// As it was asked for already.
    case unchanged
    case refused

    init(_ failure: RPCFailure) {
        let (name, number) = Self.split(failure.message)
        // Without a number nobody says that waiting helps (`FROZEN_METHOD_INVALID`).
        if let number, let kind = Self.wait(failure.code, name) {
            self = .wait(kind, seconds: number)
            return
        }
        switch (failure.code, name) {
        case (303, let name):
            if let kind = Migration(rawValue: name), let number {
                self = .migrate(kind, dataCentre: Int32(clamping: number))
            } else {
                self = .refused
            }
        case (_, "FILE_REFERENCE_EXPIRED"), (_, "FILE_REFERENCE_INVALID"), (_, "FILE_REFERENCE_EMPTY"):
            self = .fileReferenceExpired
        case (_, "RANDOM_ID_DUPLICATE"): self = .alreadySent
        case (_, "SESSION_PASSWORD_NEEDED"): self = .passwordNeeded
        case (401, _), (406, "AUTH_KEY_DUPLICATED"), (_, "AUTH_KEY_UNREGISTERED"): self = .notLoggedIn
        case (_, "MESSAGE_NOT_MODIFIED"), (_, "CHAT_NOT_MODIFIED"): self = .unchanged
        case (_, "FILE_ID_INVALID"), (_, "LOCATION_INVALID"), (_, "MESSAGE_ID_INVALID"), (_, "CHANNEL_INVALID"),
            (_, "CHANNEL_PRIVATE"), (_, "MSG_ID_INVALID"):
            self = .notFound
        default:
            if let part = Self.missingPart(failure.message) {
                self = .partMissing(part)
            } else if failure.message.hasPrefix("FILE_REFERENCE_"), failure.message.hasSuffix("_EXPIRED") {
                self = .fileReferenceExpired
            } else if failure.code >= 500 || failure.code < 0 {
                self = .serverTrouble
            } else {
                self = .refused
            }
        }
    }

    private static func wait(_ code: Int32, _ name: String) -> TelegramWait.Kind? {
        switch name {
        case "FLOOD_WAIT", "FLOOD_TEST_PHONE_WAIT": .flood
        case "FLOOD_PREMIUM_WAIT": .premiumFlood
        case "SLOWMODE_WAIT": .slowMode
        default: code == 420 ? .other : nil
        }
    }

    /// `FLOOD_WAIT_17` is its name and its number; a message without a number is its own name.
    private static func split(_ message: String) -> (name: String, number: Int?) {
        guard let underscore = message.lastIndex(of: "_"),
            let number = Int(message[message.index(after: underscore)...])
        else { return (message, nil) }
        return (String(message[..<underscore]), number)
    }

    /// `FILE_PART_7_MISSING`.
    private static func missingPart(_ message: String) -> Int32? {
        guard message.hasPrefix("FILE_PART_"), message.hasSuffix("_MISSING") else { return nil }
        return Int32(message.dropFirst("FILE_PART_".count).dropLast("_MISSING".count))
    }
}

extension TelegramWait.Lane {
    /// Which queue a method stands in.
    init(method: String) {
        switch method {
        case "upload.saveFilePart", "upload.saveBigFilePart": self = .upload
        case "upload.getFile", "upload.getFileHashes": self = .download
        case let method where method.hasPrefix("auth.") || method.hasPrefix("account."): self = .login
        case let method where method.contains(".get") || method == "messages.search": self = .read
        default: self = .message
        }
    }
}
