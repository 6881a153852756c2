// SPDX-License-Identifier: MIT

import Glibc

/// Asks at the controlling terminal, whatever standard input is. A passphrase is not shown while it is typed.
package struct TerminalPrompt: PassphrasePrompt {
    private let path: String

    package init(path: String = "/dev/tty") { self.path = path }

    /// Whether there is somebody to ask.
    package var isThere: Bool {
        let terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }

    /// For a secret.
    package func ask(_ question: String) throws(Failure) -> [UInt8]? { try ask(question, isShown: false) }

    /// For what anybody may see. Blanks around it are left out; nil where there is nobody to ask.
    package func askOpenly(_ question: String) throws(Failure) -> String? {
        guard let line = try ask(question, isShown: true) else { return nil }
        let text = String(decoding: line, as: UTF8.self).drop(while: \.isWhitespace)
        return String(text.reversed().drop(while: \.isWhitespace).reversed())
    }

    private func ask(_ question: String, isShown: Bool) throws(Failure) -> [UInt8]? {
        let terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var shown = termios()
        guard tcgetattr(terminal, &shown) == 0 else { return nil }
        var hidden = shown
        if !isShown { hidden.c_lflag &= ~tcflag_t(ECHO) }
        // Ctrl-C stays a byte here, so that echo is on again before the program ends.
        hidden.c_lflag &= ~tcflag_t(ISIG)
        guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { return nil }
        defer { tcsetattr(terminal, TCSAFLUSH, &shown) }
        try writeAll(Array(question.utf8), to: terminal, path: path)
        let line = try readLine(terminal)
        // The one that was typed was not shown either.
        if !isShown { try writeAll([UInt8(ascii: "\n")], to: terminal, path: path) }
        return line
    }

    private func readLine(_ terminal: Int32) throws(Failure) -> [UInt8] {
        var line: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(call: "read", path: path, errno: errno) }
            if byte == 0x03 { throw Failure(.interrupted, "Interrupted") }
            if count == 0 || byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
            guard line.count <= 4096 else { throw Failure(.passphrase, "The passphrase is longer than 4096 bytes") }
        }
    }
}
