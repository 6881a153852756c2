// SPDX-License-Identifier: MIT

/// What went wrong in a store: facts, not advice.
package enum ObjectStoreError: Error, Hashable, Sendable {
    /// The store answered, and the answer is that there is no such object.
    case notFound
    /// The store will not serve this kind of call for `for`; nothing happened.
    case throttled(for: Duration)
    /// The account is not, or no longer, allowed to; which account and why.
    case unauthorised(String)
    case tooLarge(size: UInt64, limit: UInt64)
    /// Something else is where something was expected: another root, another object of the same name.
    case conflict
    /// The store gave other bytes than were put: fewer, or unreadable.
    case damaged(String)
    /// No answer, or none that says anything about the object; the effect of the call is unknown.
    case unreachable(String)
    /// The store understood and will not do it, now and later.
    case refused(String)
    /// This store cannot do that at all (see `ObjectStoreTraits`).
    case unsupported
    case cancelled
}
