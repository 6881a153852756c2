// SPDX-License-Identifier: MIT

import CCrypto
import FilesystemModel
import Glibc

/// Where keys, salts, nonces and identifiers come from: a seam, so that tests can make golden bytes.
package protocol RandomSource: Sendable {
    /// Fills the whole buffer with unpredictable bytes.
    func fill(_ buffer: UnsafeMutableRawBufferPointer)
}

/// The kernel's generator, asked anew each time.
///
/// Nothing is buffered in the process: a virtual machine that is cloned while it runs would hand the same buffered
/// nonce to two entries under one segment key.
package struct SystemRandomSource: RandomSource {
    package init() {}

    package func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        var filled = 0
        while filled < buffer.count {
            let count = getrandom(buffer.baseAddress?.advanced(by: filled), buffer.count - filled, 0)
            if count > 0 {
                filled += count
            } else if errno != EINTR {
                // Without randomness no key and no nonce is safe; going on would be worse than ending.
                fatalError("getrandom failed with errno \(errno)")
            }
        }
    }
}

extension RandomSource {
    package func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            fill(UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    package func identifier() -> Identifier128 {
        var words: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) { fill($0) }
        return Identifier128(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
    }
}
