// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import TestDirectory
import Testing

/// Invariants: a full local disk makes writers wait, and is ENOSPC after `enospc_after`, never EIO; unlink and truncate
/// work all the while; nothing acknowledged is lost; once the store takes objects again everything drains. The daemon's
/// memory stays below 512 MiB.
extension CrashTests {
    private static let writtenBytes = 200 << 20
    private static let memoryMax: UInt64 = 512 << 20

    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func aSmallDiskPassesAnyAmountToAStoreThatTakesIt() async throws {
        try await Self.blocking {
            let directory = try TemporaryDirectory()
            let disk = try LoopImage(in: directory.path, name: "state", mebibytes: 64)
            defer { disk.destroy() }
            let volume = try MountedVolume(
                directory: directory, statePath: disk.mountPoint + "/s", segmentSize: "4M")
            defer { volume.destroy() }
            try volume.mount(options: "upload_after=1s,enospc_after=60s")
            var written: [String: UInt64] = [:]
            for number in 0..<20 {
                try Self.write(UInt64(number), Self.writtenBytes / 20, volume.mountPoint + "/\(number)")
                written["\(number)"] = UInt64(number)
            }
            #expect(try volume.peakMemory < Self.memoryMax)
            try volume.drain()
            try Self.verify(written, Self.writtenBytes / 20, volume)
            try volume.checkEverything()
            #expect(try volume.status().state == "mounted", "\(volume.log)")
            print("200 MiB through 64 MiB: peak memory \(try volume.peakMemory >> 20) MiB")
            try volume.unmount()
        }
    }

    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func aSmallDiskWithAStuckStoreIsENOSPCAndLosesNothing() async throws {
        try await Self.blocking {
            let directory = try TemporaryDirectory()
            let disk = try LoopImage(in: directory.path, name: "state", mebibytes: 64)
            defer { disk.destroy() }
            let store = try LoopImage(in: directory.path, name: "store", mebibytes: 400)
            defer { store.destroy() }
            let volume = try MountedVolume(
                directory: directory, statePath: disk.mountPoint + "/s", storePath: store.mountPoint + "/o",
                segmentSize: "4M")
            defer { volume.destroy() }
            try Self.fill(store.mountPoint + "/filler")
            let options = "upload_after=1s,enospc_after=3s"
            try volume.mount(options: options)
            let size = 4 << 20
            var written: [String: UInt64] = [:]
            var refusals: [Duration] = []
            for number in 0..<50 where refusals.count < 2 {
                let began = ContinuousClock.now
                do {
                    try Self.write(UInt64(number), size, volume.mountPoint + "/\(number)")
                    written["\(number)"] = UInt64(number)
                } catch let error as SystemError {
                    refusals.append(ContinuousClock.now - began)
                    #expect(error.code == ENOSPC, "\(error): \(volume.log)")
                }
            }
            #expect(refusals.count == 2, "\(written.count) files of 4 MiB fit into 64 MiB")
            #expect(refusals.allSatisfy { $0 > .milliseconds(2500) && $0 < .seconds(40) }, "\(refusals)")
            #expect(try volume.status().state != "readonly", "\(volume.log)")
            try Self.verify(written, size, volume)

            try System.check("truncate", "0", truncate(volume.mountPoint + "/0", 1000))
            for name in ["1", "2"] {
                try System.check("unlink", name, unlink("\(volume.mountPoint)/\(name)"))
                written[name] = nil
            }
            written["0"] = nil
            let began = ContinuousClock.now
            for bytes in [1 << 50, size] {
                try System.check("truncate", "3", truncate(volume.mountPoint + "/3", off_t(bytes)))
            }
            #expect(ContinuousClock.now - began < .seconds(1))
            let peak = try volume.peakMemory
            #expect(peak < Self.memoryMax)

            // The machine may even go down with all of this.
            volume.kill()
            try volume.mount(options: options)
            try Self.verify(written, size, volume)
            #expect(access(volume.mountPoint + "/1", F_OK) != 0)

            try System.check("unlink", "filler", unlink(store.mountPoint + "/filler"))
            try volume.drain()
            try Self.write(99, size, volume.mountPoint + "/99")
            written["99"] = 99
            try volume.drain()
            try Self.verify(written, size, volume)
            try volume.checkEverything()
            try volume.unmount()
            try volume.emptyCache()
            try volume.mount(options: options)
            try Self.verify(written, size, volume)
            print("stuck store: \(written.count) files kept, ENOSPC after \(refusals), peak memory \(peak >> 20) MiB")
            try volume.unmount()
        }
    }

