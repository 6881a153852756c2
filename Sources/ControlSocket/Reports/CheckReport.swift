// SPDX-License-Identifier: MIT

/// Parameters of `check`.
package struct CheckParameters: Codable, Hashable, Sendable {
    /// Read back this share of the stored objects, 1...100; null: only that each is there with its size.
    package var readDataPercent: Int?
    package var progress: Bool?

    package init(readDataPercent: Int?, progress: Bool?) {
        self.readDataPercent = readDataPercent
        self.progress = progress
    }

    package enum CodingKeys: String, CodingKey {
        case readDataPercent = "read_data_percent"
        case progress
    }
}

/// How far a check has come.
package struct CheckProgress: Codable, Hashable, Sendable {
    package var segmentsChecked: UInt64
    package var segments: UInt64
    package var bytesRead: UInt64

    package init(segmentsChecked: UInt64, segments: UInt64, bytesRead: UInt64) {
        self.segmentsChecked = segmentsChecked
        self.segments = segments
        self.bytesRead = bytesRead
    }

    package enum CodingKeys: String, CodingKey {
        case segmentsChecked = "segments_checked"
        case segments
        case bytesRead = "bytes_read"
    }
}

/// What a check found.
package struct CheckReport: Codable, Hashable, Sendable {
    package struct Problem: Codable, Hashable, Sendable {
        package enum Kind: String, Codable, Sendable, CaseIterable {
            /// The store has no such object.
            case missing
            /// Its bytes do not authenticate.
            case damaged
            /// It is another segment of this volume.
            case swapped
            /// It is an older state than the log names.
            case replayed
            /// It ends too early.
            case truncated
            /// The store holds it, the log does not name it.
            case orphan
            /// The local index contradicts itself or the log.
            case index
        }

        package var kind: Kind
        @ExplicitNull package var segment: UInt64?
        @ExplicitNull package var object: String?
        /// One path that the problem makes unreadable.
        package var path: RawPath?
        package var message: String

        package init(kind: Kind, segment: UInt64?, object: String?, path: RawPath?, message: String) {
            self.kind = kind
            self.segment = segment
            self.object = object
            self.path = path
            self.message = message
        }

        enum CodingKeys: String, CodingKey { case kind, segment, object, message }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            kind = try container.decode(Kind.self, forKey: .kind)
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

    /// No problem was found.
    package var ok: Bool
    /// Everything was looked at that was asked for: false where the store went away half-way.
    package var complete: Bool
    package var segmentsChecked: UInt64
    package var bytesRead: UInt64
    package var problems: [Problem]

    package init(complete: Bool, segmentsChecked: UInt64, bytesRead: UInt64, problems: [Problem]) {
        ok = problems.isEmpty
        self.complete = complete
        self.segmentsChecked = segmentsChecked
        self.bytesRead = bytesRead
        self.problems = problems
    }

    package enum CodingKeys: String, CodingKey {
        case ok
        case complete
        case segmentsChecked = "segments_checked"
        case bytesRead = "bytes_read"
        case problems
    }
}
