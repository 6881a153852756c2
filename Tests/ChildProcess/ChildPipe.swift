// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// What a child writes, read by the test: `writer` is its stream, and is closed here after its start.
package final class ChildPipe: Sendable {
    private let reader: Int32
    private let writing: Mutex<Int32?>

    package init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw ChildProcess.Failure(description: "no pipe: errno \(errno)") }
        reader = ends[0]
        writing = Mutex(ends[1])
    }

    deinit {
        closeWriter()
        close(reader)
    }

    package var writer: ChildProcess.Stream { .descriptor(writing.withLock { $0 ?? -1 }) }

    /// The end of what is read comes only once nobody can write any more.
    package func closeWriter() {
        writing.withLock { end in
            if let end { close(end) }
            end = nil
        }
    }

    /// Blocks until there is something; empty at the end.
    package func read() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(reader, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            return Array(bytes.prefix(max(count, 0)))
        }
    }

    /// Blocks until the end.
    package func readToEnd() -> String {
        var bytes: [UInt8] = []
        while true {
            let part = read()
            if part.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += part
        }
    }
}
