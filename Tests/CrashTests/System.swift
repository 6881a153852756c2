// SPDX-License-Identifier: MIT

import Glibc

/// A system call that failed, with its errno.
struct SystemError: Error, CustomStringConvertible {
    let call: String
    let path: String
    let code: Int32

    var description: String { "\(call) \(path): \(String(cString: strerror(code)))" }
}

/// System calls that throw, on paths.
enum System {
    @discardableResult
    static func check<Value: SignedInteger>(_ call: String, _ path: String, _ result: Value) throws -> Value {
        guard result != -1 else { throw SystemError(call: call, path: path, code: errno) }
        return result
    }

    /// `body` gets the open file; close(2) is part of it, and its failure is one.
    static func withFile<Value>(
        _ path: String, _ flags: Int32, _ body: (Int32) throws -> Value
    ) throws -> Value {
        let file = try check("open", path, open(path, flags | O_CLOEXEC, 0o644))
        let value: Value
        do {
            value = try body(file)
        } catch {
            close(file)
            throw error
        }
        try check("close", path, close(file))
        return value
    }

    static func write(_ file: Int32, _ bytes: UnsafeRawBufferPointer, _ path: String) throws {
        var done = 0
        while done < bytes.count {
            done += try check(
                "write", path, Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done))
        }
    }

    static func bytes(of path: String) throws -> [UInt8] {
        try withFile(path, O_RDONLY) { file in
            var facts = stat()
            try check("fstat", path, fstat(file, &facts))
            var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
            var done = 0
            while done < bytes.count {
                let count = try bytes[done...].withUnsafeMutableBytes { rest in
                    try check("read", path, read(file, rest.baseAddress, rest.count))
                }
                guard count > 0 else { break }
                done += count
            }
            return Array(bytes[..<done])
        }
    }

    static func syncDirectory(_ path: String) throws {
        _ = try withFile(path, O_RDONLY | O_DIRECTORY) { file in try check("fsync", path, fsync(file)) }
    }

    static func makeDirectory(_ path: String) throws {
        guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
        throw SystemError(call: "mkdir", path: path, code: errno)
    }

    static func names(in path: String) throws -> [String] {
        guard let directory = opendir(path) else { throw SystemError(call: "opendir", path: path, code: errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    static func isMounted(_ path: String) -> Bool {
        guard let table = try? text(of: "/proc/self/mountinfo") else { return false }
        return table.split(separator: "\n").contains { $0.split(separator: " ").dropFirst(4).first == path[...] }
    }

    /// Of files in /proc, which have no size.
    static func text(of path: String) throws -> String {
        try withFile(path, O_RDONLY) { file in
            var text: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = try check("read", path, read(file, &block, block.count))
                guard count > 0 else { return String(decoding: text, as: UTF8.self) }
                text += block[..<count]
            }
        }
    }

    /// Asks until the answer is yes, at most until the deadline.
    static func wait(atMost limit: Duration, for condition: () throws -> Bool) rethrows -> Bool {
        let deadline = ContinuousClock.now + limit
        while try !condition() {
            guard ContinuousClock.now < deadline else { return false }
            usleep(5_000)
        }
        return true
    }
}
