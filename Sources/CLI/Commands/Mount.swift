// SPDX-License-Identifier: MIT

import ArgumentParser
import Daemon
import Glibc
import Logging

struct Mount: Command {
    static let configuration = CommandConfiguration(
        abstract: "Mount a volume; returns when the mount answers.",
        discussion: """
            Mount options: \(MountOptions.flags.subtracting(["rw"]).sorted().joined(separator: ", ")); with a value: \
            \(MountOptions.valued.sorted().map { "\($0)=" }.joined(separator: ", ")). They win over the configuration file.

            The passphrase comes from --passphrase-file, the option passphrase_file, GRAMFS_PASSPHRASE_FILE, \
            GRAMFS_PASSPHRASE, or a question at the terminal.

            In fstab: NAME MOUNTPOINT fuse.gramfs passphrase_file=FILE,_netdev 0 0
            """)

    @Argument(help: "A configured volume.")
    var name: String

    @Argument(help: "An existing directory.", completion: .directory)
    var mountpoint: String

    @Flag(name: [.customShort("f"), .long], help: "Stay in the foreground and log to standard error.")
    var foreground = false

    @Option(name: .customShort("o"), help: ArgumentHelp("Comma-separated mount options.", valueName: "options"))
    var options: [String] = []

    @Option(name: .customLong("passphrase-file"), help: "Read the passphrase from this file.", completion: .file())
    var passphraseFile: String?

    @Flag(name: .customLong("read-only"), help: "Allow no changes.")
    var isReadOnly = false

    @Option(help: ArgumentHelp("Serve the links of shares over HTTP, as the option serve=.", valueName: "address"))
    var serve: String?

    @Flag(name: .long, help: "Take the volume over from another writer, which loses its right to write.")
    var force = false

    @Flag(name: .customLong(Self.childFlag), help: .hidden)
    var isBackgroundChild = false

    @OptionGroup var global: GlobalOptions

    private static let childFlag = "background-child"

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        if isBackgroundChild { return await runAsChild(context) }
        let request = try request(context)
        try await MountPreflight.check(request)
        let source = context.passphrases(file: request.options.passphraseFile)
        let passphrase = try source.existing(request.name)
        if foreground {
            Logs.start(level: context.logLevel, environment: context.environment)
            try await daemon(request).run(
                open: { (request) async throws(Failure) in
                    try await openVolume(request, passphrase: passphrase)
                }, whenReady: {})
            return .done
        }
        let words = [context.words[0], "--\(Self.childFlag)"] + context.words.dropFirst()
        let logFile = Logs.file(of: request.name, in: request.places)
        try Background.start(words, passphrase: passphrase, logFile: logFile)
        try context.output.write(
            MountReport(name: request.name.description, mountpoint: request.mountPoint),
            text: "\(request.name) is mounted at \(request.mountPoint)")
        return .done
    }

    /// Whatever happens until the mount answers is told to the parent, who waits for it; after that, to the log.
    private func runAsChild(_ context: Context) async -> Daemon.ExitCode {
        do throws(Failure) {
            let request = try request(context)
            let passphrase = try Background.receivePassphrase()
            // Every path is absolute by now, and a daemon must not keep the directory busy in which it was started.
            chdir("/")
            let logFile = Logs.file(of: request.name, in: request.places)
            Logs.start(level: context.logLevel, environment: context.environment, path: logFile)
            do throws(Failure) {
                try await daemon(request).run(
                    open: { (request) async throws(Failure) in
                        try await openVolume(request, passphrase: passphrase)
                    }, whenReady: { () async throws(Failure) in try Background.report(nil) })
            } catch {
                Logger(label: "gramfs").error("\(error.message)")
                throw error
            }
            return .done
        } catch {
            // Says nothing where the mount had answered already; the log has it then.
            try? Background.report(error)
            return error.code.exitCode
        }
    }

    private func daemon(_ request: MountRequest) -> MountDaemon<LiveVolume> {
        MountDaemon(request, logger: Logger(label: "gramfs"))
    }

    private func request(_ context: Context) throws(Failure) -> MountRequest {
        let name = try VolumeName(parsing: name)
        var configuration = try ConfigurationFile.read(name, in: context.places)
        for list in options { try configuration.options.apply(list) }
        if isReadOnly { configuration.options.isReadOnly = true }
        if let serve { try configuration.options.apply("serve", serve) }
        if let passphraseFile { configuration.options.passphraseFile = passphraseFile }
        return MountRequest(
            name: name, mountPoint: try MountPreflight.mountPoint(mountpoint), configuration: configuration,
            places: context.places, takesOver: force, accounts: context.accounts)
    }
}

private struct MountReport: Encodable {
    var name: String
    var mountpoint: String
}
