// SPDX-License-Identifier: MIT

import Foundation

extension Double {
    func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}

extension [Double] {
    var median: Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}

/// Medians, and the ratio to the passthrough with the span over the rounds.
struct Table {
    let results: Results
    let contenders: [String]

    private static let reference = "passthrough"

    var text: String {
        var header = ["work", "unit"] + contenders
        for name in rated { header += [rated.count > 1 ? "ratio \(name)" : "ratio", "rounds"] }
        let rows = Workload.all.compactMap(row)
        return aligned([header + ["floor", "aim", ""]] + rows)
    }

    private var rated: [String] { contenders.filter { $0 != Self.reference && $0 != "plain" } }

    private func row(_ workload: Workload) -> [String]? {
        guard contenders.contains(where: { !results.samples(workload, $0).isEmpty }) else { return nil }
        var cells = [workload.name, workload.unit.text]
        for name in contenders { cells.append(value(workload, name)) }
        for name in rated {
            let ratios = ratios(workload, name)
            cells.append(ratio(workload, name).text(2))
            cells.append("\((ratios.min() ?? .nan).text(2))-\((ratios.max() ?? .nan).text(2))")
        }
        let isBelow = rated.first.map { ratio(workload, $0) < workload.floor } ?? false
        let isAimed = rated.first.map { ratio(workload, $0) >= workload.aim } ?? false
        return cells + [workload.floor.text(1), workload.aim.text(1), isBelow ? "BELOW" : isAimed ? "aim" : ""]
    }

    private func value(_ workload: Workload, _ name: String) -> String {
        let samples = results.samples(workload, name)
        switch workload.unit {
        case .seconds: return samples.map(\.seconds).median.text(3)
        case .mebibytesPerSecond, .perSecond: return samples.map { $0.amount / $0.seconds }.median.text(0)
        }
    }

    private func ratio(_ workload: Workload, _ name: String) -> Double {
        results.samples(workload, Self.reference).map(\.seconds).median
            / results.samples(workload, name).map(\.seconds).median
    }

    private func ratios(_ workload: Workload, _ name: String) -> [Double] {
        zip(results.samples(workload, Self.reference), results.samples(workload, name)).map { $0.seconds / $1.seconds }
    }

    private func aligned(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column < 2 ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension Workload.Unit {
    fileprivate var text: String {
        switch self {
        case .mebibytesPerSecond: "MiB/s"
        case .perSecond: "/s"
        case .seconds: "s"
        }
    }
}
