// SPDX-License-Identifier: MIT

import Glibc

/// Asks at the controlling terminal, whatever standard input is, and does not show what is typed.
package struct TerminalPrompt: PassphrasePrompt {
    private let path: String

    package init(path: String = "/dev/tty") { self.path = path }

    package func ask(_ question: String) throws(Failure) -> [UInt8]? {
        let terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var shown = termios()
        guard tcgetattr(terminal, &shown) == 0 else { return nil }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        // Ctrl-C stays a byte here, so that echo is on again before the program ends.
        hidden.c_lflag &= ~tcflag_t(ISIG)
        guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { return nil }
        defer { tcsetattr(terminal, TCSAFLUSH, &shown) }
        try writeAll(Array(question.utf8), to: terminal, path: path)
        let line = try readLine(terminal)
        try writeAll([UInt8(ascii: "\n")], to: terminal, path: path)
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
