// SPDX-License-Identifier: MIT

import ChildProcess
import Filesystem
import FilesystemModel
import Foundation
import Glibc
import HTTPGateway
import ObjectStorage
import Testing
import VolumeFixture

/// Strangers get what the link says and nothing else: no guess, no trick with a path or a header and no slow or huge request
/// leads further, and whoever tries too often waits.
@Suite(.timeLimit(.minutes(10))) struct StrangerTests {
    @Test func unknownTokensAreNotFoundAndGuessersWait() async throws {
        try await GatewayFixture.run { limits in
            limits.unknownTokens = AttemptRule(burst: 5, refill: .seconds(3600))
        } _: { gateway in
            try gateway.volume.writeFile("f", [1])
            let link = try gateway.share("f")
            let base = "http://127.0.0.1:\(gateway.port)/s/"
            var statuses: [Int] = []
            for guess in "abcdefgh" {
                let token = String(repeating: guess, count: 32)
                statuses.append(try await gateway.curl(base + token).status)
            }
            #expect(statuses == [404, 404, 404, 404, 404, 429, 429, 429])
            // Whoever has a link is not kept out by those who guess beside him.
            #expect(try await gateway.curl(link.url).status == 200)
            let answer = try await gateway.curl(base + String(repeating: "z", count: 32))
            #expect(answer.headers["retry-after"] != nil)
        }
    }

    @Test func aPasswordIsAskedForAndGuessersWait() async throws {
        try await GatewayFixture.run { limits in
            limits.passwordTries = AttemptRule(burst: 3, refill: .seconds(3600))
        } _: { gateway in
            try gateway.volume.writeFile("f.txt", Array("hello".utf8))
            let link = try gateway.share("f.txt", password: "s p+ü")
            for path in ["", "/raw", "?download", "/view/f.txt", "/browse/", "/zip"] {
                let answer = try await gateway.curl(link.url + path)
                #expect(
                    answer.status == 401 && !answer.text.contains("hello") && !answer.text.contains("f.txt"), "\(path)")
            }
            let jar = gateway.directory.path + "/jar"
            let wrong = try await gateway.curl(link.url + "/unlock", "-d", "password=wrong", "-c", jar)
            #expect(
                wrong.status == 401 && wrong.text.contains("not the password") && wrong.headers["set-cookie"] == nil)
            let right = try await gateway.curl(
                link.url + "/unlock", "--data-urlencode", "password=s p+ü", "-c", jar)
            #expect(right.status == 303)
            #expect(right.headers["set-cookie"]?.contains("HttpOnly; SameSite=Lax") == true)
            #expect(try await gateway.curl(link.url + "/raw", "-b", jar).text == "hello")
            #expect(try await gateway.curl(link.url, "-b", jar).text.contains("f.txt"))
            // A cookie is for its link alone.
            let other = try gateway.share("f.txt", password: "other")
            let cookie = try #require(right.headers["set-cookie"]?.split(separator: ";").first.map(String.init))
            #expect(try await gateway.curl(other.url + "/raw", "-H", "Cookie: \(cookie)").status == 401)
            #expect(try await gateway.curl(link.url + "/raw", "-H", "Cookie: gramfs=x").status == 401)

            var statuses: [Int] = []
            for _ in 0..<5 { statuses.append(try await gateway.curl(link.url + "/raw", "-u", "a:wrong").status) }
            #expect(statuses == [401, 401, 401, 429, 429])
            // Also with the right one: a guesser must not learn that it was right.
            let late = try await gateway.curl(link.url + "/raw", "-u", "a:s p+ü")
            #expect(late.status == 429 && late.headers["retry-after"] != nil)
            #expect(try await gateway.curl(link.url + "/raw", "-b", jar).text == "hello")
            #expect(gateway.uses.contains { $0.kind == .limited } && gateway.uses.contains { $0.kind == .denied })
        }
    }

    @Test func aTokenThatIsNearlyRightIsUnknown() async throws {
        try await GatewayFixture.run { limits in
            limits.unknownTokens = AttemptRule(burst: 1000, refill: .seconds(1))
        } _: { gateway in
            try gateway.volume.writeFile("f", Array("inside".utf8))
            let link = try gateway.share("f")
            let start = link.url.lastIndex(of: "/").map { link.url.index(after: $0) } ?? link.url.endIndex
            let (base, token) = (String(link.url[..<start]), Array(link.url[start...]))
            var guesses = ["", String(token.dropLast()), String(token.dropFirst()), String(token) + "a", "*", "%25"]
            for place in token.indices {
                var guess = token
                guess[place] = guess[place] == "a" ? "b" : "a"
                guesses.append(String(guess))
            }
            for guess in guesses {
                let answer = try await gateway.curl(base + guess + "/raw")
                #expect(answer.status == 404 && !answer.text.contains("inside"), "\(guess)")
            }
            #expect(try await gateway.curl(base + String(token) + "/raw").text == "inside")
        }
    }

    @Test func noHeaderLeadsFurther() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("open.txt", Array("open".utf8))
            try gateway.volume.writeFile("locked.txt", Array("locked".utf8))
            let link = try gateway.share("open.txt")
            let locked = try gateway.share("locked.txt", password: "right")
            let path = "/s/" + (locked.url.split(separator: "/").last ?? "")
            let plain = try await gateway.curl(link.url)
            for header in [
                "Host: evil.example", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: javascript",
                "X-Forwarded-Prefix: /evil.example", "Forwarded: host=evil.example", "X-Original-URL: \(path)/raw",
                "X-Rewrite-URL: \(path)/raw", "X-HTTP-Method-Override: DELETE", "Accept: evil.example",
                "Accept-Language: <script>evil.example", "Referer: https://evil.example/", "Cookie: evil.example",
                "Origin: https://evil.example", "User-Agent: <script>evil.example",
            ] {
                let answer = try await gateway.curl(link.url, "-H", header)
                #expect(answer.status == 200 && answer.body == plain.body, "\(header)")
                #expect(!answer.headers.values.contains { $0.contains("evil") }, "\(header)")
                #expect(answer.headers["access-control-allow-origin"] == nil)
                #expect(try await gateway.curl(locked.url + "/raw", "-H", header).status == 401, "\(header)")
            }
            for header in [
                "Authorization: Basic", "Authorization: Basic !!!!", "Authorization: Basic Og==",
                "Authorization: Bearer right", "Authorization: right", "Cookie: gramfs", "Cookie: gramfs=",
                "Cookie: gramfs=;gramfs=;;;===", "Cookie: " + String(repeating: "gramfs=x; ", count: 500),
            ] {
                let answer = try await gateway.curl(locked.url + "/raw", "-H", header)
                #expect(answer.status == 401 && !answer.text.contains("locked"), "\(header.prefix(80))")
            }
            // A line break that is coded is none; the way back after a password leads nowhere else.
            for tail in [
                "%0d%0aX-Evil:%20y", "/unlock%0d%0aX-Evil:%20y", "/unlock/..//evil.example", "?next=//evil.example",
            ] {
                let answer = try await gateway.curl(locked.url + tail, "-d", "password=right&next=//evil.example")
                #expect(answer.headers["x-evil"] == nil && answer.status != 200, "\(tail)")
                #expect(answer.headers["location"].map { !$0.contains("evil") } ?? true, "\(tail)")
            }
            // Many ranges at once are no more than the file.
            let ranges = "Range: bytes=" + Array(repeating: "0-3", count: 1000).joined(separator: ",")
            #expect(try await gateway.curl(link.url + "/raw", "-H", ranges).text == "open")
        }
    }

    /// What stands behind a request that has two lengths is no request.
    @Test func noRequestHidesInAnother() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f", Array("inside".utf8))
            let target = "/s/" + (try gateway.share("f").url.split(separator: "/").last ?? "")
            let hidden = "GET \(target)/raw HTTP/1.1\r\nHost: x\r\n\r\n"
            for lengths in [
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 0\r\nContent-Length: 5\r\n",
                "Transfer-Encoding: chunked, identity\r\n", "Content-Length: -1\r\n", "Content-Length: 1e3\r\n",
            ] {
                let request = "POST \(target)/unlock HTTP/1.1\r\nHost: x\r\n\(lengths)\r\n0\r\n\r\n" + hidden
                let file = gateway.directory.path + "/request"
                try Data(request.utf8).write(to: URL(fileURLWithPath: file))
                let ending = try await ChildProcess.run([
                    "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/\(gateway.port) && cat \(file) >&3 && timeout 60 cat <&3",
                ])
                #expect(ending.code != 124 && !ending.output.contains("inside"), "\(lengths): \(ending.output)")
            }
        }
    }

    @Test func noPathLeadsOutOfAFolder() async throws {
        try await GatewayFixture.run { gateway in
            let volume = gateway.volume
            try volume.mkdir("in")
            try volume.mkdir("in/sub")
            try volume.writeFile("in/sub/f.txt", Array("inside".utf8))
            try volume.writeFile("secret.txt", Array("outside".utf8))
            let (folder, name) = try volume.parent("in/link")
            _ = try volume.makeSymbolicLink(
                in: folder, name, target: Array("../secret.txt".utf8), caller: VolumeFixture.caller)
            let link = try gateway.share("in")
            #expect(try await gateway.curl(link.url + "/raw/sub/f.txt").text == "inside")
            for path in [
                "/raw/../secret.txt", "/raw/sub/../../secret.txt", "/raw/%2e%2e/secret.txt", "/raw/..%2fsecret.txt",
                "/raw/sub%2ff.txt", "/raw/link", "/raw//etc/passwd", "/raw/sub/f.txt%00", "/raw/sub/f.txt/x",
                "/raw/%", "/raw/%zz", "/raw/sub", "/raw", "/../../../etc/passwd", "/view/..", "/browse/../", "/zip/..",
                "/zip/link", "/view/secret.txt", "/raw/./sub/f.txt", "/nothing",
                "/raw/" + String(repeating: "a", count: 300),
            ] {
                let answer = try await gateway.curl(link.url + path)
                #expect(answer.status == 404 && !answer.text.contains("outside"), "\(path)")
            }
            let base = "http://127.0.0.1:\(gateway.port)"
            for path in ["/", "/s", "/s/", "/etc/passwd", "/s/../etc/passwd", "/s//raw", "//s/", "/%73/", "/s/%00"] {
                #expect(try await gateway.curl(base + path).status == 404, "\(path)")
            }
            let listing = try await gateway.curl(link.url)
            #expect(listing.text.contains("sub") && !listing.text.contains(">link<"))
        }
    }

    @Test func namesCannotBecomeMarkupOrHeaders() async throws {
        try await GatewayFixture.run { gateway in
            let volume = gateway.volume
            let names: [[UInt8]] = [
                Array("<script>alert(1)<script>.html".utf8), Array("a\"b'c&d.txt".utf8),
                Array("line\nbreak\r\nX: y.txt".utf8),
                Array("ü ö 日本.txt".utf8), [0xFF, 0xFE, 0x2E, 0x74, 0x78, 0x74], Array("% %41 ;.txt".utf8),
                Array("back\\slash.svg".utf8), Array("\u{202E}gpj.exe".utf8), Array("plain.html".utf8),
            ]
            try volume.mkdir("d")
            let folder = try volume.resolve("d").inode
            for name in names {
                let (attributes, handle) = try volume.create(
                    in: folder, FileName(name), permissions: 0o644, flags: OpenFlags(rawValue: 2),
                    caller: VolumeFixture.caller)
                try volume.write(Array("<script>".utf8), at: 0, attributes.inode, handle)
                try volume.flush(attributes.inode, handle)
                volume.release(attributes.inode, handle)
            }
            let link = try gateway.share("d")
            let page = try await gateway.curl(link.url)
            #expect(page.status == 200 && !page.text.contains("<script"))
            #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(!page.text.contains("src=\"http") && !page.text.contains("href=\"http"))
            for name in names {
                let coded = name.map { String(format: "%%%02X", $0) }.joined()
                let raw = try await gateway.curl(link.url + "/raw/" + coded)
                #expect(raw.status == 200 && raw.text == "<script>", "\(coded)")
                let type = raw.headers["content-type"] ?? ""
                #expect(type == "text/plain; charset=utf-8" || type == "application/octet-stream", "\(coded): \(type)")
                #expect(raw.headers["x"] == nil)
                let view = try await gateway.curl(link.url + "/view/" + coded)
                #expect(view.status == 200 && !view.text.contains("<script"))
            }
            let disposition = try await gateway.curl(link.url + "/raw/%C3%BC%20%C3%B6%20%E6%97%A5%E6%9C%AC.txt", "-I")
            #expect(
                disposition.headers["content-disposition"]
                    == "inline; filename=\"__ __ ______.txt\"; filename*=UTF-8''%C3%BC%20%C3%B6%20%E6%97%A5%E6%9C%AC.txt"
            )
            let html = try await gateway.curl(link.url + "/raw/plain.html", "-I")
            #expect(html.headers["content-disposition"]?.hasPrefix("attachment") == true)
        }
    }

    @Test func otherMethodsAndBodiesAreRefused() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f", [1])
            let link = try gateway.share("f")
            for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
                let answer = try await gateway.curl(link.url, "-X", method)
                #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD", "\(method)")
            }
            #expect(try await gateway.curl(link.url + "/unlock").status == 405)
            let huge = gateway.directory.path + "/huge"
            try Data(count: 1 << 20).write(to: URL(fileURLWithPath: huge))
            let locked = try gateway.share("f", password: "x")
            let posted = try await gateway.curl(locked.url + "/unlock", "--data-binary", "@" + huge)
            #expect(posted.status == 400 || posted.code != 0)
            let long = try await gateway.curl(link.url + "?" + String(repeating: "a", count: 100_000))
            #expect(long.status >= 400 || long.code != 0)
            let many = try await gateway.curl(
                link.url, (0..<300).flatMap { ["-H", "X-\($0): y"] })
            #expect(many.status >= 400 || many.code != 0)
            #expect(try await gateway.curl(link.url).status == 200)
        }
    }

    @Test func whoSendsHalfARequestIsClosed() async throws {
        try await GatewayFixture.run { limits in
            limits.headTimeout = .milliseconds(300)
        } _: { gateway in
            try gateway.volume.writeFile("f", [1])
            let link = try gateway.share("f")
            // A hundred at once, each with half a head; the gateway closes them all, and serves others meanwhile.
            let ends = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let ending = try await ChildProcess.run([
                            "bash", "-c",
                            "exec 3<>/dev/tcp/127.0.0.1/\(gateway.port) && printf 'GET / HT' >&3 && timeout 300 cat <&3",
                        ])
                        // Closed, or reset for what was sent and never read; not cut off by the clock.
                        return ending.code != 124
                    }
                }
                #expect(try await gateway.curl(link.url).status == 200)
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(ends == 100)
        }
    }

    @Test func whoTakesNothingIsClosed() async throws {
        try await GatewayFixture.run { limits in
            limits.writeTimeout = .milliseconds(300)
        } _: { gateway in
            try gateway.volume.writeFile("f.bin", bulk(24 << 20))
            let link = try gateway.share("f.bin")
            let target = "/s/" + (link.url.split(separator: "/").last ?? "") + "/raw"
            let connection = try RawConnection(port: gateway.port)
            try connection.write("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
            try await connection.waitForAnswer()
            // Nothing more is read from it; it is given up all the same.
            while gateway.volume.openFileCount > 0 { await Task.yield() }
            withExtendedLifetime(connection) {}
        }
    }

    @Test func oneAddressHasSoManyAnswersAtOnce() async throws {
        try await GatewayFixture.run { limits in
            limits.requestsPerAddressMax = 2
        } _: { gateway in
            let content = bulk(24 << 20)
            try gateway.volume.writeFile("f.bin", content)
            let link = try gateway.share("f.bin")
            let target = "/s/" + (link.url.split(separator: "/").last ?? "") + "/raw"
            let others = [try RawConnection(port: gateway.port), try RawConnection(port: gateway.port)]
            for connection in others {
                try connection.write("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
                // Its answer has begun, and does not end before it is read.
                try await connection.waitForAnswer()
            }
            let third = try await gateway.curl(link.url)
            #expect(third.status == 429 && third.headers["retry-after"] == "5")
            _ = try gateway.volume.revokeShare(link.id)
            withExtendedLifetime(others) {}
        }
    }

    @Test func aProxyIsBelievedOnlyWhereThereIsOne() async throws {
        let rule: @Sendable (inout GatewayLimits) -> Void = { limits in
            limits.unknownTokens = AttemptRule(burst: 1, refill: .seconds(3600))
        }
        @Sendable func statuses(_ gateway: GatewayFixture) async throws -> [Int] {
            var statuses: [Int] = []
            for address in ["192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2"] {
                let url = "http://127.0.0.1:\(gateway.port)/s/" + String(repeating: "a", count: 32)
                // What a client claims stands before what the proxy adds.
                let header = "X-Forwarded-For: 198.51.100.7, \(address)"
                statuses.append(try await gateway.curl(url, "-H", header).status)
            }
            return statuses
        }
        let direct = try await GatewayFixture.run(rule) { try await statuses($0) }
        #expect(direct == [404, 429, 429, 429])
        let behind = try await GatewayFixture.run(publicURL: "https://files.example.org/x", rule) { gateway in
            let found = try await statuses(gateway)
            try gateway.volume.writeFile("f", [1])
            let link = try gateway.share("f", password: "x")
            let answer = try await gateway.curl(link.url + "/unlock", "-d", "password=x")
            #expect(answer.headers["set-cookie"]?.hasSuffix("; Secure") == true)
            #expect(answer.headers["location"]?.hasPrefix("../") == true)
            return found
        }
        // One household is one network of IPv6.
        #expect(behind == [404, 404, 404, 429])
    }

    @Test func endedLinksSaySo() async throws {
        try await GatewayFixture.run { gateway in
            try gateway.volume.writeFile("f", [1])
            let revoked = try gateway.share("f")
            _ = try gateway.volume.revokeShare(revoked.id)
            let expired = try gateway.share("f", lifetime: .nanoseconds(1))
            // The clock goes in steps.
            let end = gateway.volume.now
            while gateway.volume.now <= end { await Task.yield() }
            try gateway.volume.doChores()
            let deleted = try gateway.share("f")
            try gateway.volume.unlink(in: .root, FileName(Array("f".utf8)))
            for link in [revoked, expired, deleted] {
                for path in ["", "/raw", "?download", "/unlock"] {
                    let words = path == "/unlock" ? ["-d", "password=x"] : []
                    #expect(try await gateway.curl(link.url + path, words).status == 410)
                }
            }
            #expect(try await gateway.curl(expired.url).text.contains("expired"))
            #expect(try await gateway.curl(revoked.url).text.contains("withdrawn"))
        }
    }
}

/// A connection of a client that does not behave.
private final class RawConnection {
    private let socket: Int32

    struct Failure: Error {
        let errno: Int32
    }

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure(errno: errno) }
    }

    deinit { close(socket) }

    func write(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Glibc.write(socket, bytes, bytes.count) == bytes.count else { throw Failure(errno: errno) }
    }

    /// Until its first byte is there. The gateway needs the threads that a blocking call would hold.
    func waitForAnswer() async throws {
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, Int32(MSG_DONTWAIT)) != 1 {
            guard errno == EAGAIN else { throw Failure(errno: errno) }
            await Task.yield()
        }
    }
}
