// SPDX-License-Identifier: MIT

/// Parameters of `unmount`.
package struct UnmountParameters: Codable, Hashable, Sendable {
    /// Do not wait for the store: what is queued stays on this machine's disk and is sent after the next mount.
    package var now: Bool?
    /// Stay mounted if the store does not hold everything by then.
    package var timeoutSeconds: Double?
    /// Report the way there as events.
    package var progress: Bool?

    package init(now: Bool?, timeoutSeconds: Double?, progress: Bool?) {
        self.now = now
        self.timeoutSeconds = timeoutSeconds
        self.progress = progress
    }

    package enum CodingKeys: String, CodingKey {
        case now
        case timeoutSeconds = "timeout_seconds"
        case progress
    }
}

/// What an unmounted volume left behind.
package struct UnmountReport: Codable, Hashable, Sendable {
    package var name: String
    package var position: String
    package var storedPosition: String
    /// Bytes that only this machine holds; 0 unless asked not to wait, or not for long enough.
    package var queuedBytes: UInt64
    /// Who took the volume over from this machine; then what is here need not be part of it. Nil while it is held.
    @ExplicitNull package var lossReason: String?
    /// Why not all of it is known to be safe on this machine's disk; the next mount goes on with what reached it.
    @ExplicitNull package var stopReason: String?
    package var seconds: Double

    package init(
        name: String, position: String, storedPosition: String, queuedBytes: UInt64, lossReason: String? = nil,
        stopReason: String? = nil, seconds: Double
    ) {
        self.name = name
        self.position = position
        self.storedPosition = storedPosition
        self.queuedBytes = queuedBytes
        self.lossReason = lossReason
        self.stopReason = stopReason
        self.seconds = seconds
    }

    package enum CodingKeys: String, CodingKey {
        case name
        case position
        case storedPosition = "stored_position"
        case queuedBytes = "queued_bytes"
        case lossReason = "loss_reason"
        case stopReason = "stop_reason"
        case seconds
    }
}
