// SPDX-License-Identifier: MIT

import Foundation
import MTProto

/// Where the data centres are and by which keys they are known.
package struct ServerList: Sendable {
    package struct Endpoint: Hashable, Sendable {
        package let host: String
        package let port: Int

        package init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    package let endpoints: [Int32: [Endpoint]]
    package let keys: [RSAPublicKey]
    /// Test servers are numbered from 10000 in the key exchange.
    package let isTest: Bool
    /// Where a login begins that no session says otherwise of.
    package let firstDataCentre: Int32

    package init(endpoints: [Int32: [Endpoint]], keys: [RSAPublicKey], isTest: Bool, firstDataCentre: Int32) {
        self.endpoints = endpoints
        self.keys = keys
        self.isTest = isTest
        self.firstDataCentre = firstDataCentre
    }

    /// Telegram itself. Only where to begin: `help.getConfig` gives the addresses of today.
    package static let production = ServerList(
        endpoints: [
            1: [Endpoint(host: "149.154.175.53", port: 443)],
            2: [Endpoint(host: "149.154.167.51", port: 443), Endpoint(host: "149.154.167.50", port: 443)],
            3: [Endpoint(host: "149.154.175.100", port: 443)],
            4: [Endpoint(host: "149.154.167.91", port: 443)],
            5: [Endpoint(host: "91.108.56.130", port: 443)],
        ], keys: [ProductionKey.key].compactMap(\.self), isTest: false, firstDataCentre: 2)

    private struct File: Decodable {
        struct Centre: Decodable {
            var id: Int32
            var host: String
            var port: Int
        }

        var dcs: [Centre]
        var rsaPublicKeyPEM: String
        var isTest: Bool?

        enum CodingKeys: String, CodingKey {
            case dcs
            case rsaPublicKeyPEM = "rsa_public_key_pem"
            case isTest = "test"
        }
    }

    private static let fileBytesMax = 1 << 20

    /// A file as the emulator writes it: `{"dcs":[{"id","host","port"}],"rsa_public_key_pem"}`.
    package init(path: String) throws(TelegramError) {
        let file: File
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            guard data.count <= Self.fileBytesMax else { throw TelegramError.configuration("\(path) is too large") }
            file = try JSONDecoder().decode(File.self, from: data)
        } catch {
            throw .configuration("the list of servers in \(path) cannot be read: \(error)")
        }
        guard let key = RSAPublicKey(pem: file.rsaPublicKeyPEM) else {
            throw .configuration("rsa_public_key_pem in \(path) is no public key of 2048 bits")
        }
        guard let first = file.dcs.first else { throw .configuration("\(path) lists no data centre") }
        guard file.dcs.allSatisfy({ (1...65535).contains($0.port) && $0.id > 0 }) else {
            throw .configuration("\(path) lists a data centre without a number or a port")
        }
        self.init(
            endpoints: Dictionary(grouping: file.dcs, by: \.id)
                .mapValues { $0.map { Endpoint(host: $0.host, port: $0.port) } },
            keys: [key], isTest: file.isTest ?? false,
            firstDataCentre: file.dcs.contains { $0.id == 2 } ? 2 : first.id)
    }
}
