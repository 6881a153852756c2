// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel

extension VolumeEvent {
    /// What happened between two looks at a volume: transfers by segment, then waits by lane and reason.
    static func changes(
        from old: StatusReport, to new: StatusReport, at time: Timestamp = SystemWallClock().now()
    ) -> [VolumeEvent] {
        let time = UTCTime(time)
        var events: [VolumeEvent] = []
        for upload in new.uploading {
            let before = old.uploading.first { $0.segment == upload.segment }
            if let before, before.sent == upload.sent { continue }
            events.append(VolumeEvent(upload, before == nil ? .began : .progress, time))
        }
        for upload in old.uploading where !new.uploading.contains(where: { $0.segment == upload.segment }) {
            events.append(VolumeEvent(upload, .ended, time))
        }
        for segment in storedUnseen(old, new) {
            var event = VolumeEvent(.transfer, .ended, at: time)
            event.segment = segment
            events.append(event)
        }
        for wait in new.waits where !old.waits.contains(where: { $0.isSame(as: wait) }) {
            events.append(VolumeEvent(wait, .began, time))
        }
        for wait in old.waits where !new.waits.contains(where: { $0.isSame(as: wait) }) {
            events.append(VolumeEvent(wait, .ended, time))
        }
        return events
    }

    /// Segments that went into the store between the two looks, too quickly to be seen on their way.
    private static func storedUnseen(_ old: StatusReport, _ new: StatusReport) -> [UInt64] {
        guard let before = LogPosition(old.storedPosition)?.sequence.rawValue,
            let after = LogPosition(new.storedPosition)?.sequence.rawValue, before < after
        else { return [] }
        let first = max(before + 1, after - min(after, unseenMax - 1))
        return (first...after).filter { segment in
            !old.uploading.contains { $0.segment == segment }
        }
    }

    /// Half a second stores far fewer, unless it is somebody else's volume that was caught up with.
    private static let unseenMax: UInt64 = 1000

    private init(_ upload: StatusReport.Upload, _ event: Kind, _ time: UTCTime) {
        self.init(.transfer, event, at: time)
        segment = upload.segment
        sent = upload.sent
        size = upload.size
    }

    private init(_ wait: StatusReport.Wait, _ event: Kind, _ time: UTCTime) {
        self.init(.wait, event, at: time)
        lane = wait.lane
        reason = wait.reason
        until = wait.until
    }
}

extension StatusReport.Wait {
    fileprivate func isSame(as other: Self) -> Bool { lane == other.lane && reason == other.reason }
}
