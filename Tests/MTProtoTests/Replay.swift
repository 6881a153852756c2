// SPDX-License-Identifier: MIT

@testable import MTProto

/// Gives the bytes of a published run in the order in which they are asked for, and then a seeded sequence.
struct Replay: RandomBytes {
    var parts: [[UInt8]] = []
    var state: UInt64 = 7

    mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        if let first = parts.first, first.count == buffer.count {
            parts.removeFirst()
            buffer.copyBytes(from: first)
            return
        }
        for index in buffer.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            buffer[index] = UInt8(truncatingIfNeeded: state >> 56)
        }
    }
}