    /// What waits for a store that takes nothing costs a start nothing, however much it is.
    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func aLongQueueDoesNotHoldUpTheMount() async throws {
        try await Self.blocking {
            let directory = try TemporaryDirectory()
            let store = try LoopImage(in: directory.path, name: "store", mebibytes: 400)
            defer { store.destroy() }
            let volume = try MountedVolume(directory: directory, storePath: store.mountPoint + "/o")
            defer { volume.destroy() }
            try Self.fill(store.mountPoint + "/filler")
            try volume.mount()
            let size = 10 << 20
            var written: [String: UInt64] = [:]
            for number in 0..<20 {
                try Self.write(UInt64(number), size, volume.mountPoint + "/\(number)")
                written["\(number)"] = UInt64(number)
            }
            var times: [Duration] = []
            for _ in 0..<3 {
                let queued = try volume.status().queuedSegments
                #expect(queued > 150, "\(queued) segments are no long queue")
                volume.kill()
                times.append(try volume.mount())
            }
            #expect(times.allSatisfy { $0 < .seconds(2) }, "\(times)")
            try System.check("unlink", "filler", unlink(store.mountPoint + "/filler"))
            volume.kill()
            try volume.mount()
            try volume.drain()
            try Self.verify(written, size, volume)
            try volume.checkEverything()
            print("mounted in \(times) with 200 MiB in the queue")
            try volume.unmount()
        }
    }

    /// The disk is full of other people's files, and what grows is the index and its log rather than content.
    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func aDiskFullOfSmallFilesStillTakesTheirRemoval() async throws {
        try await Self.blocking {
            let directory = try TemporaryDirectory()
            let disk = try LoopImage(in: directory.path, name: "state", mebibytes: 64)
            defer { disk.destroy() }
            let store = try LoopImage(in: directory.path, name: "store", mebibytes: 400)
            defer { store.destroy() }
            let volume = try MountedVolume(
                directory: directory, statePath: disk.mountPoint + "/s", storePath: store.mountPoint + "/o")
            defer { volume.destroy() }
            // Nothing is stored before the end: what is here is all there is.
            try Self.fill(store.mountPoint + "/filler")
            let options = "upload_after=1h,enospc_after=1s"
            try volume.mount(options: options)
            try Self.fill(disk.mountPoint + "/filler", leaving: 20 << 20)
            var names: [String] = []
            var refusal: Int32?
            while refusal == nil, names.count < 60_000 {
                let name = "\(volume.mountPoint)/\(names.count)"
                do {
                    try System.withFile(name, O_WRONLY | O_CREAT | O_EXCL) { file in
                        try Content.bytes(writer: 7, version: UInt64(names.count), 0..<2000).withUnsafeBytes {
                            try System.write(file, $0, name)
                        }
                    }
                    names.append(name)
                } catch let error as SystemError {
                    refusal = error.code
                    unlink(name)
                }
            }
            #expect(refusal == ENOSPC, "after \(names.count) files: \(volume.log)")
            for name in names[..<(names.count / 2)] { try System.check("unlink", name, unlink(name)) }
            for name in names[(names.count / 2)...].prefix(500) {
                try System.check("truncate", name, truncate(name, 100))
            }
            #expect(try volume.status().state != "readonly", "\(volume.log)")
            volume.kill()
            try volume.mount(options: options)
            #expect(try System.names(in: volume.mountPoint).count == names.count - names.count / 2)
            for (number, name) in names.enumerated().dropFirst(names.count / 2) {
                let bytes = try System.bytes(of: name)
                let isCut = number < names.count / 2 + 500
                guard bytes == Content.bytes(writer: 7, version: UInt64(number), 0..<(isCut ? 100 : 2000)) else {
                    throw TreeModel.Damage(description: "\(name): \(bytes.count) bytes")
                }
            }
            unlink(disk.mountPoint + "/filler")
            unlink(store.mountPoint + "/filler")
            try volume.drain()
            try volume.checkEverything()
            #expect(try volume.status().state == "mounted", "\(volume.log)")
            print("\(names.count) small files filled the disk; half of them removed")
            try volume.unmount()
        }
    }

