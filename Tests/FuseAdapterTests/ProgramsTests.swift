// SPDX-License-Identifier: MIT

import FilesystemModel
import Foundation
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Programs that rely on what a file system promises, before and after a remount. What is not installed here is
    /// left out.
    @Suite struct ProgramsTests {
        let mount: MountFixture

        init() async throws { mount = try await MountFixture() }

        @Test(.needsProgram("git")) func gitKeepsARepository() async throws {
            try run(
                mount.path,
                """
                git init -q r && cd r && git config user.name t && git config user.email t@example.org
                for i in 1 2 3; do
                    seq $i 3000 > numbers && mkdir -p d$i && echo $i > d$i/f && git add -A && git commit -qm "$i"
                done
                git mv d1 moved && git commit -qm moved && git gc -q && git fsck --strict
                """)
            let again = try await mount.remounted()
            let said = try run(again.path, "cd r && git fsck --strict && git status --short && git log --format=%s")
            #expect(said == "moved\n3\n2\n1\n")
        }

        @Test(.needsProgram("sqlite3"), arguments: ["wal", "delete", "truncate"])
        func sqliteKeepsADatabase(_ journal: String) async throws {
            try run(
                mount.path,
                """
                sqlite3 db 'PRAGMA journal_mode=\(journal); CREATE TABLE t(n INTEGER PRIMARY KEY, s BLOB)'
                fill() {
                    for n in 1 2 3 4 5 6 7 8 9 10; do
                        sqlite3 -cmd '.timeout 20000' db \
                            "INSERT INTO t(s) VALUES (randomblob($n * 397)); UPDATE t SET s = s || 'y' WHERE n % 7 = $n % 7"
                    done
                }
                fill & fill && wait $!
                """)
            let again = try await mount.remounted()
            let said = try run(again.path, "sqlite3 db 'PRAGMA integrity_check; SELECT count(*) FROM t'")
            #expect(said == "ok\n20\n")
        }

        @Test(.needsProgram("rsync")) func rsyncHasNothingToDoTheSecondTime() async throws {
            let source = try TemporaryDirectory()
            try run(source.path, Self.tree)
            try run(mount.path, "rsync -aHAX '\(source.path)/' copy/")
            let compare = "rsync -aHAXi --checksum --delete '\(source.path)/' copy/"
            #expect(try run(mount.path, compare) == "")
            let again = try await mount.remounted()
            #expect(try run(again.path, compare) == "")
        }

        @Test func tarTakesOutWhatItPutIn() async throws {
            let source = try TemporaryDirectory()
            try run(source.path, Self.tree)
            try run(mount.path, "mkdir copy && tar -C '\(source.path)' -cSf - . | tar -C copy -xpSf -")
            let again = try await mount.remounted()
            #expect(try run(again.path, "tar -C copy --compare -f <(tar -C '\(source.path)' -cf - .)") == "")
        }

        /// Something of every kind.
        private static let tree = """
            mkdir -p a/b 'with space' empty && seq 1 20000 > a/numbers && ln a/numbers a/b/hard && ln -s ../numbers a/b/soft
            : > zero && printf x > $'not \\xff utf-8' && mkfifo pipe && truncate -s 3M sparse && printf end >> sparse
            head -c 300000 /dev/urandom > 'with space/noise' && chmod 4750 a/numbers && chmod 1777 empty
            for i in $(seq 1 100); do echo $i > a/b/file$i; done
            touch -d '1999-12-31 23:59:59.123456789' 'with space/noise' && ln -s nowhere dangling
            setfattr -n user.note -v hello zero 2> /dev/null || true
            """
    }
}

extension Trait where Self == ConditionTrait {
    static func needsProgram(_ name: String) -> Self {
        let isThere = ["/usr/bin", "/bin", "/usr/local/bin"].contains { access("\($0)/\(name)", X_OK) == 0 }
        if !isThere { print("a test is skipped: no \(name)") }
        return .enabled(if: isThere, "needs \(name)")
    }
}

struct ProgramFailure: Error {
    let status: Int32
    let said: String
}

/// What a script says; its failure is thrown with what it complained about.
@discardableResult
func run(_ directory: String, _ script: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-euo", "pipefail", "-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": directory, "LC_ALL": "C"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw ProgramFailure(status: process.terminationStatus, said: said)
    }
    return said
}
