// SPDX-License-Identifier: MIT

import FilesystemModel

/// Parameters of `status`.
package struct StatusParameters: Codable, Hashable, Sendable {
    /// Go on reporting every change as events.
    package var watch: Bool?

    package init(watch: Bool? = nil) { self.watch = watch }
}

/// What a mounted volume is doing and what of it only this machine holds.
package struct StatusReport: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable {
        case mounted
        /// Takes no changes, because it was mounted so or after a failure that `lastError` names.
        case readonly
        /// The store does not answer; reads of what is cached and all writes go on.
        case offline
        /// The account needs `gramfs login`.
        case loggedOut = "logged_out"
    }

    /// One segment on its way into the store.
    package struct Upload: Codable, Hashable, Sendable {
        package var segment: UInt64
        /// Bytes.
        package var sent: UInt64
        package var size: UInt64

        package init(segment: UInt64, sent: UInt64, size: UInt64) {
            self.segment = segment
            self.sent = sent
            self.size = size
        }
    }

    /// A lane of work that stands still for a known reason.
    package struct Wait: Codable, Hashable, Sendable {
        package var lane: String
        package var reason: String
        /// When it goes on; null where nobody knows.
        @ExplicitNull package var until: UTCTime?

        package init(lane: String, reason: String, until: UTCTime?) {
            self.lane = lane
            self.reason = reason
            self.until = until
        }
    }

    /// The newest failure that needs somebody's attention.
    package struct Trouble: Codable, Hashable, Sendable {
        package var time: UTCTime
        package var code: String
        package var message: String

        package init(time: UTCTime, code: String, message: String) {
            self.time = time
            self.code = code
            self.message = message
        }
    }

    package var name: String
    package var volumeID: String
    @ExplicitNull package var mountpoint: String?
    package var state: State
    /// In memory or in the open segment: not yet in a segment that can be sent.
    package var dirtyBytes: UInt64
    /// In sealed segments that the store does not hold yet.
    package var queuedBytes: UInt64
    package var queuedSegments: UInt64
    package var uploading: [Upload]
    package var storedBytes: UInt64
    package var storedSegments: UInt64
    package var cachedBytes: UInt64
    @ExplicitNull package var cacheLimit: UInt64?
    /// Log positions as `SEQUENCE.ENTRY`.
    package var position: String
    package var storedPosition: String
    package var epoch: UInt64
    package var waits: [Wait]
    @ExplicitNull package var account: String?
    @ExplicitNull package var lastError: Trouble?

    package init(
        name: String, volumeID: String, mountpoint: String?, state: State, dirtyBytes: UInt64 = 0,
        queuedBytes: UInt64 = 0, queuedSegments: UInt64 = 0, uploading: [Upload] = [], storedBytes: UInt64 = 0,
        storedSegments: UInt64 = 0, cachedBytes: UInt64 = 0, cacheLimit: UInt64? = nil, position: LogPosition,
        storedPosition: LogPosition, epoch: UInt64, waits: [Wait] = [], account: String? = nil,
        lastError: Trouble? = nil
    ) {
        self.name = name
        self.volumeID = volumeID
        self.mountpoint = mountpoint
        self.state = state
        self.dirtyBytes = dirtyBytes
        self.queuedBytes = queuedBytes
        self.queuedSegments = queuedSegments
        self.uploading = uploading
        self.storedBytes = storedBytes
        self.storedSegments = storedSegments
        self.cachedBytes = cachedBytes
        self.cacheLimit = cacheLimit
        self.position = position.description
        self.storedPosition = storedPosition.description
        self.epoch = epoch
        self.waits = waits
        self.account = account
        self.lastError = lastError
    }

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case volumeID = "volume_id"
        case mountpoint
        case state
        case dirtyBytes = "dirty_bytes"
        case queuedBytes = "queued_bytes"
        case queuedSegments = "queued_segments"
        case uploading
        case storedBytes = "stored_bytes"
        case storedSegments = "stored_segments"
        case cachedBytes = "cached_bytes"
        case cacheLimit = "cache_limit"
        case position
        case storedPosition = "stored_position"
        case epoch
        case waits
        case account
        case lastError = "last_error"
    }
}
