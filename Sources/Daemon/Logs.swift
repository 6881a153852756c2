// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import Glibc
import Logging
import Synchronization

/// Where log lines go and how many there are.
package enum Logs {
    /// Once a process, before the first logger is made. `GRAMFS_LOG` (trace, debug, info, notice, warning, error,
    /// critical) wins over the given level. With a path, lines go to that file, which is cut off at its bound.
    package static func start(level: Logger.Level, environment: [String: String], path: String? = nil) {
        let level = environment["GRAMFS_LOG"].flatMap { Logger.Level(rawValue: $0.lowercased()) } ?? level
        let output = LogOutput(path: path)
        LoggingSystem.bootstrap { label in LogLines(label: label, logLevel: level, output: output) }
    }

    /// The log of a volume's daemon in the background.
    package static func file(of name: VolumeName, in places: Places) -> String {
        places.stateDirectory(of: name) + "/gramfs.log"
    }
}

/// Standard error, or a file that is put aside (`….1`) when it has grown to its bound.
final class LogOutput: Sendable {
    static let bytesMax = 4 << 20

    private let path: String?
    private let file: Mutex<Int32>

    init(path: String?) {
        self.path = path
        file = Mutex(path.map { Self.open($0) } ?? STDERR_FILENO)
    }

    func write(_ line: String) {
        file.withLock { file in
            if let path, lseek(file, 0, SEEK_END) > Self.bytesMax {
                rename(path, path + ".1")
                close(file)
                file = Self.open(path)
            }
            // There is nowhere to tell that a log line was lost.
            try? writeAll(Array(line.utf8), to: file, path: "log")
        }
    }

    private static func open(_ path: String) -> Int32 {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        return file >= 0 ? file : dup(STDERR_FILENO)
    }
}

/// One line an event: time, level, what, the facts.
struct LogLines: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let output: LogOutput

    init(label: String, logLevel: Logger.Level, output: LogOutput) {
        self.label = label
        self.logLevel = logLevel
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }
            .sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let time = UTCTime(SystemWallClock().now())
        output.write("\(time) \(event.level) \(label): \(event.message)\(facts)\n")
    }
}
