// SPDX-License-Identifier: MIT

import DirectoryStorage
import Foundation
import ObjectStorage
import ObjectStoreSuite
import Testing

/// Invariants: what may heal is `unreachable` and heals; what is not permitted is `unauthorised`; a store that is gone
/// never makes an object look deleted.
@Suite struct DirectoryStoreFailureTests {
    let folder: TemporaryDirectory
    var path: String { folder.path + "/store" }

    init() throws { folder = try TemporaryDirectory() }

    @Test func aStoreThatIsGoneIsUnreachable() async throws {
        let store = try await DirectoryStore.create(path)
        let reference = try await store.put(Sample.name(1), [1])
        try FileManager.default.removeItem(atPath: path)
        let failures = await [
            error(of: { () throws(ObjectStoreError) in try await store.get(reference, range: 0..<1) }),
            error(of: { () throws(ObjectStoreError) in try await store.put(Sample.name(2), [1]) }),
            error(of: { () throws(ObjectStoreError) in try await store.list(after: nil) }),
            error(of: { () throws(ObjectStoreError) in try await store.root() }),
            error(of: { () throws(ObjectStoreError) in try await store.remove(reference) }),
            error(of: { () throws(ObjectStoreError) in try await store.replaceRoot(expected: nil, with: [1]) }),
        ]
        for failure in failures {
            guard case .unreachable = failure else {
                Issue.record("\(String(describing: failure))")
                continue
            }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
    func anotherUsersStoreIsNotPermitted() async throws {
        _ = try await DirectoryStore.create(path)
        await #expect(processExitsWith: .success) { [path = path as String] in
            setuid(65534)
            do throws(DirectoryStoreError) {
                _ = try await DirectoryStore.open(path)
                exit(1)
            } catch {
                guard case .notPermitted = error else { exit(2) }
            }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
    func aStoreThatMayOnlyBeReadIsRead() async throws {
        let store = try await DirectoryStore.create(path)
        let reference = try await store.put(Sample.name(1), [1, 2, 3])
        _ = try await store.replaceRoot(expected: nil, with: [7])
        try folder.write([1], to: "store/incoming/leftover")
        let chmod = try Process.run(URL(filePath: "/bin/chmod"), arguments: ["-R", "a+rX", folder.path])
        chmod.waitUntilExit()
        await #expect(processExitsWith: .success) { [path = path as String, bytes = reference.bytes as [UInt8]] in
            setuid(65534)
            let store = try await DirectoryStore.open(path)
            let reference = ObjectReference(bytes: bytes)
            try #require(try await store.whole(reference, size: 3) == [1, 2, 3])
            try #require(try await store.listing().map(\.reference) == [reference])
            let root = try #require(try await store.root())
            let failures = await [
                error(of: { () throws(ObjectStoreError) in try await store.put(Sample.name(2), [1]) }),
                error(of: { () throws(ObjectStoreError) in try await store.remove(reference) }),
                error(of: { () throws(ObjectStoreError) in
                    try await store.replaceRoot(expected: root.version, with: [8])
                }),
            ]
            for failure in failures {
                guard case .unauthorised = failure else { exit(3) }
            }
        }
        #expect(try await store.root()?.bytes == [7])
        #expect(try await difference(store.whole(reference, size: 3), [1, 2, 3]) == nil)
    }

    @Test func aFullDiskIsUnreachableAndHeals() async throws {
        guard let disk = try SmallDisk(below: folder, bytes: 2 << 20) else { return }
        let store = try await DirectoryStore.create(disk.path + "/store")
        let version = try await store.replaceRoot(expected: nil, with: [1])
        let first = try await store.put(Sample.name(1), Sample.bytes(1 << 20))
        for call in [
            { () async in
                await error { () throws(ObjectStoreError) in try await store.put(Sample.name(2), Sample.bytes(3 << 20))
                }
            },
            { () async in
                await error { () throws(ObjectStoreError) in
                    try await store.replaceRoot(expected: version, with: Sample.bytes(3 << 20))
                }
            },
        ] {
            guard case .unreachable(let reason)? = await call() else {
                Issue.record("a full disk is not told")
                continue
            }
            #expect(reason.contains("No space left"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path + "/store/incoming").isEmpty)
        #expect(try await store.root()?.bytes == [1])
        #expect(try await store.listing().map(\.name) == [Sample.name(1)])
        // Removing needs no room, and makes some.
        try await store.remove(first)
        let second = try await store.put(Sample.name(2), Sample.bytes(1 << 20))
        #expect(try await difference(store.whole(second, size: 1 << 20), Sample.bytes(1 << 20)) == nil)
        _ = try await store.replaceRoot(expected: version, with: [2])
    }
}

/// A tmpfs of a few MiB; nil, with the reason printed, where it cannot be mounted.
private final class SmallDisk: Sendable {
    let path: String

    init?(below folder: TemporaryDirectory, bytes: Int) throws {
        path = folder.path + "/small"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        guard try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", path]) else {
            print("skipped: a small tmpfs cannot be mounted here (it needs root)")
            if ProcessInfo.processInfo.environment["CI"] == "true" { Issue.record("no tmpfs can be mounted") }
            return nil
        }
    }

    deinit {
        do {
            guard try Self.run("umount", ["-l", path]) else { return print("still mounted: \(path)") }
        } catch {
            print("still mounted: \(path): \(error)")
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Bool {
        let process = try Process.run(URL(filePath: "/usr/bin/env"), arguments: [program] + arguments)
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
