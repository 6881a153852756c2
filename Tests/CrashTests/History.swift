// SPDX-License-Identifier: MIT

/// What a writer did to its directory, in order: enough of it to say which states a loss may leave behind, and to explain
/// one that it may not.
struct History {
    struct Step {
        let operation: TreeModel.Operation
        /// Whether its return said that it, and all before it, is kept.
        let isAcknowledged: Bool
    }

    /// The directory before `steps`.
    private var start = TreeModel()
    private var steps: [Step] = []
    /// How many of `steps` certainly happened.
    private var certain = 0
    /// Begun and not returned.
    var underWay: TreeModel.Operation?
    /// The directory after all `steps`.
    private(set) var current = TreeModel()

    /// Acknowledged steps that are kept for explanations.
    private static let keptMax = 24

    init() {}

    /// From what is seen now.
    init(from seen: TreeModel) {
        start = seen
        current = seen
    }

    /// Notes that an operation has returned.
    mutating func append(_ operation: TreeModel.Operation, isAcknowledged: Bool) {
        underWay = nil
        steps.append(Step(operation: operation, isAcknowledged: isAcknowledged))
        current.apply(operation)
        guard isAcknowledged else { return }
        certain = steps.count
        while certain > Self.keptMax {
            start.apply(steps.removeFirst().operation)
            certain -= 1
        }
    }

    private var operations: [TreeModel.Operation] { steps.map(\.operation) + (underWay.map { [$0] } ?? []) }

    /// Every version that a file can be of.
    var versions: [UInt64] {
        Array(Set(start.files.values.map(\.version)).union(operations.compactMap(\.version)))
    }

    /// Nil where a loss may leave `seen`: a state since the last acknowledged step, or one with the next operation half
    /// done. Otherwise what is wrong.
    func damage(of seen: TreeModel) -> String? {
        let matches = matches(of: seen)
        guard matches.allSatisfy({ $0 < certain }) else { return nil }
        return explanation(of: seen, lastMatch: matches.max())
    }

    /// After how many steps the directory was as `seen`, or was on its way there.
    private func matches(of seen: TreeModel) -> [Int] {
        let operations = operations
        var model = start
        return (0...operations.count).filter { index in
            defer { if index < operations.count { model.apply(operations[index]) } }
            return model == seen || index < operations.count && model.becomes(seen, during: operations[index])
        }
    }

    private func explanation(of seen: TreeModel, lastMatch: Int?) -> String {
        var lines = ["in none of the \(operations.count - certain + 1) states since its last acknowledged operation"]
        lines += differences(to: seen).map { "  \($0)" }
        if let lastMatch {
            let lost = steps[lastMatch..<certain].map(\.description).joined(separator: ", ")
            lines.append("  it is as it was before: \(lost)")
        }
        lines.append("  last acknowledged: \(steps[..<certain].suffix(8).map(\.description).joined(separator: ", "))")
        lines.append("  then: \(steps[certain...].map(\.description).joined(separator: ", "))")
        lines.append("  under way: \(underWay.map { "\($0)" } ?? "nothing")")
        return lines.joined(separator: "\n")
    }

    /// Each file that is in none of its own states, with these; where there is none, what the states differ in.
    private func differences(to seen: TreeModel) -> [String] {
        var models = [certainModel]
        for operation in operations[certain...] {
            var next = models[models.count - 1]
            next.apply(operation)
            models.append(next)
        }
        let names = Set(models.flatMap(\.files.keys)).union(seen.files.keys).sorted()
        let wrong = names.filter { name in !models.contains { TreeModel.File.isSame($0.files[name], seen.files[name]) }
        }
        guard wrong.isEmpty else { return wrong.map { Self.difference($0, models, seen) } }
        let last = models[models.count - 1]
        return ["each file is in a state of its own, together they are in none; against the last:"]
            + names.filter { !TreeModel.File.isSame(last.files[$0], seen.files[$0]) }
            .map { Self.difference($0, [last], seen) }
    }

    private var certainModel: TreeModel {
        var model = start
        for step in steps[..<certain] { model.apply(step.operation) }
        return model
    }

    private static func difference(_ name: String, _ models: [TreeModel], _ seen: TreeModel) -> String {
        var expected: [String] = []
        for model in models {
            let text = model.files[name].map { "\($0)" } ?? "nothing"
            if expected.last != text { expected.append(text) }
        }
        return "\(name): found \(seen.files[name].map { "\($0)" } ?? "nothing"), expected "
            + expected.joined(separator: " or ")
    }
}

extension History.Step: CustomStringConvertible {
    var description: String { "\(operation)\(isAcknowledged ? " (acknowledged)" : "")" }
}
