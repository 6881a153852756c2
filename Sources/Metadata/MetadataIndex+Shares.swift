// SPDX-License-Identifier: MIT

import FilesystemModel

/// Questions about shares; all see the open transaction.
extension MetadataIndex {
    package func share(_ id: ShareID) throws(FSError) -> Share? {
        try requireUsable()
        return try loadShare(id)
    }

    /// By the hash of its token. Found by the index of the table, in a time that tells a guesser nothing: he would have to
    /// steer the hash.
    package func share(tokenHash: [UInt8]) throws(FSError) -> Share? {
        try requireUsable()
        statements.selectShareByToken.bind(copying: tokenHash, at: 1)
        return try shares(statements.selectShareByToken).first
    }

    /// All, ended ones too, the oldest first.
    package func shares() throws(FSError) -> [Share] {
        try requireUsable()
        return try shares(statements.selectShares)
    }

    package func shareCount() throws(FSError) -> Int {
        try requireUsable()
        guard mayHaveShares else { return 0 }
        defer { statements.selectShareCount.reset() }
        return try statements.selectShareCount.next() ? try statements.selectShareCount.integer(0) : 0
    }

    /// Those that the log still calls open and the clock does not.
    package func shares(expiredBy now: Timestamp) throws(FSError) -> [Share] {
        try requireUsable()
        guard mayHaveShares else { return [] }
        statements.selectExpiredShares.bind(now.seconds, at: 1)
        return try shares(statements.selectExpiredShares).filter { $0.expires.map { $0 <= now } ?? false }
    }

    /// Whether an orphan is the snapshot of a share that has not ended.
    package func isKeptByShare(_ inode: InodeNumber) throws(FSError) -> Bool {
        guard mayHaveShares else { return false }
        statements.selectSnapshot.bind(inode.rawValue, at: 1)
        return try statements.selectSnapshot.finish(statements.selectSnapshot.step())
    }

    /// Snapshots whose share has ended since this was last asked: to be freed, if they are not kept or gone by then.
    package func takeEndedSnapshots() -> [InodeNumber] {
        defer { endedSnapshots = [] }
        return endedSnapshots
    }

    func loadShare(_ id: ShareID) throws(FSError) -> Share? {
        statements.selectShare.bind(id.rawValue, at: 1)
        return try shares(statements.selectShare).first
    }

    func shares(_ statement: Statement) throws(FSError) -> [Share] {
        defer { statement.reset() }
        var found: [Share] = []
        while try statement.next() { found.append(try Share(row: statement)) }
        return found
    }
}
