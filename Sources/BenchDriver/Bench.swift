// SPDX-License-Identifier: MIT

import Glibc

/// Runs the workloads on every contender, turn and turn about, and prints the table. See `Scripts/bench`.
@main enum Bench {
    static func main() {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            let ground = try Ground(keeps: options.keeps)
            defer { ground.remove() }
            try run(options, ground)
        } catch {
            say("gramfs-bench: \(error)")
            exit(1)
        }
    }

    private static func run(_ options: Options, _ ground: Ground) throws {
        guard geteuid() == 0 else { throw Failure("only root can mount and drop the kernel's caches") }
        let sources = options.groups.contains(.tools) ? try ToolSources(ground) : nil
        for xattrs in options.groups.isEmpty ? [] : options.passes {
            let contenders = try options.contenders(ground, xattrs: xattrs)
            defer { contenders.forEach { $0.remove() } }
            let rounds = Rounds(contenders: contenders, scale: options.scale, groups: options.groups, sources: sources)
            let results = try rounds.run(options.rounds)
            let with = xattrs == .on ? "With" : "Without"
            say("\n\(with) xattrs, \(options.scale), \(options.rounds) rounds, \(ground.machine)\n")
            say(Table(results: results, contenders: contenders.map(\.name)).text)
            for contender in contenders { say(contender.facts.lines(of: contender.name)) }
        }
        if options.isMillion { say(try MillionFiles(ground: ground, binary: options.gramfs).run()) }
    }
}

struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

func say(_ line: String) {
    let text = line + "\n"
    _ = text.withCString { write(STDOUT_FILENO, $0, strlen($0)) }
}

/// For whoever watches: on standard error, beside the tables.
func sayProgress(_ line: String) {
    let text = line + "\n"
    _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
}

/// The command line.
struct Options {
    var gramfs = ""
    var passthrough = ""
    /// Another build of gramfs, measured beside this one.
    var other: String?
    var rounds = 3
    var scale = Scale.full
    var groups = Workload.Group.allCases
    var passes: [Xattrs] = [.on, .off]
    var withPlain = true
    var isMillion = false
    var keeps = false

    init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        func value(of option: String) throws -> String {
            guard let value = rest.popFirst() else { throw Failure("\(option) needs a value") }
            return value
        }
        while let word = rest.popFirst() {
            switch word {
            case "--gramfs": gramfs = try value(of: word)
            case "--passthrough": passthrough = try value(of: word)
            case "--beside": other = try value(of: word)
            case "--rounds": rounds = max(1, Int(try value(of: word)) ?? 3)
            case "--only": groups = try Self.groups(try value(of: word))
            case "--xattr": passes = [.on]
            case "--noxattr": passes = [.off]
            case "--no-plain": withPlain = false
            case "--million": isMillion = true
            case "--keep": keeps = true
            case "quick":
                scale = .quick
                passes = [.on]
            default: throw Failure("unknown argument \(word)")
            }
        }
        if passes.isEmpty { passes = [.on] }
    }

    private static func groups(_ list: String) throws -> [Workload.Group] {
        if list == "none" { return [] }
        return try list.split(separator: ",").map { name in
            guard let group = Workload.Group(rawValue: String(name)) else {
                throw Failure("no group \(name): \(Workload.Group.allCases.map(\.rawValue).joined(separator: " "))")
            }
            return group
        }
    }

    func contenders(_ ground: Ground, xattrs: Xattrs) throws -> [any Contender] {
        var all: [any Contender] = []
        if withPlain && xattrs == .on { all.append(try PlainDirectory(ground)) }
        all.append(try Passthrough(ground, binary: passthrough, xattrs))
        all.append(try GramfsMount(ground, binary: gramfs, xattrs))
        if let other { all.append(try GramfsMount(ground, binary: other, xattrs, name: "other build")) }
        return all
    }
}

enum Xattrs: Sendable {
    case on, off

    /// Of the directories of a pass: what it made stays until the end.
    var suffix: String { self == .on ? "" : "-noxattr" }
}
