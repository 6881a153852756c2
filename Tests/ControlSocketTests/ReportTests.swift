// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import ControlSocket

/// Invariants: the JSON of every report has exactly the keys that are promised, null where nothing is known, bytes as
/// integers, times as RFC 3339 in UTC, and reads back equal.
@Suite struct ReportTests {
    private static func position(_ sequence: UInt64, _ entry: UInt32) -> LogPosition {
        LogPosition(sequence: .init(rawValue: sequence), entry: .init(rawValue: entry))
    }

    private static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSON.encode(value), as: UTF8.self)
    }

    private static func readsBack<Value: Codable & Equatable>(_ value: Value) throws -> Bool {
        try JSON.decode(Value.self, from: JSON.encode(value)) == value
    }

    @Test func aStatusOfNothingHasEveryKey() throws {
        let status = StatusReport(
            name: "work", volumeID: "00", mountpoint: nil, state: .mounted, position: Self.position(3, 4),
            storedPosition: .start, epoch: 1)
        #expect(
            try Self.text(status) == """
                {"account":null,"cache_limit":null,"cached_bytes":0,"dirty_bytes":0,"epoch":1,"last_error":null,\
                "mountpoint":null,"name":"work","position":"3.4","queued_bytes":0,"queued_segments":0,\
                "state":"mounted","stored_bytes":0,"stored_position":"0.0","stored_segments":0,"uploading":[],\
                "volume_id":"00","waits":[]}
                """)
        #expect(try Self.readsBack(status))
    }

    @Test func aStatusOfEverythingReadsBack() throws {
        let time = UTCTime(Timestamp(seconds: 1_800_000_000, nanoseconds: 5_000_000))
        let status = StatusReport(
            name: "work", volumeID: "00", mountpoint: "/mnt/a b", state: .loggedOut, dirtyBytes: .max, queuedBytes: 2,
            queuedSegments: 1, uploading: [.init(segment: 9, sent: 1, size: 2)], storedBytes: 3, storedSegments: 4,
            cachedBytes: 5, cacheLimit: 6, position: Self.position(9, 1), storedPosition: Self.position(8, 0), epoch: 2,
            waits: [
                .init(lane: "put", reason: "throttled", until: time), .init(lane: "get", reason: "away", until: nil),
            ],
            account: "me", lastError: .init(time: time, code: "unreachable", message: "away"))
        #expect(try Self.readsBack(status))
        let text = try Self.text(status)
        #expect(text.contains(#""state":"logged_out""#))
        #expect(text.contains(#""until":"2027-01-15T08:00:00.005Z""#))
        #expect(text.contains(#""until":null"#))
        #expect(text.contains(#""dirty_bytes":18446744073709551615"#))
    }

    @Test func aCheckNamesPathsThatAreNotUTF8() throws {
        let report = CheckReport(
            complete: true, segmentsChecked: 2, bytesRead: 3,
            problems: [
                .init(kind: .swapped, segment: 7, object: "ab", path: RawPath(bytes: [0x61, 0xFF]), message: "m"),
                .init(kind: .index, segment: nil, object: nil, path: nil, message: "n"),
            ])
        #expect(!report.ok)
        #expect(
            try Self.text(report) == """
                {"bytes_read":3,"complete":true,"ok":false,"problems":[\
                {"kind":"swapped","message":"m","object":"ab","path":"a\u{FFFD}","path_base64":"Yf8=","segment":7},\
                {"kind":"index","message":"n","object":null,"path":null,"segment":null}],"segments_checked":2}
                """)
        #expect(try Self.readsBack(report))
    }

    @Test func statsSyncInspectAndUnmountReadBack() throws {
        let stats = StatsReport(
            logicalBytes: 1, storedBytes: 2, cachedBytes: 3, dirtyBytes: 4, files: 5, directories: 6, objects: 7,
            compressionRatio: nil, requests: ["put": 8], waits: [])
        #expect(
            try Self.text(stats) == """
                {"cached_bytes":3,"compression_ratio":null,"directories":6,"dirty_bytes":4,"files":5,\
                "logical_bytes":1,"objects":7,"requests":{"put":8},"stored_bytes":2,"waits":[]}
                """)
        #expect(try Self.readsBack(stats))
        #expect(try Self.text(SyncReport(position: "1.2", seconds: 0.5)) == #"{"position":"1.2","seconds":0.5}"#)
        let inspect = InspectReport(
            path: RawPath(bytes: [0xFF]), inode: 2, kind: "regular", size: 3, links: 1, state: .queued, position: nil,
            extents: [
                .init(start: 0, length: 3, segment: 4, entry: 5, state: .queued, object: nil, cachedBytes: 3)
            ])
        #expect(try Self.readsBack(inspect))
        #expect(try Self.text(inspect).contains(#""path_base64":"/w==""#))
        #expect(
            try Self.readsBack(
                UnmountReport(name: "a", position: "1.1", storedPosition: "1.1", queuedBytes: 0, seconds: 1)))
    }

    @Test func aShareTellsItsLinkOnceAndItsStandingLater() throws {
        let time = UTCTime(Timestamp(seconds: 1_800_000_000))
        let new = ShareReport(
            id: "abcdefgh", url: "http://h/s/t", token: "t", path: RawPath(bytes: [0x61, 0xFF]), kind: .file,
            createdAt: time, expiresAt: time, maxDownloads: 5, live: false)
        #expect(
            try Self.text(new) == """
                {"created_at":"2027-01-15T08:00:00Z","expires_at":"2027-01-15T08:00:00Z","id":"abcdefgh","kind":"file",\
                "live":false,"max_downloads":5,"path":"a\u{FFFD}","path_base64":"Yf8=","token":"t","url":"http://h/s/t"}
                """)
        #expect(try Self.readsBack(new))
        let known = ShareReport(
            id: "abcdefgh", path: RawPath("d"), kind: .folder, createdAt: time, expiresAt: nil, maxDownloads: nil,
            live: true, standing: .init(downloads: 3, state: .revoked, hasPassword: true, note: "n"))
        #expect(
            try Self.text(ShareListReport(shares: [known])) == """
                {"shares":[{"created_at":"2027-01-15T08:00:00Z","downloads":3,"expires_at":null,"id":"abcdefgh",\
                "kind":"folder","live":true,"max_downloads":null,"note":"n","password":true,"path":"d",\
                "state":"revoked","token":null,"url":null}]}
                """)
        #expect(try Self.readsBack(known))
        let event = VolumeEvent(.share, .downloaded, at: time)
        #expect(
            try Self.text(event) == #"{"event":"downloaded","time":"2027-01-15T08:00:00Z","topic":"share"}"#)
        let parameters: ShareCreateParameters = try JSON.decode(from: Array(#"{"path":"f"}"#.utf8))
        #expect(parameters.path.bytes == [0x66] && parameters.expiresSeconds == nil && parameters.live == nil)
        #expect(throws: DecodingError.self) { try JSON.decode(ShareCreateParameters.self, from: Array("{}".utf8)) }
        #expect(throws: DecodingError.self) {
            try JSON.decode(SubscribeParameters.self, from: Array(#"{"topics":["all"]}"#.utf8))
        }
    }

    @Test func parametersMayBeLeftOut() throws {
        let sync: SyncParameters = try JSON.decode(from: Array("{}".utf8))
        #expect(sync == SyncParameters(path: nil, local: nil, timeoutSeconds: nil, progress: nil))
        let exact: SyncParameters = try JSON.decode(from: Array(#"{"path":"wrong","path_base64":"/w=="}"#.utf8))
        #expect(exact.path?.bytes == [0xFF])
        #expect(throws: DecodingError.self) {
            try JSON.decode(SyncParameters.self, from: Array(#"{"path_base64":"*"}"#.utf8))
        }
    }
}
