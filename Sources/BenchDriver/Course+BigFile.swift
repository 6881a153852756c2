// SPDX-License-Identifier: MIT

import Glibc

/// One file of a GiB, of bytes that do not compress.
extension Course {
    func bigFile() throws {
        let folder = try folder("big")
        let path = folder + "/file"
        try measure(.sequentialWrite) { try writeThrough(path, synced: false) }
        try measure(.sequentialWriteSync) { try writeThrough(folder + "/synced", synced: true) }
        try contender.makeCold()
        try measure(.sequentialRead) { try readThrough(path) }
        try measure(.sequentialReadWarm) { try (0..<4).reduce(0) { read, _ in try read + readThrough(path) } }
        try contender.makeCold()
        try measure(.randomRead) { try readAtRandom(path) }
        try contender.makeCold()
        try measure(.randomWrite) { try writeAtRandom(path) }
    }

    private func writeThrough(_ path: String, synced: Bool) throws -> Double {
        let file = try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC)
        for piece in 0..<scale.fileMebibytes { try file.write(Noise.bytes(ofMebibyte: piece)) }
        if synced { try check(fsync(file.descriptor), path) }
        try file.close()
        return Double(scale.fileMebibytes)
    }

    private func readThrough(_ path: String) throws -> Double {
        let file = try OpenFile(path, O_RDONLY)
        var bytes = 0
        while true {
            let count = try file.read(into: Scratch.mebibyte)
            if count == 0 { break }
            bytes += count
        }
        try file.close()
        guard bytes == scale.fileMebibytes << 20 else { throw Failure("\(path) has \(bytes) bytes") }
        return Double(scale.fileMebibytes)
    }

    private func readAtRandom(_ path: String) throws -> Double {
        let file = try OpenFile(path, O_RDONLY)
        let page = UnsafeMutableRawBufferPointer(rebasing: Scratch.mebibyte.prefix(4096))
        var random = SplitMix(seed: 1)
        for _ in 0..<scale.randomReads {
            let count = pread(file.descriptor, page.baseAddress, 4096, off_t(randomPage(&random)) * 4096)
            guard count == 4096 else { throw Failure("\(path): read \(count)") }
        }
        try file.close()
        return Double(scale.randomReads)
    }

    private func writeAtRandom(_ path: String) throws -> Double {
        let file = try OpenFile(path, O_RDWR)
        var random = SplitMix(seed: 2)
        for index in 0..<scale.randomWrites {
            let piece = Noise.bytes(ofMebibyte: index)
            let count = pwrite(file.descriptor, piece.baseAddress, 4096, off_t(randomPage(&random)) * 4096)
            guard count == 4096 else { throw Failure("\(path): wrote \(count)") }
        }
        try file.close()
        return Double(scale.randomWrites)
    }

    private func randomPage(_ random: inout SplitMix) -> UInt64 { random.next() % UInt64(scale.fileMebibytes * 256) }
}
