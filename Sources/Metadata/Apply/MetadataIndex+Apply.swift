// SPDX-License-Identifier: MIT

import FilesystemModel

extension MetadataIndex {
    /// Applies a batch, live and on replay alike: all of it, or nothing where it throws.
    ///
    /// `position` is the batch's own and lies behind everything applied before. Throws `indexDamaged` where a record
    /// contradicts the index. No durability: the log has it, `commit` makes the index follow.
    package func apply(_ records: [Record], at position: LogPosition) throws(FSError) {
        fatalError("not built yet")
    }
}
