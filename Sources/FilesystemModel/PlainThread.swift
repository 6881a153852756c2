// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// A thread of our own, for work that blocks on files: the cooperative pool must never do that.
package final class PlainThread: Sendable {
    /// Set once in `init`, before anybody else can see it; nil after `join`.
    private let handle: Mutex<pthread_t?>

    /// Starts at once. `name` is what `ps -T` shows, cut to 15 bytes. Ends the process where the system gives no
    /// thread: nothing here can go on without it.
    package init(name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let failure = pthread_create(&thread, nil, runPlainThread, start.toOpaque())
        precondition(failure == 0, "pthread_create: \(failure)")
        handle = Mutex(thread)
    }

    /// A thread that nobody joins goes on by itself and leaves nothing behind.
    deinit {
        if let thread = handle.withLock({ $0 }) { pthread_detach(thread) }
    }

    /// Waits for the end of the body. A second call returns at once. Never from the thread itself.
    package func join() {
        let thread = handle.withLock { held in
            defer { held = nil }
            return held
        }
        guard let thread else { return }
        precondition(pthread_equal(thread, pthread_self()) == 0, "a thread cannot wait for its own end")
        pthread_join(thread, nil)
    }

    fileprivate final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}

/// The body in C's form. A global function: closures formed elsewhere could be bound to an actor.
private func runPlainThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<PlainThread.Start>.fromOpaque(argument).takeRetainedValue()
    pthread_setname_np(pthread_self(), String(decoding: start.name.utf8.prefix(15), as: UTF8.self))
    start.body()
    return nil
}
