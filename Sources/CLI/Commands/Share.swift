// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon
import FilesystemModel

struct ShareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "share", abstract: "Give other people a link to a file or a folder.",
        discussion: "The volume must be mounted with --serve ADDR, or links lead nowhere.",
        subcommands: [ShareCreate.self, ShareList.self, ShareInfo.self, ShareRevoke.self])
}

struct ShareCreate: Command {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a link; it is shown this once.",
        discussion: """
            A file is shown as it is now, whatever becomes of it, unless with --live; a folder always as it is. The link stays \
            when the file is moved, and ends when it is deleted.
            """)

    @Argument(help: "A file or a folder inside of a mount.")
    var path: PathArgument

    @Option(help: ArgumentHelp("When the link ends: 90s, 15m, 2h, 7d, or never.", valueName: "duration"))
    var expires = Lifetime.standard

    @Option(name: .customLong("password-file"), help: "Ask for the password in this file.", completion: .file())
    var passwordFile: String?

    @Option(
        name: .customLong("max-downloads"),
        help: ArgumentHelp("End after so many complete downloads.", valueName: "number"))
    var maxDownloads: UInt64?

    @Option(help: ArgumentHelp("A line for yourself; nobody else sees it.", valueName: "text"))
    var note: String?

    @Flag(help: "Show a file as it will be, not as it is now.")
    var live = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if maxDownloads == 0 { throw ValidationError("--max-downloads is at least 1") }
        guard maxDownloads ?? 1 <= Limits.shareDownloadsMax else {
            throw ValidationError("--max-downloads is at most \(Limits.shareDownloadsMax); leave it out for no limit")
        }
    }

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try VolumeReference.resolve(path: path.bytes, mounts: .current())
        let parameters = ShareCreateParameters(
            path: RawPath(bytes: volume.path ?? []), expiresSeconds: expires.seconds, password: try password(),
            maxDownloads: maxDownloads, note: note, live: live)
        let report = try await context.call(volume, .shareCreate, parameters)
        try context.output.write(report, text: context.output.isTerminal ? report.screen(Style(for: 1)) : report.link)
        if report.url == nil, !context.output.isJSON {
            context.output.note("Nobody can open it yet: mount \(volume.name) with --serve ADDR")
        }
        return .done
    }

    private func password() throws(Failure) -> String? {
        guard let passwordFile else { return nil }
        let password = try Passphrase(
            readBytes(absolutePath(passwordFile), bytesMax: 1024), source: passwordFile)
        guard let text = String(validating: password.bytes, as: UTF8.self) else {
            throw Failure(.usage, "The password in \(passwordFile) is not UTF-8", hint: "Save the file as UTF-8")
        }
        return text
    }
}

struct ShareList: Command {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the links of a volume.")

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let report = try await context.call(try context.resolve(volume), .shareList, NoParameters())
        try context.output.write(report, text: report.screen(Style(for: 1)))
        return .done
    }
}

struct ShareInfo: Command {
    static let configuration = CommandConfiguration(commandName: "info", abstract: "Show one link.")

    @Argument(help: "What `gramfs share list` calls it.")
    var id: String

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let report = try await context.call(try context.resolve(volume), .shareInfo, ShareParameters(id: id))
        try context.output.write(report, text: report.screen(Style(for: 1)))
        return .done
    }
}

struct ShareRevoke: Command {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a link at once; what is being downloaded breaks off.")

    @Argument(help: "What `gramfs share list` calls it.")
    var id: String

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let report = try await context.call(try context.resolve(volume), .shareRevoke, ShareParameters(id: id))
        try context.output.write(report, text: "Share \(report.id) of /\(report.path.text) has ended.")
        return .done
    }
}

/// DURATION or `never`.
struct Lifetime: ExpressibleByArgument, CustomStringConvertible {
    /// Nil for ever.
    var seconds: Double?

    /// A link that was forgotten ends by itself.
    static let standard = Lifetime(seconds: 7 * 86_400)

    private init(seconds: Double?) { self.seconds = seconds }

    init?(argument: String) {
        if argument == "never" {
            self.init(seconds: nil)
            return
        }
        guard let span = Span(argument), span.seconds > 0 else { return nil }
        self.init(seconds: span.seconds)
    }

    var description: String { seconds.map { Span(.seconds($0)).description } ?? "never" }
}

extension ShareReport {
    /// Alone on its line; while nobody serves it, what will stand behind the address.
    var link: String { url ?? "/s/\(token ?? "")" }

    func screen(_ style: Style) -> String {
        var rows: [(String, String)] = []
        if token != nil { rows.append(("Link", style.strong(link))) }
        rows += [("Share", id), ("Of", "/\(path.text) (\(kind.rawValue))"), ("Shows", shown), ("Ends", ending)]
        if let standing {
            rows.append(("State", standing.state.styled(style)))
            rows.append(("Downloads", downloads(standing)))
            if standing.hasPassword { rows.append(("Password", "is asked for")) }
            if !standing.note.isEmpty { rows.append(("Note", standing.note)) }
        }
        return table(rows)
    }

    private var shown: String {
        kind == .folder ? "what is in it" : live ? "the file as it will be" : "the file as it was when shared"
    }

    private var ending: String { expiresAt.map { "\($0)" } ?? "never" }

    fileprivate func downloads(_ standing: Standing) -> String {
        maxDownloads.map { "\(standing.downloads) of \($0)" } ?? "\(standing.downloads)"
    }

    fileprivate func line(_ style: Style) -> String {
        let standing = standing.map { "\($0.state.styled(style))  \(downloads($0)) down" } ?? ""
        return "  \(style.strong(id))  \(standing)  ends \(ending)  /\(path.text)\(note)"
    }

    private var note: String { standing.map { $0.note.isEmpty ? "" : "  (\($0.note))" } ?? "" }
}

extension ShareReport.State {
    fileprivate func styled(_ style: Style) -> String {
        switch self {
        case .active: style.good(rawValue)
        case .expired: style.careful(rawValue)
        case .revoked: style.bad(rawValue)
        }
    }
}

extension ShareListReport {
    func screen(_ style: Style) -> String {
        shares.isEmpty ? "Nothing is shared." : shares.map { $0.line(style) }.joined(separator: "\n")
    }
}
