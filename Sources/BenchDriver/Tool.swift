// SPDX-License-Identifier: MIT

import Glibc

/// A program that runs.
final class Tool {
    let pid: pid_t

    /// Its standard output and error go to `output`; without one the first goes nowhere, the second to ours.
    init(_ words: [String], environment: [String: String] = [:], output: String? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        if output != nil { posix_spawn_file_actions_adddup2(&actions, 1, 2) }
        var argv = words.map { strdup($0) } + [nil]
        var variables = Self.variables(environment).map { strdup($0) } + [nil]
        defer { (argv + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let error = posix_spawnp(&pid, words[0], &actions, nil, &argv, &variables)
        guard error == 0 else { throw Failure("\(words[0]): \(String(cString: strerror(error)))") }
        self.pid = pid
    }

    private static func variables(_ added: [String: String]) -> [String] {
        var all = ["LC_ALL": "C", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
        // What runs Swift programs outside of the system's directories.
        for name in ["LD_LIBRARY_PATH", "HOME"] { all[name] = getenv(name).map { String(cString: $0) } }
        return all.merging(added) { $1 }.map { "\($0)=\($1)" }
    }

    /// Its exit status; 128 and the signal where it was killed.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }

    var hasEnded: Bool { waitpid(pid, nil, WNOHANG) != 0 }

    /// Runs what must succeed.
    static func run(_ words: [String], environment: [String: String] = [:]) throws {
        let status = try Tool(words, environment: environment).wait()
        guard status == 0 else { throw Failure("\(words.joined(separator: " ")): exit status \(status)") }
    }

    /// What it says on both of its outputs.
    static func output(_ words: [String], environment: [String: String] = [:]) throws -> String {
        var name = Array("/tmp/gramfs-bench-output-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw Failure("no temporary file") }
        close(descriptor)
        let path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unlink(path) }
        let status = try Tool(words, environment: environment, output: path).wait()
        let text = SystemFile.read(path)
        guard status == 0 else { throw Failure("\(words.joined(separator: " ")): exit status \(status): \(text)") }
        return text
    }
}

/// What /proc says of a process.
enum ProcessFacts {
    /// User and system time so far.
    static func processorSeconds(_ pid: pid_t) -> Double {
        let text = SystemFile.read("/proc/\(pid)/stat")
        // Fields are counted behind the name, which may hold blanks (proc(5)).
        guard let end = text.lastIndex(of: ")") else { return 0 }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The most that was resident at once.
    static func peakMebibytes(_ pid: pid_t) -> Double {
        let lines = SystemFile.read("/proc/\(pid)/status").split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("VmHWM:") }) else { return 0 }
        return (Double(line.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "0") ?? 0) / 1024
    }
}
