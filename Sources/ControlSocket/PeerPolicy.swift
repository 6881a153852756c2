// SPDX-License-Identifier: MIT

import Glibc
import NIOCore

/// Which users a server answers. The mode of the socket says the same; this holds also where somebody changed that.
package struct PeerPolicy: Sendable {
    private let users: Set<UInt32>

    package init(users: Set<UInt32>) { self.users = users }

    /// The user of this process, and root.
    package static let ownUser = PeerPolicy(users: [0, geteuid()])

    /// Asks the kernel who connected.
    func admits(_ channel: any Channel) async -> Bool {
        guard let socket = channel as? any SocketOptionProvider else { return false }
        let option = NIOBSDSocket.Option(rawValue: SO_PEERCRED)
        let peer: Credentials? = try? await socket.unsafeGetSocketOption(level: .socket, name: option).get()
        return peer.map { users.contains($0.user) } ?? false
    }

    /// `struct ucred` of socket(7).
    private struct Credentials: Sendable {
        var process: Int32
        var user: UInt32
        var group: UInt32
    }
}
