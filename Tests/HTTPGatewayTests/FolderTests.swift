// SPDX-License-Identifier: MIT

import ChildProcess
import Filesystem
import FilesystemModel
import Foundation
import ObjectStorage
import Testing
import VolumeFixture

/// A folder is listed and goes out as one ZIP that other programs read: names, bytes, times and sizes as they are.
@Suite(.timeLimit(.minutes(10))) struct FolderTests {
    @Test func aFolderIsListedAndItsFilesAreThere() async throws {
        try await GatewayFixture.run { gateway in
            let volume = gateway.volume
            try volume.mkdir("Trip")
            try volume.mkdir("Trip/Day 1")
            try volume.writeFile("Trip/Day 1/a&b.png", [1, 2])
            try volume.writeFile("Trip/film.mp4", noise(3000, seed: 1))
            let link = try gateway.share("Trip")
            let page = try await gateway.curl(link.url)
            let token = try #require(link.url.split(separator: "/").last)
            #expect(page.status == 200)
            #expect(page.text.contains("href=\"\(token)/browse/Day%201/\""))
            #expect(page.text.contains("href=\"\(token)/view/film.mp4\""))
            #expect(page.text.contains("1 folder") && page.text.contains("1 file, 3.0 KB"))
            let sub = try await gateway.curl(link.url + "/browse/Day%201/")
            #expect(sub.text.contains("a&amp;b.png"))
            #expect(sub.text.contains("href=\"../../../\(token)\""), "the way back")
            let view = try await gateway.curl(link.url + "/view/Day%201/a%26b.png")
            #expect(view.text.contains("<img src=\"../../../\(token)/raw/Day%201/a%26b.png\""))
            #expect(try await gateway.curl(link.url + "/raw/Day%201/a%26b.png").body == [1, 2])
            // Shared is shared, whatever modes say; and what is no file is not there.
            let trip = try volume.resolve("Trip").inode
            let nobody = AttributeRequest(permissions: 0)
            _ = try volume.setAttributes(of: volume.resolve("Trip/Day 1").inode, nobody, caller: VolumeFixture.caller)
            _ = try volume.setAttributes(
                of: volume.resolve("Trip/Day 1/a&b.png").inode, nobody, caller: VolumeFixture.caller)
            #expect(try await gateway.curl(link.url + "/raw/Day%201/a%26b.png").body == [1, 2])
            _ = try volume.makeSymbolicLink(
                in: trip, FileName(Array("alias".utf8)), target: Array("film.mp4".utf8), caller: VolumeFixture.caller)
            _ = try volume.makeNode(
                in: trip, FileName(Array("pipe".utf8)), kind: .fifo, permissions: 0o644, deviceNumber: 0,
                caller: VolumeFixture.caller)
            let after = try await gateway.curl(link.url)
            for name in ["alias", "pipe"] {
                #expect(!after.text.contains(name))
                #expect(try await gateway.curl(link.url + "/raw/" + name).status == 404, "\(name)")
            }
            // Live: what comes later is there, what was moved away is not.
            try volume.writeFile("Trip/new.txt", [7])
            #expect(try await gateway.curl(link.url + "/raw/new.txt").body == [7])
            try volume.rename(
                in: volume.resolve("Trip").inode, FileName(Array("new.txt".utf8)), to: .root,
                FileName(Array("new.txt".utf8)), mode: .noReplace)
            #expect(try await gateway.curl(link.url + "/raw/new.txt").status == 404)
        }
    }

    @Test func aZIPHoldsTheFolderAsItIs() async throws {
        try await GatewayFixture.run { gateway in
            let volume = gateway.volume
            var files: [String: [UInt8]] = [:]
            try volume.mkdir("d")
            try volume.mkdir("d/empty")
            try volume.mkdir("d/sub")
            for (name, count) in [
                ("a.txt", 1), ("sub/b ü 日本.bin", 700_000), ("sub/zero", 0), ("large", 3_000_001), ("-x", 131_072),
            ] {
                files[name] = noise(count, seed: UInt64(count))
                try volume.writeFile("d/" + name, files[name] ?? [])
            }
            let (folder, name) = try volume.parent("d/link")
            _ = try volume.makeSymbolicLink(in: folder, name, target: [0x2F], caller: VolumeFixture.caller)
            let link = try gateway.share("d")
            let answer = try await gateway.curl(link.url + "/zip")
            #expect(answer.status == 200 && answer.headers["content-type"] == "application/zip")
            #expect(answer.headers["content-disposition"] == "attachment; filename=\"d.zip\"")
            #expect(try gateway.downloads(link) == 1)
            let head = try await gateway.curl(link.url + "/zip", "-I")
            #expect(head.status == 200 && head.headers["content-length"] == nil)

            let place = gateway.directory.path
            try Data(answer.body).write(to: URL(fileURLWithPath: place + "/d.zip"))
            let tested = try await ChildProcess.run(["unzip", "-tq", "d.zip"], directory: place)
            #expect(tested.code == 0, "\(tested.output)")
            #expect(try await ChildProcess.run(["unzip", "-q", "d.zip"], directory: place).code == 0)
            for (name, bytes) in files {
                let read = try Data(contentsOf: URL(fileURLWithPath: "\(place)/d/\(name)"))
                #expect([UInt8](read) == bytes, "\(name)")
            }
            #expect(FileManager.default.fileExists(atPath: place + "/d/empty"))
            #expect(!FileManager.default.fileExists(atPath: place + "/d/link"))
            let python = try await ChildProcess.run(["python3", "-c", Self.pythonCheck, "d.zip"], directory: place)
            #expect(python.code == 0, "\(python.output)")
            // A folder below, under its own name.
            let sub = try await gateway.curl(link.url + "/zip/sub")
            #expect(sub.headers["content-disposition"] == "attachment; filename=\"sub.zip\"")
        }
    }

    /// Reads every local header too, as a program does that reads a stream.
    private static let pythonCheck = """
        import calendar, struct, sys, time, zipfile
        with zipfile.ZipFile(sys.argv[1]) as archive:
            assert archive.testzip() is None
            for info in archive.infolist():
                archive.fp.seek(info.header_offset)
                head = archive.fp.read(30)
                crc, packed, size, name, extra = struct.unpack('<IIIHH', head[14:30])
                assert abs(calendar.timegm(info.date_time + (0, 0, 0)) - time.time()) < 600, info.date_time
                assert info.flag_bits & 0x800 and packed == size
                assert size in (info.file_size, 0xFFFFFFFF), (info.filename, size)
        """

    @Test func aFileThatGoesAwayMeanwhileIsLeftOut() async throws {
        try await GatewayFixture.run { gateway in
            let volume = gateway.volume
            try volume.mkdir("d")
            try volume.writeFile("d/a", bulk(24 << 20))
            try volume.writeFile("d/b", [2])
            try volume.writeFile("d/c", [3])
            let link = try gateway.share("d")
            async let slow = gateway.curl(link.url + "/zip", "--limit-rate", "12M")
            while gateway.volume.openFileCount == 0 { await Task.yield() }
            try volume.unlink(in: volume.resolve("d").inode, FileName(Array("b".utf8)))
            let answer = try await slow
            #expect(answer.code == 0)
            let place = gateway.directory.path
            try Data(answer.body).write(to: URL(fileURLWithPath: place + "/d.zip"))
            let listed = try await ChildProcess.run(["unzip", "-Z1", "d.zip"], directory: place)
            #expect(listed.output == "d/\nd/a\nd/c\n")
        }
    }

    @Test func aZIPOfALimitedFolderCountsWhenItBegins() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.mkdir("d")
            try gateway.volume.writeFile("d/a", bulk(24 << 20))
            let link = try gateway.share("d", downloadsMax: 2)
            // Nobody takes a folder for nothing by leaving out its end.
            let broken = try await ChildProcess.run(["sh", "-c", "curl -sN \(link.url)/zip | head -c 300000 | wc -c"])
            #expect(broken.output.hasPrefix("300000"))
            #expect(try gateway.downloads(link) == 1)
            let whole = try await gateway.curl(link.url + "/zip")
            #expect(whole.code == 0 && whole.body.count > 24 << 20)
            #expect(try gateway.downloads(link) == 2)
            #expect(try await gateway.curl(link.url + "/zip").status == 410)
        }
    }

    @Test func soManyZIPsAreMadeAtOnce() async throws {
        try await GatewayFixture.run { limits in
            limits.zipsMax = 1
        } _: { gateway in
            try gateway.volume.mkdir("d")
            try gateway.volume.writeFile("d/a", bulk(24 << 20))
            let link = try gateway.share("d")
            let other = try gateway.share("d")
            async let slow = gateway.curl(link.url + "/zip", "--limit-rate", "200K")
            while gateway.volume.openFileCount == 0 { await Task.yield() }
            let second = try await gateway.curl(other.url + "/zip")
            #expect(second.status == 503 && second.headers["retry-after"] == "30", "\(second.status)")
            #expect(try await gateway.curl(other.url + "/raw/a", "-r", "0-9").status == 206)
            _ = try gateway.volume.revokeShare(link.id)
            #expect(try await slow.code != 0)
            // The place is free again once the answer is gone, which is a moment after its last byte.
            var third = try await gateway.curl(other.url + "/zip")
            while third.status == 503 { third = try await gateway.curl(other.url + "/zip") }
            #expect(third.status == 200 && third.code == 0)
        }
    }

    @Test func aPathThatNoZIPCanSayIsSaidBefore() async throws {
        try await GatewayFixture.run { gateway in
            let name = try FileName([UInt8](repeating: UInt8(ascii: "n"), count: 255))
            var here = try gateway.volume.mkdir("d").inode
            for _ in 0..<256 {
                here = try gateway.volume.makeDirectory(
                    in: here, name, permissions: 0o755, caller: VolumeFixture.caller
                ).inode
            }
            let link = try gateway.share("d")
            #expect(try await gateway.curl(link.url + "/zip").status == 413)
            #expect(try await gateway.curl(link.url).status == 200)
        }
    }

    @Test func moreThanAZIPMayHoldIsSaid() async throws {
        try await GatewayFixture.run { limits in
            limits.namesPerZIPMax = 3
            limits.namesPerPageMax = 3
        } _: { gateway in
            try gateway.volume.mkdir("d")
            for name in ["a", "b", "c", "e"] { try gateway.volume.writeFile("d/" + name, [1]) }
            let link = try gateway.share("d")
            #expect(try await gateway.curl(link.url + "/zip").status == 413)
            #expect(try await gateway.curl(link.url).text.contains("more than this page lists"))
        }
    }

    @Test func twentySharesAtOnceWhileFilesAreWritten() async throws {
        try await GatewayFixture.run { gateway in
            let volume = gateway.volume
            var links: [(GatewayFixture.Link, [UInt8])] = []
            for number in 0..<20 {
                let bytes = noise(700_000 + number, seed: UInt64(number))
                try volume.writeFile("f\(number)", bytes)
                links.append((try gateway.share("f\(number)"), bytes))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for number in 0..<60 {
                        try volume.writeFile("f\(number % 20)", noise(50_000, seed: UInt64(1000 + number)))
                        try volume.writeFile("new\(number)", noise(200_000, seed: UInt64(number)))
                        try volume.doChores()
                    }
                }
                for (link, bytes) in links {
                    group.addTask {
                        let answer = try await gateway.curl(link.url + "/raw")
                        #expect(answer.status == 200 && answer.body == bytes)
                    }
                }
                try await group.waitForAll()
            }
            for (link, _) in links { #expect(try gateway.downloads(link) == 1) }
        }
    }
}
