// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import Testing
import VolumeFixture

@testable import Filesystem

/// Access control lists and permissions, as acl(5) has them:
/// - the permissions that stat shows are the list's classes, whichever of the two is changed;
/// - a directory's default list is inherited and takes the place of the umask;
/// - both survive the loss of the machine.
@Suite struct AccessControlTests {
    private let store = MemoryStore(traits: .telegramUser)
    private let fixture: VolumeFixture
    private let volume: Volume
    private let superuser = Caller(uid: 0, gid: 0)

    init() async throws {
        fixture = try await VolumeFixture.format(store)
        volume = fixture.volume
        try volume.mkdir("d")
        try volume.writeFile("f", [1])
    }

    private func set(
        _ text: String, on path: String, isDefault: Bool = false, caller: Caller = Caller(uid: 0, gid: 0)
    ) throws {
        try set(list(text).encoded, on: path, isDefault: isDefault, caller: caller)
    }

    private func set(_ bytes: [UInt8], on path: String, isDefault: Bool = false, caller: Caller) throws {
        let inode = try volume.resolve(path).inode
        try bytes.withUnsafeBytes {
            try volume.setXattr(
                inode, name: isDefault ? Volume.defaultListName : Volume.accessListName, value: $0, mode: .any,
                caller: caller)
        }
    }

    private func read(_ path: String, isDefault: Bool = false, in volume: Volume? = nil) throws -> AccessControlList? {
        let volume = volume ?? self.volume
        let inode = try volume.resolve(path).inode
        let name = isDefault ? Volume.defaultListName : Volume.accessListName
        guard try volume.xattrNames(inode, caller: superuser).contains(name) else { return nil }
        return try AccessControlList(decoding: volume.xattr(inode, name: name))
    }

    private func permissions(_ path: String) throws -> UInt16 { try volume.resolve(path).permissions }

    private func make(_ path: String, _ kind: FileKind, _ permissions: UInt16, umask: UInt16 = 0o022) throws {
        let (parent, name) = try volume.parent(path)
        let caller = Caller(uid: 1000, gid: 1000, umask: umask)
        if kind == .directory {
            _ = try volume.makeDirectory(in: parent, name, permissions: permissions, caller: caller)
        } else if kind == .symbolicLink {
            _ = try volume.makeSymbolicLink(in: parent, name, target: [0x78], caller: caller)
        } else {
            _ = try volume.makeNode(
                in: parent, name, kind: kind, permissions: permissions, deviceNumber: 0, caller: caller)
        }
    }

    @Test func settingAListSetsThePermissionsThatItMeans() throws {
        try set("u:rwx u5:r g:rx g7:rw m:rw o:x", on: "f")
        #expect(try permissions("f") == 0o761)
        #expect(try read("f") == list("u:rwx u5:r g:rx g7:rw m:rw o:x"))
        // The mask is the group class, also without names.
        try set("u:rw g:rwx m:r o:", on: "f")
        #expect(try permissions("f") == 0o640)
        #expect(try read("f") == list("u:rw g:rwx m:r o:"))
    }

    @Test func aListThatSaysNoMoreThanPermissionsIsNotKept() throws {
        try set("u:rwx u5:r g:rx m:rx o:", on: "f")
        try set("u:rw g:r o:r", on: "f")
        #expect(try permissions("f") == 0o644)
        #expect(try read("f") == nil)
        #expect(try volume.xattrNames(volume.resolve("f").inode, caller: superuser).isEmpty)
        try set("u:rw g: o:", on: "f")
        #expect(try permissions("f") == 0o600)
    }

    @Test func chmodReachesTheClassesOfTheList() throws {
        try set("u:rwx u5:rwx g:rx m:rwx o:r", on: "f")
        let inode = try volume.resolve("f").inode
        _ = try volume.setAttributes(of: inode, AttributeRequest(permissions: 0o4510), caller: superuser)
        #expect(try read("f") == list("u:rx u5:rwx g:rx m:x o:"))
        #expect(try permissions("f") == 0o4510)
        // Without a mask the owning group is the class: a default list may be so.
        var minimal = try list("u:rwx g:rx o:r")
        minimal.setPermissions(0o421)
        #expect(try minimal == list("u:r g:w o:x"))
    }

    @Test func onlyMembersKeepSetGroupID() throws {
        let inode = try volume.resolve("f").inode
        for (caller, kept) in [
            (Caller(uid: 1000, gid: 1), UInt16(0o4000)), (Caller(uid: 1000, gid: 70), 0o6000),
            (Caller(uid: 1000, gid: 1, groups: [3, 70]), 0o6000), (superuser, 0o6000),
        ] {
            _ = try volume.setAttributes(of: inode, AttributeRequest(permissions: 0o6777, gid: 70), caller: superuser)
            try set("u:rwx u5:r g:rx m:rx o:x", on: "f", caller: caller)
            #expect(try permissions("f") == kept | 0o751)
        }
    }

