// SPDX-License-Identifier: MIT

import Glibc

/// A passphrase: bytes, as they were typed or stood in a file, wiped when the last holder lets go.
package final class Passphrase: Sendable {
    package static let bytesMax = 64 * 1024

    // Protected by being written in `init` and `deinit` only.
    nonisolated(unsafe) private let space: UnsafeMutableRawBufferPointer

    /// One trailing newline is not part of it: an editor put it there. An empty one is refused.
    package convenience init(_ bytes: consuming [UInt8], source: String) throws(Failure) {
        var kept = bytes[...]
        if kept.last == UInt8(ascii: "\n") { kept = kept.dropLast() }
        if kept.last == UInt8(ascii: "\r") { kept = kept.dropLast() }
        try self.init(exactly: kept, source: source)
    }

    /// Every byte is part of it.
    package init(exactly kept: ArraySlice<UInt8>, source: String) throws(Failure) {
        guard !kept.isEmpty else {
            throw Failure(.passphrase, "The passphrase from \(source) is empty", hint: "Give at least one character")
        }
        space = .allocate(byteCount: kept.count, alignment: 1)
        space.copyBytes(from: kept)
    }

    deinit {
        // Not optimised away, unlike memset.
        if let start = space.baseAddress { explicit_bzero(start, space.count) }
        space.deallocate()
    }

    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(space))
    }

    /// A copy, for those who cannot take a pointer.
    package var bytes: [UInt8] { Array(UnsafeRawBufferPointer(space)) }

    /// Why nobody should use it, where a program can tell: it says nothing of a long one that is easy to guess.
    package var weakness: String? {
        withBytes { bytes in
            if bytes.count < Self.goodBytesMin { return "it has fewer than \(Self.goodBytesMin) characters" }
            return bytes.allSatisfy { $0 == bytes[0] } ? "it is one character again and again" : nil
        }
    }

    private static let goodBytesMin = 8
}

/// Whoever can ask a person for a passphrase.
package protocol PassphrasePrompt: Sendable {
    /// What was typed, without the newline; nil where there is nobody to ask.
    func ask(_ question: String) throws(Failure) -> [UInt8]?
}

/// Where a passphrase comes from, in this order: the file that the command names, the file and the value that the
/// environment names, the terminal. Never the command line, which every user of the machine can read.
package struct PassphraseSource: Sendable {
    package var file: String?
    package var environment: [String: String]
    package var prompt: any PassphrasePrompt
    /// How to give it where nobody can be asked.
    package var ways: String

    package init(
        file: String?, environment: [String: String] = processEnvironment(),
        prompt: any PassphrasePrompt = TerminalPrompt(),
        ways: String = "--passphrase-file FILE, GRAMFS_PASSPHRASE_FILE or GRAMFS_PASSPHRASE"
    ) {
        self.file = file
        self.environment = environment
        self.prompt = prompt
        self.ways = ways
    }

    /// The passphrase of a volume that exists.
    package func existing(_ name: VolumeName) throws(Failure) -> Passphrase {
        if let given = try given() { return given }
        return try Passphrase(typed("Passphrase of \(name): ", name), source: "the terminal")
    }

    /// A new passphrase: typed twice, since a mistyped one could never be typed again.
    package func new(_ name: VolumeName) throws(Failure) -> Passphrase {
        if let given = try given() { return given }
        let first = try Passphrase(typed("New passphrase of \(name): ", name), source: "the terminal")
        guard try typed("The same again: ", name) == first.bytes else {
            throw Failure(.passphrase, "The two passphrases differ", hint: "Run the command again")
        }
        return first
    }

    /// Without asking anybody: nil where no file and no environment names one.
    package func given() throws(Failure) -> Passphrase? {
        if let file = file ?? environment["GRAMFS_PASSPHRASE_FILE"].flatMap({ $0.isEmpty ? nil : $0 }) {
            return try Passphrase(readBytes(file, bytesMax: Passphrase.bytesMax), source: file)
        }
        guard let value = environment["GRAMFS_PASSPHRASE"] else { return nil }
        return try Passphrase(Array(value.utf8), source: "GRAMFS_PASSPHRASE")
    }

    private func typed(_ question: String, _ name: VolumeName) throws(Failure) -> [UInt8] {
        guard let typed = try prompt.ask(question) else {
            throw Failure(
                .passphrase, "No passphrase for \(name), and no terminal to ask at",
                hint: "Use \(ways)")
        }
        return typed
    }
}
