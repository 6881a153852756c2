// SPDX-License-Identifier: MIT

import Glibc

/// Files of 4 KiB, a hundred in each directory.
extension Course {
    func smallFiles() throws {
        let before = try footprintOfNew()
        try measure(.create) { try createAll() }
        try contender.makeCold()
        try noteFootprint(since: before)
        try measure(.statCold) { try statAll() }
        try contender.makeCold()
        try measure(.findCold) { try run(["find", folder]) }
        try contender.makeCold()
        try measure(.listCold) { try run(["ls", "-lR", folder]) }
        try contender.makeCold()
        try measure(.readCold) { try readAll() }
    }

    /// Those that `smallFiles` of this round has made, once the kernel knows them.
    func removeSmallFiles() throws {
        _ = try statAll()
        try measure(.removeFiles) { try removeAll() }
    }

    private var folder: String { "\(contender.path)/small-\(round)" }

    private func run(_ words: [String]) throws -> Double {
        try Tool.run(words)
        return 1
    }

    private func eachDirectory(_ body: (String) throws -> Void) throws {
        for number in 0..<scale.directories { try body("\(folder)/d\(number)") }
    }

    private func eachFile(_ body: (String) throws -> Void) throws -> Double {
        try eachDirectory { directory in
            for number in 0..<scale.filesPerDirectory { try body("\(directory)/file-\(number).txt") }
        }
        return Double(scale.files)
    }

    private func createAll() throws -> Double {
        let text = Prose.text(4096 * 16, seed: 5)
        try check(mkdir(folder, 0o755), folder)
        try eachDirectory { try check(mkdir($0, 0o755), $0) }
        var number = 0
        return try eachFile { path in
            number += 1
            let file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL)
            let start = number * 37 % (text.count - 4096)
            try text.withUnsafeBytes { try file.write(UnsafeRawBufferPointer(rebasing: $0[start..<start + 4096])) }
            try file.close()
        }
    }

    private func statAll() throws -> Double {
        try eachFile { path in
            var status = stat()
            try check(lstat(path, &status), path)
            guard status.st_size == 4096 else { throw Failure("\(path) has \(status.st_size) bytes") }
        }
    }

    private func readAll() throws -> Double {
        try eachFile { path in
            let file = try OpenFile(path, O_RDONLY)
            guard try file.read(into: Scratch.mebibyte) == 4096 else { throw Failure("\(path) is short") }
            try file.close()
        }
    }

    private func removeAll() throws -> Double {
        let count = try eachFile { try check(unlink($0), $0) }
        try eachDirectory { try check(rmdir($0), $0) }
        try check(rmdir(folder), folder)
        return count
    }

    /// Before the first files: later the index has free pages, and shows nothing.
    private func footprintOfNew() throws -> GramfsMount.Footprint? {
        guard let mount = contender as? GramfsMount, mount.facts.notes.isEmpty else { return nil }
        try mount.makeCold()
        return try mount.footprint()
    }

    private func noteFootprint(since before: GramfsMount.Footprint?) throws {
        guard let before, let mount = contender as? GramfsMount else { return }
        let after = try mount.footprint()
        let files = Double(scale.files)
        mount.facts.notes = [
            "\(((after.objects - before.objects) * 10_000 / files).text(1)) objects per 10,000 files of 4 KiB",
            "\(((after.storedBytes - before.storedBytes) / (files * 4096)).text(2)) stored bytes per logical byte",
            "\(Int((after.indexBytes - before.indexBytes) / files)) bytes of index for each file",
        ]
    }
}
