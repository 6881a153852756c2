// SPDX-License-Identifier: MIT

import Foundation
import MTProto
import TL
import TestDirectory
import Testing

@testable import Telegram

@Suite struct ConfigurationTests {
    @Test func theProductionKeyHasItsFingerprint() throws {
        let key = try #require(ProductionKey.key)
        #expect(UInt64(bitPattern: key.fingerprint) == 0xd09d_1d85_de64_fd85)
        #expect(ServerList.production.keys == [key])
    }

    @Test func anApplicationIsRequiredAndExplained() throws {
        for (id, hash) in [(nil, nil), ("1", nil), ("", ""), ("x", String(repeating: "a", count: 32)), ("1", "short")] {
            #expect(throws: TelegramError.self) { try Application(id: id, hash: hash) }
        }
        do throws(TelegramError) {
            _ = try Application(id: nil, hash: nil)
        } catch {
            guard case .configuration(let text) = error else { throw error }
            #expect(text.contains("my.telegram.org"))
            #expect(text.contains("GRAMFS_API_ID"))
        }
        #expect(try Application(id: "17", hash: String(repeating: "a", count: 32)).id == 17)
    }

    @Test func aProxyIsAnAddress() throws {
        typealias Proxy = TransportOptions.Proxy
        #expect(try Proxy(url: "socks5://127.0.0.1:9050") == Proxy(host: "127.0.0.1", port: 9050))
        #expect(try Proxy(url: "SOCKS5://proxy.example.org/") == Proxy(host: "proxy.example.org", port: 1080))
        #expect(
            try Proxy(url: "socks5://a:p%40ss%3A@[::1]:1") == Proxy(host: "::1", port: 1, user: "a", password: "p@ss:"))
        let long = String(repeating: "x", count: 256)
        for url in [
            "", "127.0.0.1:9050", "http://h:1", "socks5://", "socks5://h:0", "socks5://h:65536", "socks5://h:x",
            "socks5://user@h:1", "socks5://:p@h:1", "socks5://u:@h:1", "socks5://h:1/path", "socks5://h:1?q",
            "socks5://\(long):p@h:1", "socks5://\(long):1", "socks5://a b:1",
        ] {
            #expect(throws: TelegramError.self, "\(url)") { try Proxy(url: url) }
        }
        do throws(TelegramError) {
            _ = try Proxy(url: "socks5://u:hunter2@h:0")
        } catch {
            #expect(!"\(error)".contains("hunter2"))
        }
    }

    @Test func serversAreReadFromAFile() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/servers"
        let pem = try #require(ProductionKey.key).pem.replacingOccurrences(of: "\n", with: "\\n")
        try Data(
            #"{"dcs":[{"id":1,"host":"127.0.0.1","port":4}],"rsa_public_key_pem":"\#(pem)","bot_api_url":null}"#.utf8
        )
        .write(to: URL(fileURLWithPath: path))
        let servers = try ServerList(path: path)
        #expect(servers.endpoints == [1: [.init(host: "127.0.0.1", port: 4)]])
        #expect(servers.firstDataCentre == 1)
        for text in [
            "", "{}", #"{"dcs":[],"rsa_public_key_pem":"\#(pem)"}"#,
            #"{"dcs":[{"id":1,"host":"h","port":0}],"rsa_public_key_pem":"\#(pem)"}"#,
            #"{"dcs":[{"id":1,"host":"h","port":1}],"rsa_public_key_pem":"no"}"#,
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: TelegramError.self) { try ServerList(path: path) }
        }
    }

    @Test func theDeviceIsNamedHonestly() throws {
        let application = try Application(id: "17", hash: String(repeating: "a", count: 32))
        let configuration = TelegramConfiguration(
            application: application, servers: .production, version: "1.2", logger: .init(label: "test"))
        let query = TLWriter.encode(Function.HelpGetConfig())
        var reader = TLReader(Device.preface(configuration, wantsUpdates: false) + query)
        let layer = try Function.InvokeWithLayer(from: &reader)
        #expect(layer.layer == 201)
        var inner = TLReader(layer.query)
        let device = try Function.InitConnection(from: &inner)
        #expect(device.deviceModel == "gramfs")
        #expect(device.appVersion == "1.2")
        #expect(device.systemVersion.hasPrefix("Linux"))
        var innermost = TLReader(device.query)
        #expect(try Function.InvokeWithoutUpdates(from: &innermost).query == query)
    }
}

@Suite struct SessionFileTests {
    private let content = SessionFile.Content(
        home: 2, account: .init(id: 5, isBot: false),
        keys: [.init(dataCentre: 2, key: Data(repeating: 7, count: 256), salt: -1, isAuthorised: true)])

    @Test func whatIsSavedIsLoadedAndForItsOwnerOnly() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/a.session"
        let file = try SessionFile(path: path)
        #expect(try file.load() == SessionFile.Content())
        try file.save(content)
        #expect(try file.load() == content)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
    }

    @Test func aSecondUserIsTurnedAway() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/a.session"
        let first = try SessionFile(path: path)
        #expect(throws: TelegramError.sessionInUse(path: path)) { try SessionFile(path: path) }
        try first.save(content)
        #expect(throws: TelegramError.sessionInUse(path: path), "also after the file was replaced") {
            try SessionFile(path: path)
        }
    }

    @Test func damageIsNamedAndNothingIsOverwritten() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/a.session"
        for text in ["", "garbage", #"{"version":2,"keys":[]}"#] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let file = try SessionFile(path: path)
            #expect(throws: TelegramError.self) { try file.load() }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }
}
