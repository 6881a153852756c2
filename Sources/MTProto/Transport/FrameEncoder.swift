// SPDX-License-Identifier: MIT

import CZlib

/// Puts messages into frames. One for each direction of a connection: `full` counts.
package struct FrameEncoder: Sendable {
    package let kind: FrameKind
    private var counter: UInt32 = 0

    package init(_ kind: FrameKind) { self.kind = kind }

    /// `payload` is a multiple of four bytes long. `padding` are 0 to 15 bytes, used by `paddedIntermediate` only.
    package mutating func append(_ payload: [UInt8], to output: inout [UInt8], padding: [UInt8] = []) {
        precondition(payload.count % 4 == 0 && payload.count <= FrameLimits.payloadBytesMax)
        switch kind {
        case .abridged:
            let words = payload.count / 4
            if words < 0x7F {
                output.append(UInt8(words))
            } else {
                output.append(0x7F)
                Self.append(UInt32(words), bytes: 3, to: &output)
            }
            output += payload
        case .intermediate:
            Self.append(UInt32(payload.count), to: &output)
            output += payload
        case .paddedIntermediate:
            precondition(padding.count < 16)
            Self.append(UInt32(payload.count + padding.count), to: &output)
            output += payload
            output += padding
        case .full:
            let start = output.count
            Self.append(UInt32(payload.count + 12), to: &output)
            Self.append(counter, to: &output)
            output += payload
            Self.append(checksum(output[start...]), to: &output)
            counter &+= 1
        }
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

func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
}
