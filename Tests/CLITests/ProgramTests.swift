// SPDX-License-Identifier: MIT

import ControlSocket
import Daemon
import FilesystemModel
import Foundation
import Testing

/// Invariants: every failure ends with the exit code that scripts rely on, says in one line what and in one what to do, as
/// JSON where asked; nothing is changed by a command that is refused.
@Suite(.timeLimit(.minutes(10)))
struct ProgramTests {
    private let program: Program

    init() throws { program = try Program() }

    @Test func helpAndVersionGoToStandardOutput() async throws {
        for words in [["--help"], [], ["help"]] {
            let result = try await program.run(words)
            #expect(result.code == 0 && result.error == "")
            for command in [
                "format", "mount", "unmount", "status", "sync", "check", "repair", "recover", "stats", "inspect",
                "share", "encrypt", "login", "logout", "serve",
            ] {
                #expect(result.output.contains("\n  \(command) "), "\(command)")
            }
            for later in ["trash", "doctor", "audit", "uploads"] {
                #expect(!result.output.contains("\n  \(later) "), "\(later) is not built yet")
            }
        }
        let version = try await program.run(["--version"])
        #expect(version.code == 0 && version.output.hasPrefix("gramfs 0."))
        #expect(try await program.run(["mount", "--help"]).output.contains("upload_budget"))
    }

    @Test(arguments: [
        ["frobnicate"], ["status", "--frobnicate"], ["mount"], ["mount", "only-a-name"], ["format", "a"],
        ["format", "a", "--store", "ftp:x"], ["format", "a", "--store", "telegram:x"],
        ["format", "a", "--store", "telegram:1,2"], ["format", "a", "--store", "botapi:1"],
        ["format", "../a", "--store", "dir:x"],
        ["format", "a", "--store", "dir:x", "--segment-size", "big"],
        ["format", "a", "--store", "dir:x", "--segment-size", "1K"], ["sync", "--timeout", "soon"],
        ["check", "--read-data=0"], ["recover", "--store", "dir:x"], ["completion", "tcsh"],
        ["recover", "a", "--store", "dir:x", "--at-least", "seven"],
        ["recover", "a", "--store", "dir:x", "--volume-id", "xyz"],
        ["recover", "a", "--store", "dir:x", "--passphrase-file", "p", "--recovery-key-file", "k"],
    ])
    func wrongUseIsExitCode2(words: [String]) async throws {
        let result = try await program.run(["--json"] + words)
        #expect(result.code == 2, "\(result)")
        let failure = try result.failure
        #expect(failure["code"] == "usage")
        #expect(Set(failure.keys) == ["code", "message", "hint"])
        #expect(failure["message"]?.contains("\n") == false && failure["message"]?.isEmpty == false)
        let left = try FileManager.default.contentsOfDirectory(atPath: program.path)
        #expect(left.allSatisfy { $0.hasPrefix("out-") || $0.hasPrefix("err-") }, "\(left)")
    }

    @Test func globalOptionsStandBeforeOrAfterTheCommand() async throws {
        for words in [["--json", "status", "a"], ["status", "--json", "a"], ["status", "a", "--json"]] {
            let result = try await program.run(words)
            #expect(result.code == 10)
            #expect(try result.failure["code"] == "no_such_volume")
        }
        try program.write("store = \"dir:/x\"\n", to: "elsewhere/a.toml")
        let named = try await program.run(["--config-dir", "elsewhere", "--json", "status"])
        #expect(named.code == 4, "found by --config-dir, and not mounted")
    }

