// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// Decoded frames in memory, bounded in bytes, the least recently used given up first.
///
/// Frames never change, so nothing here can be stale.
package final class FrameCache: Sendable {
    package struct Key: Hashable, Sendable {
        package let segment: SegmentSequence
        package let entry: EntryNumber

        package init(segment: SegmentSequence, entry: EntryNumber) {
            self.segment = segment
            self.entry = entry
        }
    }

    private let state: Mutex<RecencyCache<Key, [UInt8]>>

    package init(bytesMax: Int) { state = Mutex(RecencyCache(costMax: bytesMax)) }

    package func frame(_ key: Key) -> [UInt8]? { state.withLock { $0.value(for: key) } }

    package func insert(_ frame: [UInt8], for key: Key) {
        state.withLock { $0.insert(frame, for: key, cost: frame.count) }
    }
}
