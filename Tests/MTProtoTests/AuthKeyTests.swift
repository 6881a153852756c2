// SPDX-License-Identifier: MIT

import Testing

@testable import MTProto

@Suite struct AuthKeyTests {
    private let key = AuthKey(Vectors.authKey)

    @Test func itsHashesAreThePublishedOnes() throws {
        let key = try #require(key)
        #expect(key.id.littleEndianBytes == hex("8ae7a271969a9b1f"))
        #expect(key.auxiliaryHash == hex("26d6ceeff1381295"))
        #expect(AuthKey([1, 2, 3]) == nil)
    }

    @Test func bothDirectionsDeriveThePublishedKeys() throws {
        let key = try #require(key)
        let up = key.cipher(messageKey: Vectors.upMessageKey, .toServer)
        #expect(up.key == Vectors.upKey)
        #expect(up.iv == Vectors.upIV)
        let down = key.cipher(messageKey: Vectors.downMessageKey, .toClient)
        #expect(down.key == Vectors.downKey)
        #expect(down.iv == Vectors.downIV)
    }

    @Test func noDescriptionShowsIt() throws {
        let key = try #require(key)
        #expect("\(key)" == "AuthKey(hidden)")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("119"))
    }
}
