// SPDX-License-Identifier: MIT

/// The calls of the seam by name: what decorators count, order and report by, and what faults pick.
package enum StoreCall: String, CaseIterable, Hashable, Sendable {
    case put
    case get
    case remove
    case list
    case root
    case replaceRoot = "replace-root"

    /// Which calls wait together when the store asks for a pause.
    package var lane: StoreLane {
        switch self {
        case .get, .list, .root: .reads
        case .put, .replaceRoot: .writes
        case .remove: .removals
        }
    }
}

/// Calls that a store limits together. A pause in one never delays another: a flood wait on sending must not stop reading.
package enum StoreLane: String, CaseIterable, Hashable, Sendable {
    case reads
    case writes
    case removals
}
