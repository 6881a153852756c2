// SPDX-License-Identifier: MIT

import Filesystem
import Glibc

/// An empty volume whose root belongs to the user of the test.
func makeVolume() throws -> Volume { Volume(uid: geteuid(), gid: getegid()) }
