// SPDX-License-Identifier: MIT

import Glibc

/// A volume of 1,000,000 small files: what it takes, and how long it takes to be there.
struct MillionFiles {
    let ground: Ground
    let binary: String

    private static let directories = 1000
    private static let filesPerDirectory = 1000

    func run() throws -> String {
        let mount = try GramfsMount(ground, binary: binary, .on, name: "million")
        defer { mount.remove() }
        let began = now()
        for number in 0..<Self.directories { try fill("\(mount.path)/d\(number)") }
        let creation = now() - began
        let footprint = try mount.footprint()
        try mount.makeCold()
        let mountTime = mount.mountTime
        try Tool.run(["find", mount.path, "-mtime", "+1"])
        let recovery = try mount.recover()
        try mount.mount()
        let count = try Tool.output(["sh", "-c", "find \(mount.path) -type f | wc -l"])
        guard count.split(separator: "\n").first == "1000000" else { throw Failure("recovered \(count) files") }
        let peak = max(mount.facts.peakMebibytes, mount.server.map(ProcessFacts.peakMebibytes) ?? 0)
        return """

            1,000,000 files of 100 bytes in 1,000 directories
              created in \(creation.text(0)) s
              peak memory \(Int(peak)) MiB (aim: under 300)
              mounted, cold, in \(mountTime.text(2)) s (aim: under 2)
              recovered from the store in \(recovery.text(1)) s
              index \(Int(footprint.indexBytes / 1_000_000)) bytes for each file
              \(Int(footprint.objects)) objects, \((footprint.storedBytes / 100_000_000).text(2)) stored bytes per logical byte
            """
    }

    private func fill(_ directory: String) throws {
        try check(mkdir(directory, 0o755), directory)
        let text = Prose.text(100, seed: 6)
        for number in 0..<Self.filesPerDirectory {
            let file = try OpenFile("\(directory)/\(number)", O_WRONLY | O_CREAT | O_EXCL)
            try text.withUnsafeBytes { try file.write($0) }
            try file.close()
        }
    }
}
