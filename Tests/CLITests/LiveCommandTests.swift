// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import Foundation
import Testing

/// Invariants: the program over a socket prints exactly what the daemon reported, and ends as the daemon's failure says.
@Suite(.timeLimit(.minutes(10)))
struct LiveCommandTests {
    private static let time = UTCTime(Timestamp(seconds: 1_800_000_000))

    private static func status(queued: UInt64) -> StatusReport {
        let position = LogPosition(sequence: .init(rawValue: 2), entry: .init(rawValue: 0))
        return StatusReport(
            name: "work", volumeID: "00", mountpoint: "/m", state: .mounted, queuedBytes: queued,
            queuedSegments: queued > 0 ? 1 : 0, position: position, storedPosition: queued > 0 ? .start : position,
            epoch: 1)
    }

    /// Runs the program while a daemon of a test answers for the volume `work`.
    private func run(
        _ words: [String], queued: UInt64 = 0, fails: RPCError? = nil
    ) async throws -> Program.Result {
        let program = try Program()
        try program.write("store = \"dir:/x\"\n", to: "c/work.toml")
        var registry = MethodRegistry()
        registry.register(.status) { parameters, events in
            if let fails { throw fails }
            if parameters.watch == true {
                try await events.send(Self.status(queued: 1))
                try await events.send(Self.status(queued: 0))
                throw RPCError(code: -32001, message: "ended", data: .init(code: "failed", hint: ""))
            }
            return Self.status(queued: queued)
        }
        registry.register(.sync) { parameters, _ in
            if let fails { throw fails }
            return SyncReport(
                position: parameters.local == true ? "1.1" : "2.2", seconds: parameters.timeoutSeconds ?? 0)
        }
        registry.register(.unmount) { _, _ in
            if let fails { throw fails }
            return UnmountReport(name: "work", position: "2.2", storedPosition: "2.2", queuedBytes: queued, seconds: 1)
        }
        registry.register(.stats) { _, _ in
            StatsReport(
                logicalBytes: 1, storedBytes: 2, cachedBytes: 3, dirtyBytes: 4, files: 5, directories: 6, objects: 7,
                compressionRatio: 1.5, requests: ["put": 1],
                waits: [.init(lane: "put", reason: "throttled", until: Self.time)])
        }
        registry.register(.shareList) { _, _ in ShareListReport(shares: [Self.share]) }
        registry.register(.shareInfo) { parameters, _ in
            guard parameters.id == Self.share.id else {
                throw RPCError(code: -32001, message: "none", data: .init(code: "no_such_share", hint: ""))
            }
            return Self.share
        }
        registry.register(.shareRevoke) { _, _ in Self.share }
        let (ready, announcement) = AsyncStream.makeStream(of: Never.self)
        return try await withThrowingTaskGroup(of: Void.self) { [registry] group in
            group.addTask {
                defer { announcement.finish() }
                try await ControlServer.serve(
                    at: program.path + "/r/work.sock", registry, whenReady: { announcement.finish() })
            }
            for await _ in ready {}
            defer { group.cancelAll() }
            return try await program.run(words)
        }
    }

    @Test func statusIsTheReportOrAScreenWithTheSentence() async throws {
        let document = try await run(["--json", "status"])
        #expect(document.code == 0)
        #expect(try JSON.decode(StatusReport.self, from: Array(document.output.utf8)) == Self.status(queued: 0))
        #expect(document.output.hasSuffix("}\n") && !document.output.dropLast().contains("\n"))
        let safe = try await run(["status"])
        #expect(safe.output.hasSuffix("It is safe to lose this machine now: the store holds everything.\n"))
        let exposed = try await run(["status", "work"], queued: 5 << 20)
        #expect(exposed.output.contains("It is not safe to lose this machine now: 5.0 MiB are here only"))
        let quiet = try await run(["status", "-q"])
        #expect(quiet.output == "" && quiet.code == 0)
    }

    @Test func watchingIsOneObjectALine() async throws {
        let result = try await run(["status", "--watch", "--json"])
        #expect(result.code == 0)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines { #expect(throws: Never.self) { try JSON.decode(StatusReport.self, from: Array(line.utf8)) } }
    }

    @Test func syncPrintsThePosition() async throws {
        let local = try await run(["sync", "--local", "--timeout", "2m", "--json"])
        #expect(local.output == #"{"position":"1.1","seconds":120}"# + "\n")
        #expect(try await run(["sync"]).output.contains("2.2"))
    }

    @Test func unmountTellsWhatIsLeft() async throws {
        #expect(try await run(["unmount", "work"]).output.contains("the store holds everything up to 2.2"))
        let left = try await run(["unmount", "--now"], queued: 1024)
        #expect(left.output.contains("1.0 KiB are on this machine only"))
    }

    @Test func failuresOfTheDaemonKeepTheirExitCode() async throws {
        let failure = RPCError(code: -32003, message: "late", data: .init(code: "timed_out", hint: "wait"))
        let result = try await run(["unmount", "--json"], fails: failure)
        #expect(result.code == 3)
        #expect(result.error == #"{"error":{"code":"timed_out","hint":"wait","message":"late"}}"# + "\n")
        let away = RPCError(code: -32014, message: "away", data: .init(code: "unreachable", hint: ""))
        #expect(try await run(["sync"], fails: away).code == 14)
    }

    private static let share = ShareReport(
        id: "abcdefgh", path: RawPath("a/b"), kind: .file, createdAt: time, expiresAt: nil, maxDownloads: 5,
        live: false,
        standing: .init(downloads: 2, state: .active, hasPassword: false, note: "for A."))

    @Test func sharesAreListedShownAndEnded() async throws {
        for words in [["share", "list", "--json"], ["--json", "share", "list"]] {
            let list = try await run(words)
            let expected = ShareListReport(shares: [Self.share])
            #expect(try JSON.decode(ShareListReport.self, from: Array(list.output.utf8)) == expected)
        }
        #expect(
            try await run(["share", "list"]).output == "  abcdefgh  active  2 of 5 down  ends never  /a/b  (for A.)\n")
        #expect(try await run(["share", "info", "abcdefgh"]).output.contains("2 of 5"))
        let unknown = try await run(["share", "info", "zzzzzzzz", "--json"])
        #expect(unknown.code == 1)
        #expect(
            try JSON.decode([String: [String: String]].self, from: Array(unknown.error.utf8))["error"]?["code"]
                == "no_such_share")
        #expect(try await run(["share", "revoke", "abcdefgh"]).output.contains("/a/b has ended"))
        #expect(try await run(["share", "create", "/nowhere/f"]).code != 0)
        #expect(try await run(["share", "create", "/tmp", "--max-downloads", "0"]).code == 2)
        let huge = try await run(["share", "create", "/tmp", "--max-downloads", "9223372036854775807"])
        #expect(huge.code == 2 && huge.error.contains("at most 9007199254740992"))
    }

    @Test func encryptionIsTheReportAndSaysWhatIsLeft() async throws {
        // Outside of a mount there is nothing to ask.
        for word in ["on", "off", "status", "apply"] {
            let result = try await run(["encrypt", word, "/tmp", "--json"])
            #expect(try result.code == 4 && result.failure["code"] == "not_mounted")
        }
        #expect(try await run(["encrypt", "status"]).code == 2)
    }

    @Test func statsAreTheReport() async throws {
        let result = try await run(["stats", "--json"])
        let report = try JSON.decode(StatsReport.self, from: Array(result.output.utf8))
        #expect(report.objects == 7 && report.waits.first?.until == Self.time)
        #expect(try await run(["stats"]).output.contains("1.5 to 1"))
    }
}
