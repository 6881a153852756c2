// SPDX-License-Identifier: MIT

/// The faults that are waiting or going on. A value without clock: whoever owns it says what time it is.
package struct FaultTable: Sendable {
    private struct Armed: Sendable {
        var fault: Fault
        /// When a condition began; nil while `after` still counts down.
        var since: Int64?
    }

    private var armed: [Armed] = []
    private var nextID: Int64 = 1

    package init() {}

    package var faults: [Fault] { armed.map(\.fault) }

    package mutating func add(_ fault: Fault, now: Int64) -> Fault {
        var fault = fault
        fault.id = nextID
        nextID += 1
        armed.append(Armed(fault: fault, since: fault.isCondition && fault.after == 0 ? now : nil))
        return fault
    }

    /// Returns how many there were.
    package mutating func clear(_ id: Int64?) -> Int {
        let before = armed.count
        armed.removeAll { id == nil || $0.fault.id == id }
        return before - armed.count
    }

    /// The faults that hit this request, each used up by one.
    package mutating func take(for request: RequestFacts, now: Int64) -> [Fault] {
        expire(now: now)
        var hits: [Fault] = []
        for index in armed.indices where Self.matches(armed[index].fault, request) && armed[index].since == nil {
            if armed[index].fault.after > 0 {
                armed[index].fault.after -= 1
                if armed[index].fault.isCondition, armed[index].fault.after == 0 { armed[index].since = now }
            } else {
                hits.append(armed[index].fault)
                armed[index].fault.count -= 1
            }
        }
        armed.removeAll { $0.fault.count <= 0 }
        return hits
    }

    private static func matches(_ fault: Fault, _ request: RequestFacts) -> Bool {
        if let method = fault.method, method != request.method { return false }
        if let chat = fault.chat, ChannelID(chat: chat) != request.chat { return false }
        guard let center = fault.center else { return true }
        // A request at the place that it would be sent to has nowhere to go.
        return fault.kind == .migrate ? center != request.center.rawValue : center == request.center.rawValue
    }

    // MARK: Conditions

    package mutating func clockSkew(now: Int64) -> Int64 {
        condition(.clockSkew, at: nil, now: now).map { Int64($0.seconds ?? 3600) } ?? 0
    }

    package mutating func isUnreachable(_ center: DataCenterID, now: Int64) -> Bool {
        condition(.unreachable, at: center, now: now) != nil
    }

    /// Bytes a second, where they are bounded.
    package mutating func bandwidth(_ center: DataCenterID, now: Int64) -> Int? {
        condition(.bandwidth, at: center, now: now).map { $0.bytes ?? 1 << 20 }
    }

    private mutating func condition(_ kind: Fault.Kind, at center: DataCenterID?, now: Int64) -> Fault? {
        guard armed.contains(where: { $0.fault.kind == kind }) else { return nil }
        expire(now: now)
        return armed.first { armed in
            armed.fault.kind == kind && armed.since != nil
                && (center == nil || armed.fault.center == nil || armed.fault.center == center?.rawValue)
        }?.fault
    }

    private mutating func expire(now: Int64) {
        armed.removeAll { armed in
            guard armed.fault.kind != .clockSkew, let since = armed.since, let seconds = armed.fault.seconds else {
                return false
            }
            return since + Int64(seconds) <= now
        }
    }
}
