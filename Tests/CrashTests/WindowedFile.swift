// SPDX-License-Identifier: MIT

import Glibc

/// A file that is overwritten here and there, as a database is; it knows what each of its windows holds.
final class WindowedFile {
    static let windowBytes = 64 << 10

    let path: String
    private var versions: [UInt64]
    private var lastVersion: UInt64 = 0
    private var random: Randomness

    init(_ path: String, windows: Int, seed: UInt64) throws {
        self.path = path
        versions = [UInt64](repeating: 0, count: windows)
        random = Randomness(seed: seed)
        for window in versions.indices { try write(window) }
    }

    var bytes: UInt64 { UInt64(versions.count * Self.windowBytes) }

    /// Overwrites as many windows, any of them.
    func overwrite(_ count: Int) throws {
        for _ in 0..<count { try write(Int(random.next() % UInt64(versions.count))) }
    }

    func verify(_ when: String) throws {
        let found = try System.bytes(of: path)
        guard found.count == versions.count * Self.windowBytes else {
            throw TreeModel.Damage(description: "\(when): \(path) has \(found.count) bytes")
        }
        for (window, version) in versions.enumerated() {
            let range = window * Self.windowBytes..<(window + 1) * Self.windowBytes
            guard Array(found[range]) == Content.bytes(writer: 9, version: version, range) else {
                throw TreeModel.Damage(description: "\(when): \(path) is wrong in window \(window)")
            }
        }
    }

    private func write(_ window: Int) throws {
        lastVersion += 1
        let start = window * Self.windowBytes
        let content = Content.bytes(writer: 9, version: lastVersion, start..<start + Self.windowBytes)
        try System.withFile(path, O_WRONLY | O_CREAT) { file in
            var done = 0
            while done < content.count {
                done += try content[done...].withUnsafeBytes { rest in
                    try System.check("pwrite", path, pwrite(file, rest.baseAddress, rest.count, off_t(start + done)))
                }
            }
        }
        versions[window] = lastVersion
    }
}
