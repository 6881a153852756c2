// SPDX-License-Identifier: MIT

import NIOCore
import NIOPosix

@testable import TelegramEmulator

/// Whoever writes to the control socket by hand.
enum ControlLines {
    /// Sends requests, `METHOD PARAMETERS`, each on a line of its own, whatever is in it; what comes back, in the order in
    /// which it was asked.
    static func ask(_ requests: [String], to emulator: Emulator) async throws -> [String] {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(unixDomainSocketPath: emulator.ready.controlSocket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var answers: [String] = []
            var rest = ""
            var iterator = inbound.makeAsyncIterator()
            for (number, request) in requests.enumerated() {
                let words = request.split(separator: " ", maxSplits: 1)
                let line =
                    #"{"jsonrpc":"2.0","id":\#(number),"method":"\#(words.first ?? "")","params":\#(words.last ?? "")}"#
                // One line: what breaks it would be another request.
                let oneLine = line.replacing("\n", with: " ").replacing("\r", with: " ")
                try await outbound.write(ByteBuffer(string: oneLine + "\n"))
                while !rest.contains("\n") {
                    guard let part = try await iterator.next() else { return answers }
                    rest += String(buffer: part)
                }
                let end = rest.firstIndex(of: "\n") ?? rest.endIndex
                answers.append(String(rest[..<end]))
                rest.removeSubrange(...end)
            }
            return answers
        }
    }
}
