// SPDX-License-Identifier: MIT

import FilesystemModel

/// How many messages the store may still be asked for without being asked too much: a token bucket with a daily limit.
///
/// Keeps an idle but chattering desktop from flooding the account. While it is spent, small segments are not sealed:
/// the open one goes on collecting. A value without a clock: time is handed in, and may jump.
package struct MessageBudget: Sendable, Equatable {
    package struct Allowance: Sendable, Equatable {
        package var burst: Int
        package var perHour: Int
        package var perDay: Int

        package init(burst: Int, perHour: Int, perDay: Int) {
            self.burst = burst
            self.perHour = perHour
            self.perDay = perDay
        }

        package static let standard = Allowance(burst: 30, perHour: 60, perDay: 1000)
    }

    private let allowance: Allowance
    private var tokens: Double
    private var refilled: Timestamp
    private var dayBegan: Timestamp
    private var spentToday = 0

    package init(_ allowance: Allowance, now: Timestamp) {
        self.allowance = allowance
        tokens = Double(allowance.burst)
        refilled = now
        dayBegan = now
    }

    // MARK: Over a restart

    /// A local note in the index: a volume that is mounted again has not earned anything by it.
    package static let setting = "messages.budget"

    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(tokens.bitPattern)
        for time in [refilled, dayBegan] {
            writer.write(time.seconds)
            writer.write(time.nanoseconds)
        }
        writer.write(Int64(spentToday))
        return writer.bytes
    }

    /// What was left when it was written. Nil where it cannot be read.
    package init?(_ allowance: Allowance, encoded: [UInt8]) {
        var reader = ByteReader(encoded)
        do throws(ByteReader.Failure) {
            let left = Double(bitPattern: try reader.read())
            let refilled = Timestamp(seconds: try reader.read(), nanoseconds: try reader.read())
            let dayBegan = Timestamp(seconds: try reader.read(), nanoseconds: try reader.read())
            let spent = try reader.read(Int64.self)
            try reader.expectEnd()
            let times = 0...Int64(1) << 40
            guard left.isFinite, spent >= 0, spent < 1 << 40,
                [refilled, dayBegan].allSatisfy({ times.contains($0.seconds) && $0.nanoseconds < 1_000_000_000 })
            else { return nil }
            self.allowance = allowance
            // The allowance may be another one by now.
            tokens = min(max(left, -Double(allowance.burst)), Double(allowance.burst))
            self.refilled = refilled
            self.dayBegan = dayBegan
            spentToday = Int(spent)
        } catch {
            return nil
        }
    }

    // MARK: Spending

    /// Takes one message, into debt where there is none left: a full segment and `sync` cannot wait.
    package mutating func spend(now: Timestamp) {
        refill(now: now)
        tokens = max(tokens - 1, -Double(allowance.burst))
        spentToday += 1
    }

    /// When the next message can be spent, or `count` of them at once; nil where that can be now. More than there can ever
    /// be at once are not waited for.
    package mutating func nextMessage(now: Timestamp, count: Int = 1) -> Timestamp? {
        refill(now: now)
        if spentToday + min(count, max(allowance.perDay, 1)) > allowance.perDay {
            return Timestamp(seconds: dayBegan.seconds + Self.daySeconds, nanoseconds: dayBegan.nanoseconds)
        }
        let wanted = Double(min(count, max(allowance.burst, 1)))
        guard tokens < wanted else { return nil }
        // Nothing is earned by the hour: the day's end is as good a time to look again as any.
        guard allowance.perHour > 0 else {
            return Timestamp(seconds: now.seconds + Self.daySeconds, nanoseconds: now.nanoseconds)
        }
        let seconds = (wanted - tokens) * 3600 / Double(allowance.perHour)
        return Timestamp(seconds: now.seconds + Int64(seconds.rounded(.up)), nanoseconds: now.nanoseconds)
    }

    private static let daySeconds: Int64 = 86_400

    private mutating func refill(now: Timestamp) {
        // A clock that was set back earns nothing and loses nothing.
        let passed = max(0, Double(now.seconds - refilled.seconds))
        if passed > 0 || now < refilled {
            tokens = min(Double(allowance.burst), tokens + passed * Double(allowance.perHour) / 3600)
            refilled = now
        }
        if now < dayBegan { dayBegan = now }
        if now.seconds - dayBegan.seconds >= Self.daySeconds {
            dayBegan = now
            spentToday = 0
        }
    }
}
