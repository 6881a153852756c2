// SPDX-License-Identifier: MIT

import Testing

@testable import Daemon

/// Invariants: every option of the command line is known, an unknown one is named, what fstab says to others is passed
/// over.
@Suite struct MountOptionsTests {
    private static func options(_ list: String) throws(Failure) -> MountOptions {
        var options = MountOptions()
        try options.apply(list)
        return options
    }

    @Test func everyOptionIsUnderstood() throws {
        let options = try Self.options(
            """
            allow_other,default_permissions,ro,relatime,noxattr,cache_size=10G,min_free=1G,dirty_max=512M,upload_after=5s,\
            upload_budget=10:20:3,enospc_after=2m,read_timeout=90s,passphrase_file=/run/p\\,w,nosuid,nodev
            """)
        var expected = MountOptions()
        expected.allowsOthers = true
        expected.isReadOnly = true
        expected.accessTimes = .relative
        expected.hasXattrs = false
        expected.cacheSize = ByteCount(10 << 30)
        expected.minFree = ByteCount(1 << 30)
        expected.dirtyMax = ByteCount(512 << 20)
        expected.uploadAfter = Span(.seconds(5))
        expected.uploadBudget = UploadBudget(perHour: 10, perDay: 20, burst: 3)
        expected.enospcAfter = Span(.seconds(120))
        expected.readTimeout = Span(.seconds(90))
        expected.passphraseFile = "/run/p,w"
        expected.kernelFlags = ["nosuid", "nodev"]
        #expect(options == expected)
    }

    @Test func whatIsMeantForOthersIsPassedOver() throws {
        let list = "rw,_netdev,nofail,defaults,noauto,user,x-systemd.automount,x-gvfs-show=1,,"
        #expect(try Self.options(list) == MountOptions())
    }

    @Test func waitsAreThePromisedOnesWhereNothingIsSaid() {
        #expect(MountOptions().enospcAfter.description == "1m")
        #expect(MountOptions().readTimeout.description == "2m")
    }

    @Test func theLastOneWins() throws {
        #expect(try Self.options("ro,rw").isReadOnly == false)
        #expect(try Self.options("cache_size=1G,cache_size=2G").cacheSize == ByteCount(2 << 30))
    }

    @Test(arguments: [
        ("frobnicate", "frobnicate"), ("cache_sise=1G", "cache_sise"), ("cache_size", "cache_size"), ("ro=1", "ro"),
        ("cache_size=big", "cache_size=big"), ("read_timeout=", "read_timeout="),
        ("passphrase_file=", "passphrase_file"),
        ("allow_root", "allow_root"),
    ])
    func aWrongOptionIsAUsageErrorThatNamesIt(list: String, named: String) {
        let failure = #expect(throws: Failure.self) { try Self.options("ro,\(list),relatime") }
        #expect(failure?.code == .usage)
        #expect(failure?.message.contains(named) == true)
    }

    @Test func linksAreServedOnLoopbackUnlessSaidOtherwise() throws {
        #expect(MountOptions().serve == nil)
        for (text, host, port) in [
            ("8042", "127.0.0.1", 8042), (":0", "127.0.0.1", 0), ("localhost:80", "localhost", 80),
            ("0.0.0.0:9", "0.0.0.0", 9), ("[::]:9", "::", 9), ("[::1]", "::1", 8042), ("192.0.2.1", "192.0.2.1", 8042),
        ] {
            #expect(try Self.options("serve=\(text)").serve == ServeAddress(host: host, port: UInt16(port)), "\(text)")
        }
        for text in ["", "65536", "::1:80", "host:x", "[::1", "[::1]x", "a b:1", "host:"] {
            #expect(throws: Failure.self) { try Self.options("serve=\(text)") }
        }
        #expect(ServeAddress(host: "::1", port: 1).url(boundTo: 7, name: "n") == "http://[::1]:7")
        #expect(ServeAddress(host: "0.0.0.0", port: 1).url(boundTo: 80, name: "n") == "http://n")
    }

    @Test func theAddressOfAProxyIsAPlainWebAddress() throws {
        #expect(try Self.options("serve_url=https://files.example.org/x/").serveURL == "https://files.example.org/x")
        for text in [
            "", "files.example.org", "ftp://x", "https://", "https://a b", "https://u@h", "https://h?x", "https://h#x",
        ] {
            #expect(throws: Failure.self) { try Self.options("serve_url=\(text)") }
        }
    }
}
