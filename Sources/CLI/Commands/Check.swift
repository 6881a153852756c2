// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon

struct Check: Command {
    static let configuration = CommandConfiguration(
        abstract: "Verify that the store holds what the volume needs.",
        discussion: "Exit code 3 where there is a problem or not everything could be looked at.")

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @Option(
        name: .customLong("read-data"),
        help: ArgumentHelp("Read objects back too, all of them or a share.", valueName: "percent"))
    var readData: Percentage?

    @Option(name: .customLong("passphrase-file"), help: "Of a volume that is not mounted.", completion: .file())
    var passphraseFile: String?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try context.resolve(volume)
        let line = ProgressLine(context.output)
        let show: @Sendable (CheckProgress) -> Void = { line.show($0.line) }
        defer { line.clear() }
        let report: CheckReport
        if volume.mount == nil {
            let configuration = try ConfigurationFile.read(volume.name, in: context.places)
            let file = passphraseFile ?? configuration.options.passphraseFile
            let passphrase = try context.passphrases(file: file).existing(volume.name)
            report = try await checkVolume(
                volume.name, configuration, in: context.places, passphrase: passphrase, accounts: context.accounts,
                readDataPercent: readData?.value, progress: { show($0) })
        } else {
            let parameters = CheckParameters(
                readDataPercent: readData?.value, progress: context.output.showsProgress)
            report = try await context.call(volume, .check, parameters, onEvent: show)
        }
        line.clear()
        try context.output.write(report, text: report.screen(Style(for: 1)))
        return report.ok && report.complete ? .done : .incomplete
    }
}

/// 1 to 100, with or without its sign.
struct Percentage: ExpressibleByArgument {
    var value: Int

    init?(argument: String) {
        guard let value = Int(argument.hasSuffix("%") ? String(argument.dropLast()) : argument),
            (1...100).contains(value)
        else { return nil }
        self.value = value
    }
}

extension CheckProgress {
    var line: String {
        "checking: \(segmentsChecked) of \(count(segments, "segment")), \(text(bytes: bytesRead)) read"
    }
}

extension CheckReport {
    func screen(_ style: Style) -> String {
        let done = "\(count(segmentsChecked, "segment")) checked, \(text(bytes: bytesRead)) read"
        let lines = problems.map { problem in
            let place = [
                problem.segment.map { "segment \($0)" }, problem.object.map { "object \($0)" }, problem.path?.text,
            ].compactMap { $0 }.joined(separator: ", ")
            return "  \(style.bad(problem.kind.rawValue))  \(place.isEmpty ? "" : place + ": ")\(problem.message)"
        }
        let end =
            if !problems.isEmpty {
                style.bad("\(count(UInt64(problems.count), "problem")) found: what is named above cannot be read.")
            } else if !complete {
                style.careful("No problem found, but not everything could be looked at: run the check again.")
            } else {
                style.good("No problem found.")
            }
        return ([done] + lines + [end]).joined(separator: "\n")
    }
}
