// SPDX-License-Identifier: MIT

/// How a volume is mounted.
package struct FuseMountOptions: Hashable, Sendable {
    /// What `mount` and `df` show as the source.
    package var name: String
    /// Other users may enter; permissions are checked by the kernel in any case.
    package var allowsOther: Bool
    package var isReadOnly: Bool
    package var hasNoAccessTimes: Bool
    /// Without them the kernel saves a request in each write (`noxattr`).
    package var hasExtendedAttributes: Bool
    /// Threads that serve requests; so many requests can be worked on at once.
    package var threads: Int

    package init(
        name: String, allowsOther: Bool = false, isReadOnly: Bool = false, hasNoAccessTimes: Bool = true,
        hasExtendedAttributes: Bool = true, threads: Int = 16
    ) {
        self.name = name
        self.allowsOther = allowsOther
        self.isReadOnly = isReadOnly
        self.hasNoAccessTimes = hasNoAccessTimes
        self.hasExtendedAttributes = hasExtendedAttributes
        self.threads = max(10, threads)
    }

    /// The value of `-o` for libfuse, in which commas and backslashes of the name are escaped.
    var argument: String {
        let escaped = name.reduce(into: "") { $0 += [",", "\\"].contains($1) ? "\\\($1)" : "\($1)" }
        var options = ["fsname=\(escaped)", "subtype=gramfs", "default_permissions"]
        if allowsOther { options.append("allow_other") }
        if isReadOnly { options.append("ro") }
        if hasNoAccessTimes { options.append("noatime") }
        return options.joined(separator: ",")
    }
}
