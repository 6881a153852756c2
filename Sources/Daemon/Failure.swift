// SPDX-License-Identifier: MIT

/// Why a command did not do what it was asked, for a person: one line what, one line what to do.
package struct Failure: Error, Hashable, Sendable {
    package var code: FailureCode
    /// What happened: one sentence, no full stop.
    package var message: String
    /// What to do about it: one sentence, no full stop; empty where there is nothing to say.
    package var hint: String

    package init(_ code: FailureCode, _ message: String, hint: String = "") {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

/// The word for a failure in `{"error":{"code":…}}`. `ExitCode` gives each its exit code.
package enum FailureCode: String, CaseIterable, Sendable {
    case failed
    case usage
    case configuration
    /// There is something of that name already.
    case exists
    /// Files below the mount point are open.
    case busy
    /// A mount point that cannot take a mount.
    case mountpoint
    /// No FUSE device, or no helper program.
    case fuse
    case timedOut = "timed_out"
    case damaged
    /// What was recovered is not all that there was.
    case gaps
    case notMounted = "not_mounted"
    /// It is mounted, and its daemon is not where it should listen.
    case notListening = "not_listening"
    case notPermitted = "not_permitted"
    case noSuchVolume = "no_such_volume"
    case noSuchPath = "no_such_path"
    case noSuchShare = "no_such_share"
    case noSuchKey = "no_such_key"
    /// Without it nothing would open the volume.
    case lastKey = "last_key"
    /// Another gramfs on this machine has the state directory.
    case locked
    /// Another machine writes to the volume.
    case held
    case passphrase
    /// A new one that is too easy to guess.
    case weakPassphrase = "weak_passphrase"
    case notLoggedIn = "not_logged_in"
    /// A code for a login that is not the one that was sent.
    case wrongCode = "wrong_code"
    case codeExpired = "code_expired"
    /// The second password of an account.
    case wrongPassword = "wrong_password"
    case wrongToken = "wrong_token"
    /// Telegram will not serve this for a while.
    case floodWait = "flood_wait"
    /// Telegram serves this number or account no more.
    case banned
    case unreachable
    case unsupportedFormat = "unsupported_format"
    case interrupted
}
