// SPDX-License-Identifier: MIT

/// Parameters of `share.create`.
package struct ShareCreateParameters: Codable, Hashable, Sendable {
    /// From the volume's root, without a leading slash.
    package var path: RawPath
    /// Null for ever.
    package var expiresSeconds: Double?
    package var password: String?
    package var maxDownloads: UInt64?
    package var note: String?
    package var live: Bool?

    package init(
        path: RawPath, expiresSeconds: Double?, password: String?, maxDownloads: UInt64?, note: String?, live: Bool?
    ) {
        self.path = path
        self.expiresSeconds = expiresSeconds
        self.password = password
        self.maxDownloads = maxDownloads
        self.note = note
        self.live = live
    }

    enum CodingKeys: String, CodingKey {
        case expiresSeconds = "expires_seconds"
        case password
        case maxDownloads = "max_downloads"
        case note
        case live
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try RawPath(from: decoder)
        expiresSeconds = try container.decodeIfPresent(Double.self, forKey: .expiresSeconds)
        password = try container.decodeIfPresent(String.self, forKey: .password)
        maxDownloads = try container.decodeIfPresent(UInt64.self, forKey: .maxDownloads)
        note = try container.decodeIfPresent(String.self, forKey: .note)
        live = try container.decodeIfPresent(Bool.self, forKey: .live)
    }

    package func encode(to encoder: any Encoder) throws {
        try path.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(expiresSeconds, forKey: .expiresSeconds)
        try container.encodeIfPresent(password, forKey: .password)
        try container.encodeIfPresent(maxDownloads, forKey: .maxDownloads)
        try container.encodeIfPresent(note, forKey: .note)
        try container.encodeIfPresent(live, forKey: .live)
    }
}

/// Parameters of `share.info` and `share.revoke`.
package struct ShareParameters: Codable, Hashable, Sendable {
    package var id: String

    package init(id: String) { self.id = id }
}

/// A link to a file or a folder.
package struct ShareReport: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case file
        case folder
    }

    package enum State: String, Codable, Sendable, CaseIterable {
        case active
        /// By time, or by as many downloads as it may have.
        case expired
        /// By its owner, or with what was shared.
        case revoked
    }

    package var id: String
    /// The link: told once, when it is made. Null also while nobody serves it.
    package var url: String?
    /// Told once, when it is made.
    package var token: String?
    /// Where it was when it was shared, from the volume's root.
    package var path: RawPath
    package var kind: Kind
    package var createdAt: UTCTime
    package var expiresAt: UTCTime?
    package var maxDownloads: UInt64?
    package var live: Bool
    /// Not told when it is made.
    package var standing: Standing?

    /// How it stands.
    package struct Standing: Codable, Hashable, Sendable {
        package var downloads: UInt64
        package var state: State
        package var hasPassword: Bool
        package var note: String

        package init(downloads: UInt64, state: State, hasPassword: Bool, note: String) {
            self.downloads = downloads
            self.state = state
            self.hasPassword = hasPassword
            self.note = note
        }

        enum CodingKeys: String, CodingKey {
            case downloads
            case state
            case hasPassword = "password"
            case note
        }
    }

    package init(
        id: String, url: String? = nil, token: String? = nil, path: RawPath, kind: Kind, createdAt: UTCTime,
        expiresAt: UTCTime?, maxDownloads: UInt64?, live: Bool, standing: Standing? = nil
    ) {
        self.id = id
        self.url = url
        self.token = token
        self.path = path
        self.kind = kind
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.maxDownloads = maxDownloads
        self.live = live
        self.standing = standing
    }

    enum CodingKeys: String, CodingKey {
        case id
        case url
        case token
        case kind
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case maxDownloads = "max_downloads"
        case live
        case downloads
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        url = try container.decodeIfPresent(String.self, forKey: .url)
        token = try container.decodeIfPresent(String.self, forKey: .token)
        path = try RawPath(from: decoder)
        kind = try container.decode(Kind.self, forKey: .kind)
        createdAt = try container.decode(UTCTime.self, forKey: .createdAt)
        expiresAt = try container.decodeIfPresent(UTCTime.self, forKey: .expiresAt)
        maxDownloads = try container.decodeIfPresent(UInt64.self, forKey: .maxDownloads)
        live = try container.decode(Bool.self, forKey: .live)
        standing = container.contains(.downloads) ? try Standing(from: decoder) : nil
    }

    package func encode(to encoder: any Encoder) throws {
        try path.encode(to: encoder)
        try standing?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(url, forKey: .url)
        try container.encode(token, forKey: .token)
        try container.encode(kind, forKey: .kind)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(expiresAt, forKey: .expiresAt)
        try container.encode(maxDownloads, forKey: .maxDownloads)
        try container.encode(live, forKey: .live)
    }
}

/// All shares of a volume, ended ones too, the oldest first.
package struct ShareListReport: Codable, Hashable, Sendable {
    package var shares: [ShareReport]

    package init(shares: [ShareReport]) { self.shares = shares }
}
