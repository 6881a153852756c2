// SPDX-License-Identifier: MIT

import ChildProcess
import ControlSocket
import Foundation

/// `telegram-emulator serve` for one test, in a directory of the program's world. It ends with its owner.
final class EmulatorProcess: Sendable {
    private let process: ChildProcess
    private let program: Program

    /// Returns once it answers.
    init(_ program: Program, limits: String = "off") async throws {
        self.program = program
        let errors = try ChildPipe()
        process = try ChildProcess(
            [
                Self.binary, "serve", "--state", program.path + "/tg", "--ready-file", program.path + "/ready.json",
                "--limits", limits,
            ], error: errors.writer)
        errors.closeWriter()
        let (ready, announcement) = AsyncStream.makeStream(of: Never.self)
        Thread.detachNewThread {
            var text = ""
            // Goes on after it, so that the pipe never fills.
            while true {
                let part = errors.read()
                if part.isEmpty { break }
                text += String(decoding: part, as: UTF8.self)
                if text.contains("Ready") { announcement.finish() }
            }
            announcement.finish()
        }
        for await _ in ready {}
    }

    deinit {
        process.send(SIGTERM)
        process.wait()
    }

    static var binary: String {
        URL(fileURLWithPath: Program.binary).deletingLastPathComponent().path + "/telegram-emulator"
    }

    /// Calls a method of its control socket by the program itself.
    @discardableResult
    func control(_ method: String, _ parameters: String = "{}") async throws -> String {
        let result = try await program.run(
            ["ctl", "--socket", program.path + "/tg/control.sock", method, parameters], program: Self.binary)
        guard result.code == 0 else { throw Complaint(text: result.error) }
        return result.output
    }

    /// How often a method of Telegram's was called.
    func count(_ method: String) async throws -> Int {
        try JSON.decode([String: Int].self, from: Array(try await control("counters").utf8))[method] ?? 0
    }

    struct Complaint: Error {
        var text: String
    }
}
