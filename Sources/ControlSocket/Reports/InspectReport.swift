// SPDX-License-Identifier: MIT

/// Where the bytes of one path are.
package struct InspectReport: Codable, Hashable, Sendable {
    /// As the xattr `user.gramfs.state` has it.
    package enum State: String, Codable, Sendable, CaseIterable {
        case dirty
        case queued
        case stored
    }

    /// A range of the file and the entries that hold it.
    package struct Extent: Codable, Hashable, Sendable {
        package var start: UInt64
        package var length: UInt64
        package var segment: UInt64
        package var entry: UInt32
        package var state: State
        /// The object in the store; null until it is there.
        @ExplicitNull package var object: String?
        /// Bytes of the range that are on this machine too.
        package var cachedBytes: UInt64

        package init(
            start: UInt64, length: UInt64, segment: UInt64, entry: UInt32, state: State, object: String?,
            cachedBytes: UInt64
        ) {
            self.start = start
            self.length = length
            self.segment = segment
            self.entry = entry
            self.state = state
            self.object = object
            self.cachedBytes = cachedBytes
        }

        package enum CodingKeys: String, CodingKey {
            case start
            case length
            case segment
            case entry
            case state
            case object
            case cachedBytes = "cached_bytes"
        }
    }

    /// From the volume's root.
    package var path: RawPath
    package var inode: UInt64
    package var kind: String
    package var size: UInt64
    package var links: UInt32
    package var state: State
    /// The newest log position that the path needs, `SEQUENCE.ENTRY`; null where nothing but the index says.
    @ExplicitNull package var position: String?
    package var extents: [Extent]

    package init(
        path: RawPath, inode: UInt64, kind: String, size: UInt64, links: UInt32, state: State, position: String?,
        extents: [Extent]
    ) {
        self.path = path
        self.inode = inode
        self.kind = kind
        self.size = size
        self.links = links
        self.state = state
        self.position = position
        self.extents = extents
    }

    enum CodingKeys: CodingKey { case inode, kind, size, links, state, position, extents }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try RawPath(from: decoder)
        inode = try container.decode(UInt64.self, forKey: .inode)
        kind = try container.decode(String.self, forKey: .kind)
        size = try container.decode(UInt64.self, forKey: .size)
        links = try container.decode(UInt32.self, forKey: .links)
        state = try container.decode(State.self, forKey: .state)
        position = try container.decodeIfPresent(String.self, forKey: .position)
        extents = try container.decode([Extent].self, forKey: .extents)
    }

    package func encode(to encoder: any Encoder) throws {
        try path.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(inode, forKey: .inode)
        try container.encode(kind, forKey: .kind)
        try container.encode(size, forKey: .size)
        try container.encode(links, forKey: .links)
        try container.encode(state, forKey: .state)
        try container.encode(_position, forKey: .position)
        try container.encode(extents, forKey: .extents)
    }
}
