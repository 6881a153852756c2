// SPDX-License-Identifier: MIT

/// Where links are served: `8042`, `:8042` and `localhost:8042` on this machine only, `0.0.0.0:8042` and `[::]:8042` for
/// everybody who can reach it, `192.0.2.1` on the usual port. Port 0 takes a free one.
package struct ServeAddress: Hashable, Sendable, LosslessStringConvertible {
    package var host: String
    package var port: UInt16

    package static let loopback = "127.0.0.1"
    package static let usualPort: UInt16 = 8042

    package init(host: String = loopback, port: UInt16 = usualPort) {
        self.host = host
        self.port = port
    }

    package init?(_ description: String) {
        if description.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) {
            guard let port = UInt16(description) else { return nil }
            self.init(port: port)
            return
        }
        var host = description[...]
        var port: UInt16? = Self.usualPort
        if description.hasPrefix("[") {
            guard let end = description.firstIndex(of: "]") else { return nil }
            host = description[description.index(after: description.startIndex)..<end]
            let rest = description[description.index(after: end)...]
            if !rest.isEmpty { port = rest.hasPrefix(":") ? UInt16(rest.dropFirst()) : nil }
        } else if let colon = description.firstIndex(of: ":") {
            // An IPv6 address without brackets cannot be told from a port.
            guard description.lastIndex(of: ":") == colon else { return nil }
            host = description[..<colon]
            port = UInt16(description[description.index(after: colon)...])
            if host.isEmpty { host = Self.loopback[...] }
        }
        guard let port, !host.isEmpty,
            host.utf8.allSatisfy({ byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"):
                    true
                default: false
                }
            })
        else { return nil }
        self.init(host: String(host), port: port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// How links begin for those who come straight to it; `name` is this machine's, for an address that stands for all.
    func url(boundTo port: UInt16, name: String) -> String {
        let isAny = host == "0.0.0.0" || host == "::"
        let address = ServeAddress(host: isAny ? name : host, port: port)
        return port == 80
            ? "http://" + (address.host.contains(":") ? "[\(address.host)]" : address.host) : "http://\(address)"
    }
}
