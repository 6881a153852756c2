// SPDX-License-Identifier: MIT

import Glibc

/// Seconds since some moment.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What was measured: seconds and the amount of work, by workload and contender, one for each round.
struct Results {
    struct Sample {
        var seconds: Double
        /// Files, requests or MiB.
        var amount: Double
    }

    private var samples: [Workload: [String: [Sample]]] = [:]

    mutating func add(_ sample: Sample, _ workload: Workload, _ contender: String) {
        samples[workload, default: [:]][contender, default: []].append(sample)
    }

    func samples(_ workload: Workload, _ contender: String) -> [Sample] { samples[workload]?[contender] ?? [] }
}

/// Every contender does every group of workloads, several times, in a different order each time.
final class Rounds {
    private let contenders: [any Contender]
    private let scale: Scale
    private let groups: [Workload.Group]
    private let sources: ToolSources?
    private var results = Results()

    init(contenders: [any Contender], scale: Scale, groups: [Workload.Group], sources: ToolSources?) {
        self.contenders = contenders
        self.scale = scale
        self.groups = groups
        self.sources = sources
    }

    func run(_ count: Int) throws -> Results {
        for round in 0..<count {
            for group in groups { try inTurn(round) { try run(group, $0) } }
        }
        // Last of all: ext4 avoids inodes that were deleted lately, and searches long for others.
        guard groups.contains(.small) else { return results }
        for round in 0..<count { try inTurn(round) { try $0.removeSmallFiles() } }
        return results
    }

    private func inTurn(_ round: Int, _ body: (Course) throws -> Void) throws {
        for turn in contenders.indices {
            let contender = contenders[(turn + round) % contenders.count]
            try body(Course(contender: contender, scale: scale, round: round, note: note))
            note(memoryOf: contender)
        }
    }

    private func run(_ group: Workload.Group, _ course: Course) throws {
        switch group {
        case .big: try course.bigFile()
        case .synced: try course.syncedWrites()
        case .small: try course.smallFiles()
        case .tools:
            try sources?.warm()
            try sources?.run(course)
        }
    }

    private func note(_ sample: Results.Sample, _ workload: Workload, _ contender: any Contender) {
        results.add(sample, workload, contender.name)
    }

    private func note(memoryOf contender: any Contender) {
        guard let server = contender.server else { return }
        contender.facts.peakMebibytes = max(contender.facts.peakMebibytes, ProcessFacts.peakMebibytes(server))
    }
}

/// One contender's turn: runs and times. The workloads themselves are in extensions, one file for each group. What
/// they make stays until the end of the rounds, in a directory of its own.
struct Course {
    let contender: any Contender
    let scale: Scale
    let round: Int
    let note: (Results.Sample, Workload, any Contender) -> Void

    /// A directory for what this turn makes.
    func folder(_ name: String) throws -> String {
        let path = "\(contender.path)/\(name)-\(round)"
        try check(mkdir(path, 0o755), path)
        return path
    }

    /// Times `work`, which returns how much it did.
    func measure(_ workload: Workload, _ work: () throws -> Double) throws {
        Ground.settle()
        let processor = contender.server.map(ProcessFacts.processorSeconds) ?? 0
        let began = now()
        let amount = try work()
        let seconds = now() - began
        note(Results.Sample(seconds: seconds, amount: amount), workload, contender)
        try contender.quiesce()
        sayProgress(
            "\(contender.name): \(workload.name): \(seconds.text(3)) s, at rest after \((now() - began).text(1)) s")
        if let server = contender.server {
            contender.facts.note(workload, seconds: ProcessFacts.processorSeconds(server) - processor, amount: amount)
        }
    }
}
