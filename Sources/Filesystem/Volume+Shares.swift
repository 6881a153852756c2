// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import StorageFormat

/// What a new share is to be.
package struct ShareRequest: Sendable {
    /// From the volume's root.
    package var path: [UInt8]
    /// Nil for ever.
    package var lifetime: Duration?
    package var password: [UInt8]?
    package var downloadsMax: UInt64?
    package var note: String
    /// Shows a file as it will be, not as it is now. Folders always do.
    package var isLive: Bool

    package init(
        path: [UInt8], lifetime: Duration? = nil, password: [UInt8]? = nil, downloadsMax: UInt64? = nil,
        note: String = "", isLive: Bool = false
    ) {
        self.path = path
        self.lifetime = lifetime
        self.password = password
        self.downloadsMax = downloadsMax
        self.note = note
        self.isLive = isLive
    }
}

/// Links that other people can open. Every change is a record in the log before it is told to anybody.
extension Volume {
    /// Makes a link; the token is known to the caller alone from here on. With a password it takes scrypt's time, on the
    /// caller's thread.
    package func createShare(_ request: ShareRequest) throws(FSError) -> (share: Share, token: ShareToken) {
        let path = Array(request.path.split(separator: Self.slash).joined(separator: [Self.slash]))
        guard path.count <= Limits.sharePathBytesMax else { throw .nameTooLong }
        guard request.note.utf8.count <= Limits.shareNoteBytesMax else {
            throw .invalidArgument("the note is too long")
        }
        guard request.downloadsMax != 0 else { throw .invalidArgument("a share that nobody may download") }
        guard request.downloadsMax ?? 1 <= Limits.shareDownloadsMax else {
            throw .invalidArgument("the limit of downloads is over \(Limits.shareDownloadsMax); leave it out for none")
        }
        guard request.password?.isEmpty != true else { throw .invalidArgument("the password is empty") }
        let attributes = try resolve(path)
        let kind: Share.Kind
        switch attributes.kind {
        case .regular: kind = .file
        case .directory: kind = .folder
        case .symbolicLink, .fifo, .socket, .characterDevice, .blockDevice:
            throw .invalidArgument("only files and folders can be shared")
        }
        let now = clock.now()
        let token = ShareToken(random: random)
        var share = Share(
            id: ShareID(rawValue: 0), inode: attributes.inode, kind: kind, tokenHash: try hash(token), path: path,
            note: request.note, created: now, expires: request.lifetime.map { now.advanced(by: $0) },
            downloadsMax: request.downloadsMax)
        if let password = request.password { share.password = try passwordHash(password) }
        return (try log(share, isLive: request.isLive), token)
    }

    /// All, ended ones too, the oldest first.
    package func shares() throws(FSError) -> [Share] {
        try log.locked { core throws(FSError) in try core.index.shares() }
    }

    package func share(_ id: ShareID) throws(FSError) -> Share? {
        try log.locked { core throws(FSError) in try core.index.share(id) }
    }

    /// What a token opens, or opened; nil for a wrong one, and for what is none.
    package func share(token text: some StringProtocol) throws(FSError) -> Share? {
        guard let token = ShareToken(text) else { return nil }
        let hash = try hash(token)
        return try log.locked { core throws(FSError) in try core.index.share(tokenHash: hash) }
    }

    /// Takes scrypt's time and memory, on the caller's thread. True where there is none.
    package func opens(_ share: Share, password: [UInt8]) throws(FSError) -> Bool {
        guard let known = share.password else { return true }
        do { return try known.matches(password) } catch { throw .local("the password of a share: \(error)") }
    }

    /// Nobody opens it from here on. Nothing happens to one that has ended.
    package func revokeShare(_ id: ShareID) throws(FSError) -> Share {
        try log.locked { core throws(FSError) in
            guard let share = try core.index.share(id) else { throw .notFound }
            guard share.end == nil else {
                // Who had the last download may still be having it.
                if share.end?.reason == .usedUp { self.withdrawnShares.withLock { _ = $0.insert(id) } }
                return share
            }
            try core.log(.endShare(id, Share.End(reason: .revoked, time: self.clock.now())))
            try self.freeEndedSnapshots(core)
            return try core.index.share(id) ?? share
        }
    }

    /// Somebody is about to have all of what is shared. Throws `notPermitted` where the share has ended: then the last bytes
    /// must not go out. With the last download that it may have, the share ends.
    package func countDownload(of id: ShareID) throws(FSError) {
        try log.locked { core throws(FSError) in
            let now = self.clock.now()
            guard let share = try core.index.share(id), share.endReason(at: now) == nil else { throw .notPermitted }
            var records: [Record] = [.countDownload(id)]
            if share.downloads + 1 == share.downloadsMax {
                records.append(.endShare(id, Share.End(reason: .usedUp, time: now)))
            }
            try core.log(records)
            try self.freeEndedSnapshots(core)
        }
    }

    /// Whether a download that was counted may go on to its end: also where the share is used up since, but not where it
    /// has expired, was revoked, or what it shows was deleted.
    package func mayGoOn(with id: ShareID) throws(FSError) -> Bool {
        try log.locked { core throws(FSError) in
            guard let share = try core.index.share(id), share.end?.reason ?? .usedUp == .usedUp else { return false }
            if let expires = share.expires, expires <= self.clock.now() { return false }
            guard !self.withdrawnShares.withLock({ $0.contains(id) }) else { return false }
            return try core.index.inode(share.inode).map { $0.linkCount > 0 } ?? false
        }
    }

