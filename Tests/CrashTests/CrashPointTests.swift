// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

/// Invariant: the program is killed at every point that it has; a new one needs its test.
@Suite struct CrashPointTests {
    @Test func noPointIsLeftOut() {
        let killed = Set(
            CrashTests.underLoad.map(\.0) + CrashTests.atCheckpoint + CrashTests.onTheWayBack + CrashTests.atCompaction
                + CrashTests.atRepair + CrashTests.atTakeover)
        let left = Set(CrashPoint.allCases).subtracting(killed)
        #expect(left.isEmpty, "\(left.map(\.rawValue).sorted())")
    }
}
