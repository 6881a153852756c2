// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc

/// A name as libfuse hands it over: bytes up to a NUL, valid only during the callback.
struct RawName {
    private let bytes: UnsafeRawBufferPointer

    init(_ name: UnsafePointer<CChar>?) {
        bytes = UnsafeRawBufferPointer(start: name, count: name.map { strlen($0) } ?? 0)
    }

    private static let dot = UInt8(ascii: ".")

    var isDot: Bool { bytes.count == 1 && bytes[0] == Self.dot }
    var isDotDot: Bool { bytes.count == 2 && bytes[0] == Self.dot && bytes[1] == Self.dot }

    /// A copy that outlives the callback.
    func fileName() throws(FSError) -> FileName { try FileName(bytes) }

    /// A copy that outlives the callback, of what need not be a file name.
    var copy: [UInt8] { Array(bytes) }
}
