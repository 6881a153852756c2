// SPDX-License-Identifier: MIT

/// One metadata operation with its results, as it is logged, applied to the index, and replayed.
///
/// A record says everything that its effect depends on (numbers, cookies, times), so that applying the same records
/// in the same order to the same index gives the same index on every machine. Records are logged after all checks:
/// applying one to an index that contradicts it is `FSError.indexDamaged`, never a refusal.
package enum Record: Hashable, Sendable {
    /// A new inode and its first name. The parent's times become `inode.birthTime`; for a directory its link count grows.
    case create(inode: Inode, parent: InodeNumber, name: FileName, cookie: DirectoryCookie)
    /// A further name of an inode (an orphan may come back to life, as `linkat` of an unnamed file does).
    case link(inode: InodeNumber, parent: InodeNumber, name: FileName, cookie: DirectoryCookie, time: Timestamp)
    /// A new inode without a name: an orphan from the start (`O_TMPFILE`).
    case createOrphan(inode: Inode)
    /// Removes a name; of a directory too. An inode without names becomes an orphan until `free`.
    case unlink(inode: InodeNumber, parent: InodeNumber, name: FileName, time: Timestamp)
    /// Moves a name, over another one where `replaced` names an inode (which may become an orphan).
    case rename(Rename)
    /// Swaps what two names stand for (`RENAME_EXCHANGE`); the cookies stay with the names.
    case exchange(Exchange)
    /// Sets what is not nil. A size cuts the extents beyond it.
    case setAttributes(inode: InodeNumber, AttributeChange)
    /// Lays extents over the content. Extends the size along the contiguous run only: where an extent begins at or
    /// below the size reached so far; what lies beyond a gap waits there (`Inode.hasExtentsBeyondSize`).
    case write(inode: InodeNumber, extents: [Extent], AttributeChange)
    /// Makes a range a hole; the size stays.
    case deallocate(inode: InodeNumber, range: Range<UInt64>, AttributeChange)
    /// Lets a range of a file share the frames of another (or the same) file: a reflink.
    case clone(Clone)
    /// Moves extents to other frames with the same bytes, for compaction; nothing that a user sees changes.
    case relocate(inode: InodeNumber, extents: [Extent])
    /// Creates or replaces an extended attribute; nil removes it.
    case setXattr(inode: InodeNumber, name: [UInt8], value: [UInt8]?, time: Timestamp)
    /// Changes whether content written from now on is encrypted.
    case setPolicy(inode: InodeNumber, ContentPolicy, time: Timestamp)
    /// Ends an orphan: its extents, attributes and row go away.
    case free(inode: InodeNumber)
    /// The objects of these segments are no longer part of the volume.
    case reclaim(segments: [SegmentSequence])
    /// A new share. Its snapshot is an orphan that was made before, in the same batch, and is kept while the share can be
    /// opened.
    case createShare(Share)
    /// Somebody has got all of what is shared. Only of a share that has not ended.
    case countDownload(ShareID)
    /// Nobody can open the share any more; its snapshot is an orphan like any other from here on. A share whose inode
    /// loses its last name ends without this record.
    case endShare(ShareID, Share.End)
    /// Removes what is left of a share that has ended.
    case forgetShare(ShareID)

    package struct Rename: Hashable, Sendable {
        package var inode: InodeNumber
        package var oldParent: InodeNumber
        package var oldName: FileName
        package var newParent: InodeNumber
        package var newName: FileName
        /// Of the new name: that of the name which is replaced, or the next; the old name's is given up.
        package var cookie: DirectoryCookie
        package var replaced: InodeNumber?
        package var time: Timestamp

        package init(
            inode: InodeNumber, oldParent: InodeNumber, oldName: FileName, newParent: InodeNumber, newName: FileName,
            cookie: DirectoryCookie, replaced: InodeNumber?, time: Timestamp
        ) {
            self.inode = inode
            self.oldParent = oldParent
            self.oldName = oldName
            self.newParent = newParent
            self.newName = newName
            self.cookie = cookie
            self.replaced = replaced
            self.time = time
        }
    }

    package struct Exchange: Hashable, Sendable {
        package var firstParent: InodeNumber
        package var firstName: FileName
        package var secondParent: InodeNumber
        package var secondName: FileName
        package var time: Timestamp

        package init(
            firstParent: InodeNumber, firstName: FileName, secondParent: InodeNumber, secondName: FileName,
            time: Timestamp
        ) {
            self.firstParent = firstParent
            self.firstName = firstName
            self.secondParent = secondParent
            self.secondName = secondName
            self.time = time
        }
    }

    package struct Clone: Hashable, Sendable {
        package var source: InodeNumber
        package var sourceRange: Range<UInt64>
        package var destination: InodeNumber
        package var destinationOffset: UInt64
        /// Applied to the destination; its `size`, where given, is at least the end of the copied range.
        package var change: AttributeChange

        package init(
            source: InodeNumber, sourceRange: Range<UInt64>, destination: InodeNumber, destinationOffset: UInt64,
            change: AttributeChange
        ) {
            self.source = source
            self.sourceRange = sourceRange
            self.destination = destination
            self.destinationOffset = destinationOffset
            self.change = change
        }
    }
}

/// New values of attributes; nil leaves one as it is.
package struct AttributeChange: Hashable, Sendable {
    package var permissions: UInt16?
    package var uid: UInt32?
    package var gid: UInt32?
    package var size: UInt64?
    package var accessTime: Timestamp?
    package var modificationTime: Timestamp?
    package var changeTime: Timestamp?

    package init(
        permissions: UInt16? = nil, uid: UInt32? = nil, gid: UInt32? = nil, size: UInt64? = nil,
        accessTime: Timestamp? = nil, modificationTime: Timestamp? = nil, changeTime: Timestamp? = nil
    ) {
        self.permissions = permissions
        self.uid = uid
        self.gid = gid
        self.size = size
        self.accessTime = accessTime
        self.modificationTime = modificationTime
        self.changeTime = changeTime
    }

    package var isEmpty: Bool { self == AttributeChange() }
}