    @Test func aDefaultListIsInheritedInPlaceOfTheUmask() throws {
        let text = "u:rwx u5:rwx g:rx m:rwx o:x"
        try set(text, on: "d", isDefault: true)
        #expect(try permissions("d") == 0o755)
        try make("d/file", .regular, 0o666)
        #expect(try permissions("d/file") == 0o660)
        #expect(try read("d/file") == list("u:rw u5:rwx g:rx m:rw o:"))
        #expect(try read("d/file", isDefault: true) == nil)
        try make("d/below", .directory, 0o777)
        #expect(try permissions("d/below") == 0o771)
        #expect(try read("d/below") == list(text))
        #expect(try read("d/below", isDefault: true) == list(text))
        try make("d/below/fifo", .fifo, 0o600)
        #expect(try permissions("d/below/fifo") == 0o600)
        #expect(try read("d/below/fifo") == list("u:rw u5:rwx g:rx m: o:"))
        try make("d/link", .symbolicLink, 0o777)
        #expect(try permissions("d/link") == 0o777)
        #expect(try read("d/link") == nil)
    }

    @Test func aMinimalDefaultListLeavesPermissionsAlone() throws {
        try set("u:rwx g:rwx o:", on: "d", isDefault: true)
        try make("d/file", .regular, 0o666)
        #expect(try permissions("d/file") == 0o660)
        #expect(try read("d/file") == nil)
        try make("d/below", .directory, 0o755)
        #expect(try permissions("d/below") == 0o750)
        #expect(try read("d/below", isDefault: true) == list("u:rwx g:rwx o:"))
    }

    @Test func withoutADefaultListTheUmaskCounts() throws {
        try make("d/file", .regular, 0o4666, umask: 0o027)
        #expect(try permissions("d/file") == 0o4640)
        try make("d/below", .directory, 0o1777, umask: 0o077)
        #expect(try permissions("d/below") == 0o1700)
        try make("d/link", .symbolicLink, 0o777, umask: 0o077)
        #expect(try permissions("d/link") == 0o777)
    }

    @Test func whatIsNoListIsRefused() throws {
        let good = try list("u:rwx u5:r g:rx m:rx o:").encoded
        var bad: [[UInt8]] = [[], [2, 0, 0, 0], Array(good.dropLast()), good + [0], [1] + good.dropFirst()]
        // Permissions beyond three bits, a tag that there is not, a class that is missing.
        for (index, byte) in [(6, UInt8(8)), (4, 3), (4, 0x20)] {
            bad.append(good)
            bad[bad.count - 1][index] = byte
        }
        bad.append(Array(good[..<4]) + Array(good[12...]))
        // A name without a mask, two masks, two owners, entries in the wrong order.
        let entries = stride(from: 4, to: good.count, by: 8).map { Array(good[$0..<$0 + 8]) }
        for order in [[0, 1, 2, 4], [0, 1, 2, 3, 3, 4], [0, 0, 1, 2, 3, 4], [1, 0, 2, 3, 4]] {
            bad.append(Array(good[..<4]) + order.flatMap { entries[$0] })
        }
        for bytes in bad {
            #expect(throws: FSError.invalidArgument("an access control list that is none"), "\(bytes)") {
                try set(bytes, on: "f", caller: superuser)
            }
        }
        #expect(throws: FSError.accessDenied) { try set(good, on: "f", isDefault: true, caller: superuser) }
        try make("link", .symbolicLink, 0o777)
        #expect(throws: FSError.notSupported) { try set(good, on: "link", caller: superuser) }
        #expect(try permissions("f") == 0o644)
        #expect(try read("f") == nil)
    }

    @Test func listsSurviveAKillAndTheLossOfTheMachine() async throws {
        let text = "u:rwx u5:rwx g:rx g4000000000:w m:rwx o:x"
        try set(text, on: "d", isDefault: true)
        try set(text, on: "f")
        try make("d/below", .directory, 0o700)
        for withCheckpoint in [false, true] {
            if withCheckpoint { try await volume.checkpoint() }
            try await fixture.synchronise()
            try await volume.publishRoot()
            // The fixture holds the directory of the recovered volume.
            let recovered = try await VolumeFixture.recover(from: store.copy()).0
            #expect(try read("f", in: recovered.volume) == list(text))
            #expect(try recovered.volume.resolve("f").permissions == 0o771)
            #expect(try read("d/below", isDefault: true, in: recovered.volume) == list(text))
            try await recovered.volume.close()
        }
        let killed = try await fixture.reopenAfterKill()
        #expect(try read("d/below", in: killed.volume) == list("u:rwx u5:rwx g:rx g4000000000:w m: o:"))
        #expect(try read("d/below", isDefault: true, in: killed.volume) == list(text))
        try await killed.volume.close()
    }
}

/// `u:rwx u5:r g:rx g7:w m:rx o:` as a list.
private func list(_ text: String) throws -> AccessControlList {
    var writer = ByteWriter()
    writer.write(UInt32(2))
    for part in text.split(separator: " ") {
        let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
        let (kind, id) = (pieces[0].prefix(1), UInt32(pieces[0].dropFirst()))
        let tags: [Substring: UInt16] = [
            "u": id == nil ? 0x01 : 0x02, "g": id == nil ? 0x04 : 0x08, "m": 0x10, "o": 0x20,
        ]
        writer.write(try #require(tags[kind]))
        writer.write(pieces[1].reduce(UInt16(0)) { $0 | ($1 == "r" ? 4 : $1 == "w" ? 2 : 1) })
        writer.write(id ?? .max)
    }
    return try AccessControlList(decoding: writer.bytes)
}
