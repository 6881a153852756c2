// SPDX-License-Identifier: MIT

import FilesystemModel
import Foundation

/// The file of a segment below a directory of segment files.
func findFile(of segment: SegmentSequence, below path: String) -> String? {
    let names = FileManager.default.enumerator(atPath: path)
    while let name = names?.nextObject() as? String {
        guard let last = name.split(separator: "/").last, last.hasSuffix(".seg") else { continue }
        if UInt64(last.dropLast(4)) == segment.rawValue { return path + "/" + name }
    }
    return nil
}

func flip(byte offset: Int, of path: String) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    defer { try? file.close() }
    try file.seek(toOffset: UInt64(offset))
    let byte = try file.read(upToCount: 1)?.first ?? 0
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: Data([byte ^ 4]))
}
