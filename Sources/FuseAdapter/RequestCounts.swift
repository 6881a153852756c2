// SPDX-License-Identifier: MIT

import Synchronization

/// Counts requests by kind: one relaxed addition each, since nobody draws conclusions from their order.
///
/// `@unchecked Sendable`: the pointer never changes, and what it points to is atomic.
final class RequestCounts: @unchecked Sendable {
    private let counts: UnsafeMutablePointer<Atomic<UInt64>>

    init() {
        counts = .allocate(capacity: FuseRequestKind.allCases.count)
        for kind in FuseRequestKind.allCases { counter(of: kind).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: FuseRequestKind.allCases.count)
        counts.deallocate()
    }

    func count(_ kind: FuseRequestKind) { counter(of: kind).pointee.add(1, ordering: .relaxed) }

    var values: [FuseRequestKind: UInt64] {
        Dictionary(
            uniqueKeysWithValues: FuseRequestKind.allCases.map {
                ($0, counter(of: $0).pointee.load(ordering: .relaxed))
            })
    }

    /// Cases have the raw values from 0 on.
    private func counter(of kind: FuseRequestKind) -> UnsafeMutablePointer<Atomic<UInt64>> {
        counts + Int(kind.rawValue)
    }
}
