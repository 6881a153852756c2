// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon
import FilesystemModel

struct EncryptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encrypt", abstract: "Switch the encryption of contents, and see what is encrypted.",
        discussion: "Names, directories and attributes are always encrypted; this is about the bytes of files.",
        subcommands: [EncryptOn.self, EncryptOff.self, EncryptStatus.self, EncryptApply.self])
}

struct EncryptOn: Command {
    static let configuration = CommandConfiguration(
        commandName: "on", abstract: "Encrypt what is written from now on at or below a path.",
        discussion: "What is there already stays as it is until `gramfs encrypt apply`.")

    @Argument(help: "A file or a folder inside of a mount.")
    var path: PathArgument

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode { try await context.set(.on, path) }
}

struct EncryptOff: Command {
    static let configuration = CommandConfiguration(
        commandName: "off", abstract: "Leave readable what is written from now on at or below a path.",
        discussion: """
            Whoever can read the store can read it then, though not its name. What is there already stays encrypted until \
            `gramfs encrypt apply`.
            """)

    @Argument(help: "A file or a folder inside of a mount.")
    var path: PathArgument

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode { try await context.set(.off, path) }
}

struct EncryptStatus: Command {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Count encrypted and readable bytes, in what is written and not by the switch."
    )

    @Argument(help: "A file or a folder inside of a mount.")
    var path: PathArgument

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try VolumeReference.resolve(path: path.bytes, mounts: .current())
        let parameters = PathParameters(path: RawPath(bytes: volume.path ?? []))
        let report = try await context.call(volume, .encryptStatus, parameters)
        try context.output.write(report, text: report.screen(Style(for: 1)))
        return .done
    }
}

struct EncryptApply: Command {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Rewrite what is there as the switch of a path says.",
        discussion: """
            Goes on in the background, also after a crash, and is complete only when no stored object holds readable bytes \
            of the path any more. Everything below the path gets the path's own switch.
            """)

    @Argument(help: "A file or a folder inside of a mount.")
    var path: PathArgument

    @Flag(help: "Return when it is complete; exit code 3 where it cannot be.")
    var wait = false

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try VolumeReference.resolve(path: path.bytes, mounts: .current())
        let line = ProgressLine(context.output)
        defer { line.clear() }
        let parameters = EncryptionApplyParameters(
            path: RawPath(bytes: volume.path ?? []), wait: wait, progress: context.output.showsProgress)
        let report = try await context.call(volume, .encryptApply, parameters) { (now: EncryptionReport.Applying) in
            line.show(now.line)
        }
        line.clear()
        try context.output.write(report, text: report.screen(Style(for: 1)))
        return wait && report.apply != nil ? .incomplete : .done
    }
}

extension Context {
    fileprivate func set(
        _ policy: EncryptionReport.Policy, _ path: PathArgument
    ) async throws(Failure) -> Daemon.ExitCode {
        let volume = try VolumeReference.resolve(path: path.bytes, mounts: .current())
        let parameters = EncryptionSetParameters(path: RawPath(bytes: volume.path ?? []), policy: policy)
        let report = try await call(volume, .encryptSet, parameters)
        try output.write(report, text: report.screen(Style(for: 1)))
        return .done
    }
}

extension EncryptionReport {
    func screen(_ style: Style) -> String {
        var rows = [
            ("Path", "/" + path.text),
            ("From now on", policy == .on ? style.good("encrypted") : style.careful("readable in the store")),
            ("Encrypted", text(bytes: sealedBytes)),
            ("Readable", plainBytes == 0 ? style.good("nothing") : style.careful(text(bytes: plainBytes))),
        ]
        if leftoverPlainBytes > 0 {
            rows.append(("Readable leftovers", "\(text(bytes: leftoverPlainBytes)) in the volume's old segments"))
        }
        if let apply { rows.append(("Rewriting", apply.line)) }
        return table(rows) + "\n\n" + sentence(style)
    }

    private func sentence(_ style: Style) -> String {
        if let apply {
            return apply.state == .stuck
                ? style.bad("It cannot be completed now: \(apply.reason ?? "")")
                : style.careful("It goes on in the background: ask again with gramfs encrypt status.")
        }
        switch policy {
        case .on where plainBytes == 0 && leftoverPlainBytes == 0:
            return style.good("Nothing of it is readable in the store.")
        case .on where plainBytes == 0: return style.careful("Older bytes of it may be readable: gramfs encrypt apply.")
        case .on: return style.careful("What was written before is readable: gramfs encrypt apply.")
        case .off: return style.careful("Whoever can read the store can read what is written here.")
        }
    }
}

extension EncryptionReport.Applying {
    var line: String {
        let left = segmentsLeft > 0 ? ", \(count(segmentsLeft, "object")) to go" : ""
        return "\(state.rawValue): \(text(bytes: movedBytes)) rewritten\(left)"
    }
}
