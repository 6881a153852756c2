// SPDX-License-Identifier: MIT

import CFuse
import FilesystemModel

/// What we want of the kernel, where it can do it, at INIT.
func negotiate(_ connection: inout fuse_conn_info, obeysAccessLists: Bool) {
    let wanted =
        FUSE_CAP_ASYNC_READ | FUSE_CAP_PARALLEL_DIROPS
        // The dots can be looked up: node ids are never reused, so a number is enough.
        | FUSE_CAP_EXPORT_SUPPORT
        | FUSE_CAP_READDIRPLUS | FUSE_CAP_READDIRPLUS_AUTO
        // Merges small writes into requests of a MiB.
        | FUSE_CAP_WRITEBACK_CACHE
        // A target never changes.
        | FUSE_CAP_CACHE_SYMLINKS
        // The umask comes with the request: a directory's default access list takes its place.
        | FUSE_CAP_DONT_MASK
        // The kernel reads access lists and obeys them; what they and the permissions do to each other is ours.
        | (obeysAccessLists ? FUSE_CAP_POSIX_ACL : 0)
    // Left out on purpose: ASYNC_DIO (the kernel then waits for O_DIRECT where no signal reaches it, SIGKILL included,
    // and a read of a store that is away must end when its caller does), ATOMIC_O_TRUNC (OPEN, then SETATTR, is the
    // same in two steps that we have), HANDLE_KILLPRIV (its second version is agreed upon by `PrivilegeExchange`),
    // AUTO_INVAL_DATA (nobody else writes), the splices (bytes are sealed or decoded in between).
    connection.want = UInt32(wanted) & connection.capable
    connection.max_write = UInt32(Limits.requestBytesMax)
    // Read-ahead and write-back in flight: enough to keep the cores busy, and 64 MiB at most to hold back.
    connection.max_background = 64
    connection.congestion_threshold = 48
    connection.time_gran = 1
}
