// SPDX-License-Identifier: MIT

import CLinux
import Filesystem
import FilesystemModel
import Glibc
import Synchronization
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Listings through a real mount:
    /// - each name that stays is seen exactly once, in answers of any size, with and without attributes;
    /// - a listing can be taken up anywhere, also after names before that place are gone.
    @Suite struct DirectoriesTests {
        let mount: MountFixture
        static let dots: Set<[UInt8]> = [[0x2E], [0x2E, 0x2E]]

        init() async throws {
            mount = try await MountFixture()
            try check(mkdir(mount("d"), 0o755))
        }

        private func fill(_ count: Int) throws -> Set<[UInt8]> {
            var names: Set<[UInt8]> = []
            for number in 0..<count {
                let name = "name \(number) " + String(repeating: "x", count: number % 200)
                try check(mknod(mount("d/\(name)"), S_IFREG | 0o644, 0))
                names.insert(Array(name.utf8))
            }
            return names
        }

        @Test func anEmptyDirectoryHasItsDots() throws {
            let listed = try list(mount("d"))
            #expect(listed.map(\.name) == [[0x2E], [0x2E, 0x2E]])
            #expect(listed.map(\.inode) == [try status(mount("d")).st_ino, 1].map(UInt64.init))
        }

        @Test func everyNameIsSeenOnce() throws {
            let names = try fill(2000)
            let listed = try list(mount("d"))
            #expect(listed.count == 2002)
            #expect(Set(listed.map(\.name)) == names.union(Self.dots))
            #expect(listed.dropFirst(2).allSatisfy { $0.kind == UInt8(DT_REG) })
            #expect(Set(listed.map(\.offset)).count == 2002)
        }

        @Test func listingWithAttributesIsALookup() throws {
            _ = try fill(50)
            // The kernel asks for attributes at the start of a listing; what it got it does not look up.
            let listed = try list(mount("d"))
            #expect(mount.requests(.readdirplus) > 0)
            let before = mount.requests(.lookup, .getattr)
            for entry in listed.dropFirst(2) {
                let found = try status(mount("d/" + String(decoding: entry.name, as: UTF8.self)))
                #expect(UInt64(found.st_ino) == entry.inode)
            }
            #expect(mount.requests(.lookup, .getattr) == before)
        }

        @Test func aListingIsTakenUpAnywhere() throws {
            _ = try fill(300)
            let listed = try list(mount("d"))
            let directory = try #require(opendir(mount("d")))
            defer { closedir(directory) }
            for place in [0, 1, 2, 150, 299] {
                seekdir(directory, listed[place].offset)
                let next = try #require(readdir(directory))
                #expect(UInt64(next.pointee.d_ino) == listed[place + 1].inode)
            }
            for entry in listed[2..<100] {
                try check(unlink(mount("d/" + String(decoding: entry.name, as: UTF8.self))))
            }
            seekdir(directory, listed[50].offset)
            #expect(UInt64(try #require(readdir(directory)).pointee.d_ino) == listed[100].inode)
        }

        @Test func removingWhileListingMissesNothing() throws {
            let names = try fill(500)
            let directory = try #require(opendir(mount("d")))
            var removed: Set<[UInt8]> = []
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
                guard !Self.dots.contains(name) else { continue }
                try check(unlink(mount("d/" + String(decoding: name, as: UTF8.self))))
                #expect(removed.insert(name).inserted)
            }
            closedir(directory)
            #expect(removed == names)
            try check(rmdir(mount("d")))
        }

        /// 1,000,000 of them in the long run. Names are made and removed in front of the reader, behind it and where it is.
        @Test func aLargeDirectoryUnderChangeShowsWhatStays() throws {
            let count = getenv("GRAMFS_TEST_LONG") == nil ? 10_000 : 1_000_000
            let parent = try mount.inode("d")
            for number in 0..<count { try make("stays \(number)", in: parent) }
            let isOver = Atomic(false)
            let changer = PlainThread(name: "test-change") { [path = mount("d")] in
                var round = 0
                while !isOver.load(ordering: .acquiring) {
                    round += 1
                    let name = "\(path)/comes \(round % 50)"
                    if mknod(name, S_IFREG | 0o644, 0) == 0, round % 3 > 0 {
                        rename(name, "\(path)/moves \(round % 20)")
                    }
                    unlink("\(path)/moves \((round + 10) % 20)")
                    unlink(name)
                }
            }
            defer {
                isOver.store(true, ordering: .releasing)
                changer.join()
            }
            let directory = try #require(opendir(mount("d")))
            defer { closedir(directory) }
            var places: [Int: Int] = [:]
            let seen = try read(directory) { number, place in
                if number % (count / 10) == 7 { places[number] = place }
            }
            #expect(seen.count == count && Set(seen).count == count)
            // Any place that was told is a place to go on from.
            for (number, place) in places {
                seekdir(directory, place)
                #expect(try read(directory, most: 1) == [number + 1])
            }
            rewinddir(directory)
            #expect(try read(directory).count == count)
            #expect(try check(access(mount("d/stays \(count - 1)"), F_OK)) == 0)
            #expect(access(mount("d/stays \(count)"), F_OK) == -1 && errno == ENOENT)
        }

        private func make(_ text: String, in parent: InodeNumber) throws {
            _ = try mount.volume.makeNode(
                in: parent, FileName(Array(text.utf8)), kind: .regular, permissions: 0o644, deviceNumber: 0,
                caller: VolumeFixture.caller)
        }

        /// The numbers of what stays, in order. `visit` gets each with the place behind it.
        private func read(
            _ directory: OpaquePointer, most: Int = .max, _ visit: (Int, Int) -> Void = { _, _ in }
        ) throws -> [Int] {
            var seen: [Int] = []
            while seen.count < most, let entry = readdir(directory) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                guard name.hasPrefix("stays "), let number = Int(name.dropFirst(6)) else { continue }
                seen.append(number)
                visit(number, telldir(directory))
            }
            return seen
        }

        @Test func directoriesAreSynced() throws {
            let before = mount.requests(.fsyncdir)
            let directory = try OpenFile(mount("d"), O_RDONLY | O_DIRECTORY)
            try check(fsync(directory.descriptor))
            #expect(mount.requests(.fsyncdir) == before + 1)
            try directory.close()
            #expect(mount.requests(.releasedir) <= mount.requests(.opendir))
        }
    }
}
