// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import ReferenceModel
import SeededRandom
import Testing

/// Draws system calls on a few files of a real mount, does each on the model too, and compares.
///
/// The kernel writes whole pages back: so data may be found in more places than it was written to, but never a hole
/// where there is a byte that is not zero.
struct MountedOperations {
    var random: SeededGenerator
    private var model = ReferenceVolume(now: Timestamp(seconds: 0), uid: 0, gid: 0)
    private var open: [String: OpenFile] = [:]
    private var inodes: [String: InodeNumber] = [:]
    private(set) var history: [String] = []
    private static let names = ["a", "b", "c", "d", "e"]
    private static let bytesMax = 4 << 20

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func step(in directory: String) throws {
        guard let name = Self.names.randomElement(using: &random) else { return }
        guard let inode = inodes[name] else { return try create(name, in: directory) }
        let file = try openFile(name, in: directory)
        guard content(inode).count < Self.bytesMax else { return try cut(file, inode) }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<25: try write(name, file, inode)
        case 25..<32: try writeDirectly("\(directory)/\(name)", inode)
        case 32..<38: try append("\(directory)/\(name)", inode)
        case 38..<42: try map("\(directory)/\(name)", inode)
        case 42..<46: try write(name, file, inode)
        case 46..<56: try allocate(file, inode)
        case 56..<66: try copy(from: file, inode, in: directory)
        case 66..<73: try cut(file, inode)
        case 73..<80: try seek(file, inode)
        case 80..<86: try read(file, inode)
        case 86..<89: try readDirectly("\(directory)/\(name)", inode)
        case 89..<92: try rename(name, in: directory)
        case 92..<94: try remove(name, in: directory)
        case 94..<97: try sync(file, inode)
        default: try close(name)
        }
    }

    /// Compares every file, as it is shown now.
    mutating func expectAll(in directory: String, _ comment: String) throws {
        for (name, inode) in inodes.sorted(by: { $0.key < $1.key }) {
            let content = model.files[inode]?.content ?? []
            let shown = try status("\(directory)/\(name)")
            #expect(UInt64(shown.st_ino) == inode.rawValue, "\(comment), \(name)")
            let found = try contents("\(directory)/\(name)")
            expect(found, content, "\(comment), \(name)")
        }
    }

    mutating func closeAll() throws {
        for name in open.keys.sorted() { try close(name) }
    }

    private mutating func note(_ text: String) {
        history.append(text)
        if history.count > 30 { history.removeFirst() }
    }

    private func expect(_ found: [UInt8], _ expected: [UInt8], _ what: String) {
        guard found != expected else { return }
        let place = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset
        Issue.record(
            "\(what): \(found.count) of \(expected.count) bytes, first difference \(place ?? -1), after \(history)")
    }

    private func content(_ inode: InodeNumber) -> [UInt8] { model.files[inode]?.content ?? [] }

    // MARK: Choices

    private mutating func someOffset(below limit: Int) -> Int {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: 0
        case 1: min(limit, 131_072 * Int.random(in: 0..<4, using: &random) + Int.random(in: 0..<3, using: &random))
        case 2: min(limit, 4096 * Int.random(in: 0..<100, using: &random))
        default: Int.random(in: 0...max(0, limit), using: &random)
        }
    }

    private mutating func someLength() -> Int {
        random.chance(20) ? Int.random(in: 1..<400_000, using: &random) : Int.random(in: 1..<9000, using: &random)
    }

    private mutating func someBytes() -> [UInt8] {
        let count = someLength()
        return random.chance(30) ? [UInt8](repeating: 42, count: count) : random.bytes(count)
    }

    // MARK: Names

    private mutating func create(_ name: String, in directory: String) throws {
        note("create \(name)")
        let path = "\(directory)/\(name)"
        open[name] = try OpenFile(path, O_CREAT | O_EXCL | O_RDWR)
        let inode = InodeNumber(rawValue: UInt64(try status(path).st_ino))
        inodes[name] = inode
        try model.make(
            inode, in: .root, FileName(Array(name.utf8)), kind: .regular, permissions: 0o644, uid: 0, gid: 0)
    }

    private mutating func openFile(_ name: String, in directory: String) throws -> OpenFile {
        if let file = open[name] { return file }
        note("open \(name)")
        let file = try OpenFile("\(directory)/\(name)", O_RDWR)
        open[name] = file
        return file
    }

    private mutating func close(_ name: String) throws {
        note("close \(name)")
        try open.removeValue(forKey: name)?.close()
    }

    private mutating func remove(_ name: String, in directory: String) throws {
        note("unlink \(name)")
        try check(unlink("\(directory)/\(name)"))
        try close(name)
        inodes[name] = nil
        try model.unlink(in: .root, FileName(Array(name.utf8)))
    }

    private mutating func rename(_ name: String, in directory: String) throws {
        guard let other = Self.names.randomElement(using: &random), other != name else { return }
        note("rename \(name) \(other)")
        try check(Glibc.rename("\(directory)/\(name)", "\(directory)/\(other)"))
        try model.rename(
            in: .root, FileName(Array(name.utf8)), to: .root, FileName(Array(other.utf8)), noReplace: false)
        try open.removeValue(forKey: other)?.close()
        open[other] = open.removeValue(forKey: name)
        inodes[other] = inodes.removeValue(forKey: name)
    }

    // MARK: Content

    private mutating func write(_ name: String, _ file: OpenFile, _ inode: InodeNumber) throws {
        let bytes = someBytes()
        let offset = someOffset(below: random.chance(20) ? 600_000 : content(inode).count)
        note("write \(name) \(offset)+\(bytes.count)")
        #expect(try file.write(bytes, at: offset) == bytes.count)
        model.write(inode, at: UInt64(offset), bytes)
    }

    private mutating func writeDirectly(_ path: String, _ inode: InodeNumber) throws {
        let bytes = someBytes()
        let offset = someOffset(below: content(inode).count)
        note("write directly \(inode) \(offset)+\(bytes.count)")
        let file = try OpenFile(path, O_WRONLY | O_DIRECT)
        #expect(try file.write(bytes, at: offset) == bytes.count)
        model.write(inode, at: UInt64(offset), bytes)
    }

    private mutating func append(_ path: String, _ inode: InodeNumber) throws {
        let bytes = someBytes()
        note("append \(inode) \(bytes.count)")
        let file = try OpenFile(path, O_WRONLY | O_APPEND | (random.chance(30) ? O_DSYNC : 0))
        try file.write(bytes)
        model.write(inode, at: UInt64(content(inode).count), bytes)
    }

    /// Writes through a map, up to the end of the file. Another process does: see `MappingTests`.
    private mutating func map(_ path: String, _ inode: InodeNumber) throws {
        let size = content(inode).count
        let page = someOffset(below: size) / 4096 * 4096
        let count = min(someLength(), size - page)
        guard count > 0 else { return }
        let seed = UInt8.random(in: 0...255, using: &random)
        note("map \(inode) \(page)+\(count)")
        try run(
            "/",
            """
            python3 - '\(path)' <<'END'
            import mmap, os, sys
            fd = os.open(sys.argv[1], os.O_RDWR)
            m = mmap.mmap(fd, \(count), offset=\(page))
            m[:] = bytes((k * 31 + (k >> 8)) & 255 ^ \(seed) for k in range(\(count)))
            if \(random.chance(50) ? "True" : "False"): m.flush()
            END
            """)
        model.write(inode, at: UInt64(page), pattern(count, seed: seed))
    }

    private mutating func allocate(_ file: OpenFile, _ inode: InodeNumber) throws {
        let offset = someOffset(below: content(inode).count + 1000)
        let length = someLength()
        let modes = [
            0, FALLOC_FL_KEEP_SIZE, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, FALLOC_FL_ZERO_RANGE,
            FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE,
        ]
        let mode = modes.randomElement(using: &random) ?? 0
        note("fallocate \(mode) \(inode) \(offset)+\(length)")
        try check(fallocate(file.descriptor, mode, off_t(offset), off_t(length)))
        if mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE) != 0 { model.punch(inode, offset..<offset + length) }
        if mode & FALLOC_FL_KEEP_SIZE == 0 { model.extend(inode, to: offset + length) }
    }

    private mutating func copy(from file: OpenFile, _ inode: InodeNumber, in directory: String) throws {
        guard let other = inodes.keys.sorted().randomElement(using: &random), let target = inodes[other] else { return }
        let targetFile = try openFile(other, in: directory)
        var offset = off_t(someOffset(below: content(inode).count))
        var newOffset = off_t(someOffset(below: content(target).count + 100_000))
        let length = min(someLength(), content(inode).count - Int(offset))
        guard length > 0 else { return }
        if inode == target, abs(Int(offset) - Int(newOffset)) < length { return }
        note("copy \(inode) \(offset)+\(length) to \(target) \(newOffset)")
        let expected = try model.copy(
            inode, Int(offset)..<Int(offset) + length, to: target, at: Int(newOffset))
        let copied = try check(
            copy_file_range(file.descriptor, &offset, targetFile.descriptor, &newOffset, length, 0))
        #expect(copied == expected, "after \(history)")
    }

    private mutating func cut(_ file: OpenFile, _ inode: InodeNumber) throws {
        let size = someOffset(below: min(content(inode).count * 3 / 2, Self.bytesMax / 4))
        note("truncate \(inode) \(size)")
        try check(ftruncate(file.descriptor, off_t(size)))
        try model.truncate(inode, to: UInt64(size))
    }

    private mutating func seek(_ file: OpenFile, _ inode: InodeNumber) throws {
        let content = content(inode)
        note("seek \(inode)")
        var position = 0
        while position < content.count {
            let data = lseek(file.descriptor, off_t(position), SEEK_DATA)
            if data < 0 { #expect(errno == ENXIO) }
            let end = data < 0 ? content.count : Int(data)
            #expect(end >= position && end <= content.count, "after \(history)")
            guard end >= position, end <= content.count else { return }
            let isZero = content[position..<end].allSatisfy { $0 == 0 }
            #expect(isZero, "a hole of \(inode) at \(position)..<\(end) that is none, after \(history)")
            guard data >= 0 else { return }
            position = Int(try check(lseek(file.descriptor, data, SEEK_HOLE)))
            #expect(position > Int(data) && position <= content.count, "after \(history)")
            guard position > Int(data) else { return }
        }
    }

    private mutating func read(_ file: OpenFile, _ inode: InodeNumber) throws {
        let content = content(inode)
        let offset = someOffset(below: content.count + 1000)
        let length = someLength()
        note("read \(inode) \(offset)+\(length)")
        let expected = offset < content.count ? Array(content[offset..<min(content.count, offset + length)]) : []
        expect(try file.read(length, at: offset), expected, "read")
    }

    private mutating func readDirectly(_ path: String, _ inode: InodeNumber) throws {
        let file = try OpenFile(path, O_RDONLY | O_DIRECT)
        try read(file, inode)
    }

    private mutating func sync(_ file: OpenFile, _ inode: InodeNumber) throws {
        note("fsync \(inode)")
        try check(random.chance(50) ? fsync(file.descriptor) : fdatasync(file.descriptor))
        var shown = stat()
        try check(fstat(file.descriptor, &shown))
        #expect(shown.st_size == content(inode).count, "after \(history)")
    }
}
