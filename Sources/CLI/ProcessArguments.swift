// SPDX-License-Identifier: MIT

import ArgumentParser
import Glibc

/// The words that the program was started with.
enum ProcessArguments {
    /// Readable, but for bytes that are not UTF-8 not exact: see `exact`.
    static let words: [String] = raw.map { String(decoding: $0, as: UTF8.self) }

    /// The bytes of those words that a `String` cannot hold, by what they read as.
    static let exact: [String: [UInt8]] = {
        let pairs = raw.filter { String(validating: $0, as: UTF8.self) == nil }
            .map { (String(decoding: $0, as: UTF8.self), $0) }
        return Dictionary(pairs) { first, _ in first }
    }()

    private static let raw: [[UInt8]] = (0..<Int(CommandLine.argc)).compactMap { index in
        CommandLine.unsafeArgv[index].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
}

/// A path on the command line: bytes, as Linux has them.
struct PathArgument: ExpressibleByArgument {
    var bytes: [UInt8]

    init(argument: String) { bytes = ProcessArguments.exact[argument] ?? Array(argument.utf8) }

    static let defaultCompletionKind = CompletionKind.file()
}

extension PathArgument: CustomStringConvertible {
    var description: String { String(decoding: bytes, as: UTF8.self) }
}
