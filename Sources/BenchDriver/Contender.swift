// SPDX-License-Identifier: MIT

import CLinux
import Glibc

/// A directory in which the workloads are run.
protocol Contender: AnyObject {
    var name: String { get }
    /// The directory.
    var path: String { get }
    /// Who serves it; nil where that is the kernel.
    var server: pid_t? { get }
    var facts: ServerFacts { get set }

    func unmount() throws
    func mount() throws
    /// Waits for what goes on in the background, so that it does not disturb whoever is measured next.
    func quiesce() throws
    /// Gives up everything.
    func remove()
}

extension Contender {
    func remount() throws {
        try unmount()
        try mount()
    }

    /// As after a boot: nothing in the kernel's memory.
    func makeCold() throws {
        try unmount()
        try Ground.dropCaches()
        try mount()
    }
}

/// What was seen of a server over the rounds.
struct ServerFacts {
    /// Over all its lives.
    var peakMebibytes = 0.0
    /// Processor seconds of the server until it was at rest, and the amount of work, by workload.
    private var processor: [Workload: (seconds: Double, amount: Double)] = [:]
    /// More that there is to say.
    var notes: [String] = []

    mutating func note(_ workload: Workload, seconds: Double, amount: Double) {
        let before = processor[workload] ?? (0, 0)
        processor[workload] = (before.seconds + seconds, before.amount + amount)
    }

    func lines(of name: String) -> String {
        guard peakMebibytes > 0 else { return "" }
        let costs = Workload.all.compactMap { workload in
            processor[workload].map { sum in "  \(cost(sum.seconds / sum.amount, workload.unit)): \(workload.name)" }
        }
        let lines = ["\(name): peak memory \(Int(peakMebibytes)) MiB, processor time of the server:"] + costs
        return (lines + notes.map { "  " + $0 }).joined(separator: "\n")
    }

    private func cost(_ seconds: Double, _ unit: Workload.Unit) -> String {
        switch unit {
        case .mebibytesPerSecond: "\((seconds * 1024).text(2)) s for each GiB"
        case .perSecond: "\((seconds * 1_000_000).text(0)) µs each"
        case .seconds: "\(seconds.text(2)) s"
        }
    }
}

/// ext4, or whatever the ground is.
final class PlainDirectory: Contender {
    let name = "plain"
    let path: String
    let server: pid_t? = nil
    var facts = ServerFacts()

    init(_ ground: Ground) throws { path = try ground.folder("plain") }

    func unmount() {}
    func mount() {}
    func quiesce() {}
    func remove() {}
}

/// The least that libfuse costs: `Sources/BenchPassthrough`.
final class Passthrough: Contender {
    let name = "passthrough"
    let path: String
    private(set) var server: pid_t?
    var facts = ServerFacts()
    private let binary: String
    private let back: String
    private let xattrs: Xattrs
    private var process: Tool?

    init(_ ground: Ground, binary: String, _ xattrs: Xattrs) throws {
        self.binary = binary
        self.xattrs = xattrs
        let folder = name + xattrs.suffix
        back = try ground.folder("\(folder)-back")
        path = try ground.folder(folder)
        try mount()
    }

    func quiesce() {}

    func remove() { do { try unmount() } catch { say("\(path): \(error)") } }

    func mount() throws {
        let process = try Tool([binary, back, path] + (xattrs == .off ? ["noxattr"] : []))
        try Mounting.awaitAnswer(at: path, from: process)
        try Mounting.raiseReadAhead(at: path)
        self.process = process
        server = process.pid
    }

    func unmount() throws {
        if let server { facts.peakMebibytes = max(facts.peakMebibytes, ProcessFacts.peakMebibytes(server)) }
        try Tool.run(["umount", path])
        _ = process?.wait()
        process = nil
        server = nil
    }
}

enum Mounting {
    /// Until requests go through.
    static func awaitAnswer(at path: String, from process: Tool) throws {
        while !isServed(path) {
            guard !process.hasEnded else { throw Failure("\(path): the server ended at once") }
            usleep(1000)
        }
    }

    private static func isServed(_ path: String) -> Bool {
        var facts = statfs()
        guard statfs(path, &facts) == 0, facts.f_type == 0x6573_5546, let root = opendir(path) else { return false }
        closedir(root)
        return true
    }

    /// As gramfs does by itself.
    static func raiseReadAhead(at path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Failure("\(path) cannot be looked at") }
        let minor = status.st_dev & 0xff | status.st_dev >> 12 & 0xfff00
        try SystemFile.write("1024", to: "/sys/class/bdi/0:\(minor)/read_ahead_kb")
    }
}
