// SPDX-License-Identifier: MIT

import Testing

@testable import StorageFormat

/// Guards: the wrappers around libcrypto compute what the specifications say.
@Suite struct KnownAnswerTests {
    struct Expansion: Sendable {
        let key: String
        let salt: String
        let info: String
        let output: String
    }

    @Test(
        "HKDF-SHA256 gives the answers of RFC 5869, appendix A.1 to A.3",
        arguments: [
            Expansion(
                key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", salt: "000102030405060708090a0b0c",
                info: "f0f1f2f3f4f5f6f7f8f9",
                output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
            Expansion(
                key: Hexadecimal.text(0x00...0x4f), salt: Hexadecimal.text(0x60...0xaf),
                info: Hexadecimal.text(0xb0...0xff),
                output: """
                    b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09\
                    da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
                    """),
            Expansion(
                key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", salt: "", info: "",
                output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
        ])
    func hkdf(expansion: Expansion) throws {
        let expected = Hexadecimal.bytes(expansion.output)
        var output = [UInt8](repeating: 0, count: expected.count)
        try Hexadecimal.bytes(expansion.key).withUnsafeBytes { key in
            try Hexadecimal.bytes(expansion.salt).withUnsafeBytes { salt in
                try output.withUnsafeMutableBytes {
                    try KeyDerivation.hkdf(key: key, salt: salt, info: Hexadecimal.bytes(expansion.info), into: $0)
                }
            }
        }
        #expect(output == expected)
    }

    struct Stretching: Sendable {
        let passphrase: String
        let salt: String
        let logN: UInt8
        let blockSize: UInt32
        let parallelism: UInt32
        let output: String
    }

    @Test(
        "scrypt gives the answers of RFC 7914, section 12",
        arguments: [
            Stretching(
                passphrase: "", salt: "", logN: 4, blockSize: 1, parallelism: 1,
                output: """
                    77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442\
                    fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
                    """),
            Stretching(
                passphrase: "password", salt: "NaCl", logN: 10, blockSize: 8, parallelism: 16,
                output: """
                    fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
                    2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
                    """),
            Stretching(
                passphrase: "pleaseletmein", salt: "SodiumChloride", logN: 14, blockSize: 8, parallelism: 1,
                output: """
                    7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
                    d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
                    """),
        ])
    func scrypt(stretching: Stretching) throws {
        let cost = try #require(
            ScryptCost(
                logN: stretching.logN, blockSize: stretching.blockSize, parallelism: stretching.parallelism))
        var output = [UInt8](repeating: 0, count: 64)
        try Array(stretching.salt.utf8).withUnsafeBytes { salt in
            try output.withUnsafeMutableBytes {
                try KeyDerivation.scrypt(
                    passphrase: Array(stretching.passphrase.utf8), salt: salt, cost: cost, into: $0)
            }
        }
        #expect(output == Hexadecimal.bytes(stretching.output))
    }

    struct Sealing: Sendable {
        let key: String
        let nonce: String
        let plain: String
        let associated: String
        let sealed: String
        let tag: String
    }

    @Test(
        "AES-256-GCM gives the answers of the GCM specification, test cases 13, 14 and 16, and opens them again",
        arguments: [
            Sealing(
                key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), plain: "",
                associated: "", sealed: "", tag: "530f8afbc74536b9a963b4f1c4cb738b"),
            Sealing(
                key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12),
                plain: String(repeating: "00", count: 16), associated: "", sealed: "cea7403d4d606b6e074ec5d3baf39d18",
                tag: "d0d1c8a799996bf0265b98b5d48ab919"),
            Sealing(
                key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
                nonce: "cafebabefacedbaddecaf888",
                plain: """
                    d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
                    1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
                    """,
                associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                sealed: """
                    522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
                    8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
                    """,
                tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
        ])
    func gcm(sealing: Sealing) throws {
        let key = SecretKey { $0.copyBytes(from: Hexadecimal.bytes(sealing.key)) }
        let nonce = Hexadecimal.bytes(sealing.nonce)
        var bytes = Hexadecimal.bytes(sealing.plain)
        var tag = [UInt8](repeating: 0, count: 16)
        let associated = Hexadecimal.bytes(sealing.associated)
        // In two parts: how the associated data is cut must not matter.
        let cut = associated.count / 3
        func data(_ all: UnsafeRawBufferPointer) -> AssociatedData {
            AssociatedData(
                place: UnsafeRawBufferPointer(rebasing: all[..<cut]),
                header: UnsafeRawBufferPointer(rebasing: all[cut...]))
        }
        let sealer = try CipherContext(key: key, direction: .seal)
        try associated.withUnsafeBytes { associated in
            try bytes.withUnsafeMutableBytes {
                try sealer.seal(
                    nonce: nonce, associated: data(associated), plain: UnsafeRawBufferPointer($0),
                    into: $0.baseAddress, tag: &tag)
            }
        }
        #expect(bytes == Hexadecimal.bytes(sealing.sealed))
        #expect(tag == Hexadecimal.bytes(sealing.tag))

        let opener = try CipherContext(key: key, direction: .open)
        func open(_ tag: [UInt8]) throws -> Bool {
            try associated.withUnsafeBytes { associated in
                try bytes.withUnsafeMutableBytes {
                    try opener.open(
                        nonce: nonce, associated: data(associated), sealed: UnsafeRawBufferPointer($0),
                        into: $0.baseAddress, tag: tag)
                }
            }
        }
        let sealed = bytes
        #expect(try open(tag))
        #expect(bytes == Hexadecimal.bytes(sealing.plain))
        bytes = sealed
        #expect(try !open([tag[0] ^ 1] + tag.dropFirst()))
        #expect(bytes.allSatisfy { $0 == 0 }, "what is not authentic is wiped")
    }

    @Test("SHA-256 of abc is that of FIPS 180-4, in parts and after a copy as well")
    func sha256() throws {
        let expected = Hexadecimal.bytes("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try Digest.hash(Array("a".utf8), [], Array("bc".utf8)) == expected)
        let first = try Digest()
        try Array("a".utf8).withRawBytes { try first.update($0) }
        let second = try first.copy()
        try Array("x".utf8).withRawBytes { try first.update($0) }
        try Array("bc".utf8).withRawBytes { try second.update($0) }
        #expect(try second.value() == expected)
        #expect(try second.value() == expected, "asking does not end it")
    }

    @Test("No description of a key shows it")
    func hiddenKeys() {
        let master = MasterKey(random: CountingRandomSource())
        var dumped = ""
        dump(master, to: &dumped)
        #expect("\(master)" == "MasterKey(hidden)")
        #expect(String(reflecting: master.secret) == "SecretKey(hidden)")
        #expect(!dumped.contains("storage"))
    }
}
