// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// A token opens by its hash alone; a password is scrypt's result and nothing else.
@Suite struct ShareTokenTests {
    @Test func aTokenReadsBackAndIsHashedWithSHA256() throws {
        let token = ShareToken(random: CountingRandomSource())
        #expect(token.description.utf8.count == 32)
        #expect(ShareToken(token.description) == token)
        #expect(try token.hash() == Digest.hash(token.bytes))
        for text in [
            "", "a", token.description + "a", token.description.uppercased(), "\(token.description.dropLast())1",
        ] {
            #expect(ShareToken(text) == nil, "\(text)")
        }
    }

    @Test func aPasswordMatchesItselfOnly() throws {
        let random = CountingRandomSource()
        let password = try Share.Password(Array("secret".utf8), cost: .test, random: random)
        #expect(password.salt.count == 16 && password.hash.count == 32)
        #expect(try password.matches(Array("secret".utf8)))
        for wrong in ["", "Secret", "secret ", "secre"] {
            #expect(try !password.matches(Array(wrong.utf8)), "\(wrong)")
        }
        let again = try Share.Password(Array("secret".utf8), cost: .test, random: random)
        #expect(again.hash != password.hash, "each has its own salt")
        #expect(ScryptCost.sharePassword.logN == 15)
    }

    @Test func whatIsNoShareIsMalformed() throws {
        var samples = Samples(seed: 7)
        for _ in 0..<50 {
            let share = try samples.share()
            var writer = ByteWriter()
            ShareCoding.write(share, to: &writer)
            var reader = FieldReader(writer.bytes, part: .records)
            #expect(try ShareCoding.read(&reader) == share)
            for length in stride(from: 0, to: writer.bytes.count, by: 7) {
                var short = FieldReader(Array(writer.bytes.prefix(length)), part: .records)
                #expect(throws: FormatError.self) { try ShareCoding.read(&short) }
            }
        }
        // An id beyond 40 bits.
        var writer = ByteWriter()
        writer.writeVarint(1 << 40)
        var reader = FieldReader(writer.bytes, part: .records)
        #expect(throws: FormatError.self) { try ShareCoding.readID(&reader) }
    }
}
