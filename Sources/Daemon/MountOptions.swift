// SPDX-License-Identifier: MIT

/// What `-o` and the configuration file can say of a mount.
package struct MountOptions: Hashable, Sendable {
    package enum AccessTimes: Hashable, Sendable {
        case never
        /// Once after each change, and once a day.
        case relative
    }

    /// Other users may enter the mount, as permissions allow.
    package var allowsOthers = false
    package var isReadOnly = false
    package var accessTimes = AccessTimes.never
    package var hasXattrs = true
    /// Local bytes of stored segments kept for reading; nil leaves it to the volume and the free space.
    package var cacheSize: ByteCount?
    /// Free bytes of the local disk that gramfs leaves alone.
    package var minFree: ByteCount?
    /// Bytes that only this machine may hold before writers wait.
    package var dirtyMax: ByteCount?
    /// Quiet time after which an unfinished segment is sent.
    package var uploadAfter: Span?
    package var uploadBudget = UploadBudget.standard
    /// How long a writer waits for space before it gets ENOSPC.
    package var enospcAfter = Span(.seconds(60))
    /// How long a reader waits for the store before it gets EIO.
    package var readTimeout = Span(.seconds(120))
    package var passphraseFile: String?
    /// Where the links of shares are served over HTTP; nil nowhere.
    package var serve: ServeAddress?
    /// How links begin for those who open them, where a proxy stands before `serve`.
    package var serveURL: String?
    /// `nosuid` and the like, for the kernel as they are.
    package var kernelFlags: [String] = []

    package init() {}

    /// Applies a comma-separated list as in `-o`; `\,` is a comma inside of a value.
    package mutating func apply(_ list: String) throws(Failure) {
        for item in Self.split(list) where !item.isEmpty {
            let (key, value) = item.splitOnce(at: "=")
            guard !Self.isIgnored(key) else { continue }
            try apply(key, value)
        }
    }

    /// Applies one option: the same words on the command line, in fstab and in the configuration file.
    package mutating func apply(_ key: String, _ value: String?) throws(Failure) {
        if let value { try apply(key, valued: value) } else { try apply(flag: key) }
    }

    private mutating func apply(flag: String) throws(Failure) {
        switch flag {
        case "allow_other": allowsOthers = true
        // Always on: without it the kernel would leave every check to us.
        case "default_permissions": break
        case "ro": isReadOnly = true
        case "rw": isReadOnly = false
        case "noatime": accessTimes = .never
        case "relatime": accessTimes = .relative
        case "noxattr": hasXattrs = false
        case "suid", "nosuid", "dev", "nodev", "exec", "noexec": kernelFlags.append(flag)
        default:
            guard !Self.valued.contains(flag) else {
                throw Failure(.usage, "The mount option \(flag) needs a value", hint: "Write \(flag)=VALUE")
            }
            throw Self.unknown(flag)
        }
    }

    private mutating func apply(_ key: String, valued value: String) throws(Failure) {
        switch key {
        case "cache_size": cacheSize = try Self.parse(key, value, "a size such as 10G")
        case "min_free": minFree = try Self.parse(key, value, "a size such as 2G")
        case "dirty_max": dirtyMax = try Self.parse(key, value, "a size such as 1G")
        case "upload_after": uploadAfter = try Self.parse(key, value, "a time such as 5s")
        case "upload_budget": uploadBudget = try Self.parse(key, value, "PER_HOUR[:PER_DAY[:BURST]] or off")
        case "enospc_after": enospcAfter = try Self.parse(key, value, "a time such as 60s")
        case "read_timeout": readTimeout = try Self.parse(key, value, "a time such as 120s")
        case "serve": serve = try Self.parse(key, value, "an address such as 8042, 127.0.0.1:8042 or [::]:8042")
        case "serve_url":
            guard let url = Self.publicURL(value) else {
                throw Failure(
                    .usage, "The mount option serve_url=\(value) is no address of a web server",
                    hint: "Give how links begin, such as https://files.example.org")
            }
            serveURL = url
        case "passphrase_file":
            guard !value.isEmpty else { throw Failure(.usage, "The mount option passphrase_file names no file") }
            passphraseFile = value
        default:
            guard !Self.flags.contains(key) else {
                throw Failure(.usage, "The mount option \(key) takes no value", hint: "Write \(key) alone")
            }
            throw Self.unknown(key)
        }
    }

    /// Every option that takes a value.
    package static let valued: Set<String> = [
        "cache_size", "min_free", "dirty_max", "upload_after", "upload_budget", "enospc_after", "read_timeout",
        "passphrase_file", "serve", "serve_url",
    ]

    /// Every option that takes none.
    package static let flags: Set<String> = [
        "allow_other", "default_permissions", "ro", "rw", "noatime", "relatime", "noxattr", "suid", "nosuid", "dev",
        "nodev", "exec", "noexec",
    ]

    /// What fstab says to others than us: to systemd, to mount(8) and to the network's start scripts.
    private static func isIgnored(_ key: String) -> Bool {
        switch key {
        case "_netdev", "nofail", "defaults", "auto", "noauto", "user", "nouser", "users", "owner", "group", "async":
            true
        default: key.hasPrefix("x-")
        }
    }

    private static func unknown(_ key: String) -> Failure {
        Failure(
            .usage, "There is no mount option \(key)",
            hint: "There are " + (flags.union(valued).subtracting(["rw"])).sorted().joined(separator: ", "))
    }

    private static func parse<Value: LosslessStringConvertible>(
        _ key: String, _ text: String, _ expected: String
    ) throws(Failure) -> Value {
        guard let value = Value(text) else {
            throw Failure(.usage, "The mount option \(key)=\(text) cannot be read", hint: "Give \(expected)")
        }
        return value
    }

    /// Without the slash at its end; nil for what is no plain http or https address.
    private static func publicURL(_ text: String) -> String? {
        guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        guard isPlain, !text.contains("?"), !text.contains("#"), !text.contains("@") else { return nil }
        let trimmed = String(text.reversed().drop { $0 == "/" }.reversed())
        return trimmed.count > scheme.count ? trimmed : nil
    }

    private static func split(_ list: String) -> [String] {
        var items = [""]
        var isEscaped = false
        for character in list {
            if isEscaped {
                items[items.count - 1] += character == "," ? "," : "\\\(character)"
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," {
                items.append("")
            } else {
                items[items.count - 1].append(character)
            }
        }
        if isEscaped { items[items.count - 1] += "\\" }
        return items
    }
}
