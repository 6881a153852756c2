// SPDX-License-Identifier: MIT

import CLinux

enum ProcessHints {
    /// Tells the kernel that this thread, and those that it starts, serve a file system: when they need memory it
    /// must not wait for dirty pages of that very file system. Needs CAP_SYS_RESOURCE; without it nothing changes.
    static func becomeFlusher() {
        _ = clinux_prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0)
    }
}
