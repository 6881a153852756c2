// SPDX-License-Identifier: MIT

/// The 64 bytes that open an obfuscated connection, and the two keystreams that follow from them.
///
///     0        8                40              56     60      62  64
///     | random | key            | IV            | tag  | DC id | random |      bytes 56.. are sent encrypted
///
/// The way back has key and IV of the same bytes in reverse order.
package struct Obfuscation: Sendable {
    package static let openingBytes = 64

    package let kind: FrameKind
    /// What is sent, or came, in clear. Only a proxy reads the data centre in it.
    package let opening: [UInt8]
    package let dataCentre: Int16
    /// The stream from client to server.
    package let upward: CTR
    package let downward: CTR

    /// A client's. `secret` are the 16 bytes that a proxy shares.
    package static func open(
        _ kind: FrameKind, dataCentre: Int16 = 0, secret: [UInt8] = [], random: inout some RandomBytes
    ) -> Obfuscation? {
        guard let tag = kind.tag else { return nil }
        var clear = random.bytes(openingBytes)
        while looksLikeSomethingElse(clear) { clear = random.bytes(openingBytes) }
        clear.replaceSubrange(56..<60, with: tag)
        clear.replaceSubrange(60..<62, with: withUnsafeBytes(of: dataCentre.littleEndian) { Array($0) })
        let (upward, downward) = streams(clear, secret)
        var encrypted = clear
        upward.apply(&encrypted)
        return Obfuscation(
            kind: kind, opening: Array(clear[..<56]) + encrypted[56...], dataCentre: dataCentre, upward: upward,
            downward: downward)
    }

    /// A server's, of the first 64 bytes; nil where they are no such opening.
    package static func accept(_ opening: [UInt8], secret: [UInt8] = []) -> Obfuscation? {
        guard opening.count == openingBytes else { return nil }
        let (upward, downward) = streams(opening, secret)
        var clear = opening
        upward.apply(&clear)
        guard let kind = FrameKind(tag: Array(clear[56..<60])) else { return nil }
        let dataCentre = Int16(truncatingIfNeeded: UInt64(littleEndianBytes: clear[60..<62]))
        return Obfuscation(
            kind: kind, opening: opening, dataCentre: dataCentre, upward: upward, downward: downward)
    }

    private static func streams(_ opening: [UInt8], _ secret: [UInt8]) -> (upward: CTR, downward: CTR) {
        func stream(_ bytes: [UInt8]) -> CTR {
            let key = Array(bytes[8..<40])
            return CTR(key: secret.isEmpty ? key : Digest.sha256(key, secret), iv: Array(bytes[40..<56]))
        }
        return (stream(opening), stream(opening.reversed()))
    }

    private static func looksLikeSomethingElse(_ bytes: [UInt8]) -> Bool {
        let refused: [[UInt8]] = [
            Array("HEAD".utf8), Array("POST".utf8), Array("GET ".utf8), Array("OPTI".utf8),
            [0xDD, 0xDD, 0xDD, 0xDD], [0xEE, 0xEE, 0xEE, 0xEE], [0x16, 0x03, 0x01, 0x02],
        ]
        return bytes[0] == 0xEF || refused.contains(Array(bytes[..<4])) || bytes[4..<8].allSatisfy { $0 == 0 }
    }
}
