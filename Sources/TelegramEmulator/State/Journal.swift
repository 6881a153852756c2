// SPDX-License-Identifier: MIT

import ControlSocket
import Glibc

/// Why the state directory cannot be used.
package enum StateError: Error, Hashable, Sendable {
    case system(call: String, path: String, errno: Int32)
    /// Another emulator runs on this directory.
    case inUse(path: String)
    case damaged(path: String, line: Int, why: String)
}

/// The state as a file of JSON lines, one a changed row, that is only appended to. A line is complete once its newline
/// is there; what a killed process left unfinished is cut off. Written without `fsync`: it outlives the process, which is
/// what an emulator promises, not a power cut.
final class Journal {
    private let path: String
    private var file: Int32

    private init(path: String, file: Int32) {
        self.path = path
        self.file = file
    }

    deinit { close(file) }

    /// Gives every complete line of the journal to `line`.
    static func read(_ path: String, _ line: (ArraySlice<UInt8>) throws(DecodingError) -> Void) throws(StateError) {
        guard access(path, F_OK) == 0 else { return }
        let bytes = try FileBytes.read(path)
        var start = 0
        var number = 1
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            do {
                try line(bytes[start..<end])
            } catch {
                throw .damaged(path: path, line: number, why: error.summary)
            }
            start = end + 1
            number += 1
        }
    }

    /// Replaces the journal by `lines`, as one step.
    static func replace(_ path: String, by lines: [UInt8]) throws(StateError) -> Journal {
        let new = path + ".new"
        let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_APPEND, 0o600)
        guard file >= 0 else { throw .system(call: "open", path: new, errno: errno) }
        let journal = Journal(path: path, file: file)
        try journal.append(lines)
        guard rename(new, path) == 0 else { throw .system(call: "rename", path: path, errno: errno) }
        return journal
    }

    func append(_ lines: [UInt8]) throws(StateError) {
        try FileBytes.write(lines[...], to: file, path: path)
    }
}

/// Whole files in one call.
enum FileBytes {
    static func read(_ path: String) throws(StateError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw .system(call: "fstat", path: path, errno: errno) }
        var error: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(facts.st_size)) { buffer, count in
            while count < buffer.count {
                let got = Glibc.read(file, buffer.baseAddress.map { $0 + count }, buffer.count - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { error = errno }
                guard got > 0 else { break }
                count += got
            }
        }
        guard error == 0 else { throw .system(call: "read", path: path, errno: error) }
        return bytes
    }

    static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, path: String) throws(StateError) {
        let error = bytes.withUnsafeBytes { write($0, to: file) }
        guard error == 0 else { throw .system(call: "write", path: path, errno: error) }
    }

    /// The `errno` of what failed, or 0.
    static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int32 {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return errno }
            done += count
        }
        return 0
    }

    /// Replaces the file at `path` as one step.
    static func replace(_ path: String, by bytes: [UInt8], mode: mode_t = 0o600) throws(StateError) {
        let new = path + ".new"
        let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw .system(call: "open", path: new, errno: errno) }
        defer { close(file) }
        try write(bytes[...], to: file, path: new)
        guard rename(new, path) == 0 else { throw .system(call: "rename", path: path, errno: errno) }
    }
}
