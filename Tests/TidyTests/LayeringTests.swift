// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Invariants: an import goes to a lower level only, so that the file side and the Telegram side meet at `ObjectStorage`
/// alone and every target can be built and tested without what is above it; nothing is public, since nobody outside of
/// this package may rely on it.
@Suite struct LayeringTests {
    /// The house: a new target is added here, at the level that its imports allow.
    private static let levels: [[String]] = [
        ["CFuse", "CCrypto", "CZstd", "CSQLite", "CLinux", "CCurl", "CZlib", "CIGE", "TL", "ChannelHandlers"],
        ["FilesystemModel", "ObjectStorage", "MTProto"],
        ["StorageFormat", "Metadata", "SegmentLog", "Telegram"],
        ["DataPlane", "TelegramStorage", "BotAPIStorage", "DirectoryStorage"],
        ["Filesystem"],
        ["FuseAdapter", "HTTPGateway", "ControlSocket"],
        ["Daemon"],
        ["CLI"],
    ]

    /// Beside the levels: the emulated Telegram and its program, and the benchmarks, which nothing of the house may import.
    private static let beside: Set<String> = [
        "TelegramEmulator", "EmulatorCLI", "BenchDriver", "BenchPassthrough", "WireBench",
    ]

    /// The Telegram side, which only the stores may see.
    private static let telegramSide: Set<String> = ["TL", "MTProto", "Telegram"]

    private static let levelOf: [String: Int] = Dictionary(
        uniqueKeysWithValues: levels.enumerated().flatMap { level, names in names.map { ($0, level) } })

    private static let root: URL = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private struct Source {
        var target: String
        var path: String
        var lines: [Substring]
    }

    private static func sources() throws -> [Source] {
        let folder = root.appendingPathComponent("Sources")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
            let target = path.split(separator: "/").first.map(String.init) ?? ""
            return Source(target: target, path: "Sources/\(path)", lines: text.split(separator: "\n"))
        }
    }

    /// The module of an import line, also of `@testable import A`, `package import A` and `import struct A.B`.
    static func imported(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(of: "import"), keyword < words.count - 1,
            words[..<keyword].allSatisfy({ $0.hasPrefix("@") || $0 == "package" || $0 == "internal" || $0 == "private" }
            )
        else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let rest = words[(keyword + 1)...].drop { kinds.contains($0) }
        return rest.first?.split(separator: ".").first.map(String.init)
    }

    @Test func everyTargetHasItsLevel() throws {
        let targets = Set(try Self.sources().map(\.target)).subtracting(Self.beside)
        #expect(targets.subtracting(Self.levelOf.keys) == [], "give the new target a level in this file")
        #expect(targets.count > 3, "the sources were found")
    }

    @Test func importsGoDownOnly() throws {
        var wrong: [String] = []
        for source in try Self.sources() {
            guard let level = Self.levelOf[source.target] else { continue }
            for line in source.lines {
                guard let module = Self.imported(line), let other = Self.levelOf[module], other >= level else {
                    continue
                }
                wrong.append("\(source.path) (level \(level)) imports \(module) (level \(other))")
            }
        }
        #expect(wrong == [], "what is below must work without what is above")
    }

    @Test func nothingImportsTheEmulator() throws {
        let wrong = try Self.sources().filter { source in
            !Self.beside.contains(source.target)
                && source.lines.contains { Self.imported($0).map(Self.beside.contains) ?? false }
        }
        #expect(wrong.map(\.path) == [], "what is emulated must not become a part of what is shipped")
    }

    @Test func theTwoSidesMeetAtObjectStorage() throws {
        let allowed = Self.telegramSide.union([
            "TelegramStorage", "BotAPIStorage", "TelegramEmulator", "WireBench", "Daemon",
        ])
        let wrong = try Self.sources().filter { source in
            !allowed.contains(source.target)
                && source.lines.contains { Self.imported($0).map(Self.telegramSide.contains) ?? false }
        }
        #expect(wrong.map(\.path) == [], "the file side knows stores by ObjectStorage only")
    }

    @Test func nothingIsPublic() throws {
        let words = ["public ", "open class ", "open func ", "open var "]
        let wrong = try Self.sources().flatMap { source in
            source.lines.filter { line in
                let code = line.drop { $0 == " " }
                return words.contains { code.hasPrefix($0) }
            }.map { "\(source.path): \($0)" }
        }
        #expect(wrong == [], "what crosses targets is `package`")
    }

    @Test func importLinesAreRead() {
        #expect(Self.imported("import CLI") == "CLI")
        #expect(Self.imported("@testable import Daemon") == "Daemon")
        #expect(Self.imported("package import struct FilesystemModel.Inode") == "FilesystemModel")
        #expect(Self.imported("// import CLI") == nil)
        #expect(Self.imported("let important = 1") == nil)
    }
}
