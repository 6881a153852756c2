// SPDX-License-Identifier: MIT

import FilesystemModel
import Foundation
import SeededRandom
import TestDirectory
import Testing

@testable import ControlSocket
@testable import Daemon
@testable import DirectoryStorage
@testable import Metadata
@testable import ObjectStorage

/// The other doors: the control socket, the configuration, mount options, the index and what lies in a store's
/// directory. Any bytes give a clear error, and nothing ends the process.
@Suite(.timeLimit(.minutes(1))) struct DoorFuzzTests {
    private func mutate(
        _ seeds: [String], _ count: Int, _ name: String = #function, _ body: ([UInt8]) throws -> Void
    ) rethrows {
        var mutator = Mutator(seed: SeededGenerator.seed(name))
        for seed in seeds {
            try body(Array(seed.utf8))
            for _ in 0..<count { try body(mutator.mutate(Array(seed.utf8))) }
        }
    }

    @Test func linesOfTheControlSocket() {
        let seeds = [
            #"{"jsonrpc":"2.0","id":1,"method":"check","params":{"read_data_percent":50,"progress":true}}"#,
            #"{"jsonrpc":"2.0","id":"a","method":"cancel","params":{"id":"\u00e9\ud83d\ude00"}}"#,
            #"{"jsonrpc":"2.0","id":null,"method":"status","params":[[[1e308,-0,1.5e-9]]]}"#,
            String(repeating: "[", count: 2000), String(repeating: #"{"params":"#, count: 2000),
        ]
        mutate(seeds, 1000) { line in
            _ = try? JSON.decode(from: line) as RPCRequestHead
            _ = try? JSON.decode(from: line) as RPCRequestID
            _ = try? JSON.decode(from: line) as RPCParameters<CheckParameters>
            _ = try? JSON.decode(from: line) as RPCParameters<RPCCancellation>
            _ = try? JSON.decode(from: line) as RPCAnswerHead
            _ = try? JSON.decode(from: line) as RPCAnswerValue<ControlSocket.CheckReport>
        }
    }

    @Test func configurationFiles() {
        let seeds = [
            """
            store = "dir:/srv/store"
            volume_id = "0011"
            segment_size = "64M"
            encrypt = true
            cache_size = "10G"
            upload_budget = "60:1000:30"
            ro = false
            """,
            "store = \"dir:/x\"\na = " + String(repeating: "[", count: 3000),
            "store = \"dir:/x\"\n" + String(repeating: "a.", count: 3000) + "b = 1",
            "store = '''\u{1F600}'''\nx = 9223372036854775808\ny = 1979-05-27T07:32:00Z\nz = {a=1,b={c=2}}",
        ]
        mutate(seeds, 500) { bytes in
            _ = try? ConfigurationFile(parsing: String(decoding: bytes, as: UTF8.self), path: "x.toml")
        }
    }

    @Test func mountOptions() {
        mutate(["allow_other,ro,cache_size=10G,upload_after=5s,upload_budget=60:1000:30,x-y\\,z,read_timeout=2h"], 3000)
        {
            var options = MountOptions()
            try? options.apply(String(decoding: $0, as: UTF8.self))
        }
    }

    @Test func namesAndReferencesOfADirectoryStore() {
        let valid = String(repeating: "0a", count: 16) + ".00000000000000ff"
        mutate([valid], 5000) { bytes in
            if let name = ObjectFileName(String(decoding: bytes, as: UTF8.self)) {
                #expect(ObjectFileName(name.reference) == name)
            }
            _ = ObjectFileName(ObjectReference(bytes: bytes))
        }
    }

    /// An index that was damaged on the disk is refused, or tells of it, or is whole enough: it never ends the process.
    @Test func mutatedIndexes() throws {
        let directory = try TestDirectory.TemporaryDirectory()
        let volume = VolumeID(Identifier128(high: 1, low: 2))
        let original = directory.path + "/index.sqlite"
        let index = try MetadataIndex.open(path: original, volume: volume)
        let name = try FileName(Array("file".utf8))
        func position(_ entry: UInt32) -> LogPosition {
            LogPosition(sequence: .first, entry: EntryNumber(rawValue: entry))
        }
        try index.apply(
            [
                .createOrphan(
                    inode: Inode(
                        number: .root, kind: .directory, permissions: 0o755, uid: 0, gid: 0, time: .epoch, parent: .root
                    ))
            ],
            at: position(0))
        for number in 2..<40 as Range<UInt64> {
            let inode = Inode(
                number: InodeNumber(rawValue: number), kind: .regular, permissions: 0o644, uid: 0, gid: 0,
                time: .epoch)
            let name = try FileName(name.bytes + Array("\(number)".utf8))
            try index.apply(
                [.create(inode: inode, parent: .root, name: name, cookie: DirectoryCookie(rawValue: number + 10))],
                at: position(UInt32(number)))
        }
        try index.commit(durably: true)
        try index.close()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: original)))
        var mutator = Mutator(seed: SeededGenerator.seed())
        let path = directory.path + "/mutated.sqlite"
        for _ in 0..<150 {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try Data(mutator.mutate(bytes)).write(to: URL(fileURLWithPath: path))
            use(path, volume, name)
        }
    }

    private func use(_ path: String, _ volume: VolumeID, _ name: FileName) {
        do throws(FSError) {
            let index = try MetadataIndex.open(path: path, volume: volume)
            _ = try? index.verify()
            _ = try? index.dentries(of: .root, after: .start, limit: 100)
            _ = try? index.path(of: InodeNumber(rawValue: 7))
            let position = LogPosition(sequence: .first, entry: EntryNumber(rawValue: 1000))
            try? index.apply(
                [.unlink(inode: InodeNumber(rawValue: 7), parent: .root, name: name, time: .epoch)], at: position)
            try? index.commit(durably: false)
            try index.close()
        } catch {
            // Refused.
        }
    }
}
