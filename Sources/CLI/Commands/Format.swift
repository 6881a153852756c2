// SPDX-License-Identifier: MIT

import ArgumentParser
import Daemon

struct Format: Command {
    static let configuration = CommandConfiguration(
        abstract: "Make a new volume in an empty store.",
        discussion:
            "Prints a recovery key this once. The passphrase is asked for twice, or read as --help of mount says.")

    enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

    @Argument(help: "What the volume is called on this machine.")
    var name: String

    @Option(help: ArgumentHelp("Where its objects go: dir:PATH or telegram[:new|CHAT].", valueName: "store"))
    var store: String

    @Option(help: "The account at Telegram, as it was named at login.")
    var account: String?

    @Option(name: .customLong("passphrase-file"), help: "Read the passphrase from this file.", completion: .file())
    var passphraseFile: String?

    @Option(name: .customLong("segment-size"), help: ArgumentHelp("Target size of an object.", valueName: "size"))
    var segmentSize: ByteCount?

    @Option(help: "Whether file contents are encrypted; names and structure always are.")
    var encrypt = Switch.on

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let name = try VolumeName(parsing: name)
        let configuration = ConfigurationFile(
            store: try StoreAddress(parsing: store), segmentSize: segmentSize, encrypts: encrypt == .on,
            account: try account.map { (name) throws(Failure) in try AccountName(parsing: name).description })
        try configuration.checkSegmentSize()
        let request = FormatRequest(
            name: name, configuration: configuration, places: context.places, accounts: context.accounts)
        let report = try await formatVolume(request) { () throws(Failure) in
            let passphrase = try context.passphrases(file: passphraseFile).new(name)
            if let weakness = passphrase.weakness {
                context.output.note("The passphrase is weak: \(weakness). Change it: gramfs key change 1 \(name)")
            }
            return passphrase
        }
        let isSheet = context.output.isTerminal
        try context.output.write(report, text: isSheet ? report.recoverySheet(Style(for: 1)) : report.plainText)
        return .done
    }
}

extension ByteCount: ExpressibleByArgument {}

extension Span: ExpressibleByArgument {}
