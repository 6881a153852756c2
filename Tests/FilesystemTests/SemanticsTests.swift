// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import SeededRandom
import Testing
import VolumeFixture

@testable import Filesystem

/// What a refused call says, and that it changed nothing. The kernel's own checks (permissions, flags) come before these.
@Suite struct SemanticsTests {
    private let caller = VolumeFixture.caller
    private let fixture: VolumeFixture
    private let volume: Volume

    /// A file `f`, an empty place to go to below `d`, and `d/full` with a file.
    init() async throws {
        fixture = try await VolumeFixture.format(MemoryStore())
        volume = fixture.volume
        try volume.mkdir("d")
        try volume.mkdir("d/full")
        try volume.writeFile("d/full/x", [1])
        try volume.writeFile("f", Array("content".utf8))
    }

    private func make(_ path: String, _ kind: FileKind) throws -> Attributes {
        let (directory, name) = try volume.parent(path)
        return try volume.makeNode(
            in: directory, name, kind: kind, permissions: 0o600, deviceNumber: 0x0501, caller: caller)
    }

    private func rename(_ old: String, _ new: String, _ mode: RenameMode = .replace) throws {
        let (oldParent, oldName) = try volume.parent(old)
        let (newParent, newName) = try volume.parent(new)
        try volume.rename(in: oldParent, oldName, to: newParent, newName, mode: mode)
    }

    // MARK: Names

