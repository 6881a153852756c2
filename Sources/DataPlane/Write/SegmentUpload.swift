// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import SegmentLog

/// One sealed segment on its way to the store, as `status` shows it.
package struct SegmentUpload: Sendable, Hashable {
    package let segment: SegmentSequence
    package var sentBytes: UInt64
    package let bytes: UInt64
}

extension ObjectName {
    /// An object is named as its segment is.
    package init(_ id: SegmentID) {
        guard let name = ObjectName(id.description) else { preconditionFailure("32 hexadecimal digits are a name") }
        self = name
    }
}

extension ObjectBody {
    /// A sealed segment file as it is: sealed once, never encoded again.
    init(_ file: SegmentFile) {
        self.init(size: file.size) { range throws(ObjectStoreError) in
            var bytes = [UInt8](repeating: 0, count: range.count)
            do {
                let count = try bytes.withRawMutableBytes { (buffer) throws(SegmentLogError) in
                    try file.read(into: buffer, at: range.lowerBound)
                }
                guard count == bytes.count else {
                    throw ObjectStoreError.damaged("segment \(file.sequence) is shorter here than it was")
                }
            } catch let error as ObjectStoreError {
                throw error
            } catch {
                throw .damaged("segment \(file.sequence) cannot be read here: \(error)")
            }
            return bytes
        }
    }
}
