// SPDX-License-Identifier: MIT

import Glibc

/// What a writer's directory holds: names relative to it.
struct TreeModel: Equatable {
    struct File: Equatable {
        var version: UInt64
        var bytes: Int
        var permissions: UInt16 = 0o644

        /// A file that is shorter than what says its version could be of any.
        func isOf(_ version: UInt64) -> Bool { bytes < 16 || self.version == version }

        static func isSame(_ one: File?, _ other: File?) -> Bool {
            guard let one, let other else { return one == nil && other == nil }
            return one.bytes == other.bytes && one.permissions == other.permissions && other.isOf(one.version)
        }
    }

    var files: [String: File] = [:]

    mutating func apply(_ operation: Operation) {
        switch operation {
        case .put(let name, let version, let bytes):
            files[name] = File(version: version, bytes: bytes, permissions: files[name]?.permissions ?? 0o644)
        case .append(let name, let bytes): files[name]?.bytes += bytes
        case .truncate(let name, let bytes): files[name]?.bytes = bytes
        case .rename(let old, let new):
            files[new] = files[old]
            files[old] = nil
        case .unlink(let name): files[name] = nil
        case .setPermissions(let name, let permissions): files[name]?.permissions = permissions
        case .syncDirectory: break
        }
    }

    /// Whether `seen` is this with an operation begun on it and not ended.
    func becomes(_ seen: TreeModel, during operation: Operation) -> Bool {
        var rest = self
        var seenRest = seen
        switch operation {
        case .put(let name, let version, let bytes):
            guard let file = seen.files[name], file.bytes <= bytes, file.isOf(version),
                file.permissions == files[name]?.permissions ?? 0o644
            else { return false }
            rest.files[name] = nil
            seenRest.files[name] = nil
            return rest == seenRest
        case .append(let name, let bytes):
            guard let old = files[name], let file = seen.files[name], file.isOf(old.version),
                (old.bytes...old.bytes + bytes).contains(file.bytes), file.permissions == old.permissions
            else { return false }
            rest.files[name] = nil
            seenRest.files[name] = nil
            return rest == seenRest
        case .truncate, .rename, .unlink, .setPermissions, .syncDirectory: return false
        }
    }

    /// What is in a directory, every byte of it looked at. Throws where a file's bytes are not a beginning of what one of
    /// the versions says.
    init(reading root: String, writer: UInt64, versions: [UInt64]) throws {
        for directory in TreeModel.directories {
            for name in try System.names(in: "\(root)/\(directory)") {
                let path = "\(root)/\(directory)/\(name)"
                let bytes = try System.bytes(of: path)
                var facts = stat()
                try System.check("stat", path, lstat(path, &facts))
                guard Int(facts.st_size) == bytes.count else {
                    throw Damage(description: "\(path): \(facts.st_size) bytes by stat, \(bytes.count) by read")
                }
                guard let version = Content.version(of: bytes, writer: writer, expected: versions + [0]) else {
                    let claimed = bytes.withUnsafeBytes { bytes in
                        bytes.count < 24 ? 0 : bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                    }
                    throw Damage(
                        description: "\(path): \(bytes.count) bytes that nobody wrote, claiming version \(claimed), "
                            + Content.difference(bytes, writer: writer, version: claimed))
                }
                files["\(directory)/\(name)"] = File(
                    version: version, bytes: bytes.count, permissions: UInt16(facts.st_mode & 0o7777))
            }
        }
    }

    init() {}

    /// Two, so that renames also go across.
    static let directories = ["a", "b"]

    struct Damage: Error, CustomStringConvertible {
        let description: String
    }

    static func == (one: TreeModel, other: TreeModel) -> Bool {
        one.files.count == other.files.count
            && one.files.allSatisfy { name, file in File.isSame(file, other.files[name]) }
    }

    enum Operation: Equatable {
        /// open with O_TRUNC, write, close.
        case put(String, version: UInt64, bytes: Int)
        case append(String, bytes: Int)
        case truncate(String, bytes: Int)
        case rename(String, to: String)
        case unlink(String)
        case setPermissions(String, UInt16)
        case syncDirectory(String)
    }
}

extension TreeModel.File: CustomStringConvertible {
    var description: String { "version \(version), \(bytes) bytes, \(String(permissions, radix: 8))" }
}
