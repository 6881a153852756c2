// SPDX-License-Identifier: MIT

import ControlSocket
import Glibc

/// The places of one emulator on disk. All of it belongs to the emulator alone.
///
///     state.journal   everything but bytes          uploads/   parts that are no document yet
///     server.json     ports, keys and secret        documents/ the bytes of documents, a folder of parts each
///     control.sock    the control socket            lock       held while an emulator runs
package final class StateDirectory: Sendable {
    /// What stays the same over restarts.
    struct Server: Codable, Sendable {
        struct Center: Codable, Sendable {
            var id: DataCenterID
            var port: Int
            var mediaPort: Int
        }

        var secret: [UInt8]
        var centers: [Center]
        /// The RSA key: modulus, public exponent, private exponent, big endian.
        var key: [[UInt8]]
    }

    package let path: String
    private let lock: Int32

    /// Makes the directory where it is missing, and takes it for this process.
    package init(path: String) throws(StateError) {
        self.path = path
        for folder in [path, path + "/uploads", path + "/documents"] {
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
                throw .system(call: "mkdir", path: folder, errno: errno)
            }
        }
        lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .system(call: "open", path: path + "/lock", errno: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .inUse(path: path)
        }
    }

    /// A process that is just being started may have a copy of the descriptor, and would keep the lock until it is.
    deinit {
        flock(lock, LOCK_UN)
        close(lock)
    }

    var journal: String { path + "/state.journal" }
    var uploads: String { path + "/uploads" }
    var documents: String { path + "/documents" }
    private var serverFile: String { path + "/server.json" }

    func server() throws(StateError) -> Server? {
        guard access(serverFile, F_OK) == 0 else { return nil }
        let bytes = try FileBytes.read(serverFile)
        do {
            return try JSON.decode(from: bytes)
        } catch {
            throw .damaged(path: serverFile, line: 1, why: error.summary)
        }
    }

    func save(_ server: Server) throws(StateError) {
        // Numbers only: encoding them cannot fail.
        guard let bytes = try? JSON.encode(server) else { return }
        try FileBytes.replace(serverFile, by: bytes)
    }

    /// In the directory, or where that has too long a name for a socket, in one of its own.
    var socket: String {
        let near = path + "/control.sock"
        guard near.utf8.count > 107 || !near.hasPrefix("/") else { return near }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "/tmp/telegram-emulator-\(geteuid())-\(String(hash, radix: 16))/control.sock"
    }

    func folder(of document: DocumentID) -> String { "\(documents)/\(document.rawValue)" }
}

/// Folders as the emulator needs them.
enum Folder {
    static func names(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// A folder of files only.
    static func remove(_ path: String) {
        for name in names(path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}
