// SPDX-License-Identifier: MIT

import CFuse
import Glibc
import Logging
import Synchronization

/// What libfuse has to say goes to the log, and into the error of a mount that failed. Per process, as libfuse has it.
enum FuseLibraryLog {
    private struct State {
        var logger = Logger(label: "gramfs.fuse")
        var lines: [String] = []
    }

    private static let state = Mutex(State())

    static func install(_ logger: Logger) {
        state.withLock { $0.logger = logger }
        fuse_set_log_func(noteFuseMessage)
    }

    /// What was said since the last call.
    static func takeLines() -> [String] {
        state.withLock { state in
            defer { state.lines = [] }
            return state.lines
        }
    }

    fileprivate static func note(_ text: String, _ level: fuse_log_level) {
        let line = String(text.reversed().drop { $0.isNewline }.reversed())
        let logger = state.withLock { state in
            if state.lines.count < 16 { state.lines.append(line) }
            return state.logger
        }
        let isTrouble = level.rawValue <= FUSE_LOG_ERR.rawValue
        logger.log(level: isTrouble ? .warning : .debug, "\(line)")
    }
}

private func noteFuseMessage(_ level: fuse_log_level, _ format: UnsafePointer<CChar>?, _ arguments: CVaListPointer?) {
    guard let format, let arguments else { return }
    var bytes = [CChar](repeating: 0, count: 1024)
    let length = vsnprintf(&bytes, bytes.count, format, arguments)
    guard length > 0 else { return }
    let text = bytes.prefix(min(Int(length), bytes.count - 1)).map { UInt8(bitPattern: $0) }
    FuseLibraryLog.note(String(decoding: text, as: UTF8.self), level)
}
