// SPDX-License-Identifier: MIT

import DataPlane
import Synchronization

/// Memory in write buffers, and the gate that closes when it is too much.
///
/// Opens again at three quarters, so that it does not flutter at the limit.
final class DirtyBudget: Sendable {
    private let held = Atomic<Int>(0)
    private let bytesMax: Int
    private let gate: SpaceGate

    init(bytesMax: Int, gate: SpaceGate) {
        self.bytesMax = bytesMax
        self.gate = gate
    }

    var bytes: Int { held.load(ordering: .relaxed) }

    func add(_ count: Int) {
        guard count != 0 else { return }
        settle(held.add(count, ordering: .relaxed).newValue)
    }

    /// Looks again: two changes at once may have reached the gate in the wrong order.
    func settle() { settle(bytes) }

    private func settle(_ now: Int) {
        if now >= bytesMax { gate.close(for: .memory) } else if now <= bytesMax / 4 * 3 { gate.open(for: .memory) }
    }

    func remove(_ count: Int) { add(-count) }
}
