// SPDX-License-Identifier: MIT

import Foundation

/// A directory of one test, removed with everything in it when it goes away.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "gramfs-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            print("left behind: \(path): \(error)")
        }
    }

    /// The names of the files below `path`, relative to it, sorted.
    func files(below folder: String = "") -> [String] {
        let top = path + "/" + folder
        let names = FileManager.default.enumerator(atPath: top)?.compactMap { $0 as? String } ?? []
        var isDirectory: ObjCBool = false
        return names.filter {
            FileManager.default.fileExists(atPath: top + "/" + $0, isDirectory: &isDirectory) && !isDirectory.boolValue
        }.sorted()
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: path + "/" + name))
    }

    func bytes(of name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path + "/" + name))) }
}