    /// Throws `readOnly` where another writer has the volume: which shares it has ended is not known here. A mount that was
    /// to take no changes throws nothing.
    package func requireNotTakenOver() throws(FSError) {
        if let reason = lease?.lossReason { throw .readOnly(reason) }
    }

    /// Runs what blocks on local files, or on scrypt, on a thread for it.
    package func blocking<Result: Sendable>(
        _ body: @Sendable (Volume) throws(FSError) -> Result
    ) async throws(FSError) -> Result {
        try await withTaskExecutorPreference(executor) { () async throws(FSError) in try body(self) }
    }

    /// The time that decides about expiry.
    package var now: Timestamp { clock.now() }

    /// One of the second's chores: what has expired ends in the log too, and what deleting has ended is tidied up.
    func endDueShares() throws(FSError) {
        let now = clock.now()
        try log.locked { core throws(FSError) in
            for share in try core.index.shares(expiredBy: now) {
                try core.log(.endShare(share.id, Share.End(reason: .expired, time: share.expires ?? now)))
            }
            try self.freeEndedSnapshots(core)
        }
    }

    private static let slash = UInt8(ascii: "/")

    private func hash(_ token: ShareToken) throws(FSError) -> [UInt8] {
        do { return try token.hash() } catch { throw .local("hashing a token: \(error)") }
    }

    private func passwordHash(_ password: [UInt8]) throws(FSError) -> Share.Password {
        do { return try Share.Password(password, random: random) } catch {
            throw .local("hashing a password: \(error)")
        }
    }

    /// What was written before comes first, so that a snapshot has it.
    private func log(_ share: Share, isLive: Bool) throws(FSError) -> Share {
        while true {
            guard let open = inodes.find(share.inode) else {
                let logged: Share? = try log.locked { core throws(FSError) in
                    // Opened since we looked: its write buffer must take part.
                    if self.inodes.isOpen(share.inode) { return nil }
                    return try self.log(share, isLive: isLive, core)
                }
                if let logged { return logged }
                continue
            }
            return try open.locked { state throws(FSError) in
                defer { self.account(&state) }
                try self.seal(open, &state, .complete)
                return try self.log.locked { core throws(FSError) in try self.log(share, isLive: isLive, core) }
            }
        }
    }

    private func log(_ new: Share, isLive: Bool, _ core: LogCore) throws(FSError) -> Share {
        var share = new
        let inode = try inode(share.inode, core)
        guard inode.linkCount > 0 else { throw .notFound }
        var records = try roomForShare(core)
        repeat { share.id = ShareID(random: random) } while try core.index.share(share.id) != nil
        if share.kind == .file, !isLive {
            let snapshot = self.snapshot(of: inode, number: core.index.takeInodeNumber(), time: share.created)
            share.snapshot = snapshot.number
            records.append(.createOrphan(inode: snapshot))
            if inode.size > 0 {
                records.append(
                    .clone(
                        Record.Clone(
                            source: inode.number, sourceRange: 0..<inode.size, destination: snapshot.number,
                            destinationOffset: 0, change: AttributeChange(size: inode.size))))
            }
        }
        records.append(.createShare(share))
        try core.log(records)
        return share
    }

    private func snapshot(of inode: Inode, number: InodeNumber, time: Timestamp) -> Inode {
        var snapshot = Inode(
            number: number, kind: .regular, permissions: 0o400, policy: inode.policy, uid: inode.uid, gid: inode.gid,
            time: time)
        snapshot.modificationTime = inode.modificationTime
        return snapshot
    }

    /// Makes place by forgetting the oldest that have ended.
    private func roomForShare(_ core: LogCore) throws(FSError) -> [Record] {
        guard try core.index.shareCount() >= Limits.sharesMax else { return [] }
        let known = try core.index.shares()
        let ended = known.filter { $0.end != nil }.prefix(known.count - Limits.sharesMax + 1)
        guard !ended.isEmpty else { throw .invalidArgument("there are \(known.count) shares; revoke some first") }
        return ended.map { .forgetShare($0.id) }
    }

    /// Snapshots that nobody has open go at once, the others with their last handle, and those of a crash at mount.
    private func freeEndedSnapshots(_ core: LogCore) throws(FSError) {
        for number in core.index.takeEndedSnapshots() {
            guard let inode = try core.index.inode(number), inode.linkCount == 0,
                try !core.index.isKeptByShare(number), !inodes.noteForgottenIfOpen(number)
            else { continue }
            try core.log(.free(inode: number))
        }
    }
}

extension ShareID {
    fileprivate init(random: any RandomSource) {
        self.init(rawValue: random.bytes(5).reduce(0) { $0 << 8 | UInt64($1) })
    }
}

extension Timestamp {
    /// To the nanosecond; stays at the end of time beyond it.
    fileprivate func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int64(self.nanoseconds) + attoseconds / 1_000_000_000
        let (sum, overflow) = self.seconds.addingReportingOverflow(seconds + nanoseconds / 1_000_000_000)
        return Timestamp(seconds: overflow ? .max : sum, nanoseconds: UInt32(nanoseconds % 1_000_000_000))
    }
}
