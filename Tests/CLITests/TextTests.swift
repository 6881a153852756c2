// SPDX-License-Identifier: MIT

import ControlSocket
import Daemon
import FilesystemModel
import Testing

@testable import CLI

/// Invariants: numbers are rounded to what is true; the sentence says safe only where the store holds everything.
@Suite struct TextTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    private func status(
        _ state: StatusReport.State = .mounted, dirty: UInt64 = 0, queued: UInt64 = 0, stored: UInt64 = 2,
        uploading: [StatusReport.Upload] = [], waits: [StatusReport.Wait] = []
    ) -> StatusReport {
        StatusReport(
            name: "work", volumeID: "00", mountpoint: "/m", state: state, dirtyBytes: dirty, queuedBytes: queued,
            uploading: uploading, position: LogPosition(sequence: .init(rawValue: 2), entry: .init(rawValue: 0)),
            storedPosition: LogPosition(sequence: .init(rawValue: stored), entry: .init(rawValue: 0)), epoch: 1,
            waits: waits)
    }

    @Test func safeIsOnlyWhatTheStoreHolds() {
        #expect(status().isSafeToLoseMachine)
        #expect(!status(dirty: 1).isSafeToLoseMachine)
        #expect(!status(queued: 1).isSafeToLoseMachine)
        #expect(!status(stored: 1).isSafeToLoseMachine)
        var unreadable = status()
        unreadable.storedPosition = "?"
        #expect(!unreadable.isSafeToLoseMachine)
        for state in StatusReport.State.allCases {
            #expect(status(state, dirty: 1).safetySentence(now: now).hasPrefix("It is not safe"))
        }
    }

    @Test func whoLostTheVolumeIsNotToldThatTheStoreHoldsEverything() {
        var report = UnmountReport(name: "work", position: "2.0", storedPosition: "2.0", queuedBytes: 0, seconds: 1)
        #expect(report.sentence.contains("the store holds everything"))
        report.lossReason = "other took the volume over"
        for sentence in [report.sentence, report.sentenceOfNow] {
            #expect(!sentence.contains("holds everything") && sentence.contains("other took the volume over"))
        }
        report.lossReason = nil
        #expect(!report.sentenceOfNow.contains("holds everything"), "nobody asked the store")
        report.stopReason = "a sync failed"
        #expect(report.sentenceOfNow.contains("a sync failed"))
    }

    @Test func theSentenceSaysWhen() {
        let until = UTCTime(Timestamp(seconds: now.seconds + 35))
        let waiting = status(queued: 1, waits: [.init(lane: "put", reason: "flood wait", until: until)])
        #expect(
            waiting.safetySentence(now: now)
                == "It is not safe to lose this machine now: 1 byte is here only; sending waits (flood wait) until "
                + "08:00:35 UTC, in 35 s.")
        let sending = status(queued: 2048, uploading: [.init(segment: 1, sent: 1024, size: 2048)])
        #expect(
            sending.safetySentence(now: now).hasSuffix("2.0 KiB are here only; 1.0 KiB of 2.0 KiB are on their way."))
        #expect(status(.offline, queued: 1).safetySentence(now: now).contains("does not answer"))
    }

    @Test(
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (1536, "1.5 KiB"),
            (1_048_575, "1.0 MiB"), (1 << 30, "1.0 GiB"), (.max, "16384.0 PiB"),
        ] as [(UInt64, String)])
    func bytesAreReadable(bytes: UInt64, expected: String) {
        #expect(text(bytes: bytes) == expected)
    }

    @Test func timesAreReadable() {
        #expect(
            [-1, 0, 59, 60, 65, 3600, 3725].map { text(seconds: $0) } == [
                "less than a second", "less than a second", "59 s", "1 min", "1 min 5 s", "1 h 0 min", "1 h 2 min",
            ])
    }

    @Test func theSheetHoldsWhatRecoveryNeeds() {
        let report = FormatReport(
            name: "work", volumeID: "0f", store: "dir:/s", formatVersion: 1, recoveryKey: "ABCD-EFGH")
        let sheet = report.recoverySheet(Style(for: -1))
        #expect(sheet.contains("gramfs recover work --store dir:/s --volume-id 0f\n"))
        #expect(sheet.contains("ABCD-EFGH"))
    }

    @Test(arguments: [
        (["--json", "status"], ["status", "--json"]),
        (["-q", "--config-dir", "d", "status", "x", "-v"], ["status", "-q", "--config-dir", "d", "x", "-v"]),
        (["--state-dir=d", "status"], ["status", "--state-dir=d"]), (["--json"], ["--json"]),
        (["--json", "--version"], ["--json", "--version"]), (["status", "--json"], ["status", "--json"]),
        (["check", "--read-data", "x"], ["check", "--read-data=100", "x"]),
        (["check", "--read-data=5"], ["check", "--read-data=5"]), ([], []),
    ])
    func globalOptionsMoveBehindTheCommand(words: [String], ordered: [String]) {
        #expect(Invocation.ordered(words) == ordered)
    }

    @Test(arguments: [
        (["work", "/m", "-o", "rw,ro"], ["mount", "work", "/m", "-o", "rw,ro"]),
        (["work", "/m", "-n", "-s", "-t", "fuse.gramfs", "-N", "7", "-o", "ro"], ["mount", "work", "/m", "-o", "ro"]),
        (["work", "/m", "-sv"], ["mount", "work", "/m", "-v"]), (["work", "/m", "-f"], []),
        (["work", "/m", "-sf"], []),
    ])
    func theMannerOfMountIsUnderstood(words: [String], expected: [String]) {
        #expect(MountHelper.words(words) == expected)
    }
}
