// SPDX-License-Identifier: MIT

import ChildProcess
import Foundation
import Telegram

/// microsocks on a port of its own, as long as this object lives.
final class SOCKSProxy {
    private static let program = "/usr/bin/microsocks"
    private static let user = "gramfs"

    static let isInstalled: Bool = {
        if access(program, X_OK) == 0 { return true }
        print("tests behind a proxy are skipped: no microsocks; Scripts/packages test installs it")
        return false
    }()

    let port: Int
    private let process: ChildProcess
    private let log: String

    init(password: String?, directory: String) async throws {
        log = "\(directory)/microsocks-\(UUID().uuidString).log"
        let process = try ChildProcess(
            [Self.program, "-i", "127.0.0.1", "-p", "0"] + (password.map { ["-u", Self.user, "-P", $0] } ?? []),
            error: .file(log))
        self.process = process
        do {
            port = try await Self.port(of: process)
        } catch {
            process.kill()
            let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? "nothing"
            throw ChildProcess.Failure(description: "\(error): \(process.poll().map { "\($0)" } ?? "it runs"), \(said)")
        }
    }

    deinit { process.kill() }

    /// Ends it; what it said.
    func end() throws -> String {
        process.kill()
        return try String(contentsOfFile: log, encoding: .utf8)
    }

    func address(_ password: String?) -> TransportOptions.Proxy {
        TransportOptions.Proxy(host: "127.0.0.1", port: port, user: password.map { _ in Self.user }, password: password)
    }

    /// The kernel chose it, and knows whose it is.
    ///
    /// It looks before it asks for the time: other tests may keep this one waiting for longer than the proxy ever needs.
    private static func port(of process: ChildProcess) async throws -> Int {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            if let port = listeningPort(of: process.identifier) { return port }
            if process.poll() != nil { throw ChildProcess.Failure(description: "microsocks ended before it listened") }
            guard ContinuousClock.now < deadline else {
                throw ChildProcess.Failure(description: "microsocks did not listen within a minute")
            }
            await Task.yield()
        }
    }

    private static func listeningPort(of pid: Int32) -> Int? {
        let folder = "/proc/\(pid)/fd"
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let sockets = Set(
            descriptors.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") })
        // proc_net_tcp(5): local address:port, remote, state (0A listens), ..., inode the tenth.
        for line in lines(of: "/proc/\(pid)/net/tcp").dropFirst() {
            let words = line.split(separator: " ")
            guard words.count > 9, words[3] == "0A", sockets.contains("socket:[\(words[9])]") else { continue }
            return words[1].split(separator: ":").last.flatMap { Int($0, radix: 16) }
        }
        return nil
    }

    /// The kernel gives such a file a page at a time, and Foundation takes the first short piece for its end.
    private static func lines(of path: String) -> [Substring] {
        guard let file = FileHandle(forReadingAtPath: path) else { return [] }
        var bytes = Data()
        while let piece = try? file.read(upToCount: 4096), !piece.isEmpty { bytes += piece }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
