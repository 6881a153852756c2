// SPDX-License-Identifier: MIT

import Glibc

/// Numbers that are the same in each run (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Bytes that nothing compresses.
enum Noise {
    private nonisolated(unsafe) static let all: UnsafeMutableRawBufferPointer = {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 20, alignment: 4096)
        var random = SplitMix(seed: 3)
        let words = bytes.bindMemory(to: UInt64.self)
        for index in words.indices { words[index] = random.next() }
        return bytes
    }()

    /// They repeat after 64 MiB, beyond what any frame or window sees.
    static func bytes(ofMebibyte number: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: all[(number % 64) << 20..<(number % 64 + 1) << 20])
    }
}

/// Something like prose: words of a small language, drawn at random; compresses to about a half.
enum Prose {
    private static let words: [[UInt8]] = {
        var random = SplitMix(seed: 4)
        return (0..<2000).map { _ in
            (0..<Int.random(in: 2...9, using: &random)).map { _ in UInt8.random(in: 97...122, using: &random) } + [32]
        }
    }()

    static func text(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix(seed: seed)
        var text: [UInt8] = []
        text.reserveCapacity(count + 10)
        while text.count < count { text += words[Int(random.next() % UInt64(words.count))] }
        return Array(text.prefix(count))
    }
}

enum Scratch {
    nonisolated(unsafe) static let mebibyte = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 1 << 20, alignment: 4096)
}

func check(_ result: Int32, _ path: String) throws {
    guard result == 0 else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
}

/// A descriptor whose calls must succeed.
struct OpenFile: ~Copyable {
    let descriptor: Int32
    private let path: String

    init(_ path: String, _ flags: Int32) throws {
        self.path = path
        descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
    }

    borrowing func write(_ bytes: UnsafeRawBufferPointer) throws {
        let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        guard count == bytes.count else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
    }

    borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
        return count
    }

    consuming func close() throws { try check(Glibc.close(descriptor), path) }
}
