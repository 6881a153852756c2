// SPDX-License-Identifier: MIT

import Foundation

extension TransportOptions.Proxy {
    /// `socks5://[USER:PASSWORD@]HOST[:PORT]`, with port 1080 where none is given and what is reserved in user and password
    /// percent-encoded (RFC 3986). Names are resolved by the proxy. Throws `configuration`, without the password in it.
    package init(url text: String) throws(TelegramError) {
        guard let url = URLComponents(string: text), ["socks5", "socks5h"].contains(url.scheme?.lowercased()),
            let given = url.host, !given.isEmpty, url.path.isEmpty || url.path == "/", url.query == nil,
            url.fragment == nil, (url.user == nil) == (url.password == nil)
        else {
            throw .configuration("a proxy is socks5://HOST:PORT or socks5://USER:PASSWORD@HOST:PORT")
        }
        let port = url.port ?? 1080
        guard (1...65535).contains(port) else { throw .configuration("a proxy has no port \(port)") }
        // RFC 1929: a length is one byte, and neither is empty.
        for part in [url.user, url.password].compactMap(\.self) where !(1...255).contains(part.utf8.count) {
            throw .configuration("user and password of a proxy have 1 to 255 bytes each")
        }
        // An address of IPv6 comes in brackets.
        let host = given.hasPrefix("[") && given.hasSuffix("]") ? String(given.dropFirst().dropLast()) : given
        guard host.utf8.count <= 255 else { throw .configuration("the name of a proxy has at most 255 bytes") }
        self.init(host: host, port: port, user: url.user, password: url.password)
    }
}