    /// Others take the last byte of the disk while the index has changes to commit.
    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func anIndexThatCannotBeCommittedGoesOnOnceThereIsSpace() async throws {
        try await Self.blocking {
            let directory = try TemporaryDirectory()
            let disk = try LoopImage(in: directory.path, name: "state", mebibytes: 64)
            defer { disk.destroy() }
            let volume = try MountedVolume(directory: directory, statePath: disk.mountPoint + "/s")
            defer { volume.destroy() }
            let options = "upload_after=1h,enospc_after=1s"
            try volume.mount(options: options)
            var present: Set<Int> = []
            for number in 0..<2000 {
                try Self.writeSmall(number, volume)
                present.insert(number)
            }
            // A new segment, which takes space ahead for its first entry.
            try volume.drain()
            try Self.writeSmall(3000, volume)
            present.insert(3000)
            try Self.fill(disk.mountPoint + "/filler", leaving: 2 << 20)
            try Self.takeTheLastByte(disk.mountPoint + "/filler")
            var calls = 0
            let filler = disk.mountPoint + "/filler"
            let isRefused = try System.wait(atMost: .seconds(8)) {
                // Removals are records in space that the log took before; committing them takes more than there is.
                guard let number = present.min() else { return false }
                if unlink("\(volume.mountPoint)/\(number)") == 0 {
                    present.remove(number)
                    calls += 1
                } else {
                    #expect(errno == ENOSPC, "\(String(cString: strerror(errno))): \(volume.log)")
                }
                try Self.takeTheLastByte(filler)
                // Some in each second, after which the index is committed and the file that its log had is the disk's.
                return System.wait(atMost: .milliseconds(40)) { volume.log.contains("no space") }
            }
            #expect(try volume.status().state == "mounted", "\(volume.log)")
            #expect(Set(try System.names(in: volume.mountPoint).compactMap { Int($0) }) == present)
            unlink(disk.mountPoint + "/filler")
            for number in 2000..<2010 {
                let isWritten = System.wait(atMost: .seconds(10)) { (try? Self.writeSmall(number, volume)) != nil }
                #expect(isWritten, "\(volume.log)")
                present.insert(number)
            }
            volume.kill()
            try volume.mount(options: options)
            #expect(Set(try System.names(in: volume.mountPoint).compactMap { Int($0) }) == present)
            for number in present {
                let bytes = try System.bytes(of: "\(volume.mountPoint)/\(number)")
                #expect(bytes == Content.bytes(writer: 7, version: UInt64(number), 0..<2000))
            }
            try volume.drain()
            try volume.checkEverything()
            print(
                "an index without space (a commit was refused: \(isRefused)): \(calls) removals meanwhile, \(present.count) files kept"
            )
            try volume.unmount()
        }
    }

    private static func takeTheLastByte(_ path: String) throws {
        try System.withFile(path, O_WRONLY | O_APPEND) { file in
            let page = [UInt8](repeating: 1, count: 4096)
            while Glibc.write(file, page, page.count) > 0 {}
        }
    }

    private static func writeSmall(_ number: Int, _ volume: MountedVolume) throws {
        let path = "\(volume.mountPoint)/\(number)"
        try System.withFile(path, O_WRONLY | O_CREAT) { file in
            try Content.bytes(writer: 7, version: UInt64(number), 0..<2000).withUnsafeBytes {
                try System.write(file, $0, path)
            }
        }
    }

    private static func write(_ version: UInt64, _ count: Int, _ path: String) throws {
        do {
            try System.withFile(path, O_WRONLY | O_CREAT | O_TRUNC) { file in
                for start in stride(from: 0, to: count, by: 1 << 20) {
                    let range = start..<min(start + 1 << 20, count)
                    try Content.bytes(writer: 7, version: version, range).withUnsafeBytes {
                        try System.write(file, $0, path)
                    }
                }
                _ = try System.check("fsync", path, fsync(file))
            }
        } catch {
            unlink(path)
            throw error
        }
    }

    private static func verify(_ written: [String: UInt64], _ count: Int, _ volume: MountedVolume) throws {
        for (name, version) in written {
            let bytes = try System.bytes(of: "\(volume.mountPoint)/\(name)")
            guard bytes.count == count, Content.version(of: bytes, writer: 7, expected: []) == version else {
                throw TreeModel.Damage(
                    description: "\(name): \(bytes.count) bytes, "
                        + Content.difference(bytes, writer: 7, version: version))
            }
        }
    }

    /// Takes all but a little of a disk.
    private static func fill(_ path: String, leaving kept: off_t = 300 << 10) throws {
        var facts = statvfs()
        let directory = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
        try System.check("statvfs", path, statvfs(directory, &facts))
        let free = off_t(facts.f_bavail) * off_t(facts.f_frsize) - kept
        try System.withFile(path, O_WRONLY | O_CREAT) { file in
            _ = try System.check("fallocate", path, fallocate(file, 0, 0, free))
        }
    }
}
