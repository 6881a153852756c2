// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The passphrases and recovery keys that open a volume.",
        discussion: """
            Works on a mounted volume and on one that is not; the store must answer. What is changed or removed opens the \
            volume no more, here and by gramfs recover. The key behind them stays the same: who has an old passphrase and \
            kept an old object of the store, or finds one there, can still read everything.
            """,
        subcommands: [KeyList.self, KeyAdd.self, KeyChange.self, KeyRemove.self])
}

/// What proves that somebody may change keys.
struct ProofOptions: ParsableArguments {
    @Option(
        name: .customLong("passphrase-file"), help: "A passphrase that opens the volume now.", completion: .file())
    var passphraseFile: String?

    @Option(
        name: .customLong("recovery-key-file"), help: "Use the recovery key in this file in its place.",
        completion: .file())
    var recoveryKeyFile: String?

    func validate() throws {
        if passphraseFile != nil, recoveryKeyFile != nil {
            throw ValidationError("Give --passphrase-file or --recovery-key-file, not both")
        }
    }

    fileprivate func secret(_ name: VolumeName, _ context: Context) throws(Failure) -> Secret {
        if let recoveryKeyFile {
            return .recoveryKey(try PassphraseSource(file: recoveryKeyFile, environment: [:]).existing(name))
        }
        // As for a mount.
        var file = passphraseFile
        if file == nil { file = try ConfigurationFile.read(name, in: context.places).options.passphraseFile }
        return .passphrase(try context.passphrases(file: file).existing(name))
    }
}

struct KeyList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what opens a volume, and what a guess costs.")

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let report = try await context.keys(of: try context.resolve(volume))
        try context.output.write(report, text: report.keys.screen)
        return .done
    }
}

struct KeyAdd: Command {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a passphrase, or a recovery key that is printed this once.")

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @Option(help: ArgumentHelp("What the key is called; whoever can read the store can read it.", valueName: "text"))
    var name: String?

    @Flag(help: "Make a recovery key.")
    var recovery = false

    @Option(name: .customLong("new-passphrase-file"), help: "The passphrase to add.", completion: .file())
    var newPassphraseFile: String?

    @OptionGroup var proof: ProofOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if recovery, newPassphraseFile != nil {
            throw ValidationError("A recovery key is made, not chosen: leave --new-passphrase-file out")
        }
    }

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try context.resolve(volume)
        let secret = try proof.secret(volume.name, context)
        let key = recovery ? .recoveryKey : try context.newKey(newPassphraseFile, volume.name)
        let report = try await context.edit(.init(.add(name: name, key), proof: secret), .keyAdd, volume)
        try context.output.write(report, text: report.screen("added", Style(for: 1)))
        return .done
    }
}

struct KeyChange: Command {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Put another passphrase, or a new recovery key, in the place of one.")

    @Argument(help: "The number of the key in gramfs key list.")
    var id: UInt32

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @Option(name: .customLong("new-passphrase-file"), help: "The passphrase to be.", completion: .file())
    var newPassphraseFile: String?

    @OptionGroup var proof: ProofOptions
    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try context.resolve(volume)
        // Before anything is asked for.
        guard let old = try await context.keys(of: volume).keys.first(where: { $0.id == id }) else {
            throw Failure(
                .noSuchKey, "\(volume.name) has no key \(id)", hint: "See gramfs key list \(volume.name)")
        }
        let secret = try proof.secret(volume.name, context)
        let isMade = old.kind == .recovery && newPassphraseFile == nil
        let key = isMade ? .recoveryKey : try context.newKey(newPassphraseFile, volume.name)
        let report = try await context.edit(.init(.change(id, key), proof: secret), .keyChange, volume)
        try context.output.write(report, text: report.screen("changed", Style(for: 1)))
        context.noteRemains(of: volume.name)
        return .done
    }
}

struct KeyRemove: Command {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Have a passphrase or recovery key open the volume no more.",
        discussion: "What is given to prove it must open the volume without that key. The last passphrase stays.")

    @Argument(help: "The number of the key in gramfs key list.")
    var id: UInt32

    @Argument(help: "A name, a mount point, or a path inside of a mount.")
    var volume: PathArgument?

    @OptionGroup var proof: ProofOptions
    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try context.resolve(volume)
        let secret = try proof.secret(volume.name, context)
        let report = try await context.edit(.init(.remove(id), proof: secret), .keyRemove, volume)
        try context.output.write(report, text: report.screen("removed", Style(for: 1)))
        context.noteRemains(of: volume.name)
        return .done
    }
}

extension Context {
    fileprivate func keys(of volume: VolumeReference) async throws(Failure) -> KeyListReport {
        guard volume.mount == nil else { return try await call(volume, .keyList, NoParameters()) }
        return try listKeys(of: volume.name, in: places)
    }

    fileprivate func newKey(_ file: String?, _ name: VolumeName) throws(Failure) -> KeyEdit.NewKey {
        // What the environment names is the passphrase of now.
        let source = PassphraseSource(file: file, environment: [:], ways: "--new-passphrase-file FILE")
        return .passphrase(try source.new(name))
    }

    fileprivate func edit(
        _ edit: KeyEdit, _ method: ControlMethod<KeyParameters, KeyChangeReport, NoEvent>, _ volume: VolumeReference
    ) async throws(Failure) -> KeyChangeReport {
        guard volume.mount == nil else { return try await call(volume, method, KeyParameters(edit)) }
        return try await editKeys(
            of: volume.name, edit, try ConfigurationFile.read(volume.name, in: places), in: places, accounts: accounts)
    }

    fileprivate func noteRemains(of name: VolumeName) {
        output.note("Objects that were stored before still hold the old key slots: see gramfs key --help.")
        // It was read to get here, if there is one.
        if let file = try? ConfigurationFile.read(name, in: places).options.passphraseFile {
            output.note("A mount of \(name) reads its passphrase from \(file): see that it is one that opens it.")
        }
    }
}

extension [KeyReport] {
    fileprivate var screen: String {
        let idWidth = map { "\($0.id)".count }.max() ?? 0
        let nameWidth = map(\.name.count).max() ?? 0
        return map { key in
            let id = String(repeating: " ", count: idWidth - "\(key.id)".count) + "\(key.id)"
            let name = key.name + String(repeating: " ", count: nameWidth - key.name.count)
            return "  \(id)  \(name)  since \(key.createdAt.description.prefix(10))  \(key.cost)"
        }.joined(separator: "\n")
    }
}

extension KeyReport {
    fileprivate var cost: String {
        switch kind {
        case .passphrase:
            guard let scrypt else { return "a passphrase that asks for more than this gramfs does for a guess" }
            let numbers = "scrypt N=\(scrypt.n) r=\(scrypt.r) p=\(scrypt.p)"
            return "a passphrase: \(numbers), \(text(bytes: scrypt.memoryBytes)) for each guess"
        case .recovery: return "a recovery key: 256 random bits"
        case .unknown: return "of a kind that this gramfs does not know"
        }
    }
}

extension KeyChangeReport {
    fileprivate func screen(_ done: String, _ style: Style) -> String {
        var parts = ["Key \(id) is \(done). These open the volume now:", keys.screen]
        if let recoveryKey {
            parts.append("The recovery key, shown this once:\n\n  \(style.strong(recoveryKey))")
        }
        return parts.joined(separator: "\n\n")
    }
}
