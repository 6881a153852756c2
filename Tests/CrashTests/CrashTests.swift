// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Testing

/// The promises of `Durability.docc` against the real program, the real kernel and real disks: processes are killed,
/// power is cut, syncs fail, disks fill up.
///
/// One at a time, because each measures a machine that the others would load. Waiting here is for a condition, with a
/// deadline; nothing relies on how long a thing takes, except where that is the promise.
@Suite(.serialized, .enabled(if: Machine.canMount, Comment(rawValue: Machine.mountNeeds)))
struct CrashTests {
    /// Runs what blocks on a thread of its own: the cooperative pool must not wait for a process.
    static func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }
}

/// What this machine has. Where CI asks for everything, what is missing is a failure instead of a skipped test.
enum Machine {
    static let isLong = getenv("GRAMFS_TEST_LONG").map { String(cString: $0) } == "1"
    static let isContinuousIntegration = getenv("CI").map { String(cString: $0) } == "true"

    static let mountNeeds = "needs root and /dev/fuse"
    static let canMount = isContinuousIntegration || getuid() == 0 && access("/dev/fuse", R_OK | W_OK) == 0

    static let loopNeeds = "needs loop devices and mkfs.ext4"
    static let hasLoopImages =
        isContinuousIntegration
        || access("/dev/loop-control", R_OK | W_OK) == 0 && ["mkfs.ext4", "losetup"].allSatisfy(hasTool)

    static let traceNeeds = "needs strace"
    static let canTrace = isContinuousIntegration || hasTool("strace")

    /// Seeds are printed, and taken back from here.
    static let seed = getenv("GRAMFS_TEST_SEED").flatMap { UInt64(String(cString: $0)) }

    /// How long the load of `aLongLoadLeavesNothingBehind` goes on.
    static let loadSeconds =
        getenv("GRAMFS_TEST_LOAD_SECONDS").flatMap { Int(String(cString: $0)) } ?? (isLong ? 3600 : 15)

    private static func hasTool(_ name: String) -> Bool {
        ["/usr/sbin", "/usr/bin", "/sbin", "/bin"].contains { access("\($0)/\(name)", X_OK) == 0 }
    }
}
