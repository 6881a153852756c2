// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon

struct Repair: Command {
    static let configuration = CommandConfiguration(
        abstract: "Mend what a check finds, from what this machine still has.",
        discussion: """
            Objects that are missing or damaged are put again where their whole segment is still here; objects that \
            nothing needs are removed. Exit code 3 where something cannot be mended.
            """)

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @Flag(name: .customLong("dry-run"), help: "Say what would be done, and change nothing.")
    var isDryRun = false

    @Option(name: .customLong("passphrase-file"), help: "Of a volume that is not mounted.", completion: .file())
    var passphraseFile: String?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try context.resolve(volume)
        let line = ProgressLine(context.output)
        let show: @Sendable (CheckProgress) -> Void = { line.show($0.line) }
        defer { line.clear() }
        let report: RepairReport
        if volume.mount == nil {
            let configuration = try ConfigurationFile.read(volume.name, in: context.places)
            let file = passphraseFile ?? configuration.options.passphraseFile
            let passphrase = try context.passphrases(file: file).existing(volume.name)
            report = try await repairVolume(
                volume.name, configuration, in: context.places, passphrase: passphrase, accounts: context.accounts,
                isDryRun: isDryRun,
                progress: { show($0) })
        } else {
            let parameters = RepairParameters(dryRun: isDryRun, progress: context.output.showsProgress)
            report = try await context.call(volume, .repair, parameters, onEvent: show)
        }
        line.clear()
        try context.output.write(report, text: report.screen(Style(for: 1), isDryRun: isDryRun))
        return report.unrepairable.isEmpty && report.complete ? .done : .incomplete
    }
}

extension RepairReport {
    func screen(_ style: Style, isDryRun: Bool) -> String {
        let lines =
            repaired.map { "  \(style.good($0.kind.rawValue))  \($0.line)" }
            + unrepairable.map { "  \(style.bad($0.kind.rawValue))  \($0.line)" }
        let end =
            if !unrepairable.isEmpty {
                style.bad("\(count(UInt64(unrepairable.count), "problem")) cannot be mended from this machine.")
            } else if !complete {
                style.careful("Not everything could be looked at: run the repair again.")
            } else if repaired.isEmpty {
                style.good("Nothing is to be mended.")
            } else if isDryRun {
                style.good("\(count(UInt64(repaired.count), "problem")) can be mended.")
            } else {
                style.good("\(count(UInt64(repaired.count), "problem")) mended.")
            }
        return (lines + [end]).joined(separator: "\n")
    }
}

extension RepairReport.Item {
    fileprivate var line: String {
        let place = [segment.map { "segment \($0)" }, object.map { "object \($0)" }, path?.text]
            .compactMap { $0 }.joined(separator: ", ")
        return "\(place.isEmpty ? "" : place + ": ")\(message)"
    }
}
