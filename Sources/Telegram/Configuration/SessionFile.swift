// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import MTProto
import Synchronization

/// What a login leaves behind: keys, the home data centre, the account. A full credential, so its file is for its owner
/// only; in use by one process only, since Telegram ends a session that two use; and replaced as one step.
///
///     {"version":1,"home":2,"account":{"id":5,"bot":false},"keys":[{"dc":2,"key":"…","salt":7,"authorised":true}]}
package final class SessionFile: Sendable {
    package struct Account: Hashable, Codable, Sendable {
        package let id: Int64
        package let isBot: Bool

        enum CodingKeys: String, CodingKey {
            case id
            case isBot = "bot"
        }
    }

    struct Key: Hashable, Codable, Sendable {
        var dataCentre: Int32
        var key: Data
        var salt: Int64
        /// Whether the account may be used there.
        var isAuthorised: Bool

        enum CodingKeys: String, CodingKey {
            case dataCentre = "dc"
            case key, salt
            case isAuthorised = "authorised"
        }
    }

    struct Content: Hashable, Codable, Sendable {
        var version = 1
        var home: Int32?
        var account: Account?
        var keys: [Key] = []
        /// Channels that were asked for by number, as this account reaches them.
        var channels: [ChannelReference]?
    }

    private static let bytesMax = 1 << 20

    package let path: String
    private let lock: Int32
    private let isReleased = Atomic<Bool>(false)

    /// Locks it until `release`, or until this value goes.
    package init(path: String) throws(TelegramError) {
        self.path = path
        // The lock has a file of its own: the session's is replaced, and a lock stays with the file that was.
        lock = Glibc.open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .configuration("\(path).lock: \(String(cString: strerror(errno)))") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .sessionInUse(path: path)
        }
    }

    deinit { close(lock) }

    /// Lets another take it. Nothing is written after this: it would be over the other's head.
    func release() {
        isReleased.store(true, ordering: .sequentiallyConsistent)
        flock(lock, LOCK_UN)
    }

    /// Empty where there is no file.
    func load() throws(TelegramError) -> Content {
        guard access(path, F_OK) == 0 else { return Content() }
        let content: Content
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            guard data.count <= Self.bytesMax else { throw TelegramError.configuration("\(path) is too large") }
            content = try JSONDecoder().decode(Content.self, from: data)
        } catch {
            throw .configuration("the session in \(path) cannot be read: \(error)")
        }
        guard content.version == 1 else {
            throw .configuration("the session in \(path) was written by a newer version")
        }
        return content
    }

    /// Durable when it returns.
    func save(_ content: Content) throws(TelegramError) {
        guard !isReleased.load(ordering: .sequentiallyConsistent) else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let data = try? encoder.encode(content) else { throw .configuration("the session cannot be encoded") }
        let temporary = path + ".new"
        let file = Glibc.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(temporary) }
        defer { close(file) }
        guard fchmod(file, 0o600) == 0 else { throw failure(temporary) }
        var rest = [UInt8](data)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw failure(temporary) }
            rest = rest.dropFirst(max(count, 0))
        }
        guard fsync(file) == 0, rename(temporary, path) == 0 else { throw failure(path) }
        let folder = Glibc.open(path.contains("/") ? (path as NSString).deletingLastPathComponent : ".", O_RDONLY)
        guard folder >= 0 else { throw failure(path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure(path) }
    }

    private func failure(_ path: String) -> TelegramError {
        .configuration("\(path): \(String(cString: strerror(errno)))")
    }
}
