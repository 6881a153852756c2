// SPDX-License-Identifier: MIT

import ChildProcess
import ControlSocket
import Foundation
import TelegramEmulator
import TestDirectory
import Testing

/// Invariants: the program does what its help says: a ready file when it answers, methods over its socket, an orderly end
/// on SIGTERM, and no second emulator on one directory.
@Suite(.timeLimit(.minutes(10)))
struct EmulatorProgramTests {
    private static let binary: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/telegram-emulator"
    }()

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(_ words: [String]) async throws -> (code: Int32, text: String) {
        let ended = try await ChildProcess.run([Self.binary] + words, directory: directory.path)
        return (ended.code, ended.output)
    }

    /// Serves until `body` ends, then asks for the end and returns the exit code.
    private func serve(_ words: [String] = [], _ body: () async throws -> Void) async throws -> Int32 {
        let log = try ChildPipe()
        let process = try ChildProcess(
            [Self.binary, "serve", "--state", "state", "--ready-file", "ready.json"] + words, directory: directory.path,
            output: log.writer, error: log.writer)
        log.closeWriter()
        defer { process.send(SIGKILL) }
        return try await withTaskCancellationHandler {
            let text = await ChildProcess.offThePool {
                var text = ""
                while !text.contains("Ready\n") {
                    let part = log.read()
                    if part.isEmpty { break }
                    text += String(decoding: part, as: UTF8.self)
                }
                return text
            }
            #expect(text.contains("Ready"), "\(text)")
            try await body()
            process.send(SIGTERM)
            return await process.end().code
        } onCancel: {
            process.send(SIGKILL)
        }
    }

    private func ready() throws -> ReadyFile {
        try JSON.decode(from: Array(Data(contentsOf: URL(fileURLWithPath: directory.path + "/ready.json"))))
    }

    private func control(_ words: String...) async throws -> (code: Int32, text: String) {
        try await run(["ctl", "--socket", try ready().controlSocket] + words)
    }

    @Test func helpNamesEveryCommandAndFault() async throws {
        let help = try await run(["--help"])
        #expect(help.code == 0 && help.text.contains("serve") && help.text.contains("ctl"))
        let control = try await run(["ctl", "--help"]).text.split(whereSeparator: \.isWhitespace).joined()
        for kind in Fault.Kind.allCases { #expect(control.contains(kind.rawValue)) }
        #expect(try await run(["serve"]).code != 0, "--state is missing")
        #expect(try await run(["serve", "--state", "x", "--dcs", "9"]).code != 0)
    }

    @Test func itServesAndObeysAndEnds() async throws {
        let code = try await serve(["--dcs", "2"]) {
            let ready = try ready()
            #expect(ready.dcs.map(\.id) == [1, 2] && ready.botAPIURL == nil)
            #expect(ready.rsaPublicKeyPEM.hasPrefix("-----BEGIN RSA PUBLIC KEY-----\n"))
            let user = try await control("user.add", #"{"phone":"+1 555 0100","code":"12345","password":"x"}"#)
            #expect(user.code == 0 && user.text == "{\"dc\":2,\"id\":1000001,\"phone\":\"15550100\"}\n")
            let token = try await control("bot.add", #"{"name":"keeper"}"#)
            #expect(token.code == 0 && token.text.hasPrefix("\"1000002:"))
            #expect(try await control("fault.add", #"{"kind":"flood_wait","seconds":5}"#).text == "1\n")
            #expect(try await control("fault.list").text.contains("\"kind\":\"flood_wait\""))
            #expect(try await control("fault.clear").text == "{\"count\":1}\n")
            #expect(try await control("channel.list").text == "[]\n")
            #expect(try await control("counters").text == "{}\n")
            #expect(try await control("session.revoke", #"{"user":"15550100"}"#).text == "{\"count\":0}\n")
            #expect(try await control("reference.expire_all").text == "{\"count\":0}\n")
            let unknown = try await control("channel.admit", #"{"chat":-1001,"user":1000002}"#)
            #expect(unknown.code != 0 && unknown.text.contains("CHANNEL_INVALID"))
            let refused = try await control("message.list", #"{"chat":-1001}"#)
            #expect(refused.code != 0 && refused.text.contains("CHANNEL_INVALID"))
            #expect(try await control("nonsense").text.contains("There is no method nonsense"))
            let second = try await run(["serve", "--state", "state"])
            #expect(second.code != 0 && second.text.contains("another emulator runs on this directory"))
        }
        #expect(code == 0)
        let before = try ready()
        let again = try await serve {
            let after = try ready()
            #expect(after.dcs.prefix(2) == before.dcs.prefix(2) && after.rsaPublicKeyPEM == before.rsaPublicKeyPEM)
            #expect(after.dcs.count == 3, "a further data centre beside those that were")
        }
        #expect(again == 0)
    }
}
