// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon
import FilesystemModel

struct Status: Command {
    static let configuration = CommandConfiguration(
        abstract: "Show what a mounted volume is doing, and whether this machine may be lost.")

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @Flag(help: "Go on showing every change; with --json one object a line.")
    var watch = false

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try context.resolve(volume)
        if watch { return try await runWatching(volume, context) }
        let status = try await context.ask(volume, .status, StatusParameters())
        try context.output.write(status, text: status.screen(Style(for: 1), now: SystemWallClock().now()))
        return .done
    }

    /// Ends when the volume is unmounted.
    private func runWatching(_ volume: VolumeReference, _ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let output = context.output
        do throws(Failure) {
            _ = try await context.call(volume, .status, StatusParameters(watch: true)) { (status: StatusReport) in
                let screen = status.screen(Style(for: 1), now: SystemWallClock().now())
                let home = output.isTerminal ? "\u{1B}[H\u{1B}[J" : ""
                // Integers, strings and times: encoding them cannot fail.
                try? output.write(status, text: home + screen)
            }
        } catch  where error.code == .failed {
            // The daemon ended: so does what was watched.
        }
        return .done
    }
}
