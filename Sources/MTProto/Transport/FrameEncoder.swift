// SPDX-License-Identifier: MIT

import CZlib

/// Puts messages into frames. One for each direction of a connection: `full` counts.
package struct FrameEncoder: Sendable {
    package let kind: FrameKind
    private var counter: UInt32 = 0

    package init(_ kind: FrameKind) { self.kind = kind }

    /// What goes before and after the next payload, so that who has a place for all of it copies the payload once.
    ///
    /// `payload` is a multiple of four bytes long. `padding` are 0 to 15 bytes, used by `paddedIntermediate` only.
    package mutating func frame(
        _ payload: [UInt8], padding: [UInt8] = []
    ) -> (head: [UInt8], tail: [UInt8]) {
        precondition(payload.count % 4 == 0 && payload.count <= FrameLimits.payloadBytesMax)
        var head: [UInt8] = []
        switch kind {
        case .abridged:
            let words = payload.count / 4
            if words < 0x7F {
                head.append(UInt8(words))
            } else {
                head.append(0x7F)
                Self.append(UInt32(words), bytes: 3, to: &head)
            }
            return (head, [])
        case .intermediate:
            Self.append(UInt32(payload.count), to: &head)
            return (head, [])
        case .paddedIntermediate:
            precondition(padding.count < 16)
            Self.append(UInt32(payload.count + padding.count), to: &head)
            return (head, padding)
        case .full:
            Self.append(UInt32(payload.count + 12), to: &head)
            Self.append(counter, to: &head)
            counter &+= 1
            var tail: [UInt8] = []
            Self.append(checksum(payload[...], after: checksum(head[...])), to: &tail)
            return (head, tail)
        }
    }

    package mutating func append(_ payload: [UInt8], to output: inout [UInt8], padding: [UInt8] = []) {
        let (head, tail) = frame(payload, padding: padding)
        output.reserveCapacity(output.count + head.count + payload.count + tail.count)
        output += head
        output += payload
        output += tail
    }

    /// A transport error, as a server sends it.
    package mutating func append(error: Int32, to output: inout [UInt8]) {
        append(withUnsafeBytes(of: error.littleEndian) { Array($0) }, to: &output)
    }

    /// What a server answers to a message that asked for it.
    package mutating func append(quickAck token: UInt32, to output: inout [UInt8]) {
        let bytes = withUnsafeBytes(of: token.littleEndian) { Array($0) }
        switch kind {
        case .abridged: output += bytes.reversed()
        case .intermediate, .full: output += bytes
        case .paddedIntermediate: append([0xFF, 0xFF, 0xFF, 0xFF] + bytes, to: &output)
        }
    }

    private static func append(_ value: UInt32, bytes: Int = 4, to output: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { output += $0.prefix(bytes) }
    }
}

func checksum(_ bytes: ArraySlice<UInt8>, after before: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(UInt(before), $0.baseAddress, $0.count)) }
}
