// SPDX-License-Identifier: MIT

/// Parameters of `subscribe`.
package struct SubscribeParameters: Codable, Hashable, Sendable {
    /// Null for all.
    package var topics: [VolumeEvent.Topic]?

    package init(topics: [VolumeEvent.Topic]? = nil) { self.topics = topics }
}

/// Something that happened to a mounted volume. Keys that say nothing of it are left out.
package struct VolumeEvent: Codable, Hashable, Sendable {
    package enum Topic: String, Codable, Sendable, CaseIterable {
        /// A segment on its way into the store.
        case transfer
        /// A lane of work that stands still for a known reason.
        case wait
        /// A stranger with a link.
        case share
    }

    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// Of transfers and waits.
        case began
        case progress
        case ended
        /// Of shares.
        case opened
        case downloaded
        case denied
        case limited
    }

    package var topic: Topic
    package var event: Kind
    package var time: UTCTime
    package var segment: UInt64?
    package var sent: UInt64?
    package var size: UInt64?
    package var lane: String?
    package var reason: String?
    package var until: UTCTime?
    package var share: String?
    package var address: String?

    package init(_ topic: Topic, _ event: Kind, at time: UTCTime) {
        self.topic = topic
        self.event = event
        self.time = time
    }
}
