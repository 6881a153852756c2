// SPDX-License-Identifier: MIT

import CCrypto
import Glibc

/// Where nonces, exponents and padding come from: a seam, so that a run can be replayed from a seed.
package protocol RandomBytes: Sendable {
    mutating func fill(_ buffer: UnsafeMutableRawBufferPointer)
}

extension RandomBytes {
    package mutating func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            fill(UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    package mutating func int64() -> Int64 {
        var value: Int64 = 0
        withUnsafeMutableBytes(of: &value) { fill($0) }
        return value
    }
}

/// The kernel's generator.
package struct SystemRandomBytes: RandomBytes {
    package init() {}

    package mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        var filled = 0
        while filled < buffer.count {
            let count = getrandom(buffer.baseAddress?.advanced(by: filled), buffer.count - filled, 0)
            if count > 0 {
                filled += count
            } else if errno != EINTR {
                // Without randomness no key is safe; going on would be worse than ending.
                fatalError("getrandom failed with errno \(errno)")
            }
        }
    }
}
