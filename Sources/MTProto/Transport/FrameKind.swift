// SPDX-License-Identifier: MIT

/// How messages are cut out of a stream of bytes (mtproto/mtproto-transports).
///
///     abridged              EF         then  length/4 (1 byte, or 7F and 3 bytes) | payload
///     intermediate          EE EE EE EE  "   length (4) | payload
///     padded intermediate   DD DD DD DD  "   length (4) | payload | 0..15 random bytes
///     full                  nothing          length (4) | counter (4) | payload | CRC-32 (4)
package enum FrameKind: String, Hashable, Sendable, CaseIterable {
    case abridged
    case intermediate
    case paddedIntermediate
    case full

    /// What the client sends first; the server sends nothing of the kind.
    package var opening: [UInt8] {
        switch self {
        case .abridged: [0xEF]
        case .intermediate: [0xEE, 0xEE, 0xEE, 0xEE]
        case .paddedIntermediate: [0xDD, 0xDD, 0xDD, 0xDD]
        case .full: []
        }
    }

    /// Its name within an obfuscated opening; `full` has none.
    var tag: [UInt8]? {
        switch self {
        case .abridged: [0xEF, 0xEF, 0xEF, 0xEF]
        case .intermediate, .paddedIntermediate: opening
        case .full: nil
        }
    }

    init?(tag: [UInt8]) {
        guard let kind = Self.allCases.first(where: { $0.tag == tag }) else { return nil }
        self = kind
    }
}

/// Which end of the connection reads: lengths have bits that mean something else to either.
package enum PeerRole: Sendable {
    case client
    case server
}

package enum FrameError: Error, Hashable, Sendable {
    /// Longer than any honest message; also what a web server's answer looks like.
    case tooLong(bytes: Int, limit: Int)
    /// Not a multiple of four, or too short to be anything.
    case badLength(Int)
    case badCounter(expected: UInt32, found: UInt32)
    case badChecksum
    /// The opening is none of this protocol; `http` where it is a request for a web page.
    case unknownOpening(http: Bool)
}

/// What came out of the stream.
package enum Frame: Hashable, Sendable {
    case payload([UInt8], wantsQuickAck: Bool)
    /// To a client: the token of a message that the server has received. We never ask for one.
    case quickAck(UInt32)
    /// To a client: -404 and so on, in place of an answer.
    case transportError(Int32)
}

package enum FrameLimits {
    /// 512 KiB parts and 1 MiB ranges, and a container of them from clients that pack more.
    package static let payloadBytesMax = 4 << 20
}
