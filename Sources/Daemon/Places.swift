// SPDX-License-Identifier: MIT

import Glibc

/// Where gramfs keeps its files: configuration, state and sockets, each a directory with one entry a volume.
package struct Places: Hashable, Sendable {
    package var configuration: String
    package var state: String
    package var runtime: String

    package init(configuration: String, state: String, runtime: String) {
        self.configuration = configuration
        self.state = state
        self.runtime = runtime
    }

    /// By the XDG base directories, for uid 0 by the Filesystem Hierarchy Standard; `GRAMFS_*_DIR` win over both.
    package init(environment: [String: String], user: UInt32 = geteuid()) throws(Failure) {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        for name in ["GRAMFS_CONFIG_DIR", "GRAMFS_STATE_DIR", "GRAMFS_RUNTIME_DIR"] {
            if let value = environment[name], !value.hasPrefix("/") {
                throw Failure(.usage, "\(name) is not an absolute path: \"\(value)\"", hint: "Begin it with /")
            }
        }
        if user == 0 {
            configuration = variable("GRAMFS_CONFIG_DIR") ?? "/etc/gramfs"
            state = variable("GRAMFS_STATE_DIR") ?? "/var/lib/gramfs"
            runtime = variable("GRAMFS_RUNTIME_DIR") ?? "/run/gramfs"
            return
        }
        let home = variable("HOME") ?? Self.home(of: user)
        configuration = variable("GRAMFS_CONFIG_DIR") ?? (variable("XDG_CONFIG_HOME") ?? home + "/.config") + "/gramfs"
        state = variable("GRAMFS_STATE_DIR") ?? (variable("XDG_STATE_HOME") ?? home + "/.local/state") + "/gramfs"
        runtime =
            variable("GRAMFS_RUNTIME_DIR") ?? variable("XDG_RUNTIME_DIR").map { $0 + "/gramfs" }
            ?? Self.runtime(of: user)
    }

    package func configurationFile(of name: VolumeName) -> String { "\(configuration)/\(name).toml" }
    package func stateDirectory(of name: VolumeName) -> String { "\(state)/\(name)" }
    package func socket(of name: VolumeName) -> String { "\(runtime)/\(name).sock" }

    /// Makes a directory and those above it, 0700 where it is new.
    package static func make(_ path: String) throws(Failure) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw Failure(call: "mkdir", path: path, errno: errno)
        }
        try make(String(path[..<slash]))
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw Failure(call: "mkdir", path: path, errno: errno) }
    }

    private static func home(of user: UInt32) -> String {
        guard let entry = getpwuid(user), let home = entry.pointee.pw_dir else { return "/" }
        return String(cString: home)
    }

    /// A session without `XDG_RUNTIME_DIR`, as cron's. `SocketFile` refuses the directory in /tmp where somebody else
    /// made it first.
    private static func runtime(of user: UInt32) -> String {
        access("/run/user/\(user)", W_OK) == 0 ? "/run/user/\(user)/gramfs" : "/tmp/gramfs-\(user)"
    }
}

/// The environment of this process.
package func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
        let (name, value) = String(cString: entry).splitOnce(at: "=")
        variables[name] = value ?? ""
        next += 1
    }
    return variables
}
