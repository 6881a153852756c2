// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import FoundationEssentials
import Glibc

/// The state directory of a volume, held by this process alone.
///
/// The lock is `flock` on the file `lock`: the kernel lets it go with the process, however that ends. What the file says
/// of its holder is for the message only.
package final class StateLock: Sendable {
    package let directory: String
    private let file: Int32

    /// What the lock file says of whoever holds it.
    package struct Holder: Codable, Hashable, Sendable {
        package var pid: Int32
        package var host: String
        package var since: UTCTime
    }

    /// Makes the directory (0700) where it is missing. `locked`, with who and since when, where another process has it.
    package init(_ name: VolumeName, in places: Places, clock: any WallClock = SystemWallClock()) throws(Failure) {
        directory = places.stateDirectory(of: name)
        try Places.make(directory)
        try keepPrivate(directory)
        let path = "\(directory)/lock"
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure(call: "open", path: path, errno: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            guard code == EWOULDBLOCK else { throw Failure(call: "flock", path: path, errno: code) }
            throw Self.held(name, by: try? JSON.decode(Holder.self, from: readBytes(path, bytesMax: 4096)))
        }
        // Its holder may have given it up between the two calls: a lock on a file that nobody finds keeps nobody out.
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_nlink > 0 else { throw Self.held(name, by: nil) }
        try Self.sign(file, path, clock)
    }

    /// Waits until nobody holds the state directory, at most `timeout`: a daemon is still at work for a moment after its
    /// mount is gone. Says nothing where there is no such directory.
    package static func waitUntilFree(_ name: VolumeName, in places: Places, timeout: Duration) async {
        let deadline = ContinuousClock.now + timeout
        while isHeld(name, in: places), ContinuousClock.now < deadline {
            do {
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                return
            }
        }
    }

    private static func isHeld(_ name: VolumeName, in places: Places) -> Bool {
        let file = open(places.stateDirectory(of: name) + "/lock", O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) != 0
    }

    /// Takes the directory away again where nothing but the lock came into it: a command that was refused leaves nothing.
    package func discardIfUnused() {
        guard let entry = opendir(directory) else { return }
        defer { closedir(entry) }
        while let name = readdir(entry) {
            let text = withUnsafeBytes(of: &name.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard [".", "..", "lock"].contains(text) else { return }
        }
        unlink(directory + "/lock")
        rmdir(directory)
    }

    /// A process that is just being started may have a copy of the descriptor, and would keep the lock until it is.
    deinit {
        guard file >= 0 else { return }
        flock(file, LOCK_UN)
        close(file)
    }

    private static func held(_ name: VolumeName, by holder: Holder?) -> Failure {
        let who = holder.map { " by process \($0.pid) on \($0.host) since \($0.since)" } ?? ""
        return Failure(
            .locked, "The state directory of \(name) is in use\(who)",
            hint: "It is mounted already, or another gramfs command works on it: see gramfs status \(name)")
    }

    private static func sign(_ file: Int32, _ path: String, _ clock: any WallClock) throws(Failure) {
        let holder = Holder(pid: getpid(), host: hostName(), since: UTCTime(clock.now()))
        // Strings and an integer: encoding them cannot fail.
        let bytes = (try? JSON.encode(holder)) ?? []
        guard ftruncate(file, 0) == 0, lseek(file, 0, SEEK_SET) == 0 else {
            throw Failure(call: "ftruncate", path: path, errno: errno)
        }
        try writeAll(bytes + [UInt8(ascii: "\n")], to: file, path: path)
    }
}

/// The name of this machine.
package func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
