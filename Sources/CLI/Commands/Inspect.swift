// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket
import Daemon

struct Inspect: Command {
    static let configuration = CommandConfiguration(abstract: "Show where the bytes of one file are.")

    @Argument(help: "A path inside of a mount.")
    var path: PathArgument

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let volume = try VolumeReference.resolve(path: path.bytes, mounts: .current())
        let parameters = PathParameters(path: RawPath(bytes: volume.path ?? []))
        let report = try await context.call(volume, .inspect, parameters)
        try context.output.write(report, text: report.screen(Style(for: 1)))
        return .done
    }
}

extension InspectReport {
    func screen(_ style: Style) -> String {
        let head = table([
            ("Path", "/" + path.text), ("Inode", "\(inode), \(kind), \(count(UInt64(links), "link"))"),
            ("Size", text(bytes: size)), ("State", state.rawValue + (position.map { ", at \($0)" } ?? "")),
        ])
        let lines = extents.map { extent in
            let place = "segment \(extent.segment) entry \(extent.entry), \(extent.state.rawValue)"
            let here = extent.cachedBytes > 0 ? ", \(text(bytes: extent.cachedBytes)) here" : ""
            return "  \(extent.start)..<\(extent.start + extent.length)  \(place)\(here)"
        }
        return ([style.strong(head)] + lines).joined(separator: "\n")
    }
}
