// SPDX-License-Identifier: MIT

import ArgumentParser
import CLinux
import ControlSocket
import Glibc
import Logging
import TelegramEmulator
import UnixSignals

struct Serve: AsyncParsableCommand {
    enum Limits: String, ExpressibleByArgument, CaseIterable {
        case real
        case off
    }

    static let configuration = CommandConfiguration(
        abstract: "Serve until SIGTERM or SIGINT.",
        discussion: """
            Ports, keys and everything else are kept below the state directory: a restart on the same directory goes on \
            where the last one ended. When the server answers, the ready file holds {dcs:[{id,host,port}], \
            rsa_public_key_pem, bot_api_url, control_socket}; gramfs takes that file as GRAMFS_TELEGRAM_SERVERS.
            """)

    @Option(help: ArgumentHelp("Where everything is kept. It is made where it is missing.", valueName: "dir"))
    var state: String

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var listen = "127.0.0.1"

    @Option(help: ArgumentHelp("How many data centres there are, at most 5.", valueName: "n"))
    var dcs = 3

    @Option(help: "Whether too many requests are answered by FLOOD_WAIT: real or off.")
    var limits = Limits.real

    @Option(name: .customLong("ready-file"), help: ArgumentHelp("Written when the server answers.", valueName: "file"))
    var readyFile: String?

    @Flag(name: .shortAndLong, help: "Log every connection that is given up, and why.")
    var verbose = false

    func validate() throws {
        guard (1...5).contains(dcs) else { throw ValidationError("--dcs is 1 to 5") }
    }

    func run() async throws {
        let level: Logger.Level = verbose ? .debug : .info
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let configuration = EmulatorConfiguration(
            state: absolutePath(state), host: listen, centers: dcs, hasRateLimits: limits == .real)
        do {
            try await serve(configuration)
        } catch let error as StateError {
            throw Complaint(error.message)
        } catch let error as SocketError {
            throw Complaint("The control socket cannot be used: \(error)")
        }
    }

    private func serve(_ configuration: EmulatorConfiguration) async throws {
        // Parts and answers of half a mebibyte and more come and go: without this each costs its page faults anew.
        mallopt(M_MMAP_THRESHOLD, 8 << 20)
        mallopt(M_TRIM_THRESHOLD, 64 << 20)
        // Listening to them replaces their default, which is to end at once.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let emulator = try await Emulator.start(configuration)
        if let readyFile { try emulator.ready.write(to: absolutePath(readyFile)) }
        let logger = Logger(label: "telegram-emulator")
        for center in emulator.ready.dcs {
            logger.info("DC \(center.id) answers", metadata: ["address": "\(center.host):\(center.port)"])
        }
        logger.info("Ready", metadata: ["control": "\(emulator.ready.controlSocket)"])
        for await signal in signals {
            logger.info("Ending", metadata: ["signal": "\(signal)"])
            break
        }
        try await emulator.stop()
    }
}

/// What the user reads on standard error.
struct Complaint: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension StateError {
    var message: String {
        switch self {
        case .system(let call, let path, let number): "\(path): \(call): \(String(cString: strerror(number)))"
        case .inUse(let path): "\(path): another emulator runs on this directory"
        case .damaged(let path, let line, let why): "\(path): line \(line) cannot be read: \(why)"
        }
    }
}

/// The working directory may be another one later.
func absolutePath(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return String(cString: here) + "/" + path
}
