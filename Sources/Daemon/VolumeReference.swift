// SPDX-License-Identifier: MIT

import Glibc

/// What VOLUME or PATH on a command line stands for.
package struct VolumeReference: Hashable, Sendable {
    package var name: VolumeName
    /// Its mount, where it is mounted.
    package var mount: MountTable.Entry?
    /// From the volume's root, where a path inside of the mount was given; empty for the root itself.
    package var path: [UInt8]?

    package init(name: VolumeName, mount: MountTable.Entry?, path: [UInt8]? = nil) {
        self.name = name
        self.mount = mount
        self.path = path
    }

    /// VOLUME: a configured name, a mount point, a path inside of a mount; nil stands for the only configured volume.
    package static func resolve(
        _ argument: [UInt8]?, in places: Places, mounts: MountTable
    ) throws(Failure) -> VolumeReference {
        guard let argument else { return try onlyOne(in: places, mounts) }
        let text = String(decoding: argument, as: UTF8.self)
        if let name = VolumeName(text), isKnown(name, places, mounts) {
            return VolumeReference(name: name, mount: mounts.entry(of: name))
        }
        guard text.contains("/") || withCPath(argument, { access($0, F_OK) }) == 0 else {
            _ = try VolumeName(parsing: text)
            throw Failure(.noSuchVolume, "There is no volume \(text)", hint: try configuredHint(places))
        }
        return try resolve(path: argument, mounts: mounts)
    }

    /// PATH: something inside of a mount. The last part may be a symbolic link, which is meant itself.
    package static func resolve(path argument: [UInt8], mounts: MountTable) throws(Failure) -> VolumeReference {
        // As the kernel calls it: then nothing is asked of a mount that may not answer.
        if let mount = mounts.entries.last(where: { $0.mountPoint == argument }) {
            return VolumeReference(name: mount.name, mount: mount, path: [])
        }
        let path = try canonical(argument)
        guard let mount = mounts.entry(holding: path) else {
            throw Failure(
                .notMounted, "\(String(decoding: argument, as: UTF8.self)) is not inside of a mounted volume",
                hint: "gramfs status NAME says where a volume is mounted")
        }
        return VolumeReference(name: mount.name, mount: mount, path: mount.relative(path))
    }

    /// Names of volumes with a configuration file, sorted.
    package static func configured(in places: Places) throws(Failure) -> [VolumeName] {
        guard let directory = opendir(places.configuration) else {
            if errno == ENOENT { return [] }
            throw Failure(call: "opendir", path: places.configuration, errno: errno)
        }
        defer { closedir(directory) }
        var names: [VolumeName] = []
        while let entry = readdir(directory) {
            let file = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if file.hasSuffix(".toml"), let name = VolumeName(String(file.dropLast(5))) { names.append(name) }
        }
        return names.sorted()
    }

    /// Where the daemon of this mount listens. Root finds those of other users too.
    package func socket(in places: Places) -> String {
        guard let mount, mount.user != geteuid(), access(places.socket(of: name), F_OK) != 0 else {
            return places.socket(of: name)
        }
        return mount.user == 0 ? "/run/gramfs/\(name).sock" : "/run/user/\(mount.user)/gramfs/\(name).sock"
    }

    private static func onlyOne(in places: Places, _ mounts: MountTable) throws(Failure) -> VolumeReference {
        let names = try configured(in: places)
        guard let name = names.first else {
            throw Failure(
                .noSuchVolume, "No volume is configured", hint: "Make one: gramfs format NAME --store dir:PATH")
        }
        guard names.count == 1 else {
            throw Failure(.usage, "There is more than one volume", hint: "Name one of: \(list(names))")
        }
        return VolumeReference(name: name, mount: mounts.entry(of: name))
    }

    private static func isKnown(_ name: VolumeName, _ places: Places, _ mounts: MountTable) -> Bool {
        access(places.configurationFile(of: name), F_OK) == 0 || mounts.entry(of: name) != nil
    }

    private static func configuredHint(_ places: Places) throws(Failure) -> String {
        let names = try configured(in: places)
        return names.isEmpty ? "Make one: gramfs format NAME --store dir:PATH" : "There is \(list(names))"
    }

    private static func list(_ names: [VolumeName]) -> String { names.map(\.description).joined(separator: ", ") }

    /// Absolute and without symbolic links, but for the last part.
    private static func canonical(_ argument: [UInt8]) throws(Failure) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        var trimmed = argument[...]
        while trimmed.count > 1, trimmed.last == slash { trimmed = trimmed.dropLast() }
        let last = Array(trimmed.suffix(while: { $0 != slash }))
        guard !last.isEmpty, last != Array(".".utf8), last != Array("..".utf8) else {
            return try real(Array(trimmed), argument)
        }
        let parent = Array(trimmed.dropLast(last.count))
        let directory = try real(parent.isEmpty ? Array(".".utf8) : parent, argument)
        let path = (directory == [slash] ? [] : directory) + [slash] + last
        var facts = stat()
        guard withCPath(path, { lstat($0, &facts) }) == 0 || errno != ENOENT else { throw missing(argument) }
        return path
    }

    private static func real(_ path: [UInt8], _ argument: [UInt8]) throws(Failure) -> [UInt8] {
        guard let resolved = withCPath(path, { realpath($0, nil) }) else {
            if errno == ENOENT || errno == ENOTDIR { throw missing(argument) }
            throw Failure(call: "realpath", path: String(decoding: argument, as: UTF8.self), errno: errno)
        }
        defer { free(resolved) }
        return Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
    }

    private static func missing(_ argument: [UInt8]) -> Failure {
        Failure(.noSuchPath, "\(String(decoding: argument, as: UTF8.self)): there is no such file or directory")
    }
}

/// Hands the bytes of a path to a system call.
private func withCPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { text in
        guard let start = text.baseAddress else { preconditionFailure("an array with a NUL has bytes") }
        return body(start)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func suffix(while isPart: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        guard let end = lastIndex(where: { !isPart($0) }) else { return self }
        return self[index(after: end)...]
    }
}
