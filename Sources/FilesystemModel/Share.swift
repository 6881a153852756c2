// SPDX-License-Identifier: MIT

/// The number of a share, by which its owner speaks of it. It says nothing of the token that opens it.
package struct ShareID: RawRepresentable, Hashable, Comparable, Sendable, LosslessStringConvertible {
    /// 40 bits.
    package var rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let bitCount: UInt64 = 40

    /// Eight characters of base 32.
    package init?(_ description: String) {
        guard let bytes = Base32.bytes(description), bytes.count == 5 else { return nil }
        rawValue = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    package var description: String {
        Base32.text(stride(from: 32, through: 0, by: -8).map { UInt8(truncatingIfNeeded: rawValue >> UInt64($0)) })
    }

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A link that other people can open: to an inode, never to a name.
package struct Share: Hashable, Sendable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case file = 1
        case folder = 2
    }

    /// Why nobody can open it any more.
    package enum EndReason: UInt8, Sendable, CaseIterable {
        /// By its owner.
        case revoked = 1
        /// What was shared lost its last name.
        case deleted = 2
        case expired = 3
        /// Downloaded as often as it may be.
        case usedUp = 4
    }

    package struct End: Hashable, Sendable {
        package var reason: EndReason
        package var time: Timestamp

        package init(reason: EndReason, time: Timestamp) {
            self.reason = reason
            self.time = time
        }
    }

    /// What a password is checked against: scrypt with its costs, its salt and its result.
    package struct Password: Hashable, Sendable {
        package var logN: UInt8
        package var blockSize: UInt32
        package var parallelism: UInt32
        package var salt: [UInt8]
        package var hash: [UInt8]

        package init(logN: UInt8, blockSize: UInt32, parallelism: UInt32, salt: [UInt8], hash: [UInt8]) {
            self.logN = logN
            self.blockSize = blockSize
            self.parallelism = parallelism
            self.salt = salt
            self.hash = hash
        }

        package static let saltBytes = 16
        package static let hashBytes = 32
    }

    package var id: ShareID
    /// What was shared.
    package var inode: InodeNumber
    package var kind: Kind
    /// The inode without a name that keeps the file as it was when it was shared; nil where the link shows what is.
    package var snapshot: InodeNumber?
    /// SHA-256 of the token, which itself is nowhere.
    package var tokenHash: [UInt8]
    package var password: Password?
    /// Where it was when it was shared, from the volume's root; empty for the root itself.
    package var path: [UInt8]
    package var note: String
    package var created: Timestamp
    package var expires: Timestamp?
    package var downloadsMax: UInt64?
    package var downloads: UInt64
    package var end: End?

    package init(
        id: ShareID, inode: InodeNumber, kind: Kind, snapshot: InodeNumber? = nil, tokenHash: [UInt8],
        password: Password? = nil, path: [UInt8], note: String = "", created: Timestamp, expires: Timestamp? = nil,
        downloadsMax: UInt64? = nil, downloads: UInt64 = 0, end: End? = nil
    ) {
        self.id = id
        self.inode = inode
        self.kind = kind
        self.snapshot = snapshot
        self.tokenHash = tokenHash
        self.password = password
        self.path = path
        self.note = note
        self.created = created
        self.expires = expires
        self.downloadsMax = downloadsMax
        self.downloads = downloads
        self.end = end
    }

    package static let tokenHashBytes = 32

    package var isLive: Bool { snapshot == nil }

    /// The last part of `path`; empty for the root.
    package var name: [UInt8] { path.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? [] }

    /// What a reader is given.
    package var target: InodeNumber { snapshot ?? inode }

    /// Why it cannot be opened at this time; nil while it can. Says `expired` before the log does.
    package func endReason(at now: Timestamp) -> EndReason? {
        if let end { return end.reason }
        if let expires, expires <= now { return .expired }
        return nil
    }
}
