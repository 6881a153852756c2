// SPDX-License-Identifier: MIT

/// Parameters of `repair`.
package struct RepairParameters: Codable, Hashable, Sendable {
    package var dryRun: Bool?
    package var progress: Bool?

    package init(dryRun: Bool?, progress: Bool?) {
        self.dryRun = dryRun
        self.progress = progress
    }

    package enum CodingKeys: String, CodingKey {
        case dryRun = "dry_run"
        case progress
    }
}

/// What a repair mended, or with `dry_run` would mend, and what it cannot.
package struct RepairReport: Codable, Hashable, Sendable {
    package struct Item: Codable, Hashable, Sendable {
        package var kind: CheckReport.Problem.Kind
        @ExplicitNull package var segment: UInt64?
        @ExplicitNull package var object: String?
        /// One path that the problem makes unreadable.
        package var path: RawPath?
        /// What was done, or why nothing can be.
        package var message: String

        package init(
            kind: CheckReport.Problem.Kind, segment: UInt64?, object: String?, path: RawPath?, message: String
        ) {
            self.kind = kind
            self.segment = segment
            self.object = object
            self.path = path
            self.message = message
        }

        enum CodingKeys: String, CodingKey { case kind, segment, object, message }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            kind = try container.decode(CheckReport.Problem.Kind.self, forKey: .kind)
            segment = try container.decodeIfPresent(UInt64.self, forKey: .segment)
            object = try container.decodeIfPresent(String.self, forKey: .object)
            path = try RawPath.decodeIfPresent(from: decoder)
            message = try container.decode(String.self, forKey: .message)
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(kind, forKey: .kind)
            try container.encode(_segment, forKey: .segment)
            try container.encode(_object, forKey: .object)
            try RawPath.encode(path, to: encoder)
            try container.encode(message, forKey: .message)
        }
    }

    package var repaired: [Item]
    package var unrepairable: [Item]
    /// False where the store went away half-way.
    package var complete: Bool

    package init(repaired: [Item], unrepairable: [Item], complete: Bool) {
        self.repaired = repaired
        self.unrepairable = unrepairable
        self.complete = complete
    }
}
