// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import SegmentLog
import Synchronization

/// A file that a thread appends to, with the log's sync after each append, until a call fails.
final class AppendedFile: Sendable {
    let path: String
    private let acknowledged: Mutex<Int>
    private let isOver = DispatchSemaphore(value: 0)

    init(_ path: String) throws {
        self.path = path
        acknowledged = Mutex(0)
        let file = try System.check("open", path, open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600))
        Thread.detachNewThread {
            self.append(to: file)
            close(file)
            self.isOver.signal()
        }
    }

    var acknowledgedBytes: Int { acknowledged.withLock { $0 } }

    /// Returns what was acknowledged in the end.
    func waitForFailure() -> Int {
        isOver.wait()
        return acknowledgedBytes
    }

    private func append(to file: Int32) {
        var size = 0
        while true {
            let count = 1 + size * 7 % 20_011
            let bytes = (size..<size + count).map(Self.byte)
            let written = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, count, off_t(size)) }
            guard written == count, isSynced(file) else { return }
            size += count
            acknowledged.withLock { $0 = size }
        }
    }

    private func isSynced(_ file: Int32) -> Bool {
        do {
            try SystemFileOperations().syncData(FileDescriptor(rawValue: file))
            return true
        } catch {
            return false
        }
    }

    /// How many bytes from the start are what was written there.
    static func validBytes(of path: String) throws -> Int {
        let bytes = try System.bytes(of: path)
        return bytes.enumerated().first { $0.element != byte($0.offset) }?.offset ?? bytes.count
    }

    /// Never 0, which a lost page would show.
    private static func byte(_ offset: Int) -> UInt8 { UInt8(truncatingIfNeeded: offset &* 31 &+ offset >> 8) | 1 }
}
