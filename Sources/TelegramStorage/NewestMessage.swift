// SPDX-License-Identifier: MIT

/// A bound for the newest message of a channel, for accounts that may ask for messages by number only.
///
/// Every message moves the channel's `pts` by one (deletions, edits and pins move it too), so no message has a number above
/// `pts`, and none above that of a known message by more than `pts` moved since before it was posted.
struct NewestMessage: Hashable, Sendable {
    private var id: Int32 = 0
    private var pts: Int32 = 0
    /// The highest `pts` that was seen.
    private(set) var lastSeen: Int32 = 0

    mutating func saw(pts: Int32) { lastSeen = max(lastSeen, pts) }

    /// This account posted a message when the channel was at `pts` or beyond, and it was the newest.
    mutating func posted(_ message: Int32, after pts: Int32) {
        guard pts > 0, message > 0, Int64(message) - 1 - Int64(pts) <= Int64(id) - Int64(self.pts) else { return }
        (id, self.pts) = (message - 1, pts)
    }

    /// No message has a number above this when the channel is at `pts`.
    func bound(at pts: Int32) -> Int32 { Int32(clamping: Int64(id) + max(Int64(pts) - Int64(self.pts), 0)) }
}
