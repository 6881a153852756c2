// SPDX-License-Identifier: MIT

/// The client's side of SOCKS5 (RFC 1928, RFC 1929): bytes in, bytes out.
struct SOCKS5Handshake: Sendable {
    enum Step: Hashable, Sendable {
        case needsMore
        case send([UInt8])
        /// The proxy has connected us; what follows is the other end's.
        case done(rest: [UInt8])
    }

    enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        case notSOCKS5
        case noMethodInCommon
        case wrongPassword
        case refused(code: UInt8)
        case badAddress

        var description: String {
            switch self {
            case .notSOCKS5: "what answers is no SOCKS5 proxy"
            case .noMethodInCommon: "it wants another way to log in than we have; is a user name needed?"
            case .wrongPassword: "it does not take this user name and password"
            case .refused(let code): "it cannot connect us: \(Self.meaning(of: code))"
            case .badAddress: "an address that SOCKS5 cannot carry"
            }
        }

        /// RFC 1928, section 6.
        private static func meaning(of code: UInt8) -> String {
            switch code {
            case 1: "general failure"
            case 2: "not allowed by its rules"
            case 3: "the network is unreachable"
            case 4: "the host is unreachable"
            case 5: "the connection was refused"
            case 6: "the time to live has expired"
            case 7: "it does not know CONNECT"
            case 8: "it does not know this kind of address"
            default: "for the reason \(code)"
            }
        }
    }

    private enum State { case method, password, request }

    private let host: String
    private let port: Int
    private let user: String?
    private let password: String
    private var state = State.method
    private var buffer: [UInt8] = []

    init(host: String, port: Int, proxy: TransportOptions.Proxy) {
        self.host = host
        self.port = port
        user = proxy.user
        password = proxy.password ?? ""
    }

    var greeting: [UInt8] { user == nil ? [5, 1, 0] : [5, 2, 0, 2] }

    mutating func receive(_ bytes: [UInt8]) throws(Failure) -> Step {
        buffer += bytes
        switch state {
        case .method:
            guard buffer.count >= 2 else { return .needsMore }
            guard buffer[0] == 5 else { throw .notSOCKS5 }
            let method = buffer[1]
            buffer.removeFirst(2)
            switch method {
            case 0:
                state = .request
                return .send(try request())
            case 2 where user != nil:
                state = .password
                let name = Array((user ?? "").utf8)
                let secret = Array(password.utf8)
                guard (1...255).contains(name.count), secret.count <= 255 else { throw .wrongPassword }
                return .send([1, UInt8(name.count)] + name + [UInt8(secret.count)] + secret)
            default: throw .noMethodInCommon
            }
        case .password:
            guard buffer.count >= 2 else { return .needsMore }
            guard buffer[1] == 0 else { throw .wrongPassword }
            buffer.removeFirst(2)
            state = .request
            return .send(try request())
        case .request: return try reply()
        }
    }

    /// VER REP RSV ATYP BND.ADDR BND.PORT
    private func reply() throws(Failure) -> Step {
        guard buffer.count >= 5 else { return .needsMore }
        guard buffer[0] == 5 else { throw .notSOCKS5 }
        guard buffer[1] == 0 else { throw .refused(code: buffer[1]) }
        let address: Int
        switch buffer[3] {
        case 1: address = 4
        case 3: address = 1 + Int(buffer[4])
        case 4: address = 16
        default: throw .badAddress
        }
        let count = 4 + address + 2
        return buffer.count >= count ? .done(rest: Array(buffer[count...])) : .needsMore
    }

    private func request() throws(Failure) -> [UInt8] {
        // By name: the proxy resolves, and takes addresses in this form too.
        let name = Array(host.utf8)
        guard (1...255).contains(name.count), (1...65535).contains(port) else { throw .badAddress }
        return [5, 1, 0, 3, UInt8(name.count)] + name + [UInt8(port >> 8), UInt8(port & 255)]
    }
}
