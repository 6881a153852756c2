// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import Testing

@testable import Daemon

/// Invariants: each transfer and each wait begins once and ends once, also one that no look has seen on its way.
@Suite struct VolumeEventChangesTests {
    private func status(
        uploading: [StatusReport.Upload] = [], waits: [StatusReport.Wait] = [], stored: UInt64 = 0
    ) -> StatusReport {
        StatusReport(
            name: "work", volumeID: "00", mountpoint: "/m", state: .mounted, uploading: uploading, position: .start,
            storedPosition: LogPosition(sequence: .init(rawValue: stored), entry: .init(rawValue: 3)), epoch: 1,
            waits: waits)
    }

    private func told(_ looks: StatusReport...) -> [String] {
        zip(looks, looks.dropFirst()).flatMap { old, new in
            VolumeEvent.changes(from: old, to: new).map { event in
                "\(event.topic) \(event.event) \(event.segment.map { "\($0)" } ?? event.lane ?? "")"
            }
        }
    }

    @Test func aTransferBeginsGoesOnAndEnds() {
        let upload = { (sent: UInt64) in StatusReport.Upload(segment: 7, sent: sent, size: 100) }
        let events = told(
            status(stored: 6), status(uploading: [upload(0)], stored: 6), status(uploading: [upload(50)], stored: 6),
            status(uploading: [upload(50)], stored: 6), status(stored: 7))
        #expect(events == ["transfer began 7", "transfer progress 7", "transfer ended 7"])
    }

    @Test func whatWasStoredBetweenTwoLooksHasEnded() {
        let upload = StatusReport.Upload(segment: 7, sent: 0, size: 100)
        #expect(told(status(stored: 6), status(stored: 8)) == ["transfer ended 7", "transfer ended 8"])
        #expect(
            told(status(uploading: [upload], stored: 6), status(stored: 8)) == ["transfer ended 7", "transfer ended 8"])
        #expect(told(status(stored: 0), status(stored: .max)).count == 1000)
        #expect(told(status(stored: 8), status(stored: 6)).isEmpty)
    }

    @Test func aWaitBeginsAndEndsOnce() {
        let wait = { (seconds: Int64) in
            StatusReport.Wait(lane: "put", reason: "throttled", until: UTCTime(Timestamp(seconds: seconds)))
        }
        let events = told(status(), status(waits: [wait(5)]), status(waits: [wait(6)]), status())
        #expect(events == ["wait began put", "wait ended put"])
    }
}
