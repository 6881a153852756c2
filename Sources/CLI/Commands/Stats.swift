// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon
import FilesystemModel

struct Stats: Command {
    static let configuration = CommandConfiguration(abstract: "Count files, bytes, objects and calls to the store.")

    @Argument(help: "A volume or a path inside of a mount.")
    var path: PathArgument?

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try context.resolve(path)
        let report = try await context.call(volume, .stats, PathParameters(path: volume.rawPath))
        try context.output.write(report, text: report.screen(now: SystemWallClock().now()))
        return .done
    }
}

extension StatsReport {
    func screen(now: Timestamp) -> String {
        var rows = [
            ("Files", "\(files)"),
            ("Directories", "\(directories)"),
            ("Size of files", text(bytes: logicalBytes)),
            ("In the store", "\(text(bytes: storedBytes)) in \(count(objects, "object"))"),
            ("Cached here", text(bytes: cachedBytes)),
            ("Only here", text(bytes: dirtyBytes)),
        ]
        if let compressionRatio { rows.append(("Compression", "\(Double(Int(compressionRatio * 100)) / 100) to 1")) }
        for (kind, number) in requests.sorted(by: { $0.key < $1.key }) { rows.append(("Calls: \(kind)", "\(number)")) }
        for wait in waits {
            let end = wait.until.map { " " + text(until: $0, now: now) } ?? ""
            rows.append(("Waiting", "\(wait.lane): \(wait.reason)\(end)"))
        }
        return table(rows)
    }
}
