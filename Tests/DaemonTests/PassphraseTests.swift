// SPDX-License-Identifier: MIT

import Foundation
import Synchronization
import TestDirectory
import Testing

@testable import Daemon

/// Invariants: the order of the sources; one trailing newline is not part of a passphrase, everything else is; an empty
/// one is refused; what is typed is not shown.
@Suite struct PassphraseTests {
    private final class Scripted: PassphrasePrompt {
        private let answers: Mutex<[String]>

        init(_ answers: String...) { self.answers = Mutex(answers) }

        func ask(_ question: String) -> [UInt8]? {
            answers.withLock { $0.isEmpty ? nil : Array($0.removeFirst().utf8) }
        }
    }

    private let name: VolumeName
    private let directory: TemporaryDirectory

    init() throws {
        name = try VolumeName(parsing: "work")
        directory = try TemporaryDirectory()
    }

    private func file(_ bytes: [UInt8]) throws -> String {
        let path = directory.path + "/p\(bytes.hashValue)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func source(
        file: String? = nil, _ environment: [String: String] = [:], _ prompt: Scripted = Scripted()
    ) -> PassphraseSource {
        PassphraseSource(file: file, environment: environment, prompt: prompt)
    }

    @Test func theNearestSourceWins() throws {
        let named = try file(Array("of the command".utf8))
        let other = try file(Array("of the environment".utf8))
        let environment = ["GRAMFS_PASSPHRASE_FILE": other, "GRAMFS_PASSPHRASE": "of the variable"]
        let prompt = Scripted("typed")
        #expect(try source(file: named, environment, prompt).existing(name).bytes == Array("of the command".utf8))
        #expect(try source(environment, prompt).existing(name).bytes == Array("of the environment".utf8))
        let variable = ["GRAMFS_PASSPHRASE": "of the variable"]
        #expect(try source(variable, prompt).existing(name).bytes == Array("of the variable".utf8))
        #expect(try source([:], prompt).existing(name).bytes == Array("typed".utf8))
    }

    @Test(
        arguments: [
            ("x\n", "x"), ("x\r\n", "x"), ("x\n\n", "x\n"), (" x ", " x "), ("x", "x"), ("\nx", "\nx"),
        ])
    func oneNewlineIsTrimmed(content: String, expected: String) throws {
        #expect(try source(file: file(Array(content.utf8))).existing(name).bytes == Array(expected.utf8))
    }

    @Test func bytesThatAreNotTextAreKept() throws {
        #expect(try source(file: file([0x00, 0xFF, 0x0A])).existing(name).bytes == [0x00, 0xFF])
    }

    @Test func anEmptyOneIsRefused() throws {
        let empty = [source(file: try file([])), source(file: try file([0x0A])), source(["GRAMFS_PASSPHRASE": ""])]
        for source in empty + [source([:], Scripted(""))] {
            let failure = #expect(throws: Failure.self) { try source.existing(name) }
            #expect(failure?.code.exitCode == .wrongPassphrase)
        }
    }

    @Test func aNewOneIsTypedTwice() throws {
        #expect(try source([:], Scripted("a", "a")).new(name).bytes == Array("a".utf8))
        let failure = #expect(throws: Failure.self) { try source([:], Scripted("a", "b")).new(name) }
        #expect(failure?.message.contains("differ") == true)
        #expect(try source(["GRAMFS_PASSPHRASE": "a"]).new(name).bytes == Array("a".utf8))
    }

    @Test func withoutATerminalThereIsAWayOut() {
        let failure = #expect(throws: Failure.self) { try source().existing(name) }
        #expect(failure?.hint.contains("--passphrase-file") == true)
        let missing = #expect(throws: Failure.self) { try source(file: "/nonexistent").existing(name) }
        #expect(missing?.message.contains("/nonexistent") == true)
    }

    @Test func whatIsTypedIsNotShown() throws {
        let master = posix_openpt(O_RDWR | O_NOCTTY)
        defer { close(master) }
        #expect(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0)
        let path = String(cString: ptsname(master))
        // A terminal hangs up for its master while nobody has it open.
        let slave = open(path, O_RDWR | O_NOCTTY)
        defer { close(slave) }
        let typed = Mutex<[UInt8]?>(nil)
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let line = try? TerminalPrompt(path: path).ask("Passphrase: ")
            typed.withLock { $0 = line ?? nil }
            done.signal()
        }
        var shown: [UInt8] = []
        // The question appears once echo is off.
        while !String(decoding: shown, as: UTF8.self).contains("Passphrase: ") { shown += readSome(master) }
        #expect(write(master, "secret\n", 7) == 7)
        done.wait()
        while shown.last != UInt8(ascii: "\n") { shown += readSome(master) }
        #expect(typed.withLock { $0 } == Array("secret".utf8))
        #expect(!String(decoding: shown, as: UTF8.self).contains("secret"))
        var after = termios()
        tcgetattr(slave, &after)
        #expect(after.c_lflag & tcflag_t(ECHO) != 0, "echo is on again")
    }

    private func readSome(_ file: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(file, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }
}
