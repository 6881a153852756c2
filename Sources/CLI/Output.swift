// SPDX-License-Identifier: MIT

import ControlSocket
import Daemon
import Glibc

/// Standard output for what was asked for, standard error for what went wrong and for progress.
struct Output: Sendable {
    let isJSON: Bool
    let isQuiet: Bool
    var hidesProgress = false

    var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    var showsProgress: Bool { !hidesProgress && !isQuiet && !isJSON && isatty(STDERR_FILENO) == 1 }

    /// One JSON document in JSON mode, the text otherwise.
    func write(_ document: some Encodable, text: @autoclosure () -> String) throws(Failure) {
        guard isJSON else {
            if !isQuiet { write(text: text()) }
            return
        }
        do {
            put(try JSON.encode(document) + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
        } catch {
            throw Failure(.failed, "The answer cannot be written as JSON: \(error)")
        }
    }

    /// For the person at the terminal, beside what was asked for.
    func note(_ text: String) {
        if !isQuiet, !isJSON { put(Array((text + "\n").utf8), to: STDERR_FILENO) }
    }

    func write(text: String) {
        put(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: STDOUT_FILENO)
    }

    /// One line what, one line what to do.
    func write(_ failure: Failure) {
        if isJSON {
            let document = ErrorDocument(
                error: .init(code: failure.code.rawValue, message: failure.message, hint: failure.hint))
            // Strings only: encoding them cannot fail.
            let line = (try? JSON.encode(document)) ?? []
            return put(line + [UInt8(ascii: "\n")], to: STDERR_FILENO)
        }
        let style = Style(for: STDERR_FILENO)
        var text = "\(style.bad("gramfs:")) \(failure.message)\n"
        if !failure.hint.isEmpty { text += "  \(failure.hint)\n" }
        put(Array(text.utf8), to: STDERR_FILENO)
    }

    private struct ErrorDocument: Encodable {
        struct Details: Encodable {
            var code: String
            var message: String
            var hint: String
        }

        var error: Details
    }
}

/// A line on standard error that is drawn over and over, and gone at the end.
struct ProgressLine: Sendable {
    private let isShown: Bool

    init(_ output: Output) { isShown = output.showsProgress }

    func show(_ text: @autoclosure () -> String) {
        if isShown { put(Array("\r\u{1B}[K\(text())".utf8), to: STDERR_FILENO) }
    }

    func clear() { show("") }
}

/// Colours, where a person looks and has not said NO_COLOR.
struct Style: Sendable {
    private let isPlain: Bool

    init(for file: Int32) { isPlain = isatty(file) != 1 || getenv("NO_COLOR") != nil }

    func strong(_ text: String) -> String { wrapped(text, "1") }
    func good(_ text: String) -> String { wrapped(text, "32") }
    func careful(_ text: String) -> String { wrapped(text, "33") }
    func bad(_ text: String) -> String { wrapped(text, "31") }

    private func wrapped(_ text: String, _ code: String) -> String {
        isPlain ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

/// A reader that went away early, as `head`, ends the program quietly by SIGPIPE; there is nothing else to do about it.
private func put(_ bytes: [UInt8], to file: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
    }
}
