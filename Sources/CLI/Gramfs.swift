// SPDX-License-Identifier: MIT

import ArgumentParser
import Daemon
import Glibc

/// The program: everything happens in `Invocation`, since closures formed here would belong to the main actor.
@main
struct Gramfs: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "gramfs",
        abstract: "A file system whose disk is a store of objects: format it, mount it, lose the machine, recover it.",
        discussion: """
            VOLUME is a configured name, a mount point, or a path inside of a mount; it may be left out where one volume \
            is configured. SIZE is 64M or 10G (1024-based), DURATION is 90s, 15m, 2h or 7d.
            """,
        version: "gramfs \(version)",
        groupedSubcommands: [
            CommandGroup(name: "Volumes", subcommands: [Format.self, Mount.self, Unmount.self, Recover.self]),
            CommandGroup(name: "Account at Telegram", subcommands: [Login.self, Logout.self, Serve.self]),
            CommandGroup(name: "While mounted", subcommands: [Status.self, Sync.self, Stats.self, Inspect.self]),
            CommandGroup(name: "Secrets", subcommands: [EncryptCommand.self, KeyCommand.self]),
            CommandGroup(name: "Other people", subcommands: [ShareCommand.self]),
            CommandGroup(name: "Care", subcommands: [Check.self, Repair.self, Completion.self]),
        ])

    @OptionGroup var global: GlobalOptions

    static func main() async {
        let code = await Invocation(ProcessArguments.words).run()
        Glibc.exit(code)
    }
}
