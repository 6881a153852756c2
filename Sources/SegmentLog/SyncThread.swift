// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The one thread that makes the log durable: whoever asks while it works is answered by its next turn, together.
final class SyncThread: Sendable {
    struct Request: Sendable {
        let through: SegmentSequence
        /// Somebody waits for it, as opposed to the regular background sync.
        let isExplicit: Bool
        let completion: @Sendable (Result<Void, SegmentLogError>) -> Void
    }

    private let core: LogCore
    private let requests = BlockingQueue<Request>()
    private let isClosedFlag = Atomic(false)
    private let thread: PlainThread

    init(_ core: LogCore) {
        self.core = core
        let requests = requests
        thread = PlainThread(name: "gramfs-sync") { SyncThread.run(core, requests) }
    }

    var isClosed: Bool { isClosedFlag.load(ordering: .acquiring) }

    func request(_ request: Request) {
        if request.isExplicit { core.syncsAwaited.add(1, ordering: .relaxed) }
        guard !requests.push(request) else { return }
        if request.isExplicit { core.syncsAwaited.subtract(1, ordering: .relaxed) }
        request.completion(.failure(.closed))
    }

    /// Answers what was asked for, then joins the thread.
    func close() {
        isClosedFlag.store(true, ordering: .releasing)
        requests.close()
        thread.join()
    }

    private static func run(_ core: LogCore, _ requests: BlockingQueue<Request>) {
        while true {
            let turn = requests.popAll()
            guard let through = turn.map(\.through).max() else { return }
            let result = Result { () throws(SegmentLogError) in
                try sync(core, through: through, fillAhead: turn.contains { $0.isExplicit })
            }
            if case .success = result { CrashPoint.afterSync.pass() }
            for request in turn { request.completion(result) }
            core.syncsAwaited.subtract(turn.count(where: \.isExplicit), ordering: .relaxed)
        }
    }

    /// Every unsynced file up to `through` in order, then the directories: recovery stops at the first gap.
    private static func sync(
        _ core: LogCore, through: SegmentSequence, fillAhead: Bool
    ) throws(SegmentLogError) {
        try core.checkWritable()
        do throws(SegmentLogError) {
            let work = core.takeUnsynced(through: through)
            if !work.foundFiles.isEmpty { try syncFound(work.foundFiles, core) }
            var turns: [(SegmentFile, SegmentFile.SyncTurn)] = []
            for file in work.files {
                // Zeros only ahead of the tail, which is the last of them.
                let isLast = file.sequence == work.files.last?.sequence
                guard let turn = file.beginSync(fillAhead: fillAhead && isLast) else { continue }
                try file.call("fdatasync") { () throws(SystemFailure) in
                    try core.operations.syncData(turn.descriptor.file)
                }
                turns.append((file, turn))
            }
            for directory in work.directories {
                try core.perform("fsync", directory) { () throws(SystemFailure) in
                    try core.operations.syncDirectory(directory)
                }
            }
            // Only now: a file without its name is as good as lost.
            for (file, turn) in turns { file.endSync(turn) }
        } catch {
            core.poison("\(error)")
            throw error
        }
    }

    /// Once, all of them together: they may be thousands, and a `fdatasync` of each would flush the disk each time.
    private static func syncFound(_ files: [SegmentFile], _ core: LogCore) throws(SegmentLogError) {
        let sizes = files.map(\.size)
        try core.perform("syncfs", core.path.root) { () throws(SystemFailure) in
            try core.operations.syncFileSystem(core.path.root)
        }
        for (file, size) in zip(files, sizes) { file.noteFound(syncedSize: size) }
    }
}

extension LogCore {
    struct SyncWork {
        var files: [SegmentFile]
        /// Parents before children, so that a name never hangs in the air.
        var directories: [String]
        var foundFiles: [SegmentFile]
    }

    /// What a sync has to do. Taken out at once: whatever is appended from here on is noted anew.
    func takeUnsynced(through: SegmentSequence) -> SyncWork {
        unsynced.withLock { unsynced in
            let sequences = unsynced.files.keys.filter { $0 <= through }.sorted()
            let files = sequences.compactMap { unsynced.files.removeValue(forKey: $0) }
            defer {
                unsynced.directories = []
                unsynced.foundFiles = []
            }
            return SyncWork(
                files: files, directories: unsynced.directories.sorted(), foundFiles: unsynced.foundFiles)
        }
    }

    func perform<Value>(
        _ call: String, _ path: String, _ body: () throws(SystemFailure) -> Value
    ) throws(SegmentLogError) -> Value {
        do { return try body() } catch { throw error.error(call, path) }
    }
}
