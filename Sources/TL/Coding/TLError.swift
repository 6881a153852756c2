// SPDX-License-Identifier: MIT

/// Why bytes are no value of the schema. It costs the answer that they came in, never the connection.
package enum TLError: Error, Hashable, Sendable {
    /// The bytes end before the value does.
    case truncated(needed: Int, remaining: Int)
    /// A constructor that the schema does not list for this type; nothing after it can be read.
    case unknownConstructor(UInt32, in: String)
    /// A vector that claims more elements than there are bytes.
    case vectorTooLong(count: Int)
    /// Values within values, deeper than any honest answer.
    case tooDeep
    /// Bytes are left where the value ends.
    case trailingBytes(Int)
}