    /// As a listing does that renames what it finds: it ends, and a name that is replaced meanwhile is seen once.
    @Test func aListingThatRenamesWhatItFindsEnds() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let volume = fixture.volume
        for number in 0..<50 { try volume.writeFile("\(number)", []) }
        let handle = try volume.openDirectory(.root)
        defer { volume.releaseDirectory(.root, handle) }
        func next(_ after: DirectoryCookie) throws -> [DirectoryEntry] {
            try volume.readDirectory(.root, handle, after: after, limit: 3, withAttributes: false)
        }
        var seen: [String] = []
        var after = DirectoryCookie.dotDot
        // From the second page on: the first one begins the listing.
        _ = try next(.start)
        while case let page = try next(after), let last = page.last {
            for entry in page {
                let found = String(decoding: entry.name, as: UTF8.self)
                seen.append(found)
                try volume.rename(in: .root, name(found), to: .root, name("temporary"), mode: .replace)
                try volume.rename(in: .root, name("temporary"), to: .root, name(found), mode: .replace)
            }
            after = last.cookie
            try #require(seen.count <= 150)
        }
        #expect(seen.sorted() == (0..<50).map { "\($0)" }.sorted())
        // Rewound, it has all of them again.
        var again: Set<String> = []
        after = .start
        while case let page = try next(after), let last = page.last {
            again.formUnion(page.map { String(decoding: $0.name, as: UTF8.self) })
            after = last.cookie
        }
        #expect(again.count == 52)
    }

    @Test func aNameThatIsReplacedKeepsItsPlaceInAListing() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let volume = fixture.volume
        for number in 0..<10 { try volume.writeFile("\(number)", []) }
        try volume.writeFile("new", [1])
        let handle = try volume.openDirectory(.root)
        defer { volume.releaseDirectory(.root, handle) }
        let first = try volume.readDirectory(.root, handle, after: .start, limit: 7, withAttributes: false)
        for target in ["2", "8"] {
            try volume.writeFile("beside", [2])
            try volume.rename(in: .root, name("beside"), to: .root, name(target), mode: .replace)
        }
        let rest = try volume.readDirectory(
            .root, handle, after: try #require(first.last).cookie, limit: 100, withAttributes: false)
        let names = (first + rest).map { String(decoding: $0.name, as: UTF8.self) }
        #expect(names == [".", ".."] + (0..<10).map { "\($0)" } + ["new"])
        let killed = try await fixture.reopenAfterKill()
        #expect(try await killed.volume.readFile("8") == [2])
    }

    @Test func whatAShareKeepsIsNotFoundByItsNumber() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let volume = fixture.volume
        try volume.writeFile("f", [1, 2, 3])
        let snapshot = try volume.createShare(ShareRequest(path: Array("f".utf8))).share.target
        try volume.forget(snapshot)
        #expect(try await volume.status().stopReason == nil)
        let killed = try await fixture.reopenAfterKill()
        #expect(try await killed.volume.readFile("f") == [1, 2, 3])
    }

    @Test func lookingUpSaysWhatIsMissing() async throws {
        let file = try volume.resolve("f").inode
        #expect(throws: FSError.notFound) { try volume.lookUp(.root, name("no")) }
        #expect(throws: FSError.notDirectory) { try volume.lookUp(file, name("x")) }
        #expect(throws: FSError.staleInode) { try volume.attributes(of: InodeNumber(rawValue: 999)) }
        #expect(throws: FSError.notDirectory) { try volume.openDirectory(file) }
        #expect(try volume.parent(of: volume.resolve("d/full").inode).inode == volume.resolve("d").inode)
        #expect(try volume.parent(of: .root).inode == .root)
    }

    @Test func aTakenNameIsNotTakenAgain() async throws {
        let file = try volume.resolve("f")
        #expect(throws: FSError.exists) { try make("f", .regular) }
        #expect(throws: FSError.exists) { try volume.mkdir("f") }
        #expect(throws: FSError.exists) { try volume.mkdir("d") }
        #expect(throws: FSError.exists) { try volume.link(file.inode, in: .root, name("d")) }
        #expect(throws: FSError.exists) {
            try volume.makeSymbolicLink(in: .root, name("f"), target: [1], caller: caller)
        }
        #expect(try volume.resolve("f") == file)
    }

    @Test func directoriesAreRemovedEmptyAndByRmdirOnly() async throws {
        let directory = try volume.resolve("d").inode
        #expect(throws: FSError.isDirectory) { try volume.unlink(in: .root, name("d")) }
        #expect(throws: FSError.notDirectory) { try volume.removeDirectory(in: .root, name("f")) }
        #expect(throws: FSError.directoryNotEmpty) { try volume.removeDirectory(in: directory, name("full")) }
        #expect(throws: FSError.notFound) { try volume.unlink(in: .root, name("no")) }
        #expect(try volume.attributes(of: directory).linkCount == 3)
    }

    @Test func aRemovedDirectoryTakesNoNamesAndHasNone() async throws {
        let directory = try volume.mkdir("gone").inode
        try volume.removeDirectory(in: .root, name("gone"))
        #expect(throws: FSError.notFound) {
            try volume.makeDirectory(in: directory, name("x"), permissions: 0o755, caller: caller)
        }
        #expect(throws: FSError.notFound) {
            try volume.rename(in: .root, name("f"), to: directory, name("f"), mode: .replace)
        }
        #expect(
            try volume.readDirectory(directory, .directory, after: .start, limit: 10, withAttributes: true).isEmpty)
        #expect(try volume.attributes(of: directory).linkCount == 0)
        try volume.forget(directory)
        #expect(throws: FSError.staleInode) { try volume.attributes(of: directory) }
    }

    @Test func renameRefusesWhatRenameRefuses() async throws {
        try volume.mkdir("e")
        #expect(throws: FSError.notFound) { try rename("no", "x") }
        #expect(throws: FSError.isDirectory) { try rename("f", "e") }
        #expect(throws: FSError.notDirectory) { try rename("e", "f") }
        #expect(throws: FSError.directoryNotEmpty) { try rename("e", "d") }
        #expect(throws: FSError.exists) { try rename("f", "e", .noReplace) }
        #expect(throws: FSError.exists) { try rename("f", "f", .noReplace) }
        #expect(throws: FSError.notFound) { try rename("f", "no", .exchange) }
        for (old, new, mode) in [
            ("d", "d/x", RenameMode.replace), ("d", "d/full/x", .noReplace), ("d", "d/full", .exchange),
            ("d/full", "d", .exchange),
        ] {
            #expect(throws: FSError.self) { try rename(old, new, mode) }
        }
        try rename("f", "f")
        #expect(try volume.list("").sorted() == ["d", "e", "f"])
        #expect(try await volume.readFile("f") == Array("content".utf8))
    }

    @Test func renameMovesReplacesAndExchanges() async throws {
        try volume.mkdir("e")
        try rename("e", "d/e", .noReplace)
        #expect(try volume.attributes(of: .root).linkCount == 3)
        #expect(try volume.resolve("d").linkCount == 4)
        #expect(try volume.parent(of: volume.resolve("d/e").inode).inode == volume.resolve("d").inode)
        try rename("f", "d", .exchange)
        #expect(try volume.resolve("f/full/x").size == 1)
        #expect(try volume.resolve("d").kind == .regular)
        try volume.writeFile("g", [7])
        try rename("g", "d")
        #expect(try await volume.readFile("d") == [7])
        #expect(try volume.list("").sorted() == ["d", "f"])
    }

    @Test func twoNamesOfOneFileDoNotReplaceEachOther() async throws {
        let inode = try volume.resolve("f").inode
        _ = try volume.link(inode, in: .root, name("g"))
        try rename("f", "g")
        try rename("f", "g", .exchange)
        #expect(try volume.list("").sorted() == ["d", "f", "g"])
        #expect(try volume.attributes(of: inode).linkCount == 2)
    }

    @Test func aReplacedOpenFileStaysReadable() async throws {
        let inode = try volume.resolve("f").inode
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: caller)
        try volume.writeFile("g", [9])
        try rename("g", "f")
        try volume.write([1, 2, 3], at: 7, inode, handle)
        #expect(try await volume.part(inode, handle, at: 0, 100) == Array("content".utf8) + [1, 2, 3])
        try volume.forget(inode)
        #expect(try volume.attributes(of: inode).linkCount == 0)
        try volume.flush(inode, handle)
        volume.release(inode, handle)
        try volume.forget(inode)
        #expect(throws: FSError.staleInode) { try volume.attributes(of: inode) }
        #expect(try await volume.readFile("f") == [9])
    }

    // MARK: Kinds

    @Test func everyKindIsWhatItWasMadeAs() async throws {
        for kind in [FileKind.fifo, .socket, .characterDevice, .blockDevice] {
            let made = try make("k\(kind)", kind)
            #expect(made.kind == kind && made.permissions == 0o600 && made.deviceNumber == 0x0501)
            #expect(throws: FSError.invalidArgument("a special file")) {
                try volume.open(made.inode, flags: OpenFlags(rawValue: 0), caller: caller)
            }
        }
        let link = try volume.makeSymbolicLink(in: .root, name("l"), target: Array("/no/where".utf8), caller: caller)
        #expect(link.size == 9 && link.permissions == 0o777)
        #expect(try volume.readSymbolicLink(link.inode) == Array("/no/where".utf8))
        #expect(throws: FSError.symbolicLinkLoop) {
            try volume.open(link.inode, flags: OpenFlags(rawValue: 0), caller: caller)
        }
        #expect(throws: FSError.self) { try volume.readSymbolicLink(volume.resolve("f").inode) }
        #expect(throws: FSError.isDirectory) { try volume.open(.root, flags: OpenFlags(rawValue: 0), caller: caller) }
        #expect(throws: FSError.notPermitted) { try volume.link(.root, in: .root, name("loop")) }
    }

    @Test func belowASetgidDirectoryTheGroupIsInherited() async throws {
        let directory = try volume.resolve("d").inode
        _ = try volume.setAttributes(
            of: directory, AttributeRequest(permissions: 0o2775, gid: 4242), caller: caller)
        #expect(try make("d/new", .regular).gid == 4242)
        let below = try volume.mkdir("d/below", permissions: 0o700)
        #expect(below.gid == 4242 && below.permissions == 0o2700)
        #expect(try make("plain", .regular).gid == caller.gid)
    }

    // MARK: Content

    @Test func aSparseFileReadsZerosWhereNothingWasWritten() async throws {
        try volume.withFile("s") { inode, handle in
            try volume.write([1], at: 5_000_000, inode, handle)
            try volume.write([2], at: 131_072, inode, handle)
        }
        let bytes = try await volume.readFile("s")
        #expect(bytes.count == 5_000_001 && bytes[131_072] == 2 && bytes[5_000_000] == 1)
        #expect(bytes.count { $0 != 0 } == 2)
        #expect(try volume.resolve("s").allocatedBytes < 100_000)
    }

    @Test func whatWasCutDoesNotComeBack() async throws {
        for isClosedBetween in [true, false] {
            try volume.withFile("t") { inode, handle in
                try volume.write([UInt8](repeating: 7, count: 200_000), at: 0, inode, handle)
                if isClosedBetween { try volume.flush(inode, handle) }
                for size in [150_000, 10, 200_000] as [UInt64] {
                    _ = try volume.setAttributes(of: inode, AttributeRequest(size: size), caller: caller)
                }
            }
            let bytes = try await volume.readFile("t")
            #expect(bytes == [UInt8](repeating: 7, count: 10) + [UInt8](repeating: 0, count: 199_990))
        }
    }

    @Test func sizesBeyondTheLimitAreRefusedAndSparseOnesAreInstant() async throws {
        let inode = try volume.resolve("f").inode
        #expect(throws: FSError.fileTooLarge) {
            try volume.setAttributes(of: inode, AttributeRequest(size: 1 << 63), caller: caller)
        }
        let grown = try volume.setAttributes(
            of: inode, AttributeRequest(size: Limits.fileBytesMax), caller: caller)
        #expect(grown.size == Limits.fileBytesMax)
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: caller)
        #expect(throws: FSError.fileTooLarge) {
            try volume.write([1, 2], at: Limits.fileBytesMax - 1, inode, handle)
        }
        try volume.write([5], at: Limits.fileBytesMax - 1, inode, handle)
        #expect(try await volume.part(inode, handle, at: Limits.fileBytesMax - 3, 10) == [0, 0, 5])
        #expect(try await volume.part(inode, handle, at: Limits.fileBytesMax, 10).isEmpty)
        #expect(throws: FSError.isDirectory) {
            try volume.setAttributes(of: .root, AttributeRequest(size: 0), caller: caller)
        }
        volume.release(inode, handle)
        #expect(throws: FSError.badHandle) { try volume.write([1], at: 0, inode, handle) }
        #expect(throws: FSError.badHandle) { try volume.flush(inode, handle) }
    }

    @Test func pagesOfTheKernelsCacheLeaveTimesAlone() async throws {
        let before = try volume.resolve("f")
        try volume.withFile("f") { inode, handle in
            _ = try [UInt8(1)].withUnsafeBytes {
                try volume.write(inode, handle, offset: 100, $0, isFromCache: true)
            }
        }
        let after = try volume.resolve("f")
        #expect(after.size == 101 && after.modificationTime == before.modificationTime)
    }

    @Test func aTimeThatWasSetOutlivesTheClose() async throws {
        let time = Timestamp(seconds: -5, nanoseconds: 999_999_999)
        try volume.withFile("f") { inode, handle in
            try volume.write([1, 2], at: 0, inode, handle)
            _ = try volume.setAttributes(
                of: inode, AttributeRequest(accessTime: .set(time), modificationTime: .set(time)), caller: caller)
        }
        #expect(try volume.resolve("f").modificationTime == time)
        #expect(try volume.resolve("f").accessTime == time)
    }

    // MARK: Extended attributes

    @Test func extendedAttributesObeyTheirModesAndBounds() async throws {
        let inode = try volume.resolve("f").inode
        let ordinary = Caller(uid: 1234, gid: 1234)
        func set(_ name: String, _ value: [UInt8], _ mode: XattrMode = .any) throws {
            try value.withUnsafeBytes {
                try volume.setXattr(inode, name: Array(name.utf8), value: $0, mode: mode, caller: caller)
            }
        }
        #expect(throws: FSError.noAttribute) { try set("user.a", [1], .replace) }
        try set("user.a", [1], .create)
        #expect(throws: FSError.exists) { try set("user.a", [2], .create) }
        try set("user.a", [], .replace)
        #expect(try volume.xattr(inode, name: Array("user.a".utf8)).isEmpty)
        try set("user.large", [UInt8](repeating: 3, count: Limits.xattrValueBytesMax))
        #expect(throws: FSError.attributeTooLarge) {
            try set("user.large", [UInt8](repeating: 3, count: Limits.xattrValueBytesMax + 1))
        }
        #expect(throws: FSError.bufferTooSmall) { try set(String(repeating: "x", count: 256), [1]) }
        for name in ["system.other", "nowhere.a", "nothing", "user"] {
            #expect(throws: FSError.notSupported) { try set(name, [1]) }
        }
        #expect(throws: FSError.invalidArgument("an attribute without a name")) { try set("user.", [1]) }
        #expect(throws: FSError.notPermitted) { try set("user.gramfs.state", [1]) }
        #expect(throws: FSError.noAttribute) { try volume.xattr(inode, name: Array("user.no".utf8)) }
        #expect(throws: FSError.noAttribute) { try volume.removeXattr(inode, name: Array("user.no".utf8)) }
        try set("trusted.b", [1])
        #expect(
            try Set(volume.xattrNames(inode, caller: ordinary)) == [Array("user.a".utf8), Array("user.large".utf8)])
        #expect(try volume.xattrNames(inode, caller: Caller(uid: 0, gid: 0)).count == 3)
        #expect(throws: FSError.noSpace) {
            for number in 0..<400 { try set("user.\(number)" + String(repeating: "x", count: 200), []) }
        }
        let listed = try volume.xattrNames(inode, caller: ordinary).reduce(0) { $0 + $1.count + 1 }
        #expect(listed <= Limits.xattrListBytesMax)
    }

    @Test func anAttributeIsFoundThatCameAfterAnOpenFileHadNone() async throws {
        let inode = try volume.resolve("f").inode
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: caller)
        defer { volume.release(inode, handle) }
        let name = Array("security.capability".utf8)
        // The second answer is from memory.
        for _ in 0..<2 { #expect(throws: FSError.noAttribute) { try volume.xattr(inode, name: name) } }
        try [7 as UInt8].withUnsafeBytes {
            try volume.setXattr(inode, name: name, value: $0, mode: .any, caller: caller)
        }
        #expect(try volume.xattr(inode, name: name) == [7])
        try volume.removeXattr(inode, name: name)
        for _ in 0..<2 { #expect(throws: FSError.noAttribute) { try volume.xattr(inode, name: name) } }
    }

    @Test func anAgedBufferOfThousandsOfRunsIsSealedWhole() async throws {
        let inode = try volume.resolve("f").inode
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: caller)
        defer { volume.release(inode, handle) }
        var random = SeededGenerator(seed: 9)
        var expected = [UInt8](repeating: 0, count: 3000 * 16)
        for run in 0..<3000 {
            let bytes = random.bytes(7)
            expected.replaceSubrange(run * 16..<run * 16 + 7, with: bytes)
            _ = try bytes.withUnsafeBytes {
                try volume.write(inode, handle, offset: UInt64(run * 16), $0, isFromCache: false)
            }
        }
        let open = try #require(volume.inodes.find(inode))
        try volume.sealAged(open)
        #expect(open.peek { $0.buffer.value.isEmpty && $0.dirtySince == nil })
        let after = 2999 * 16 + 7
        #expect(try await volume.part(inode, handle, at: 0, expected.count) == Array(expected[..<after]))
    }

    @Test func aVolumeThatOnlyReadsChangesNothing() async throws {
        try volume.writeFile("f", [1, 2, 3])
        let other = try await fixture.reopenAfterKill { $0.isReadOnly = true }
        let reading = other.volume
        #expect(throws: FSError.self) { try reading.mkdir("d") }
        #expect(throws: FSError.self) { try reading.writeFile("f", [4]) }
        #expect(throws: FSError.self) { try reading.unlink(in: .root, name("f")) }
        #expect(try await reading.readFile("f") == [1, 2, 3])
        try await reading.close()
    }
}

