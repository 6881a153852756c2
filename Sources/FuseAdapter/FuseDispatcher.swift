// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import Glibc
import Logging
import Synchronization

/// Takes each request of the kernel to the volume and its result back.
///
/// What needs no waiting is answered on the libfuse thread that brought the request. What has to wait is parked: it
/// goes on in a task on threads of our own, and no libfuse thread ever waits.
final class FuseDispatcher: Sendable {
    let volume: Volume
    let parked = ParkedRequests()
    let readBuffers: BufferPool
    let counts = RequestCounts()
    let privileges = PrivilegeExchange()
    /// There is a session before it can give notices.
    let notices = Mutex<KernelNotices?>(nil)
    private let executor: BlockingExecutor
    private let logger: Logger

    init(volume: Volume, threads: Int, logger: Logger) {
        self.volume = volume
        self.logger = logger
        readBuffers = BufferPool(keptMax: threads)
        executor = BlockingExecutor(threads: threads, name: "gramfs-request") { ProcessHints.becomeFlusher() }
    }

    /// Ends the requests that wait, and the threads on which they did. Blocks.
    func end() {
        parked.drain()
        executor.shutDown()
    }

    /// The one place where failed requests are logged.
    func fail(_ request: consuming FuseRequest, _ error: FSError) {
        logger.log(
            level: error.logLevel, "\(request.operation.name) failed",
            metadata: [
                "inode": "\(request.inode)", "error": "\(error)", "errno": "\(error.errno)",
                "pid": "\(request.caller.pid)",
            ])
        request.fail(error.errno)
    }

    /// For `forget`, which has no answer.
    func noteFailure(_ operation: FuseRequestKind, _ inode: InodeNumber, _ error: FSError) {
        logger.log(
            level: error.logLevel, "\(operation.name) failed", metadata: ["inode": "\(inode)", "error": "\(error)"])
    }

    /// Goes on with the request in a task that ends early when the caller is interrupted. `bytes` is what it holds;
    /// `refusal` is its answer where too many wait already.
    func park(
        _ request: consuming FuseRequest, holding bytes: Int = 0, refusal: FSError = .noSpace,
        _ body: @escaping @Sendable (consuming FuseRequest) async -> Void
    ) {
        guard let ticket = parked.enter(bytes: bytes) else {
            fail(request, refusal)
            return
        }
        request.onInterrupt(ticket, cancelParkedRequest)
        let detached = request.detach()
        let task = Task(executorPreference: executor) {
            await body(detached.attach())
            self.parked.leave(ticket)
        }
        parked.bind(ticket, to: task)
    }

    /// Does what needs no space where there is nothing to write, and otherwise waits for it as long as it has to.
    func waitingForSpace(
        _ request: consuming FuseRequest, _ operation: @escaping @Sendable (Volume, InodeNumber) throws(FSError) -> Void
    ) {
        waitingForSpace(request, operation) { request, _ in request.succeed() }
    }

    /// The same with an answer.
    func waitingForSpace<Value: Sendable>(
        _ request: consuming FuseRequest,
        _ operation: @escaping @Sendable (Volume, InodeNumber) throws(FSError) -> Value,
        reply: @escaping @Sendable (consuming FuseRequest, Value) -> Void
    ) {
        do throws(FSError) {
            let value = try operation(volume, request.inode)
            reply(request, value)
        } catch .noSpace {
            let began = ContinuousClock.now
            park(request) { request in
                let result = await self.whileThereIsPatience(since: began) { () throws(FSError) in
                    try operation(self.volume, request.inode)
                }
                switch result {
                case .success(let value): reply(request, value)
                case .failure(let error): self.fail(request, error)
                }
            }
        } catch {
            fail(request, error)
        }
    }

    /// Tries again each time that there may be space, until there is or the patience ends.
    func whileThereIsPatience<Value>(
        since began: ContinuousClock.Instant, _ operation: () throws(FSError) -> Value
    ) async -> Result<Value, FSError> {
        while true {
            do throws(FSError) {
                try await volume.gate.waitUntilOpen(since: began)
                return .success(try operation())
            } catch .noSpace where ContinuousClock.now - began < volume.configuration.enospcAfter {
                // Another one was quicker.
                continue
            } catch {
                return .failure(error)
            }
        }
    }

    /// Lets a request that makes the volume grow pass while there is space, and wait while there is none.
    func whenThereIsSpace(
        _ request: consuming FuseRequest, holding bytes: Int = 0,
        _ body: @escaping @Sendable (FuseDispatcher, consuming FuseRequest) -> Void
    ) {
        guard !volume.gate.isOpen else {
            body(self, request)
            return
        }
        park(request, holding: bytes) { request in
            do throws(FSError) {
                try await self.volume.gate.waitUntilOpen()
            } catch {
                self.fail(request, error)
                return
            }
            body(self, request)
        }
    }
}
