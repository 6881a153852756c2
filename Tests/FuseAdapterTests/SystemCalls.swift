// SPDX-License-Identifier: MIT

import CLinux
import FilesystemModel
import Glibc

/// What a system call said.
struct Errno: Error, Equatable, CustomStringConvertible {
    let code: Int32

    init(_ code: Int32) { self.code = code }

    static var last: Errno { Errno(Glibc.errno) }
    var description: String { String(cString: strerror(code)) }
}

@discardableResult
func check<Value: SignedInteger>(_ result: Value) throws -> Value {
    guard result >= 0 else { throw Errno.last }
    return result
}

func status(_ path: String) throws -> stat {
    var status = stat()
    try check(lstat(path, &status))
    return status
}

/// A descriptor that is closed with the test, or by hand.
///
/// `@unchecked Sendable`: handed on from one thread to the next, never used by two.
final class OpenFile: @unchecked Sendable {
    private(set) var descriptor: Int32

    init(_ path: String, _ flags: Int32, mode: mode_t = 0o644) throws {
        descriptor = try check(Glibc.open(path, flags | O_CLOEXEC, mode))
    }

    deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

    func close() throws {
        let held = descriptor
        descriptor = -1
        try check(Glibc.close(held))
    }

    @discardableResult
    func write(_ bytes: [UInt8], at offset: Int? = nil) throws -> Int {
        if let offset { return try check(pwrite(descriptor, bytes, bytes.count, off_t(offset))) }
        return try check(Glibc.write(descriptor, bytes, bytes.count))
    }

    func read(_ count: Int, at offset: Int = 0) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0xEE, count: count)
        let count = try check(pread(descriptor, &bytes, bytes.count, off_t(offset)))
        return Array(bytes.prefix(count))
    }
}

func write(_ bytes: [UInt8], to path: String) throws {
    let file = try OpenFile(path, O_CREAT | O_TRUNC | O_WRONLY)
    try file.write(bytes)
    try file.close()
}

func contents(_ path: String) throws -> [UInt8] { try OpenFile(path, O_RDONLY).read(8 << 20) }

func pattern(_ count: Int, seed: UInt8 = 1) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) ^ seed }
}

/// Waits for what another thread brings about; no sleeping, and no waiting for ever.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        sched_yield()
    }
    return false
}