    @Test func aFailureIsTwoLinesForAPerson() async throws {
        let result = try await program.run(["status", "a"])
        #expect(result.code == 10 && result.output == "")
        let lines = result.error.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0] == "gramfs: There is no volume a")
        #expect(lines[1].hasPrefix("  Make one: "))
    }

    @Test func commandsForAMountSayThatThereIsNone() async throws {
        try program.write("store = \"dir:/x\"\n", to: "c/work.toml")
        for words in [["status"], ["sync"], ["unmount", "work"], ["stats", "work"], ["inspect", program.path]] {
            let result = try await program.run(["--json"] + words)
            #expect(result.code == 4, "\(words): \(result)")
            #expect(try result.failure["code"] == "not_mounted")
        }
    }

    @Test func anUnreadableConfigurationIsNamedWithItsLine() async throws {
        try program.write("store = \"dir:/x\"\ncache_size = = 3\n", to: "c/work.toml")
        try program.makeDirectory("m")
        let result = try await program.run(["mount", "work", "m"])
        #expect(result.code == 1)
        #expect(result.error.contains("c/work.toml:2"))
    }

    @Test func aBadMountPointIsToldBeforeAPassphraseIsAsked() async throws {
        try program.write("store = \"dir:/x\"\n", to: "c/work.toml")
        try program.write("x", to: "file")
        for (point, word) in [("none", "does not exist"), ("file", "not a directory"), ("/proc", "in use")] {
            let result = try await program.run(["mount", "work", point])
            #expect(result.code == 1)
            #expect(result.error.contains(word), "\(result)")
        }
        let unknown = try await program.run(["mount", "other", "file"])
        #expect(unknown.code == 10)
        let option = try await program.run(["mount", "work", "file", "-o", "ro,frob=1"])
        #expect(option.code == 2 && option.error.contains("frob"))
    }

    @Test(.enabled(if: access("/dev/fuse", R_OK | W_OK) == 0, "there is no /dev/fuse"))
    func withoutAPassphraseThereIsAWayOut() async throws {
        try program.write("store = \"dir:/x\"\n", to: "c/work.toml")
        try program.makeDirectory("m")
        let result = try await program.run(["mount", "work", "m"])
        #expect(result.code == 12)
        #expect(result.error.contains("--passphrase-file"))
        let empty = try await program.run(["mount", "work", "m"], environment: ["GRAMFS_PASSPHRASE": ""])
        #expect(empty.code == 12 && empty.error.contains("empty"))
    }

    @Test(.enabled(if: access("/dev/fuse", R_OK | W_OK) == 0, "there is no /dev/fuse"))
    func aSecondGramfsIsToldWhoHoldsTheStateDirectory() async throws {
        try program.write("store = \"dir:/x\"\n", to: "c/work.toml")
        try program.makeDirectory("m")
        let places = Places(
            configuration: program.path + "/c", state: program.path + "/s", runtime: program.path + "/r")
        let lock = try StateLock(VolumeName(parsing: "work"), in: places)
        let result = try await program.run(["--json", "mount", "work", "m"], environment: ["GRAMFS_PASSPHRASE": "x"])
        #expect(result.code == 11)
        #expect(try result.failure["message"]?.contains("process \(getpid()) on \(hostName()) since 20") == true)
        withExtendedLifetime(lock) {}
    }

    @Test(.enabled(if: access("/dev/fuse", R_OK | W_OK) == 0, "there is no /dev/fuse"))
    func whatFailsInTheBackgroundIsToldInFront() async throws {
        try program.write("store = \"dir:\(program.path)/no-store\"\n", to: "c/work.toml")
        try program.makeDirectory("m")
        let result = try await program.run(["--json", "mount", "work", "m"], environment: ["GRAMFS_PASSPHRASE": "x"])
        #expect(result.code != 0 && result.output == "")
        let message = try #require(try result.failure["message"])
        #expect(!message.contains("before it answered"), "the child said why")
        let log = try String(contentsOfFile: program.path + "/s/work/gramfs.log", encoding: .utf8)
        #expect(log.contains(message), "and its log has it too")
    }

    @Test func theMountHelperFailsWith32() async throws {
        try program.write("store = \"dir:/x\"\n", to: "c/work.toml")
        let word = try await program.run(["mount.fuse.gramfs", "work", "/none", "-o", "rw,nofail,x-a=b", "-n"])
        #expect(word.code == 32 && word.error.contains("/none"))
        let link = program.path + "/mount.fuse.gramfs"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: Program.binary)
        let name = try await program.run(["work", "/none", "-sv", "-o", "rw"], program: link)
        #expect(name.code == 32)
        let fake = try await program.run(["work", "/none", "-f"], program: link)
        #expect(fake.code == 0)
        let option = try await program.run(["work", "/none", "-o", "frob"], program: link)
        #expect(option.code == 32 && option.error.contains("frob"))
    }

    @Test func everyShellGetsItsCompletion() async throws {
        for (shell, word) in [("bash", "complete -o"), ("zsh", "#compdef gramfs"), ("fish", "complete -c 'gramfs'")] {
            let result = try await program.run(["completion", shell])
            #expect(result.code == 0 && result.output.contains(word), "\(shell)")
            #expect(!result.output.contains("background-child"))
        }
    }

    @Test func anExistingVolumeIsNotFormattedAgain() async throws {
        try program.write("store = \"dir:/x\"\n", to: "c/work.toml")
        let result = try await program.run(["--json", "format", "work", "--store", "dir:y"])
        #expect(result.code == 1)
        #expect(try result.failure["code"] == "exists")
    }
}
