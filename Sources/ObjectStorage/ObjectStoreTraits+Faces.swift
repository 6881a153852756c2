// SPDX-License-Identifier: MIT

/// The faces that a volume meets, for tests above the seam: a `MemoryStore` takes any of them.
extension ObjectStoreTraits {
    /// As a local directory: no bound that a test would meet.
    package static let unlimited = ObjectStoreTraits(
        objectBytesMax: 1 << 40, rangeAlignment: 1, transfersMax: 4, canList: true, swapsRootAtomically: true,
        removalMayBeRefused: false, hasMessageBudget: false)

    /// A Telegram user: 4,000 parts of 512 KiB, ranges in steps of 4 KiB, a pinned message that two may replace at once.
    package static let telegramUser = ObjectStoreTraits(
        objectBytesMax: 4_000 * 512 * 1024, rangeAlignment: 4096, transfersMax: 4, canList: true,
        swapsRootAtomically: false, removalMayBeRefused: false, hasMessageBudget: true)

    /// A bot over the Bot API: 20 MB are read back at most (19 MiB keeps clear of it), nothing can be listed, and
    /// messages older than 48 hours stay.
    package static let telegramBot = ObjectStoreTraits(
        objectBytesMax: 19 << 20, rangeAlignment: 1, transfersMax: 2, canList: false, swapsRootAtomically: false,
        removalMayBeRefused: true, hasMessageBudget: true)
}
