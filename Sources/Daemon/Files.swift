// SPDX-License-Identifier: MIT

import Glibc

/// Reads a small file of ours. `noSuchPath` where there is none.
package func readBytes(_ path: String, bytesMax: Int) throws(Failure) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
        if errno == ENOENT { throw Failure(.noSuchPath, "There is no file \(path)", hint: "Check the path") }
        throw Failure(call: "open", path: path, errno: errno, hint: "Check who may read it")
    }
    defer { close(file) }
    return try readBytes(of: file, path: path, bytesMax: bytesMax)
}

/// Reads an open file to its end.
func readBytes(of file: Int32, path: String, bytesMax: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
        var part = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &part, part.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw Failure(call: "read", path: path, errno: errno) }
        guard count > 0 else { return bytes }
        bytes += part.prefix(count)
        guard bytes.count <= bytesMax else { throw Failure(.failed, "\(path) is larger than \(bytesMax) bytes") }
    }
}

func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// A directory of this user's, for this user only (0700).
func keepPrivate(_ directory: String) throws(Failure) {
    var facts = stat()
    guard stat(directory, &facts) == 0 else { throw Failure(call: "stat", path: directory, errno: errno) }
    guard facts.st_mode & S_IFMT == S_IFDIR else { throw Failure(.failed, "\(directory) is not a directory") }
    guard facts.st_uid == geteuid() else {
        throw Failure(.notPermitted, "\(directory) belongs to another user", hint: "Run the command as that user")
    }
    if facts.st_mode & 0o077 != 0, chmod(directory, 0o700) != 0 {
        throw Failure(call: "chmod", path: directory, errno: errno)
    }
}

/// Small files with something secret in them, or a pipe: one newline at the end is not part of it.
package enum Secrets {
    package static func read(_ path: String) throws(Failure) -> [UInt8] {
        var bytes = try readBytes(path, bytesMax: 4096)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes
    }
}

func readText(_ path: String) throws(Failure) -> String {
    guard let text = String(validating: try readBytes(path, bytesMax: 1 << 20), as: UTF8.self) else {
        throw Failure(.configuration, "\(path) is not UTF-8 text", hint: "Save it as UTF-8")
    }
    return text
}

/// Writes a file (0600) so that at every moment either the old or the new bytes are there; durable when this returns.
func replaceFile(_ path: String, with bytes: [UInt8]) throws(Failure) {
    let draft = "\(path).\(getpid()).new"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Failure(call: "open", path: draft, errno: errno) }
    do throws(Failure) {
        defer { close(file) }
        try writeAll(bytes, to: file, path: draft)
        guard fsync(file) == 0 else { throw Failure(call: "fsync", path: draft, errno: errno) }
    } catch {
        unlink(draft)
        throw error
    }
    guard rename(draft, path) == 0 else { throw Failure(call: "rename", path: path, errno: errno) }
    try syncDirectory(of: path)
}

func writeAll(_ bytes: [UInt8], to file: Int32, path: String) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw Failure(call: "write", path: path, errno: errno) }
        rest = rest.dropFirst(count)
    }
}

private func syncDirectory(of path: String) throws(Failure) {
    let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw Failure(call: "open", path: parent, errno: errno) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw Failure(call: "fsync", path: parent, errno: errno) }
}
