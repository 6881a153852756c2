// SPDX-License-Identifier: MIT

import Foundation
import TestDirectory
import Testing

@testable import Daemon

/// Invariants: only gramfs mounts are seen, whatever their paths are called; the deepest mount holds a path.
@Suite struct MountTableTests {
    private static let mountinfo = """
        22 28 0:21 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        90 28 0:50 / /mnt/work rw,nosuid,nodev - fuse.gramfs work rw,user_id=1000,group_id=1000
        91 28 0:51 / /mnt/with\\040space\\134\\011 rw shared:1 master:2 - fuse.gramfs other rw,user_id=0,group_id=0
        92 90 0:52 / /mnt/work/inner rw - fuse.gramfs inner rw
        93 28 0:53 / /mnt/sshfs rw - fuse.sshfs work rw,user_id=0
        94 28 0:54 / /mnt/bad rw - fuse.gramfs ../evil rw,user_id=0
        95
        96 28 0:55 / /mnt/short rw - fuse.gramfs
        """

    private let table = MountTable(parsing: Array(Self.mountinfo.utf8))

    @Test func onlyOurMountsAreSeen() {
        #expect(table.entries.map(\.name.description) == ["work", "other", "inner"])
        #expect(table.entries.map(\.user) == [1000, 0, 0])
        #expect(table.entries[1].mountPoint == Array("/mnt/with space\\\t".utf8))
    }

    @Test(
        arguments: [
            ("/mnt/work", "work", ""), ("/mnt/work/a/b", "work", "a/b"), ("/mnt/work/inner/x", "inner", "x"),
            ("/mnt/working", nil, ""), ("/mnt", nil, ""), ("/mnt/sshfs/x", nil, ""),
        ] as [(String, String?, String)])
    func theDeepestMountHoldsAPath(path: String, name: String?, relative: String) {
        let entry = table.entry(holding: Array(path.utf8))
        #expect(entry?.name.description == name)
        if let entry { #expect(entry.relative(Array(path.utf8)) == Array(relative.utf8)) }
    }

    @Test func bytesThatAreNoTableAreNoMounts() {
        for bytes in [[], [0xFF, 0x0A, 0x00], Array("- - - - - - - - fuse.gramfs".utf8)] as [[UInt8]] {
            #expect(MountTable(parsing: bytes).entries == [])
        }
    }

    @Test func aNameThenAPathThenTheOnlyOne() throws {
        let directory = try TemporaryDirectory()
        let places = Places(
            configuration: directory.path + "/c", state: directory.path, runtime: directory.path + "/r")
        let mount = directory.path + "/mount"
        try FileManager.default.createDirectory(atPath: mount + "/sub", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: mount + "/link", withDestinationPath: "/nowhere")
        let real = String(decoding: try #require(realpath(mount, nil)).asBytes, as: UTF8.self)
        let line = "90 28 0:50 / \(real) rw - fuse.gramfs work rw,user_id=\(geteuid())"
        let mounts = MountTable(parsing: Array(line.utf8))
        func resolve(_ text: String?) throws(Failure) -> VolumeReference {
            try VolumeReference.resolve(text.map { Array($0.utf8) }, in: places, mounts: mounts)
        }
        #expect(#expect(throws: Failure.self) { try resolve(nil) }?.code == .noSuchVolume)
        #expect(try resolve("work").mount?.name.description == "work")
        #expect(try resolve(mount).path == [])
        #expect(try resolve(mount + "/sub/").path == Array("sub".utf8))
        #expect(try resolve(mount + "/link").path == Array("link".utf8), "a symbolic link is meant itself")
        #expect(try resolve(mount + "/sub/..").path == [])
        #expect(#expect(throws: Failure.self) { try resolve(mount + "/none") }?.code == .noSuchPath)
        #expect(#expect(throws: Failure.self) { try resolve(directory.path) }?.code == .notMounted)
        #expect(#expect(throws: Failure.self) { try resolve("unheard-of") }?.code == .noSuchVolume)
        #expect(try resolve("work").socket(in: places) == directory.path + "/r/work.sock")

        let file = ConfigurationFile(store: .directory("/s"))
        try file.write(VolumeName(parsing: "one"), in: places, replacing: false)
        #expect(try resolve(nil).name.description == "one")
        try file.write(VolumeName(parsing: "two"), in: places, replacing: false)
        let failure = #expect(throws: Failure.self) { try resolve(nil) }
        #expect(failure?.code == .usage && failure?.hint.contains("one, two") == true)
    }
}

extension UnsafeMutablePointer<CChar> {
    fileprivate var asBytes: [UInt8] {
        defer { free(self) }
        return Array(UnsafeRawBufferPointer(start: self, count: strlen(self)))
    }
}
