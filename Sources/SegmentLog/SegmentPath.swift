// SPDX-License-Identifier: MIT

import FilesystemModel

/// Where a segment lies: `DIRECTORY/SEQUENCE.seg`, both decimal, with at most `Limits.segmentFilesPerDirectoryMax`
/// files in a directory, so that no file system gets slow on them.
struct SegmentPath: Sendable {
    let root: String

    func directory(of sequence: SegmentSequence) -> String {
        "\(root)/\(sequence.rawValue / UInt64(Limits.segmentFilesPerDirectoryMax))"
    }

    func file(_ sequence: SegmentSequence) -> String { "\(directory(of: sequence))/\(sequence).seg" }

    static func isDirectoryName(_ name: String) -> Bool { UInt64(name).map { "\($0)" == name } ?? false }

    static func sequence(fileName name: String) -> SegmentSequence? {
        guard name.hasSuffix(".seg"), let number = UInt64(name.dropLast(4)), "\(number).seg" == name else { return nil }
        return SegmentSequence(rawValue: number)
    }
}
