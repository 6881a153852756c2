// SPDX-License-Identifier: MIT

import Glibc
import Logging
import TOMLKit
import Telegram

/// Which registration at Telegram is used, which servers, and by which proxy: from the environment, then from
/// `accounts.toml`.
///
///     api_id = 12345
///     api_hash = "0123456789abcdef0123456789abcdef"
///     proxy = "socks5://127.0.0.1:9050"
struct TelegramSettings: Sendable {
    private static let keys = ["api_id", "api_hash", "proxy"]
    private static let serversVariable = "GRAMFS_TELEGRAM_SERVERS"
    private static let variables: Set = ["GRAMFS_API_ID", "GRAMFS_API_HASH", "GRAMFS_TELEGRAM_PROXY", serversVariable]

    let application: Application
    let servers: ServerList
    /// Nil for none.
    let proxy: TransportOptions.Proxy?

    /// Fails with what is missing and where to get it.
    init(places: Places, environment: [String: String]) throws(Failure) {
        let file = try Self.read(places.accountsConfiguration)
        func given(_ variable: String, _ key: String) -> String? {
            environment[variable].flatMap { $0.isEmpty ? nil : $0 } ?? file[key]
        }
        guard let id = given("GRAMFS_API_ID", "api_id"), let hash = given("GRAMFS_API_HASH", "api_hash") else {
            throw Failure(
                .configuration, "Telegram serves registered applications only, and no api_id and api_hash are given",
                hint: """
                    Get your own at https://my.telegram.org (API development tools), and give them as GRAMFS_API_ID and \
                    GRAMFS_API_HASH or as api_id and api_hash in \(places.accountsConfiguration)
                    """)
        }
        do throws(TelegramError) {
            application = try Application(id: id, hash: hash)
            servers =
                try environment[Self.serversVariable].flatMap { $0.isEmpty ? nil : $0 }
                .map { path throws(TelegramError) in try ServerList(path: path) } ?? .production
            proxy = try given("GRAMFS_TELEGRAM_PROXY", "proxy").map { url throws(TelegramError) in
                try TransportOptions.Proxy(url: url)
            }
        } catch {
            throw Failure(error, about: "Telegram")
        }
    }

    /// What is read of an environment. A relative path becomes absolute: a daemon has another working directory.
    static func variables(of environment: [String: String]) -> [String: String] {
        var kept = environment.filter { variables.contains($0.key) }
        if let path = kept[serversVariable], !path.isEmpty, !path.hasPrefix("/"), let here = getcwd(nil, 0) {
            defer { free(here) }
            kept[serversVariable] = String(cString: here) + "/" + path
        }
        return kept
    }

    private static func read(_ path: String) throws(Failure) -> [String: String] {
        let text: String
        do throws(Failure) {
            text = try readText(path)
        } catch  where error.code == .noSuchPath {
            return [:]
        }
        let table = try ConfigurationFile.table(parsing: text, path: path)
        var values: [String: String] = [:]
        for key in table.keys.sorted() {
            guard keys.contains(key) else {
                throw Failure(
                    .configuration, "\(path): there is no key \(key)",
                    hint: "There are \(keys.joined(separator: ", "))")
            }
            if let value = table[key] { values[key] = try ConfigurationFile.text(key, value) }
        }
        return values
    }
}
