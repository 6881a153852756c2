// SPDX-License-Identifier: MIT

import MTProto
import Synchronization

/// Numbers that no two calls of this process share.
enum QueryIDs {
    private static let last = Atomic<UInt64>(0)

    static func next() -> QueryID {
        QueryID(rawValue: last.wrappingAdd(1, ordering: .relaxed).newValue)
    }
}
