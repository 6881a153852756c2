// SPDX-License-Identifier: MIT

import CLinux
import Foundation
import Logging
import Telegram

/// One run of our client against a server, for `Scripts/bench wire`: a document up, and down again, each timed.
///
///     gramfs-bench-wire READY_FILE SESSION PHONE CODE MEBIBYTES
///
/// Prints {"up":seconds,"down":seconds,"bytes":n}.
@main
struct WireBench {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 6, let mebibytes = Int64(words[5]) else {
            FileHandle.standardError.write(
                Data("usage: gramfs-bench-wire READY_FILE SESSION PHONE CODE MEBIBYTES\n".utf8))
            exit(2)
        }
        print(try await run(ready: words[1], session: words[2], phone: words[3], code: words[4], mebibytes << 20))
    }
}

private func run(ready: String, session: String, phone: String, code: String, _ bytes: Int64) async throws -> String {
    // As the daemon does.
    mallopt(M_MMAP_THRESHOLD, 8 << 20)
    mallopt(M_TRIM_THRESHOLD, 64 << 20)
    var logger = Logger(label: "bench")
    logger.logLevel = .critical
    let client = try TelegramClient(
        configuration: TelegramConfiguration(
            application: try Application(id: "1", hash: String(repeating: "0a", count: 16)),
            servers: try ServerList(path: ready), version: "bench", logger: logger), sessionPath: session)
    guard case .sent(let sent) = try await client.sendCode(phone: phone) else { return "" }
    _ = try await client.signIn(sent, code: code)
    let channel = try await client.createChannel(title: "Bench", about: "").reference

    // The same mebibyte again and again: what is measured is the way, not the source.
    let block = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    let source = UploadSource(bytes: bytes) { range in
        let start = Int(range.lowerBound) & (1 << 20 - 1)
        let end = start + range.count
        return end <= 1 << 20 ? Array(block[start..<end]) : Array(block[start...] + block[..<(end - 1 << 20)])
    }
    let begin = ContinuousClock.now
    let message = try await client.postDocument(
        to: channel, source: source, fileName: "bench", caption: "bench", randomID: Int64.random(in: 1...Int64.max))
    let up = begin.duration(to: .now)
    guard let document = message.document else { return "" }
    let middle = ContinuousClock.now
    // As read-ahead does: some blocks under way, and the next once one is here.
    let pieceBytes: Int64 = 1 << 20
    let isWhole = try await withThrowingTaskGroup(of: Bool.self) { group in
        var position: Int64 = 0
        var isWhole = true
        for _ in 0..<16 { next() }
        while let piece = try await group.next() {
            isWhole = isWhole && piece
            next()
        }
        func next() {
            guard position < bytes else { return }
            let range = position..<min(position + pieceBytes, bytes)
            position = range.upperBound
            group.addTask {
                let piece = try await client.download(document, range: range)
                return piece.count == range.count && piece.first == block[0] && piece.last == block[block.count - 1]
            }
        }
        return isWhole
    }
    guard isWhole else { return "" }
    let down = middle.duration(to: .now)
    await client.close()
    return "{\"up\":\(up / .seconds(1)),\"down\":\(down / .seconds(1)),\"bytes\":\(bytes)}"
}
