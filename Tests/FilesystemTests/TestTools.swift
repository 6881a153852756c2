// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ReferenceModel
import Synchronization
import Testing
import VolumeFixture

/// A clock that stands still until the test moves it.
final class ManualClock: WallClock {
    private let time: Mutex<Timestamp>

    init(_ time: Timestamp = Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789)) { self.time = Mutex(time) }

    func now() -> Timestamp { time.withLock { $0 } }

    @discardableResult
    func advance() -> Timestamp {
        time.withLock { time in
            time = Timestamp(seconds: time.seconds + 1, nanoseconds: (time.nanoseconds &+ 7) % 1_000_000_000)
            return time
        }
    }
}

extension Volume {
    /// Every entry of a directory, `pageEntries` at a time, without the dots.
    func entries(of directory: InodeNumber, pageEntries: Int = 64) throws(FSError) -> [DirectoryEntry] {
        var all: [DirectoryEntry] = []
        var after = DirectoryCookie.start
        while true {
            let page = try readDirectory(directory, .directory, after: after, limit: pageEntries, withAttributes: true)
            guard let last = page.last else { return all.filter { $0.cookie > .dotDot } }
            all += page
            after = last.cookie
        }
    }

    /// The content of a file through a handle of its own, and locally first, as the kernel would get it.
    func content(of number: InodeNumber, pieces: Int = 100_000) async throws -> [UInt8] {
        let handle = try open(number, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
        defer { release(number, handle) }
        let size = try attributes(of: number).size
        var content: [UInt8] = []
        while UInt64(content.count) < size {
            let part = try await part(number, handle, at: UInt64(content.count), pieces)
            guard !part.isEmpty else { break }
            content += part
        }
        return content
    }

    /// Where a file has data, as lseek shows it.
    func data(of number: InodeNumber) throws -> RangeSet<Int> {
        let handle = try open(number, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
        defer { release(number, handle) }
        var data = RangeSet<Int>()
        var position: UInt64 = 0
        while let start = try dataStart(handle, from: position) {
            position = try seek(handle, .hole, from: start)
            data.insert(contentsOf: Int(start)..<Int(position))
        }
        return data
    }

    private func dataStart(_ handle: HandleID, from offset: UInt64) throws(FSError) -> UInt64? {
        do throws(FSError) { return try seek(handle, .data, from: offset) } catch .beyondEnd { return nil }
    }

    func part(_ number: InodeNumber, _ handle: HandleID, at offset: UInt64, _ length: Int) async throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0xEE, count: length)
        let count = try bytes.withUnsafeMutableBytes { try readLocally(number, handle, offset: offset, into: $0) }
        guard let count else { return try await read(number, handle, offset: offset, length: length) }
        return Array(bytes[..<count])
    }
}

/// Compares a whole tree with the model's: names, kinds, attributes, content, and what `readdir` says of each.
func expectEqual(
    _ volume: Volume, _ model: ReferenceVolume, _ comment: String, times: Bool = true,
    location: SourceLocation = #_sourceLocation
) async throws {
    var pending: [(path: String, InodeNumber, InodeNumber)] = [("/", .root, .root)]
    while let (path, number, expectedNumber) = pending.popLast() {
        let file = try #require(model.files[expectedNumber], sourceLocation: location)
        let found = try volume.attributes(of: number)
        let description = "\(comment): \(path)"
        #expect(difference(found, file, times: times) == nil, "\(description)", sourceLocation: location)
        var xattrs: [[UInt8]: [UInt8]] = [:]
        for name in try volume.xattrNames(number, caller: Caller(uid: 0, gid: 0)) {
            xattrs[name] = try volume.xattr(number, name: name)
        }
        #expect(xattrs == file.allXattrs, "\(description)", sourceLocation: location)
        switch file.kind {
        case .regular:
            let content = try await volume.content(of: number)
            let place = zip(content, file.content).enumerated().first { $1.0 != $1.1 }?.offset
            #expect(
                content.count == file.content.count && place == nil,
                "\(description): \(content.count) of \(file.content.count) bytes, first difference \(place ?? -1)",
                sourceLocation: location)
            #expect(try volume.data(of: number) == file.data, "\(description)", sourceLocation: location)
        case .symbolicLink:
            #expect(try volume.readSymbolicLink(number) == file.target, "\(description)", sourceLocation: location)
        case .directory:
            let entries = try volume.entries(of: number, pageEntries: 5)
            let names = entries.map { $0.name }
            #expect(Set(names).count == names.count, "\(description): twice the same name", sourceLocation: location)
            #expect(
                Set(names) == Set(file.names.keys.map(\.bytes)), "\(description)", sourceLocation: location)
            for entry in entries {
                guard let name = try? FileName(entry.name), let expected = file.names[name] else { continue }
                #expect(entry.inode == expected, "\(description)\(name)", sourceLocation: location)
                #expect(
                    entry.kind == model.files[expected]?.kind && entry.attributes?.inode == expected,
                    "\(description)\(name)", sourceLocation: location)
                pending.append((path + name.description + "/", entry.inode, expected))
            }
        case .fifo, .socket, .characterDevice, .blockDevice: break
        }
    }
}

/// What differs, in words; nil for nothing.
func difference(_ found: Attributes, _ file: ReferenceVolume.File, times: Bool) -> String? {
    func line<Value: Equatable>(_ name: String, _ found: Value, _ expected: Value) -> String? {
        found == expected ? nil : "\(name) \(found), not \(expected)"
    }
    var lines = [
        line("kind", found.kind, file.kind), line("permissions", found.permissions, file.permissions),
        line("links", found.linkCount, file.linkCount), line("uid", found.uid, file.uid),
        line("gid", found.gid, file.gid), line("device", found.deviceNumber, file.deviceNumber),
    ]
    if file.kind != .directory { lines.append(line("size", found.size, file.size)) }
    if times {
        lines += [
            line("mtime", found.modificationTime, file.modificationTime),
            line("ctime", found.changeTime, file.changeTime), line("atime", found.accessTime, file.accessTime),
        ]
    }
    let told = lines.compactMap { $0 }
    return told.isEmpty ? nil : told.joined(separator: "; ")
}

func name(_ text: String) throws -> FileName { try FileName(Array(text.utf8)) }
