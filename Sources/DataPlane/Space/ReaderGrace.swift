// SPDX-License-Identifier: MIT

import Synchronization

/// Lets what was removed from the volume stay until the reads that may still want it have ended.
///
/// A read enters before it looks up where its bytes are. Whoever takes a segment out of the volume begins an age
/// after that; once no read of an earlier age is left, nobody can know the segment any more.
package final class ReaderGrace: Sendable {
    package struct Age: Hashable, Comparable, Sendable {
        fileprivate let number: UInt64

        package static func < (a: Self, b: Self) -> Bool { a.number < b.number }
    }

    private struct State {
        var current: UInt64 = 0
        /// Reads under way by the age in which they began; no zeros.
        var readers: [UInt64: Int] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// A read begins; hand the age to `leave` when it has ended.
    package func enter() -> Age {
        state.withLock { state in
            state.readers[state.current, default: 0] += 1
            return Age(number: state.current)
        }
    }

    package func leave(_ age: Age) {
        state.withLock { state in
            let left = (state.readers[age.number] ?? 0) - 1
            assert(left >= 0, "a read ended twice")
            state.readers[age.number] = left > 0 ? left : nil
        }
    }

    /// Something was taken out. Returns the age whose readers cannot know it.
    package func begin() -> Age {
        state.withLock { state in
            state.current += 1
            return Age(number: state.current)
        }
    }

    /// Whether every read that began before `age` has ended.
    package func hasReached(_ age: Age) -> Bool {
        state.withLock { state in state.readers.keys.allSatisfy { $0 >= age.number } }
    }
}
