// SPDX-License-Identifier: MIT

import Glibc
import TelegramStorage

/// STORE of the command line: where the objects of a volume are.
package enum StoreAddress: Hashable, Sendable, CustomStringConvertible {
    package enum Chat: Hashable, Sendable {
        /// Whichever there is: a new one for a new volume, the one with a volume in it otherwise.
        case any
        case new
        case known(ChatID)
        /// The one that a link of invitation leads to; what stands in a configuration is its number.
        case invited(Invitation)
    }

    /// A directory, as an absolute path.
    case directory(String)
    /// A private channel of an account.
    case telegram(Chat)

    package init(parsing text: String) throws(Failure) {
        let (kind, rest) = text.splitOnce(at: ":")
        switch kind {
        case "dir":
            guard let path = rest, !path.isEmpty else {
                throw Failure(.usage, "The store \"\(text)\" names no directory", hint: "Write dir:PATH")
            }
            self = .directory(Self.absolute(path))
        case "telegram": self = .telegram(try Self.chat(rest, text))
        case "botapi":
            throw Failure(
                .usage, "This version of gramfs has no store of kind \(kind) yet",
                hint: "Use telegram:CHAT: a bot may log in there too (gramfs login --bot-token-file)")
        default:
            throw Failure(.usage, "\"\(text)\" is not a store", hint: "Write dir:PATH or telegram[:new|CHAT]")
        }
    }

    /// Parses back to the same address.
    package var description: String {
        switch self {
        case .directory(let path): "dir:\(path)"
        case .telegram(.any): "telegram"
        case .telegram(.new): "telegram:new"
        case .telegram(.known(let chat)): "telegram:\(chat)"
        case .telegram(.invited(let invitation)): "telegram:\(invitation)"
        }
    }

    private static func chat(_ text: String?, _ store: String) throws(Failure) -> Chat {
        switch text {
        case nil: return .any
        case "new": return .new
        case .some(let text):
            if let chat = ChatID(parsing: text) { return .known(chat) }
            if let invitation = Invitation(parsing: text) { return .invited(invitation) }
            guard !text.contains(",") else {
                throw Failure(.usage, "This version of gramfs keeps no mirrors yet: \(store)", hint: "Name one chat")
            }
            throw Failure(
                .usage, "\"\(text)\" does not say which chat",
                hint: """
                    Write telegram:new, or the number of a private channel such as telegram:-1001234567890, or a link to \
                    one of its messages, or one that invites to it
                    """)
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
