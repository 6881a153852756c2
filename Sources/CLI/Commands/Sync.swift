// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon
import FilesystemModel

struct Sync: Command {
    static let configuration = CommandConfiguration(
        abstract: "Send what is only here, and wait until the store holds it.",
        discussion: "Prints a position: `recover --at-least` with it refuses an older copy of the store.")

    @Argument(help: "What to send: a volume or a path inside of a mount.")
    var path: PathArgument?

    @Flag(help: "Only onto this machine's disk: safe from a power cut.")
    var local = false

    @Option(help: ArgumentHelp("How long to wait.", valueName: "duration"))
    var timeout: Span?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try context.resolve(path)
        let line = ProgressLine(context.output)
        defer { line.clear() }
        let parameters = SyncParameters(
            path: volume.rawPath, local: local, timeoutSeconds: timeout?.seconds, progress: context.output.showsProgress
        )
        let report = try await context.call(volume, .sync, parameters) { (status: StatusReport) in
            line.show(status.progressLine(now: SystemWallClock().now()))
        }
        line.clear()
        let place = local ? "This machine's disk" : "The store"
        try context.output.write(report, text: "\(place) holds everything up to \(report.position).")
        return .done
    }
}

extension VolumeReference {
    /// For a parameter: nil stands for all of the volume.
    var rawPath: RawPath? { path.flatMap { $0.isEmpty ? nil : RawPath(bytes: $0) } }
}
