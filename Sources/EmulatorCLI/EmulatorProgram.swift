// SPDX-License-Identifier: MIT

import ArgumentParser

/// The program `telegram-emulator`. The commands are no part of the main actor: closures formed there would be.
@main
struct EmulatorProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "telegram-emulator",
        abstract:
            "A Telegram on this machine: for tests, for trying things out, and for clients that must not flood the real one.",
        discussion: """
            `serve` answers MTProto on loopback ports, several data centres in one process, and keeps all that it is told \
            below a directory. `ctl` adds users, looks into chats and scripts faults.
            """,
        version: "telegram-emulator 0.1.0",
        subcommands: [Serve.self, Control.self])
}
