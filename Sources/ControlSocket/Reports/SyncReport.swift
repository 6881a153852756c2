// SPDX-License-Identifier: MIT

/// Parameters of `sync`.
package struct SyncParameters: Codable, Hashable, Sendable {
    /// From the volume's root, without a leading slash; null: all of the volume.
    package var path: RawPath?
    /// Only onto this machine's disk, not into the store.
    package var local: Bool?
    /// Give up after this time; nothing is lost then.
    package var timeoutSeconds: Double?
    /// Report the way there as events.
    package var progress: Bool?

    package init(path: RawPath?, local: Bool?, timeoutSeconds: Double?, progress: Bool?) {
        self.path = path
        self.local = local
        self.timeoutSeconds = timeoutSeconds
        self.progress = progress
    }

    package enum CodingKeys: String, CodingKey {
        case local
        case timeoutSeconds = "timeout_seconds"
        case progress
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try RawPath.decodeIfPresent(from: decoder)
        local = try container.decodeIfPresent(Bool.self, forKey: .local)
        timeoutSeconds = try container.decodeIfPresent(Double.self, forKey: .timeoutSeconds)
        progress = try container.decodeIfPresent(Bool.self, forKey: .progress)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try RawPath.encode(path, to: encoder)
        try container.encodeIfPresent(local, forKey: .local)
        try container.encodeIfPresent(timeoutSeconds, forKey: .timeoutSeconds)
        try container.encodeIfPresent(progress, forKey: .progress)
    }
}

/// Everything up to `position` is where it was asked to be.
package struct SyncReport: Codable, Hashable, Sendable {
    /// `SEQUENCE.ENTRY`: what `recover --at-least` takes.
    package var position: String
    package var seconds: Double

    package init(position: String, seconds: Double) {
        self.position = position
        self.seconds = seconds
    }
}
