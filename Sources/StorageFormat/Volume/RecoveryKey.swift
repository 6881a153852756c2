// SPDX-License-Identifier: MIT

import FilesystemModel

/// The key that `format` prints: 256 random bits, written as 14 groups of 4 characters.
///
/// The text is Crockford's base 32 of the 32 bytes and the first 3 bytes of SHA-256 over `gramfs 1 recovery key` and
/// the 32 bytes, the high bits first: a mistyped key is told apart from a wrong one. Reading forgives case, spaces and
/// dashes, O for 0, and I and L for 1.
package final class RecoveryKey: Sendable, LosslessStringConvertible {
    let secret: SecretKey

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let checkBytes = 3
    private static let characters = 56

    private init(_ secret: SecretKey) { self.secret = secret }

    package convenience init(random: some RandomSource) {
        self.init(SecretKey { random.fill($0) })
    }

    package convenience init?(_ description: String) {
        do { try self.init(parsing: description) } catch { return nil }
    }

    /// `recoveryKeyMistyped` says what is wrong with the text.
    package convenience init(parsing text: String) throws(FormatError) {
        let digits = try Self.digits(of: text)
        guard digits.count == Self.characters else {
            throw .recoveryKeyMistyped("it has \(digits.count) characters instead of \(Self.characters)")
        }
        let bytes = Self.regroup(digits, from: 5, to: 8)
        let key = Array(bytes.prefix(SecretKey.byteCount))
        guard try Self.check(of: key) == bytes.suffix(Self.checkBytes) else {
            throw .recoveryKeyMistyped("a character is wrong or two are swapped")
        }
        self.init(SecretKey { $0.copyBytes(from: key) })
    }

    package var description: String {
        let key = secret.withBytes { Array($0) }
        guard let check = try? Self.check(of: key) else { preconditionFailure("SHA-256 is not there") }
        let digits = Self.regroup(key + check, from: 8, to: 5)
        let characters = digits.map { Character(Unicode.Scalar(Self.alphabet[Int($0)])) }
        return stride(from: 0, to: characters.count, by: 4)
            .map { String(characters[$0..<$0 + 4]) }
            .joined(separator: "-")
    }

    private static func digits(of text: String) throws(FormatError) -> [UInt8] {
        var digits: [UInt8] = []
        for character in text.unicodeScalars where !" -\t\r\n".unicodeScalars.contains(character) {
            guard let digit = digit(character) else {
                throw .recoveryKeyMistyped("\"\(character)\" is in no recovery key")
            }
            digits.append(digit)
            // Nobody types that much; do not work through a file that is something else.
            guard digits.count <= 1024 else { throw .recoveryKeyMistyped("it is far too long") }
        }
        return digits
    }

    private static func digit(_ character: Unicode.Scalar) -> UInt8? {
        switch character {
        case "O", "o": 0
        case "I", "L", "i", "l": 1
        case "a"..."z": digit(Unicode.Scalar(UInt8(character.value) & ~0x20))
        case "0"..."9", "A"..."Z": alphabet.firstIndex(of: UInt8(character.value)).map { UInt8($0) }
        default: nil
        }
    }

    private static func check(of key: [UInt8]) throws(FormatError) -> ArraySlice<UInt8> {
        try Digest.hash(Array("gramfs 1 recovery key".utf8), key).prefix(checkBytes)
    }

    /// Groups of `from` bits as groups of `to` bits, the high bits first. The bits come out even: 280 of them.
    private static func regroup(_ groups: [UInt8], from: Int, to: Int) -> [UInt8] {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for group in groups {
            bits = bits << UInt32(from) | UInt32(group)
            count += from
            while count >= to {
                count -= to
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)) & UInt8((1 << to) - 1))
            }
        }
        return result
    }
}
