// SPDX-License-Identifier: MIT

/// What an object of a store is, by its first 8 bytes: for whoever lists a store without knowing more.
package enum StoredDocument: CaseIterable, Sendable {
    case segment
    case superblock
    case claim

    private static let magicBytes = 8

    package init?(beginning bytes: some Collection<UInt8>) {
        let found = Self.allCases.first { bytes.prefix(Self.magicBytes).elementsEqual($0.kind.magicBytes) }
        guard let found else { return nil }
        self = found
    }

    private var kind: SealedDocument.Kind {
        switch self {
        case .segment: .segmentHeader
        case .superblock: .superblock
        case .claim: .claim
        }
    }
}
