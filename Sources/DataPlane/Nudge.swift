// SPDX-License-Identifier: MIT

/// Wakes a background loop: many calls before it looks are one.
package struct Nudge: Sendable {
    package let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    package init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    package func callAsFunction() { continuation.yield() }

    /// The loop ends after what is pending.
    package func finish() { continuation.finish() }
}
