// SPDX-License-Identifier: MIT

import Glibc

/// A signal that does nothing but end the wait of libfuse's loop, so that it sees that it should end.
///
/// SIGURG: ignored unless somebody asks for it, and nobody here has out-of-band data.
enum LoopInterruption {
    /// Lets the calling thread be reached: one that was started from a dispatch queue blocks every signal.
    static func unblock() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGURG)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Without SA_RESTART: the wait must not go on.
    static func prepare() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGURG, &action, nil)
    }

    static func send(to thread: pthread_t) { pthread_kill(thread, SIGURG) }

    static func pause() {
        var time = timespec(tv_sec: 0, tv_nsec: 10_000_000)
        nanosleep(&time, nil)
    }
}
