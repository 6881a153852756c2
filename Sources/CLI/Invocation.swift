// SPDX-License-Identifier: MIT

import ArgumentParser
import Daemon

/// One run of the program, from its words to its exit code.
struct Invocation {
    /// Whether mount(8) started us, or somebody in its manner.
    let isMountHelper: Bool
    /// What the parser gets: the command, then everything else.
    let words: [String]

    /// `arguments` with the program's own name first.
    init(_ arguments: [String]) {
        var rest = arguments[...]
        let program = rest.popFirst()?.split(separator: "/").last.map(String.init)
        if program == Self.helperName || rest.first == Self.helperName {
            if rest.first == Self.helperName { rest = rest.dropFirst() }
            isMountHelper = true
            words = MountHelper.words(Array(rest))
        } else {
            isMountHelper = false
            words = Self.ordered(Array(rest))
        }
    }

    private static let helperName = "mount.fuse.gramfs"

    func run() async -> Int32 {
        let output = Output(isJSON: words.contains("--json"), isQuiet: words.contains { $0 == "-q" || $0 == "--quiet" })
        do throws(Failure) {
            guard let command = try parse(output) else { return Daemon.ExitCode.done.rawValue }
            let context = try Context(command.global, words: words)
            return try await run(command, context).rawValue
        } catch {
            output.write(error)
            return isMountHelper ? Daemon.ExitCode.mountHelper.rawValue : error.code.exitCode.rawValue
        }
    }

    /// Whatever happens, the accounts that the command used are free for the next one.
    private func run(_ command: any Command, _ context: Context) async throws(Failure) -> Daemon.ExitCode {
        do throws(Failure) {
            let code = try await command.run(context)
            await context.accounts.closeAll()
            return code
        } catch {
            await context.accounts.closeAll()
            throw error
        }
    }

    /// Nil where what was asked for is told already: help or the version.
    private func parse(_ output: Output) throws(Failure) -> (any Command)? {
        do {
            // mount(8) checks with this whether a mount would work.
            if isMountHelper, words.isEmpty { return nil }
            var command = try Gramfs.parseAsRoot(words)
            if let command = command as? any Command { return command }
            // Help, or no command at all, which asks for help: both throw what they have to say.
            try command.run()
        } catch {
            guard Gramfs.exitCode(for: error) == .success else {
                let name = words.first { !$0.hasPrefix("-") }
                let known = Gramfs.commandNames.contains(name ?? "") ? "\(name ?? "") " : ""
                throw Failure(.usage, Gramfs.message(for: error), hint: "See gramfs \(known)--help")
            }
            output.write(text: Gramfs.fullMessage(for: error))
        }
        return nil
    }

    /// Moves global options that stand before the command behind its name, and gives `--read-data` its value.
    static func ordered(_ words: [String]) -> [String] {
        var leading: [String] = []
        var rest = words[...]
        while let word = rest.first, let takesValue = takesValue(word) {
            leading.append(contentsOf: rest.prefix(takesValue ? 2 : 1))
            rest = rest.dropFirst(takesValue ? 2 : 1)
        }
        let behind = rest.map { $0 == "--read-data" ? "--read-data=100" : $0 }
        guard let command = behind.first, !command.hasPrefix("-") else { return leading + behind }
        let names = Self.withSubcommands.contains(command) ? 2 : 1
        return behind.prefix(names) + leading + behind.dropFirst(names)
    }

    /// Commands whose second word is a command of its own.
    private static let withSubcommands: Set<String> = ["encrypt", "key", "share"]

    /// Nil for what is not a global option; `--state-dir=D` carries its value itself.
    private static func takesValue(_ word: String) -> Bool? {
        if let takesValue = GlobalOptions.words[word] { return takesValue }
        let name = word.prefix { $0 != "=" }
        return name.count < word.count && GlobalOptions.words[String(name)] == true ? false : nil
    }
}

extension Gramfs {
    static var commandNames: [String] {
        (configuration.groupedSubcommands.flatMap(\.subcommands)).map { $0._commandName }
    }
}

/// A command of the program.
protocol Command: ParsableCommand {
    var global: GlobalOptions { get }

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode
}
