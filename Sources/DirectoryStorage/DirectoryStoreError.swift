// SPDX-License-Identifier: MIT

/// Why a directory could not be opened as a store.
package enum DirectoryStoreError: Error, Hashable, Sendable {
    case noSuchDirectory(String)
    case notDirectory(String)
    /// There is a directory, and it holds no store (or, when one is to be made, holds something else).
    case notStore(String)
    case notPermitted(String)
    case unsupportedVersion(String)
    /// Anything else that the system said, with its words.
    case system(String)
}
