// SPDX-License-Identifier: MIT

import FilesystemModel

/// What `gramfs check` found.
package struct CheckReport: Sendable, Equatable {
    package struct Problem: Sendable, Equatable {
        /// The raw values are those of CLI.md.
        package enum Kind: String, Sendable, CaseIterable {
            case missing
            case damaged
            case swapped
            case replayed
            case truncated
            case orphan
            case index
        }

        package var kind: Kind
        package var segment: SegmentSequence?
        /// The object's name.
        package var object: String?
        /// Of a file that it affects, where one is known.
        package var path: [UInt8]?
        package var message: String
        /// False where the store did not say.
        package var isCertain = true

        package init(
            kind: Kind, segment: SegmentSequence? = nil, object: String? = nil, path: [UInt8]? = nil, message: String,
            isCertain: Bool = true
        ) {
            self.isCertain = isCertain
            self.kind = kind
            self.segment = segment
            self.object = object
            self.path = path
            self.message = message
        }
    }

    package var segmentsChecked = 0
    package var bytesRead: UInt64 = 0
    package var problems: [Problem] = []
    /// Why something could not be looked at, at most `reasonsMax`: the store was away, or would not answer. That says
    /// nothing about the objects, so it is no problem of any kind.
    package private(set) var reasonsIncomplete: [String] = []
    private static let reasonsMax = 8

    package init() {}

    /// False where something could not be looked at.
    package var isComplete: Bool { reasonsIncomplete.isEmpty }

    mutating func noteIncomplete(_ reason: String) {
        guard reasonsIncomplete.count < Self.reasonsMax, !reasonsIncomplete.contains(reason) else { return }
        reasonsIncomplete.append(reason)
    }

    package var isOK: Bool { problems.isEmpty && isComplete }
}
