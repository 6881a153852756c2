// SPDX-License-Identifier: MIT

import Glibc

/// Where it happens: one directory on the file system that is measured, with everything of every contender.
final class Ground {
    let path: String
    private let keeps: Bool

    init(keeps: Bool) throws {
        self.keeps = keeps
        let parent = getenv("GRAMFS_BENCH_DIR").map { String(cString: $0) } ?? "/var/tmp"
        var template = Array("\(parent)/gramfs-bench-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Failure("\(parent): \(String(cString: strerror(errno)))") }
        path = String(cString: made)
        try spread(path)
    }

    /// Lets ext4 put what is in this directory into parts of the disk of its own, so that what one contender deletes
    /// does not make another search for free inodes.
    private func spread(_ path: String) throws { try Tool.run(["chattr", "+T", path]) }

    func folder(_ name: String) throws -> String {
        let folder = "\(path)/\(name)"
        try Tool.run(["mkdir", "-p", folder])
        try spread(folder)
        return folder
    }

    func remove() {
        guard !keeps else { return say("kept: \(path)") }
        do { try Tool.run(["rm", "-rf", "--one-file-system", path]) } catch { say("\(path) stays: \(error)") }
    }

    var machine: String {
        var facts = utsname()
        uname(&facts)
        let release = withUnsafeBytes(of: facts.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return "\(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores, kernel \(release)"
    }

    /// Nothing dirty of whoever ran before is written while somebody is measured.
    static func settle() { sync() }

    /// Pages, dentries and inodes. Free memory is put together as well: a file whose pages lie scattered in it is read a
    /// tenth slower from the cache, and whoever comes first would get those.
    static func dropCaches() throws {
        sync()
        try SystemFile.write("3", to: "/proc/sys/vm/drop_caches")
        try SystemFile.write("1", to: "/proc/sys/vm/compact_memory")
    }
}

enum SystemFile {
    static func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else {
            throw Failure("\(path): \(String(cString: strerror(errno)))")
        }
    }

    static func read(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece.prefix(count)
        }
    }
}
