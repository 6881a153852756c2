// SPDX-License-Identifier: MIT

import TL

/// Salts that will be valid: with the next one at hand, no message has to be sent twice when the old one runs out.
struct FutureSalts: Sendable {
    static let requested: Int32 = 16
    private static let pause: Duration = .seconds(600)

    struct Salt: Hashable, Sendable {
        var since: Int32
        var until: Int32
        var salt: Int64
    }

    private var salts: [Salt] = []
    private var requestedAt: SessionTime?

    /// True at most every ten minutes, while few are left.
    mutating func isRequestDue(at time: SessionTime) -> Bool {
        guard salts.count < 2 else { return false }
        if let requestedAt, time - requestedAt < Self.pause { return false }
        requestedAt = time
        return true
    }

    /// The newest that is valid, once; those before it are forgotten.
    mutating func adopt(at time: SessionTime) -> Int64? {
        // A minute in, so that a small difference of clocks does not matter.
        let seconds = Int32(clamping: time.sinceEpoch.components.seconds - 60)
        guard let index = salts.lastIndex(where: { $0.since <= seconds && seconds < $0.until }) else { return nil }
        let salt = salts[index].salt
        salts.removeFirst(index + 1)
        return salt
    }

    /// `future_salts req_msg_id:long now:int salts:vector<future_salt>`, bare, after the constructor.
    mutating func read(_ reader: inout TLReader) throws(TLError) {
        _ = try reader.fixed(Int64.self)
        _ = try reader.fixed(Int32.self)
        let count = try reader.bareVectorCount(elementBytes: 16)
        guard count <= 64 else { throw .vectorTooLong(count: count) }
        var read: [Salt] = []
        for _ in 0..<count {
            let since = try reader.fixed(Int32.self)
            let until = try reader.fixed(Int32.self)
            read.append(Salt(since: since, until: until, salt: try reader.fixed(Int64.self)))
        }
        salts = read.sorted { $0.since < $1.since }
    }
}
