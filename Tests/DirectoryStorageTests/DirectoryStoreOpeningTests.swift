// SPDX-License-Identifier: MIT

import Foundation
import ObjectStorage
import ObjectStoreSuite
import Testing

@testable import DirectoryStorage

/// Invariants: opening creates nothing; nothing of anybody else is ever changed; each refusal says which.
@Suite struct DirectoryStoreOpeningTests {
    let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func failure(
        of open: (String) async throws(DirectoryStoreError) -> DirectoryStore, _ path: String
    ) async -> DirectoryStoreError? {
        do throws(DirectoryStoreError) {
            _ = try await open(path)
            return nil
        } catch {
            return error
        }
    }

    @Test func aMissingDirectoryIsNotMade() async {
        let path = folder.path + "/missing"
        #expect(await failure(of: DirectoryStore.open, path) == .noSuchDirectory(path))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aDirectoryThatIsNoStoreIsLeftAsItIs() async {
        #expect(await failure(of: DirectoryStore.open, folder.path) == .notStore(folder.path))
        #expect(folder.files().isEmpty)
    }

    @Test func aFileIsNoDirectory() async throws {
        try folder.write([1], to: "file")
        let path = folder.path + "/file"
        #expect(await failure(of: DirectoryStore.open, path) == .notDirectory(path))
        #expect(await failure(of: DirectoryStore.create, path) == .notDirectory(path))
        #expect(try folder.bytes(of: "file") == [1])
    }

    @Test func aStoreIsMadeInAMissingOrEmptyDirectoryOnly() async throws {
        _ = try await DirectoryStore.create(folder.path + "/store")
        try FileManager.default.createDirectory(atPath: folder.path + "/empty", withIntermediateDirectories: false)
        _ = try await DirectoryStore.create(folder.path + "/empty")
        let nested = folder.path + "/no/parent"
        #expect(await failure(of: DirectoryStore.create, nested) == .noSuchDirectory(nested))
        try FileManager.default.createDirectory(atPath: folder.path + "/photos", withIntermediateDirectories: false)
        try folder.write([1], to: "photos/holiday.jpg")
        let path = folder.path + "/photos"
        #expect(await failure(of: DirectoryStore.create, path) == .notStore(path))
        #expect(folder.files(below: "photos") == ["holiday.jpg"])
    }

    @Test func creatingWhereAStoreIsKeepsWhatItHolds() async throws {
        let store = try await DirectoryStore.create(folder.path + "/store")
        let reference = try await store.put(Sample.name(1), [1, 2, 3])
        let again = try await DirectoryStore.create(folder.path + "/store")
        #expect(try await difference(again.whole(reference, size: 3), [1, 2, 3]) == nil)
    }

    @Test func aCreationThatWasKilledIsFinishedByTheNext() async throws {
        let path = folder.path + "/store"
        _ = try await DirectoryStore.create(path)
        for gone in ["gramfs-store", "sequence", "lock", "incoming", "objects"] {
            try FileManager.default.removeItem(atPath: path + "/" + gone)
            #expect(await failure(of: DirectoryStore.open, path) == .notStore(path))
            let store = try await DirectoryStore.create(path)
            _ = try await store.put(Sample.name(1), [1])
            try await store.remove(try #require(try await store.listing().first).reference)
            try FileManager.default.removeItem(atPath: path + "/gramfs-store")
            for below in ["objects", "incoming"] { try FileManager.default.removeItem(atPath: path + "/" + below) }
            try FileManager.default.createDirectory(atPath: path + "/objects", withIntermediateDirectories: false)
            try FileManager.default.createDirectory(atPath: path + "/incoming", withIntermediateDirectories: false)
            try folder.write([], to: "store/gramfs-store.new")
        }
    }

    @Test(arguments: ["gramfs store 2\n", "gramfs store 11\n"])
    func aLaterLayoutIsNotTouched(_ marker: String) async throws {
        let path = folder.path + "/store"
        _ = try await DirectoryStore.create(path)
        try folder.write(Array(marker.utf8), to: "store/gramfs-store")
        #expect(await failure(of: DirectoryStore.open, path) == .unsupportedVersion(marker))
        #expect(await failure(of: DirectoryStore.create, path) == .unsupportedVersion(marker))
    }

    @Test func aStoreCanBeCopiedToAnotherDisk() async throws {
        let store = try await DirectoryStore.create(folder.path + "/store")
        var names: [ObjectName] = []
        for number in [5, 3, 9, 1] {
            names.append(Sample.name(number))
            _ = try await store.put(Sample.name(number), [UInt8(number)])
        }
        _ = try await store.replaceRoot(expected: nil, with: [7])
        let root = try await store.root()
        // Only what is not empty, in another order, with other times: as a careless tool does.
        for file in folder.files(below: "store").reversed() {
            let copy = "copy/" + file
            try FileManager.default.createDirectory(
                atPath: folder.path + "/" + copy.split(separator: "/").dropLast().joined(separator: "/"),
                withIntermediateDirectories: true)
            try folder.write(try folder.bytes(of: "store/" + file), to: copy)
        }
        try FileManager.default.createDirectory(
            atPath: folder.path + "/copy/incoming", withIntermediateDirectories: true)
        let copy = try await DirectoryStore.open(folder.path + "/copy")
        #expect(try await copy.listing().map(\.name) == names)
        #expect(try await copy.root() == root)
        _ = try await copy.put(Sample.name(2), [2])
        #expect(try await copy.listing().map(\.name) == names + [Sample.name(2)])
    }
}
