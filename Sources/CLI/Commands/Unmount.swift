// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon
import FilesystemModel

struct Unmount: Command {
    static let configuration = CommandConfiguration(
        abstract: "Send what is only here, then unmount.",
        discussion: "After a time-out the volume is still mounted, nothing is lost, and the exit code is 3.")

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @Flag(help: "Do not wait for the store: what is queued goes out after the next mount.")
    var now = false

    @Option(help: ArgumentHelp("How long to wait for the store.", valueName: "duration"))
    var timeout: Span?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try context.resolve(volume)
        let line = ProgressLine(context.output)
        let parameters = UnmountParameters(
            now: now, timeoutSeconds: timeout?.seconds, progress: context.output.showsProgress)
        defer { line.clear() }
        do throws(Failure) {
            let report = try await context.call(volume, .unmount, parameters) { (status: StatusReport) in
                line.show(status.progressLine(now: SystemWallClock().now()))
            }
            // So that the next command finds the state directory free.
            await StateLock.waitUntilFree(volume.name, in: context.places, timeout: .seconds(60))
            line.clear()
            try context.output.write(report, text: now ? report.sentenceOfNow : report.sentence)
            guard report.stopReason == nil else { return .incomplete }
            return now || report.queuedBytes == 0 ? .done : .incomplete
        } catch  where error.code == .notMounted {
            line.clear()
            // Where there is a mount at all, the code says that it is dead.
            guard let mount = volume.mount else { throw error }
            try StaleMount.detach(mount)
            let report = StaleReport(name: volume.name.description)
            try context.output.write(
                report, text: "The daemon of \(volume.name) was gone; its dead mount is taken away. Nothing is lost.")
            return .done
        }
    }
}

extension UnmountReport {
    /// Where nobody asked the store: it may have gone to another machine meanwhile.
    var sentenceOfNow: String {
        if let stopReason, lossReason == nil {
            return
                "\(name) is unmounted. It had stopped: \(stopReason). The next mount goes on with what reached the disk."
        }
        return queuedBytes == 0 && lossReason == nil ? "\(name) is unmounted; nothing waits on this machine." : sentence
    }

    var sentence: String {
        if let lossReason { return "\(name) is unmounted. This machine did not hold it any more: \(lossReason)." }
        return queuedBytes == 0
            ? "\(name) is unmounted; the store holds everything up to \(position)."
            : "\(name) is unmounted; \(text(bytes: queuedBytes)) are on this machine only and go out after the next mount."
    }
}

private struct StaleReport: Encodable {
    var name: String
    var stale = true
}
