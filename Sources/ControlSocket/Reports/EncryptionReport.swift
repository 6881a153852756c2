// SPDX-License-Identifier: MIT

/// Parameters of `encrypt.set`.
package struct EncryptionSetParameters: Codable, Hashable, Sendable {
    /// From the volume's root, without a leading slash.
    package var path: RawPath
    package var policy: EncryptionReport.Policy

    package init(path: RawPath, policy: EncryptionReport.Policy) {
        self.path = path
        self.policy = policy
    }

    enum CodingKeys: String, CodingKey { case policy }

    package init(from decoder: any Decoder) throws {
        path = try RawPath(from: decoder)
        policy = try decoder.container(keyedBy: CodingKeys.self).decode(
            EncryptionReport.Policy.self, forKey: .policy)
    }

    package func encode(to encoder: any Encoder) throws {
        try path.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(policy, forKey: .policy)
    }
}

/// Parameters of `encrypt.apply`.
package struct EncryptionApplyParameters: Codable, Hashable, Sendable {
    package var path: RawPath
    /// Answer when it is complete, or stuck, and not at once.
    package var wait: Bool?
    /// While waiting, report the way there as events.
    package var progress: Bool?

    package init(path: RawPath, wait: Bool?, progress: Bool?) {
        self.path = path
        self.wait = wait
        self.progress = progress
    }

    enum CodingKeys: String, CodingKey {
        case wait
        case progress
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try RawPath(from: decoder)
        wait = try container.decodeIfPresent(Bool.self, forKey: .wait)
        progress = try container.decodeIfPresent(Bool.self, forKey: .progress)
    }

    package func encode(to encoder: any Encoder) throws {
        try path.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(wait, forKey: .wait)
        try container.encodeIfPresent(progress, forKey: .progress)
    }
}

/// Whether the content of a path is encrypted: what is wanted, and what is.
package struct EncryptionReport: Codable, Hashable, Sendable {
    package enum Policy: String, Codable, Sendable, CaseIterable {
        case on
        case off
    }

    /// `encrypt apply` on its way.
    package struct Applying: Codable, Hashable, Sendable {
        package enum State: String, Codable, Sendable, CaseIterable {
            /// For what was written before to be stored.
            case waiting
            case rewriting
            /// Old objects are on their way out.
            case removing
            /// `reason` says why; the next mount tries again, or another `encrypt apply`.
            case stuck
        }

        package var state: State
        /// Since the mount, or since it was asked for.
        package var movedBytes: UInt64
        /// Objects that must go before it is complete.
        package var segmentsLeft: UInt64
        /// Readable bytes in them that should not be.
        package var bytesLeft: UInt64
        package var reason: String?

        package init(
            state: State, movedBytes: UInt64 = 0, segmentsLeft: UInt64 = 0, bytesLeft: UInt64 = 0,
            reason: String? = nil
        ) {
            self.state = state
            self.movedBytes = movedBytes
            self.segmentsLeft = segmentsLeft
            self.bytesLeft = bytesLeft
            self.reason = reason
        }

        enum CodingKeys: String, CodingKey {
            case state
            case movedBytes = "moved_bytes"
            case segmentsLeft = "segments_left"
            case bytesLeft = "bytes_left"
            case reason
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(state, forKey: .state)
            try container.encode(movedBytes, forKey: .movedBytes)
            try container.encode(segmentsLeft, forKey: .segmentsLeft)
            try container.encode(bytesLeft, forKey: .bytesLeft)
            try container.encode(reason, forKey: .reason)
        }
    }

    package var path: RawPath
    /// Of the path itself, and of what is created in it.
    package var policy: Policy
    /// Of files at or below the path, as they stand in segments, sent or not.
    package var sealedBytes: UInt64
    package var plainBytes: UInt64
    /// Readable bytes in the volume's segments that no file has any more, or that belong to files which are sealed by
    /// now. Whose they were, the log does not say.
    package var leftoverPlainBytes: UInt64
    /// Null where there is nothing to apply, or no more.
    package var apply: Applying?

    package init(
        path: RawPath, policy: Policy, sealedBytes: UInt64, plainBytes: UInt64, leftoverPlainBytes: UInt64,
        apply: Applying?
    ) {
        self.path = path
        self.policy = policy
        self.sealedBytes = sealedBytes
        self.plainBytes = plainBytes
        self.leftoverPlainBytes = leftoverPlainBytes
        self.apply = apply
    }

    enum CodingKeys: String, CodingKey {
        case policy
        case sealedBytes = "sealed_bytes"
        case plainBytes = "plain_bytes"
        case leftoverPlainBytes = "leftover_plain_bytes"
        case apply
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try RawPath(from: decoder)
        policy = try container.decode(Policy.self, forKey: .policy)
        sealedBytes = try container.decode(UInt64.self, forKey: .sealedBytes)
        plainBytes = try container.decode(UInt64.self, forKey: .plainBytes)
        leftoverPlainBytes = try container.decode(UInt64.self, forKey: .leftoverPlainBytes)
        apply = try container.decodeIfPresent(Applying.self, forKey: .apply)
    }

    package func encode(to encoder: any Encoder) throws {
        try path.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(policy, forKey: .policy)
        try container.encode(sealedBytes, forKey: .sealedBytes)
        try container.encode(plainBytes, forKey: .plainBytes)
        try container.encode(leftoverPlainBytes, forKey: .leftoverPlainBytes)
        try container.encode(apply, forKey: .apply)
    }
}
