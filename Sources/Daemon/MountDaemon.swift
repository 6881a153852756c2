// SPDX-License-Identifier: MIT

import CLinux
import ControlSocket
import Glibc
import Logging
import UnixSignals

/// What a mount needs to know.
package struct MountRequest: Sendable {
    package var name: VolumeName
    /// Absolute.
    package var mountPoint: String
    /// Of the configuration file, with what the command line said on top.
    package var configuration: ConfigurationFile
    package var places: Places
    /// Take the volume over from another writer.
    package var takesOver: Bool
    /// Where the store is in an account, it is used from here, and `gramfs login` reaches it here.
    package var accounts: Accounts

    package init(
        name: VolumeName, mountPoint: String, configuration: ConfigurationFile, places: Places, takesOver: Bool,
        accounts: Accounts? = nil
    ) {
        self.name = name
        self.mountPoint = mountPoint
        self.configuration = configuration
        self.places = places
        self.takesOver = takesOver
        self.accounts = accounts ?? Accounts(places: places)
    }

    package var options: MountOptions { configuration.options }
}

/// The life of a mounted volume, from the lock on its state directory to the last byte made durable.
///
///     lock ── open ── socket ── services ── mount ── ready … unmounted ── answered ── services end ── close ── unlock
package struct MountDaemon<Service: VolumeService>: Sendable {
    private let request: MountRequest
    private let logger: Logger

    package init(_ request: MountRequest, logger: Logger) {
        self.request = request
        self.logger = logger
    }

    /// Returns once the volume is unmounted and all of it is durable on this machine. `whenReady` is called when the mount
    /// answers; where it throws, the volume is unmounted again.
    package func run(
        open: @Sendable (MountRequest) async throws(Failure) -> Service,
        whenReady: @escaping @Sendable () async throws(Failure) -> Void
    ) async throws(Failure) {
        tuneAllocator()
        raiseDescriptorLimit()
        signal(SIGPIPE, SIG_IGN)
        let lock = try StateLock(request.name, in: request.places)
        defer { withExtendedLifetime(lock) {} }
        let volume = try await open(request)
        var failure: Failure?
        do {
            try await serve(volume, whenReady)
        } catch let error as Failure {
            failure = error
        } catch is CancellationError {
            logger.notice("ended by whoever started it")
        } catch {
            failure = Failure(.failed, "The daemon of \(request.name) failed: \(error)")
        }
        // Also after a failure: what was acknowledged must survive it.
        try await volume.close()
        await request.accounts.closeAll()
        logger.notice("unmounted", metadata: ["volume": "\(request.name)"])
        if let failure { throw failure }
    }

    private func serve(
        _ volume: Service, _ whenReady: @escaping @Sendable () async throws(Failure) -> Void
    ) async throws {
        let ending = Ending()
        let face = ControlFace(volume: volume, name: request.name, ending: ending)
        // Before anything can be mounted: from here on a signal no longer just ends the process.
        let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint, .sighup])
        let (listening, announcement) = AsyncStream.makeStream(of: Never.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                defer { announcement.finish() }
                var registry = face.registry
                AccountFace(accounts: request.accounts).register(in: &registry)
                try await listen(registry) { announcement.finish() }
            }
            for await _ in listening {}
            group.addTask { try await volume.runServices() }
            let (serving, started) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                defer { started.finish() }
                try await volume.serveLinks(whenReady: { started.yield() })
            }
            var servesLinks = false
            for await _ in serving {
                servesLinks = true
                break
            }
            // An address that cannot be had: the mount must not seem to work.
            if !servesLinks {
                do {
                    while try await group.next() != nil {}
                } catch {
                    try await volume.detach(.atOnce)
                    throw error
                }
            }
            group.addTask { await end(volume, on: signals) }
            group.addTask {
                try await volume.serveKernel(whenMounted: whenReady)
                await ending.waitUntilAnswered()
                throw CancellationError()
            }
            do {
                // The first to end ends all: with an error, or because the mount is gone.
                while try await group.next() != nil {}
            } catch {
                // The mount must not outlive what answers it.
                try await volume.detach(.atOnce)
                if !(error is CancellationError) { throw error }
            }
        }
    }

    private func listen(_ registry: MethodRegistry, _ whenReady: @Sendable () -> Void) async throws {
        let path = request.places.socket(of: request.name)
        do {
            try await ControlServer.serve(at: path, registry, whenReady: { whenReady() })
        } catch let error as SocketError {
            throw Failure(error)
        }
    }

    /// SIGTERM, SIGINT and SIGHUP unmount in order, without waiting for the store: a machine that shuts down must not
    /// wait, and what is queued is durable here and goes out after the next mount.
    private func end(_ volume: Service, on signals: UnixSignalsSequence) async {
        for await signal in signals {
            logger.notice("unmounting", metadata: ["signal": "\(signal)"])
            do throws(Failure) {
                try await volume.detach(.ifIdle)
            } catch {
                logger.warning("detaching a mount in use", metadata: ["reason": "\(error.message)"])
                try? await volume.detach(.atOnce)
            }
        }
    }

    /// Segments, the control socket and the gateway may hold more together than the 1,024 that many systems begin with, though
    /// each is bounded: strangers' connections must not take what the mount needs.
    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < Self.descriptorsMax
        else { return }
        limit.rlim_cur = min(limit.rlim_max, Self.descriptorsMax)
        // Where it is refused, what there is has to do.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static var descriptorsMax: rlim_t { 4096 }

    /// glibc gives large blocks back to the kernel after each use, and the page faults then cost ten times the work: so
    /// what requests and pieces of an upload need stays. What is larger (summaries, checkpoints) is rare and goes, and
    /// threads share two arenas, since what one thread frees in an arena of its own helps nobody else.
    private func tuneAllocator() {
        mallopt(M_MMAP_THRESHOLD, 4 << 20)
        mallopt(M_TRIM_THRESHOLD, 32 << 20)
        mallopt(M_ARENA_MAX, 2)
    }
}

extension Failure {
    init(_ error: SocketError) {
        switch error {
        case .pathTooLong(let path):
            self.init(
                .configuration, "The socket path is longer than 107 bytes: \(path)",
                hint: "Set GRAMFS_RUNTIME_DIR to a shorter path")
        case .inUse(let path):
            self.init(.locked, "Another gramfs answers at \(path)", hint: "Unmount that volume first")
        case .unsafeDirectory(let path):
            self.init(
                .notPermitted, "\(path) is not a directory of this user", hint: "Remove it or set GRAMFS_RUNTIME_DIR")
        case .system(let call, let path, let errno):
            self.init(call: call, path: path, errno: errno)
        }
    }
}