/// Names of any bytes, long names and targets, many links, many entries.
@Suite(.timeLimit(.minutes(10))) struct LimitsTests {
    private let caller = VolumeFixture.caller

    @Test func namesAndTargetsOfAnyBytesSurviveLossOfTheMachine() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store)
        var random = SeededGenerator(seed: SeededGenerator.seed())
        var names: Set<[UInt8]> = [[0xFF], [0xC3, 0x28], [0x80, 0x2E], Array("a\u{301}".utf8), Array("á".utf8)]
        names.insert([UInt8](repeating: 0xFE, count: 255))
        while names.count < 60 {
            let bytes = random.bytes(Int.random(in: 1...255, using: &random)).map { $0 == 0 || $0 == 0x2F ? 1 : $0 }
            names.insert(bytes)
        }
        var targets: [[UInt8]: [UInt8]] = [:]
        for bytes in names {
            let length = targets.isEmpty ? Limits.symbolicLinkBytesMax : Int.random(in: 1...4095, using: &random)
            targets[bytes] = random.bytes(length)
            _ = try fixture.volume.makeSymbolicLink(
                in: .root, FileName(bytes), target: targets[bytes] ?? [], caller: caller)
        }
        #expect(throws: FSError.nameTooLong) {
            try fixture.volume.makeSymbolicLink(
                in: .root, name("long"), target: [UInt8](repeating: 1, count: 4096), caller: caller)
        }
        #expect(throws: FSError.notFound) {
            try fixture.volume.makeSymbolicLink(in: .root, name("empty"), target: [], caller: caller)
        }
        try await fixture.synchronise()
        let other = try await VolumeFixture.recover(from: store).0
        let entries = try other.volume.entries(of: .root)
        #expect(Set(entries.map(\.name)) == names)
        for entry in entries { #expect(try other.volume.readSymbolicLink(entry.inode) == targets[entry.name]) }
        try await other.volume.close()
        try await fixture.volume.close()
    }

    @Test func aFileHasSixtyFiveThousandNamesAndNoMore() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(), segmentBytes: 64 << 20)
        let volume = fixture.volume
        try volume.writeFile("f", [1])
        let inode = try volume.resolve("f").inode
        // Records in batches, as many calls would log them: the bound is the volume's, not the log's.
        try volume.log.locked { core throws(FSError) in
            for start in stride(from: 1, to: 64_999, by: 1000) {
                guard var cookie = try core.index.inode(.root)?.nextCookie else { throw .notFound }
                var records: [Record] = []
                for number in start..<min(start + 1000, 64_999) {
                    let name = try FileName(Array("l\(number)".utf8))
                    records.append(.link(inode: inode, parent: .root, name: name, cookie: cookie, time: .epoch))
                    cookie.rawValue += 1
                }
                try core.log(records)
            }
        }
        #expect(try volume.link(inode, in: .root, name("last")).linkCount == Limits.linkCountMax)
        #expect(throws: FSError.tooManyLinks) { try volume.link(inode, in: .root, name("over")) }
        try volume.unlink(in: .root, name("l1"))
        #expect(try volume.link(inode, in: .root, name("again")).linkCount == Limits.linkCountMax)
        try await volume.close()
    }

    @Test func twentyThousandEntriesAreListedOnceEachInPages() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(), segmentBytes: 64 << 20)
        let volume = fixture.volume
        let directory = try volume.mkdir("d").inode
        for number in 0..<20_000 {
            _ = try volume.makeNode(
                in: directory, name("file number \(number)"), kind: .regular, permissions: 0o644, deviceNumber: 0,
                caller: caller)
        }
        for page in [1000, 77] {
            let names = try volume.entries(of: directory, pageEntries: page).map(\.name)
            #expect(names.count == 20_000 && Set(names).count == 20_000)
        }
        let first = try volume.readDirectory(directory, .directory, after: .start, limit: 1, withAttributes: false)
        #expect(first.map(\.cookie) == [.dot])
        let after = try await fixture.reopenAfterKill()
        let cookies = try volume.entries(of: directory, pageEntries: 5000).map(\.cookie)
        #expect(try after.volume.entries(of: directory, pageEntries: 5000).map(\.cookie) == cookies)
        try await after.volume.close()
        try await volume.close()
    }
}
