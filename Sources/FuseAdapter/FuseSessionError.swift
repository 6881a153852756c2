// SPDX-License-Identifier: MIT

/// Why there is no mount, or it does not end: facts for one line and a hint.
package enum FuseSessionError: Error, Hashable, Sendable {
    /// `/dev/fuse` is not there, or no driver is behind it.
    case noDevice
    case deviceNotPermitted
    /// Not root, and the helper that mounts for users is nowhere in `PATH`.
    case fusermountMissing
    /// Not root, and `/etc/fuse.conf` does not have `user_allow_other`.
    case allowOtherNotPermitted
    case mountPointMissing(String)
    case mountPointNotDirectory(String)
    case mountPointNotPermitted(String)
    /// A file system is mounted there: its type and source.
    case mountPointInUse(String, by: String)
    /// What libfuse said.
    case mountFailed(String)
    /// Files are open, or somebody's working directory is in the mount.
    case busy(String)
    case unmountFailed(String)
    /// Reading requests failed with this errno.
    case loop(Int32)
    /// The session was run before.
    case ended
}
