// SPDX-License-Identifier: MIT

import ArgumentParser
import Daemon
import Glibc
import Logging

struct Serve: Command {
    static let configuration = CommandConfiguration(
        abstract: "Answer at the control socket where nothing is mounted.",
        discussion: """
            Stays in the foreground until SIGTERM or SIGINT. Logins start it by themselves where it is needed, and it ends \
            by itself then.
            """)

    static let onDemandFlag = "on-demand"

    @Flag(name: .customLong(Self.onDemandFlag), help: .hidden)
    var isOnDemand = false

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        if isOnDemand { return await runOnDemand(context) }
        Logs.start(level: context.logLevel, environment: context.environment)
        try await daemon(context).run(whenReady: {})
        return .done
    }

    /// Whatever happens until the socket answers is told to whoever started it; after that, to the log.
    private func runOnDemand(_ context: Context) async -> Daemon.ExitCode {
        chdir("/")
        Logs.start(level: context.logLevel, environment: context.environment, path: context.places.controlLog)
        do throws(Failure) {
            try await daemon(context).run(whenReady: { () async throws(Failure) in try Background.report(nil) })
            return .done
        } catch {
            Logger(label: "gramfs").error("\(error.message)")
            // Says nothing where the socket had answered already; the log has it then.
            try? Background.report(error)
            return error.code.exitCode
        }
    }

    private func daemon(_ context: Context) -> ServeDaemon {
        ServeDaemon(
            places: context.places, accounts: context.accounts, isOnDemand: isOnDemand,
            logger: Logger(label: "gramfs"))
    }
}
