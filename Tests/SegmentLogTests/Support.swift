// SPDX-License-Identifier: MIT

import DiskSimulation
import FilesystemModel
import Glibc

@testable import SegmentLog

extension SegmentSequence: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: UInt64) { self.init(rawValue: value) }
}

extension SegmentFile {
    func append(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try append($0) } }

    func writeBlock(_ block: Int, _ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try writeBlock(block, $0) } }

    func bytes(_ range: Range<UInt64>? = nil) throws -> [UInt8] {
        let range = range ?? 0..<size
        var bytes = [UInt8](repeating: 0xEE, count: range.count)
        let count = try bytes.withUnsafeMutableBytes { try read(into: $0, at: range.lowerBound) }
        return Array(bytes.prefix(count))
    }
}

extension Log {
    /// Waits for a sync that somebody asked for, as fsync does.
    func sync(through sequence: SegmentSequence) throws {
        let answers = BlockingQueue<Result<Void, SegmentLogError>>()
        requestSync(through: sequence) { answers.push($0) }
        try answers.pop()?.get()
    }
}

/// Bytes that differ at every place of interest: `count` of them, told apart by `seed`.
func pattern(_ count: Int, seed: UInt8 = 1) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) ^ seed | 1 }
}

/// A directory of the machine that goes away with the test.
final class TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/gramfs-segment-log-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw SystemFailure(code: errno) }
        path = String(cString: made)
    }

    deinit { remove(path) }

    private func remove(_ path: String) {
        for name in (try? SystemFileOperations().list(path)) ?? [] { remove("\(path)/\(name)") }
        _ = Glibc.remove(path)
    }
}

/// A small tmpfs, for tests of full disks; needs root.
final class TemporaryMemoryDisk {
    static var isPossible: Bool { geteuid() == 0 }

    private let directory: TemporaryDirectory
    var path: String { directory.path }

    init(bytes: Int) throws {
        directory = try TemporaryDirectory()
        guard mount("tmpfs", directory.path, "tmpfs", 0, "size=\(bytes)") == 0 else { throw SystemFailure(code: errno) }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }
}
