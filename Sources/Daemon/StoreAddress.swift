// SPDX-License-Identifier: MIT

import Glibc

/// STORE of the command line: where the objects of a volume are.
package enum StoreAddress: Hashable, Sendable, CustomStringConvertible {
    /// A directory, as an absolute path.
    case directory(String)

    package init(parsing text: String) throws(Failure) {
        let (kind, rest) = text.splitOnce(at: ":")
        switch kind {
        case "dir":
            guard let path = rest, !path.isEmpty else {
                throw Failure(.usage, "The store \"\(text)\" names no directory", hint: "Write dir:PATH")
            }
            self = .directory(Self.absolute(path))
        case "telegram", "botapi":
            throw Failure(
                .usage, "This version of gramfs has no store of kind \(kind) yet", hint: "Use dir:PATH for now")
        default:
            throw Failure(.usage, "\"\(text)\" is not a store", hint: "Write dir:PATH")
        }
    }

    /// Parses back to the same address.
    package var description: String {
        switch self {
        case .directory(let path): "dir:\(path)"
        }
    }

    /// The working directory is another one after the daemon went into the background.
    private static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }
}

extension String {
    /// What stands before and after the first `separator`; nil after where there is none.
    func splitOnce(at separator: Character) -> (String, String?) {
        guard let index = firstIndex(of: separator) else { return (self, nil) }
        return (String(self[..<index]), String(self[self.index(after: index)...]))
    }
}
