// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// A thread that works in a directory of its own and keeps a journal of what was acknowledged.
///
/// Its directory after a crash must be as it was after one of its operations: the last that was acknowledged or a later
/// one, with at most the next one half done. What counts as acknowledged depends on what is lost.
final class Writer: Sendable {
    /// What is taken away.
    enum Loss {
        /// The process: a returned call has happened.
        case process
        /// The power: what a returned fsync covers has happened.
        case power
    }

    private struct Journal {
        var history = History()
        var nextVersion: UInt64 = 1
        var random: Randomness
        var failure: SystemError?
        var operations = 0
        var syncs = 0
        var bytes: UInt64 = 0
    }

    let id: UInt64
    private let root: String
    private let loss: Loss
    private let journal: Mutex<Journal>

    init(id: UInt64, root: String, loss: Loss, seed: UInt64) throws {
        self.id = id
        self.root = root
        self.loss = loss
        journal = Mutex(Journal(random: Randomness(seed: seed &+ id)))
        try System.makeDirectory(root)
        for directory in TreeModel.directories { try System.makeDirectory("\(root)/\(directory)") }
        for directory in TreeModel.directories { try System.syncDirectory("\(root)/\(directory)") }
        try System.syncDirectory(root)
    }

    var counts: (operations: Int, syncs: Int, bytes: UInt64) {
        journal.withLock { ($0.operations, $0.syncs, $0.bytes) }
    }

    /// What ended the last run; nil where it was told to stop.
    var failure: SystemError? { journal.withLock { $0.failure } }

    /// Works until told to stop, or until a call fails.
    func run(until stop: Stop) {
        journal.withLock { $0.failure = nil }
        do {
            while !stop.isSet { try step() }
        } catch let error as SystemError {
            journal.withLock { $0.failure = error }
        } catch {
            journal.withLock { $0.failure = SystemError(call: "\(error)", path: root, code: EINVAL) }
        }
    }

    /// Compares the directory with the journal, and goes on from what is there. Throws with what is wrong.
    func verify() throws {
        let history = journal.withLock { $0.history }
        let seen = try TreeModel(reading: root, writer: id, versions: history.versions)
        if let damage = history.damage(of: seen) { throw TreeModel.Damage(description: "\(root) is \(damage)") }
        journal.withLock { $0.history = History(from: seen) }
    }

    // MARK: One operation

    private func step() throws {
        let plan = journal.withLock { makePlan(&$0) }
        for operation in plan.operations {
            journal.withLock { $0.history.underWay = operation }
            let isSynced = try perform(operation, syncs: plan.syncs)
            journal.withLock { journal in
                journal.history.append(operation, isAcknowledged: isSynced || loss == .process)
                journal.operations += 1
                if isSynced { journal.syncs += 1 }
            }
        }
    }

    private struct Plan {
        var operations: [TreeModel.Operation]
        var syncs: Bool
    }

    private func makePlan(_ journal: inout Journal) -> Plan {
        let random = Int(journal.random.next() % 100)
        let syncs = journal.random.next() % 100 < (loss == .power ? 70 : 25)
        let name = Self.name(&journal)
        let known = journal.history.current.files.keys.filter { $0 != "a/new" }.sorted()
        let old = known.isEmpty ? nil : known[Int(journal.random.next() % UInt64(known.count))]
        guard let old, random >= 40 else {
            return Plan(operations: [put(name, &journal)], syncs: syncs)
        }
        let bytes = journal.history.current.files[old]?.bytes ?? 0
        switch random {
        case ..<60:
            // As editors and databases do: a new file, made safe, takes the place of the old.
            let operations = [
                put("a/new", &journal), .rename("a/new", to: old),
                .syncDirectory(String(old.prefix { $0 != "/" })),
            ]
            return Plan(operations: operations, syncs: syncs)
        case ..<72 where bytes > 0:
            return Plan(
                operations: [.append(old, bytes: 1 + Int(journal.random.next() % 30_000))], syncs: syncs)
        case ..<82 where bytes > 0:
            return Plan(
                operations: [.truncate(old, bytes: Int(journal.random.next() % UInt64(bytes)))], syncs: syncs)
        case ..<92: return Plan(operations: [.unlink(old)], syncs: syncs)
        default:
            let permissions: UInt16 = [0o600, 0o644, 0o640, 0o755][Int(journal.random.next() % 4)]
            return Plan(operations: [.setPermissions(old, permissions)], syncs: syncs)
        }
    }

    private func put(_ name: String, _ journal: inout Journal) -> TreeModel.Operation {
        defer { journal.nextVersion += 1 }
        let bytes: UInt64 =
            switch journal.random.next() % 20 {
            case 0: 0
            case 1...14: 1 + journal.random.next() % 20_000
            case 15...18: 1 + journal.random.next() % 400_000
            default: 1 + journal.random.next() % 2_000_000
            }
        return .put(name, version: journal.nextVersion, bytes: Int(bytes))
    }

    private static func name(_ journal: inout Journal) -> String {
        let directory = TreeModel.directories[Int(journal.random.next() % 2)]
        return "\(directory)/\(journal.random.next() % 16)"
    }

    /// Whether an fsync that returned covers it.
    private func perform(_ operation: TreeModel.Operation, syncs: Bool) throws -> Bool {
        switch operation {
        case .put(let name, let version, let bytes):
            let content = Content.bytes(writer: id, version: version, 0..<bytes)
            try write(content, to: name, O_WRONLY | O_CREAT | O_TRUNC, syncs ? .all : .none)
            return syncs
        case .append(let name, let bytes):
            let file = journal.withLock { $0.history.current.files[name] }
            let start = file?.bytes ?? 0
            let content = Content.bytes(writer: id, version: file?.version ?? 0, start..<start + bytes)
            try write(content, to: name, O_WRONLY | O_APPEND, syncs ? .data : .none)
            return syncs
        case .truncate(let name, let bytes):
            try System.check("truncate", name, truncate("\(root)/\(name)", off_t(bytes)))
        case .rename(let old, let new):
            try System.check("rename", new, Glibc.rename("\(root)/\(old)", "\(root)/\(new)"))
        case .unlink(let name):
            try System.check("unlink", name, Glibc.unlink("\(root)/\(name)"))
        case .setPermissions(let name, let permissions):
            try System.check("chmod", name, chmod("\(root)/\(name)", mode_t(permissions)))
        case .syncDirectory(let name):
            guard syncs else { return false }
            try System.syncDirectory("\(root)/\(name)")
            return true
        }
        return false
    }

    private enum Sync { case none, data, all }

    private func write(_ content: [UInt8], to name: String, _ flags: Int32, _ sync: Sync) throws {
        try System.withFile("\(root)/\(name)", flags) { file in
            try content.withUnsafeBytes { try System.write(file, $0, name) }
            switch sync {
            case .none: break
            case .data: try System.check("fdatasync", name, fdatasync(file))
            case .all: try System.check("fsync", name, fsync(file))
            }
        }
        journal.withLock { $0.bytes += UInt64(content.count) }
    }
}

extension TreeModel.Operation {
    var version: UInt64? {
        if case .put(_, let version, _) = self { version } else { nil }
    }
}

/// Told to many threads at once.
final class Stop: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() { flag.store(true, ordering: .releasing) }
}
