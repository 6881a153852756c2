// SPDX-License-Identifier: MIT

import ArgumentParser
import Daemon
import FilesystemModel

struct Recover: Command {
    static let configuration = CommandConfiguration(
        abstract: "Bring a volume back from its store alone.",
        discussion: """
            Needs the passphrase or the recovery key, and nothing of the old machine. Exit code 3 where something is \
            missing from the store.
            """)

    @Argument(help: "What the volume is called on this machine.")
    var name: String?

    @Option(help: ArgumentHelp("Where its objects are: dir:PATH or telegram[:CHAT].", valueName: "store"))
    var store: String

    @Option(help: "The account at Telegram, as it was named at login.")
    var account: String?

    @Flag(
        help: """
            Only list the volumes that are there; position and epoch of those that a given passphrase or recovery key opens.
            """)
    var list = false

    @Option(name: .customLong("volume-id"), help: "Which one, where the store holds several.")
    var volumeID: String?

    @Option(
        name: .customLong("at-least"),
        help: ArgumentHelp("Refuse a store that ends before this position.", valueName: "position"))
    var atLeast: LogPosition?

    @Flag(help: "Take the volume over from a writer that seems alive, and replace what this machine has of it.")
    var force = false

    @Flag(name: .customLong("accept-gaps"), help: "Go on without what the store has lost.")
    var acceptsGaps = false

    @Option(name: .customLong("passphrase-file"), help: "Read the passphrase from this file.", completion: .file())
    var passphraseFile: String?

    @Option(name: .customLong("recovery-key-file"), help: "Use the recovery key in this file.", completion: .file())
    var recoveryKeyFile: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if name == nil, !list { throw ValidationError("Missing expected argument '<name>'") }
        if passphraseFile != nil, recoveryKeyFile != nil {
            throw ValidationError("Give --passphrase-file or --recovery-key-file, not both")
        }
        if let volumeID, Identifier128(volumeID) == nil {
            throw ValidationError("The volume id '\(volumeID)' is not 32 hexadecimal digits")
        }
    }

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let configuration = ConfigurationFile(
            store: try StoreAddress(parsing: store), volumeID: volumeID,
            account: try account.map { (name) throws(Failure) in try AccountName(parsing: name).description })
        guard !list, let given = name else {
            let volumes = try await listVolumes(
                configuration, accounts: context.accounts, secret: try givenSecret(context))
            try context.output.write(volumes, text: volumes.screen)
            return .done
        }
        let name = try VolumeName(parsing: given)
        let request = RecoverRequest(
            name: name, configuration: configuration, places: context.places, atLeast: atLeast, takesOver: force,
            acceptsGaps: acceptsGaps, accounts: context.accounts)
        let line = ProgressLine(context.output)
        defer { line.clear() }
        let report = try await recoverVolume(request, secret: { () throws(Failure) in try secret(name, context) }) {
            line.show($0.line)
        }
        line.clear()
        try context.output.write(report, text: report.screen(name, Style(for: 1)))
        return report.complete ? .done : .incomplete
    }

    private func secret(_ name: VolumeName, _ context: Context) throws(Failure) -> Secret {
        if let given = try givenSecret(context) { return given }
        return .passphrase(try context.passphrases(file: passphraseFile).existing(name))
    }

    /// Nil where somebody would have to be asked.
    private func givenSecret(_ context: Context) throws(Failure) -> Secret? {
        if let recoveryKeyFile {
            return try PassphraseSource(file: recoveryKeyFile, environment: [:]).given().map(Secret.recoveryKey)
        }
        return try context.passphrases(file: passphraseFile).given().map(Secret.passphrase)
    }
}

extension LogPosition: ExpressibleByArgument {}

extension RecoverProgress {
    fileprivate var line: String {
        "recovering: \(segmentsRead) of \(count(segmentsExpected, "segment")), \(text(bytes: bytesRead)) read"
    }
}

extension RecoverReport {
    func screen(_ name: VolumeName, _ style: Style) -> String {
        let rows = [
            (
                "Files",
                "\(files) in \(directories == 1 ? "1 directory" : "\(directories) directories"), \(text(bytes: bytes))"
            ),
            ("Position", position + (checkpoint.map { ", from the checkpoint at \($0)" } ?? "")),
            ("Segments", "\(segmentsRead) of \(segmentsExpected) read"),
            ("Volume", volumeID),
        ]
        let end =
            complete
            ? style.good("\(name) is back, complete. Next: gramfs mount \(name) MOUNTPOINT")
            : style.bad(
                "\(name) is back with gaps: the store has lost \(count(UInt64(missing.count), "segment")) (\(missing.map { "\($0)" }.joined(separator: ", "))). gramfs check \(name) names the files."
            )
        return table(rows) + "\n\n" + end
    }
}

extension VolumeList {
    var screen: String {
        let notes = skipped.map { "\n" + $0 }.joined()
        guard !volumes.isEmpty else { return "There is no volume in this store." + notes }
        return table(
            volumes.map { volume in
                let facts = [
                    volume.title, volume.chat.map { "chat \($0)" }, volume.position.map { "at \($0)" },
                    volume.epoch.map { "epoch \($0)" },
                ]
                return (volume.volumeID, facts.compactMap { $0 }.joined(separator: ", "))
            }) + notes
    }
}
