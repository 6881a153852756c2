// SPDX-License-Identifier: MIT

/// How one store differs from another, as data: what is above decides by these and never asks which store it is.
package struct ObjectStoreTraits: Hashable, Sendable {
    /// The largest object that can be put and read back.
    package var objectBytesMax: UInt64
    /// Ranges of `get` begin at multiples of this, and end at one or at the end of the object.
    package var rangeAlignment: UInt64
    /// How many calls the store serves well at once.
    package var transfersMax: Int
    /// Whether `list` works and is complete.
    package var canList: Bool
    /// Whether `replaceRoot` is a compare-and-swap also between two machines.
    package var swapsRootAtomically: Bool
    /// Whether `remove` may answer `refused`, for example for old objects.
    package var removalMayBeRefused: Bool
    /// Whether every object costs a message of a scarce allowance, so that small ones should be gathered first.
    package var hasMessageBudget: Bool
    /// Whether its bytes go to a disk of this machine: putting them takes from programs that write there, and nothing is
    /// lost by beginning a moment later.
    package var isOnThisMachine: Bool

    package init(
        objectBytesMax: UInt64, rangeAlignment: UInt64, transfersMax: Int, canList: Bool, swapsRootAtomically: Bool,
        removalMayBeRefused: Bool, hasMessageBudget: Bool, isOnThisMachine: Bool = false
    ) {
        self.objectBytesMax = objectBytesMax
        self.rangeAlignment = rangeAlignment
        self.transfersMax = transfersMax
        self.canList = canList
        self.swapsRootAtomically = swapsRootAtomically
        self.removalMayBeRefused = removalMayBeRefused
        self.hasMessageBudget = hasMessageBudget
        self.isOnThisMachine = isOnThisMachine
    }
}
