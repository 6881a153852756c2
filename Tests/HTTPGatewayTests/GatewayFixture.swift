// SPDX-License-Identifier: MIT

import ChildProcess
import Filesystem
import FilesystemModel
import Foundation
import HTTPGateway
import Logging
import ObjectStorage
import Synchronization
import VolumeFixture

/// A volume with a gateway on a port of loopback, and curl to ask it.
final class GatewayFixture: Sendable {
    let fixture: VolumeFixture
    let port: Int
    let directory: TemporaryDirectory
    private let noted: NotedUses

    var volume: Volume { fixture.volume }
    var uses: [ShareUse] { noted.all }

    private init(_ fixture: VolumeFixture, port: Int, directory: TemporaryDirectory, noted: NotedUses) {
        self.fixture = fixture
        self.port = port
        self.directory = directory
        self.noted = noted
    }

    final class NotedUses: Sendable {
        private let uses = Mutex<[ShareUse]>([])
        var all: [ShareUse] { uses.withLock { $0 } }
        func add(_ use: ShareUse) { uses.withLock { $0.append(use) } }
    }

    static func run<Result: Sendable>(
        on fixture: VolumeFixture? = nil, publicURL: String? = nil,
        _ configure: @Sendable (inout GatewayLimits) -> Void = { _ in },
        _ body: @escaping @Sendable (GatewayFixture) async throws -> Result
    ) async throws -> Result {
        let volume: VolumeFixture
        if let fixture {
            volume = fixture
        } else {
            volume = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        }
        var configuration = GatewayConfiguration(host: "127.0.0.1", port: 0, publicURL: publicURL)
        configure(&configuration.limits)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let noted = NotedUses()
        let gateway = HTTPGateway(volume.volume, configuration, logger: logger) { noted.add($0) }
        let (ports, announcement) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                defer { announcement.finish() }
                do {
                    try await gateway.run { announcement.yield($0) }
                } catch is CancellationError {
                    // The end of the test.
                }
                return nil
            }
            group.addTask {
                for await port in ports {
                    let gateway = GatewayFixture(
                        volume, port: port, directory: try TemporaryDirectory(), noted: noted)
                    return try await body(gateway)
                }
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    // MARK: Shares

    func share(
        _ path: String, lifetime: Duration? = nil, password: String? = nil, downloadsMax: UInt64? = nil,
        isLive: Bool = false
    ) throws -> Link {
        let (share, token) = try volume.createShare(
            ShareRequest(
                path: Array(path.utf8), lifetime: lifetime, password: password.map { Array($0.utf8) },
                downloadsMax: downloadsMax, isLive: isLive))
        return Link(id: share.id, url: "http://127.0.0.1:\(port)/s/\(token)")
    }

    struct Link: Sendable {
        let id: ShareID
        let url: String
    }

    func downloads(_ link: Link) throws -> UInt64 { try volume.share(link.id)?.downloads ?? 0 }

    // MARK: curl

    struct Answer: Sendable {
        /// 0 where there was no answer.
        var status = 0
        /// In lower case; of several with one name the last.
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        /// curl's exit code.
        var code: Int32 = 0

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    func curl(_ url: String, _ words: String...) async throws -> Answer { try await curl(url, words) }

    func curl(_ url: String, _ words: [String]) async throws -> Answer {
        let name = directory.path + "/" + UUID().uuidString
        let code = try await ChildProcess.run(
            ["curl", "-s", "--path-as-is", "--max-time", "60", "-o", name + ".body", "-D", name + ".head"] + words + [
                url
            ]
        ).code
        var answer = Answer(code: code)
        answer.body = (try? [UInt8](Data(contentsOf: URL(fileURLWithPath: name + ".body")))) ?? []
        let head = (try? String(contentsOfFile: name + ".head", encoding: .isoLatin1)) ?? ""
        for line in head.split(separator: "\r\n") {
            if line.hasPrefix("HTTP/") {
                answer.headers = [:]
                answer.status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            } else if let colon = line.firstIndex(of: ":") {
                let value = line[line.index(after: colon)...].drop { $0 == " " }
                answer.headers[line[..<colon].lowercased()] = String(value)
            }
        }
        return answer
    }
}

/// Many bytes in little time: blocks that name their place.
func bulk(_ count: Int) -> [UInt8] {
    let block = noise(1 << 20, seed: 11)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
        let place = UInt64(bytes.count).littleEndian
        bytes += block.prefix(count - bytes.count)
        let start = bytes.count - min(bytes.count, 1 << 20)
        if bytes.count - start >= 8 {
            withUnsafeBytes(of: place) { bytes.replaceSubrange(start..<start + 8, with: $0) }
        }
    }
    return bytes
}
