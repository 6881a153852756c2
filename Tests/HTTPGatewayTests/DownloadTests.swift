// SPDX-License-Identifier: MIT

import ChildProcess
import Filesystem
import FilesystemModel
import Foundation
import ObjectStorage
import Testing
import VolumeFixture

/// What comes out of a link is what was shared: whole, in ranges, on condition, broken off and gone on with; and each
/// complete pass is one download.
@Suite(.timeLimit(.minutes(10))) struct DownloadTests {
    private static let content = noise(900_001, seed: 1)

    @Test func aFileComesWholeAndWithItsHeaders() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("film.mp4", Self.content)
            let link = try gateway.share("film.mp4")
            let answer = try await gateway.curl(link.url + "/raw")
            #expect(answer.status == 200 && answer.body == Self.content)
            #expect(answer.headers["content-type"] == "video/mp4")
            #expect(answer.headers["content-length"] == "900001")
            #expect(answer.headers["accept-ranges"] == "bytes")
            #expect(answer.headers["content-disposition"] == "inline; filename=\"film.mp4\"")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["content-security-policy"]?.contains("sandbox") == true)
            #expect(answer.headers["referrer-policy"] == "no-referrer")
            #expect(answer.headers["etag"]?.hasPrefix("\"") == true)
            #expect(try gateway.downloads(link) == 1)
            let saved = try await gateway.curl(link.url + "?download")
            #expect(saved.body == Self.content)
            #expect(saved.headers["content-disposition"] == "attachment; filename=\"film.mp4\"")
            #expect(try gateway.downloads(link) == 2)
            let head = try await gateway.curl(link.url + "/raw", "-I")
            #expect(head.status == 200 && head.headers["content-length"] == "900001")
            #expect(head.headers["etag"] == answer.headers["etag"])
            #expect(try gateway.downloads(link) == 2)
            #expect(gateway.uses.map(\.kind) == [.downloaded, .downloaded])
        }
    }

    @Test func everyRangeIsThatPartOfTheFile() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f.bin", Self.content)
            let link = try gateway.share("f.bin")
            let size = Self.content.count
            for (range, expected) in [
                ("0-0", 0..<1), ("0-131071", 0..<131_072), ("131070-131073", 131_070..<131_074),
                ("500000-", 500_000..<size), ("-1", size - 1..<size), ("-5000000", 0..<size),
                ("\(size - 1)-99999999999999999999999", size - 1..<size), ("262144-524287", 262_144..<524_288),
            ] {
                let answer = try await gateway.curl(link.url + "/raw", "-H", "Range: bytes=\(range)")
                #expect(answer.status == 206 && answer.body == Array(Self.content[expected]), "\(range)")
                #expect(
                    answer.headers["content-range"] == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/\(size)"
                )
            }
            for range in ["\(size)-", "-0", "9999999-99999999"] {
                let answer = try await gateway.curl(link.url + "/raw", "-H", "Range: bytes=\(range)")
                #expect(answer.status == 416 && answer.headers["content-range"] == "bytes */\(size)", "\(range)")
            }
            for range in ["bytes=0-1,4-5", "bytes=a-b", "lines=1-2", "bytes=5-1", "bytes=--1", "bytes="] {
                let answer = try await gateway.curl(link.url + "/raw", "-H", "Range: \(range)")
                #expect(answer.status == 200 && answer.body.count == size, "\(range)")
            }
        }
    }

    @Test func conditionsHold() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f.bin", Self.content)
            let link = try gateway.share("f.bin")
            let url = link.url + "/raw"
            let first = try await gateway.curl(url, "-I")
            let tag = try #require(first.headers["etag"])
            let date = try #require(first.headers["last-modified"])
            func status(_ headers: String...) async throws -> Int {
                try await gateway.curl(url, headers.flatMap { ["-H", $0] }).status
            }
            #expect(try await status("If-None-Match: \(tag)") == 304)
            #expect(try await status("If-None-Match: \"other\", W/\(tag)") == 304)
            #expect(try await status("If-None-Match: *") == 304)
            #expect(try await status("If-None-Match: \"other\"", "If-Modified-Since: \(date)") == 200)
            #expect(try await status("If-Modified-Since: \(date)") == 304)
            #expect(try await status("If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT") == 200)
            #expect(try await status("If-Modified-Since: nonsense") == 200)
            #expect(try await status("If-Match: \"other\"") == 412)
            #expect(try await status("If-Match: \(tag)") == 200)
            #expect(try await status("If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT") == 412)
            #expect(try await status("Range: bytes=1-2", "If-Range: \(tag)") == 206)
            #expect(try await status("Range: bytes=1-2", "If-Range: \(date)") == 206)
            #expect(try await status("Range: bytes=1-2", "If-Range: \"other\"") == 200)
            #expect(try await status("Range: bytes=1-2", "If-Range: W/\(tag)") == 200)
        }
    }

    @Test func aLiveFileThatWasChangedIsAnotherContent() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f.bin", [1, 2, 3])
            // Now, for as long as the test takes: such a time proves nothing yet.
            let soon = Timestamp(seconds: gateway.volume.now.seconds + 3600, nanoseconds: 0)
            _ = try gateway.volume.setAttributes(
                of: try gateway.volume.resolve("f.bin").inode, AttributeRequest(modificationTime: .set(soon)),
                caller: VolumeFixture.caller)
            let link = try gateway.share("f.bin", isLive: true)
            let before = try await gateway.curl(link.url + "/raw")
            #expect(before.headers["etag"]?.hasPrefix("W/") == true)
            try gateway.volume.writeFile("f.bin", [4, 5, 6])
            let after = try await gateway.curl(link.url + "/raw")
            #expect(after.body == [4, 5, 6] && after.headers["etag"] != before.headers["etag"])
        }
    }

    @Test func aBrokenDownloadGoesOnAndCountsOnce() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f.bin", Self.content)
            let link = try gateway.share("f.bin", downloadsMax: 1)
            let file = gateway.directory.path + "/part"
            try Data(Self.content[..<400_000]).write(to: URL(fileURLWithPath: file))
            _ = try await gateway.curl(link.url + "?download", "-r", "0-399999")
            #expect(try gateway.downloads(link) == 0)
            let ending = try await ChildProcess.run(["curl", "-s", "-C", "-", "-o", file, link.url + "?download"])
            #expect(ending.code == 0)
            #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: file))) == Self.content)
            #expect(try gateway.downloads(link) == 1)
            #expect(try await gateway.curl(link.url).status == 410)
            #expect(try await gateway.curl(link.url + "/raw", "-r", "0-1").status == 410)
        }
    }

    @Test func parallelRangesAreOneDownloadAndParallelDownloadsAreMany() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f.bin", Self.content)
            let link = try gateway.share("f.bin")
            try await withThrowingTaskGroup(of: Int.self) { group in
                for part in 0..<9 {
                    group.addTask {
                        let range = "\(part * 100_001)-\(part == 8 ? 900_000 : part * 100_001 + 100_000)"
                        return try await gateway.curl(link.url + "/raw", "-r", range).body.count
                    }
                }
                let sum = try await group.reduce(0, +)
                #expect(sum == Self.content.count)
            }
            #expect(try gateway.downloads(link) == 1)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<12 {
                    group.addTask { try await gateway.curl(link.url + "/raw").body == Self.content }
                }
                for try await isRight in group { #expect(isRight) }
            }
            #expect(try gateway.downloads(link) == 13)
        }
    }

    @Test func noMoreGetAllOfItThanMay() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f.bin", Self.content)
            let link = try gateway.share("f.bin", downloadsMax: 3)
            let complete = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        let answer = try await gateway.curl(link.url + "?download")
                        return answer.code == 0 && answer.status == 200 && answer.body == Self.content
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(complete == 3)
            #expect(try gateway.downloads(link) == 3)
        }
    }

    @Test func theSamePartOfALimitedFileGoesOutSeldom() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f.bin", Self.content)
            let link = try gateway.share("f.bin", downloadsMax: 1)
            var statuses: [Int] = []
            for _ in 0..<14 { statuses.append(try await gateway.curl(link.url + "/raw", "-r", "0-899999").status) }
            #expect(statuses == Array(repeating: 206, count: 9) + Array(repeating: 429, count: 5))
            #expect(try gateway.downloads(link) == 0)
            // The part that is missing is still to be had, and makes it complete.
            #expect(try await gateway.curl(link.url + "/raw", "-r", "900000-").status == 206)
            #expect(try gateway.downloads(link) == 1)
        }
    }

    @Test func revokingBreaksADownloadOff() async throws {
        try await GatewayFixture.run { gateway in
            let content = bulk(24 << 20)
            try gateway.volume.writeFile("f.bin", content)
            let link = try gateway.share("f.bin")
            async let slow = gateway.curl(link.url + "/raw", "--limit-rate", "4M")
            while gateway.volume.openFileCount == 0 { await Task.yield() }
            _ = try gateway.volume.revokeShare(link.id)
            let answer = try await slow
            #expect(answer.code != 0 && answer.body.count < content.count)
            #expect(content.starts(with: answer.body))
            #expect(try await gateway.curl(link.url + "/raw").status == 410)
            #expect(try gateway.downloads(link) == 0)
        }
    }

    /// Has the last byte of a download counted at the beginning of another, which is then entitled to all of it.
    private static func entitled(
        _ end: @escaping @Sendable (GatewayFixture, GatewayFixture.Link) throws -> Void
    ) async throws -> (answer: GatewayFixture.Answer, content: [UInt8]) {
        try await GatewayFixture.run { gateway in
            let content = bulk(24 << 20)
            try gateway.volume.writeFile("f.bin", content)
            let link = try gateway.share("f.bin", downloadsMax: 1, isLive: true)
            #expect(try await gateway.curl(link.url + "/raw", "-r", "1-").body.count == content.count - 1)
            async let slow = gateway.curl(link.url + "/raw", "--limit-rate", "6M")
            while try gateway.downloads(link) == 0 { await Task.yield() }
            try end(gateway, link)
            return (try await slow, content)
        }
    }

    @Test func whoHasTheLastDownloadGetsAllOfIt() async throws {
        let (answer, content) = try await Self.entitled { gateway, link in
            let share = try gateway.volume.share(link.id)
            #expect(share?.end?.reason == .usedUp)
        }
        #expect(answer.code == 0 && answer.body == content)
    }

    @Test func revokingBreaksTheLastDownloadOffToo() async throws {
        let (answer, content) = try await Self.entitled { gateway, link in
            _ = try gateway.volume.revokeShare(link.id)
        }
        #expect(answer.code != 0 && answer.body.count < content.count)
    }

    @Test func deletingBreaksTheLastDownloadOffToo() async throws {
        let (answer, content) = try await Self.entitled { gateway, _ in
            try gateway.volume.unlink(in: .root, FileName(Array("f.bin".utf8)))
        }
        #expect(answer.code != 0 && answer.body.count < content.count)
    }

    @Test func aMountThatLostItsVolumeServesNoLinks() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("f.bin", Self.content)
        try await GatewayFixture.run(on: first) { gateway in
            let link = try gateway.share("f.bin")
            try await first.synchronise()
            #expect(try await gateway.curl(link.url + "/raw").status == 200)
            let (other, _) = try await VolumeFixture.recover(from: store)
            _ = try other.volume.revokeShare(link.id)
            try first.volume.writeFile("g", [1])
            await #expect(throws: FSError.self) { try await first.synchronise() }
            for path in ["", "/raw", "?download"] {
                let answer = try await gateway.curl(link.url + path)
                #expect(answer.status == 503 && answer.headers["retry-after"] != nil, "\(path)")
            }
        }
    }

    @Test func aMountThatWasToTakeNoChangesServesWhatHasNoLimit() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        try fixture.volume.writeFile("f.bin", Self.content)
        let free = try fixture.volume.createShare(ShareRequest(path: Array("f.bin".utf8)))
        let limited = try fixture.volume.createShare(ShareRequest(path: Array("f.bin".utf8), downloadsMax: 9))
        let reader = try await fixture.reopenAfterKill { $0.isReadOnly = true }
        try await GatewayFixture.run(on: reader) { gateway in
            let base = "http://127.0.0.1:\(gateway.port)/s/"
            #expect(try await gateway.curl(base + "\(free.token)/raw").body == Self.content)
            let answer = try await gateway.curl(base + "\(limited.token)/raw")
            #expect(answer.body != Self.content)
        }
    }

    @Test func anEmptyFileIsADownloadToo() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("empty", [])
            let link = try gateway.share("empty")
            let answer = try await gateway.curl(link.url + "?download")
            #expect(answer.status == 200 && answer.body.isEmpty && answer.headers["content-length"] == "0")
            #expect(try gateway.downloads(link) == 1)
            #expect(try await gateway.curl(link.url + "/raw", "-r", "0-").status == 416)
        }
    }

    @Test func theStoreBeingAwayIsSaidAndNotWaitedFor() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("f.bin", Self.content)
        try first.volume.mkdir("d")
        try first.volume.writeFile("d/g.bin", Self.content)
        let file = try first.volume.createShare(ShareRequest(path: Array("f.bin".utf8)))
        let folder = try first.volume.createShare(ShareRequest(path: Array("d".utf8)))
        try await first.synchronise()
        let copy = store.copy()
        let (other, _) = try await VolumeFixture.recover(from: copy)
        try await GatewayFixture.run(on: other) { limits in
            limits.firstByteTimeout = .milliseconds(200)
        } _: { gateway in
            let base = "http://127.0.0.1:\(gateway.port)/s/"
            let fault = copy.add(StoreFault(.hold, on: [.get], count: nil))
            for url in [base + "\(file.token)/raw", base + "\(folder.token)/zip"] {
                let away = try await gateway.curl(url)
                #expect(away.status == 503 && away.headers["retry-after"] == "30", "\(url)")
            }
            // The pages say what there is without it.
            #expect(try await gateway.curl(base + "\(file.token)").status == 200)
            copy.clear(fault)
            copy.release()
            // A busy machine may need longer for the first byte, and says so.
            var answer = try await gateway.curl(base + "\(file.token)/raw")
            while answer.status == 503 { answer = try await gateway.curl(base + "\(file.token)/raw") }
            #expect(answer.body == Self.content)
        }
    }

    @Test func everythingIsThereAfterAKill() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        try fixture.volume.writeFile("f.bin", Self.content)
        let (share, token) = try fixture.volume.createShare(
            ShareRequest(path: Array("f.bin".utf8), password: Array("secret".utf8), downloadsMax: 2))
        try fixture.volume.countDownload(of: share.id)
        let killed = try await fixture.reopenAfterKill()
        try await GatewayFixture.run(on: killed) { gateway in
            let url = "http://127.0.0.1:\(gateway.port)/s/\(token)"
            #expect(try await gateway.curl(url + "?download").status == 401)
            let answer = try await gateway.curl(url + "?download", "-u", ":secret")
            #expect(answer.body == Self.content)
            #expect(try await gateway.curl(url + "?download", "-u", ":secret").status == 410)
        }
    }
}
