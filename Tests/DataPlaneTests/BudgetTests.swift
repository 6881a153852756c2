// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import SeededRandom
import Testing

/// Whatever happens and however the clock jumps: at most `burst` and an hour's allowance for each hour, at most `perDay`
/// a day, and what was promised for a time is there at that time.
@Suite struct MessageBudgetTests {
    private let start = Timestamp(seconds: 1_700_000_000, nanoseconds: 500_000_000)

    private func time(_ seconds: Int64, _ nanoseconds: UInt32 = 500_000_000) -> Timestamp {
        Timestamp(seconds: start.seconds + seconds, nanoseconds: nanoseconds)
    }

    @Test func aDayOfAChatteringDesktopStaysWithinTheAllowance() {
        var budget = MessageBudget(.standard, now: start)
        var spentAt: [Int64] = []
        // A browser that writes its state every few seconds: a segment would be due every 5 s, all day and all night.
        for second in stride(from: Int64(0), to: 2 * 86_400, by: 5) where budget.spendIfThere(now: time(second)) {
            spentAt.append(second)
        }
        for day in 0..<2 as Range<Int64> {
            let spent = spentAt.count { (day * 86_400..<(day + 1) * 86_400).contains($0) }
            #expect(spent <= 1000 && spent >= 900)
        }
        for hour in 0..<48 as Range<Int64> {
            #expect(spentAt.count { (hour * 3600..<(hour + 1) * 3600).contains($0) } <= 90)
        }
    }

    @Test func anIdleHourEarnsItsAllowanceAndNoMoreThanTheBurst() {
        var budget = MessageBudget(.init(burst: 3, perHour: 60, perDay: 1000), now: start)
        for _ in 0..<3 { #expect(budget.spendIfThere(now: start) == true) }
        #expect(budget.spendIfThere(now: start) == false)
        #expect(budget.spendIfThere(now: time(59)) == false)
        #expect(budget.spendIfThere(now: time(60)) == true)
        #expect(budget.spendIfThere(now: time(61)) == false)
        for _ in 0..<3 { #expect(budget.spendIfThere(now: time(36_000)) == true) }
        #expect(budget.spendIfThere(now: time(36_000)) == false)
    }

    @Test func manyShortStepsEarnAsMuchAsOneLongOne() {
        var budget = MessageBudget(.init(burst: 1, perHour: 60, perDay: 1000), now: start)
        #expect(budget.spendIfThere(now: start) == true)
        var spent = 0
        for step in 0..<6000 as Range<Int64> {
            let tenths = step + 5
            let now = Timestamp(
                seconds: start.seconds + tenths / 10, nanoseconds: UInt32(tenths % 10) * 100_000_000)
            if budget.spendIfThere(now: now) { spent += 1 }
        }
        #expect((9...10).contains(spent))
    }

    @Test func theNextMessageIsThereWhenItWasPromised() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<200 {
            let allowance = MessageBudget.Allowance(
                burst: Int.random(in: 1..<5, using: &random), perHour: Int.random(in: 1..<100, using: &random),
                perDay: Int.random(in: 1..<50, using: &random))
            var budget = MessageBudget(allowance, now: start)
            var now = start
            for _ in 0..<40 {
                if random.chance(10) { budget.spend(now: now) }
                guard let next = budget.nextMessage(now: now) else {
                    #expect(budget.spendIfThere(now: now) == true)
                    continue
                }
                #expect(next > now)
                #expect(budget.spendIfThere(now: now) == false)
                now = next
                // A day that ends gives the day's messages back, not those of the hour.
                if let still = budget.nextMessage(now: now) { now = still }
                #expect(budget.spendIfThere(now: now) == true)
            }
        }
    }

    @Test func aClockThatIsSetBackEarnsNothing() {
        var budget = MessageBudget(.init(burst: 5, perHour: 60, perDay: 10), now: start)
        for _ in 0..<5 { #expect(budget.spendIfThere(now: start) == true) }
        #expect(budget.spendIfThere(now: time(-100_000)) == false)
        #expect(budget.spendIfThere(now: time(-100_000)) == false)
        var spent = 5
        for second in 0..<3600 as Range<Int64> where budget.spendIfThere(now: time(-100_000 + second)) { spent += 1 }
        #expect(spent == 10)
    }

    @Test func whatCannotWaitGoesIntoBoundedDebt() {
        var budget = MessageBudget(.init(burst: 2, perHour: 60, perDay: 1000), now: start)
        for _ in 0..<50 { budget.spend(now: start) }
        #expect(budget.spendIfThere(now: time(179)) == false)
        #expect(budget.spendIfThere(now: time(181)) == true)
    }

    @Test func severalAtOnceAreThereWhenTheyWerePromised() {
        var budget = MessageBudget(.init(burst: 5, perHour: 60, perDay: 10), now: start)
        #expect(budget.nextMessage(now: start, count: 5) == nil)
        #expect(budget.nextMessage(now: start, count: 50) == nil, "more than there ever are at once")
        for _ in 0..<3 { budget.spend(now: start) }
        #expect(budget.nextMessage(now: start, count: 2) == nil)
        #expect(budget.nextMessage(now: start, count: 4) == time(120))
        #expect(budget.nextMessage(now: time(120), count: 4) == nil)
        for _ in 0..<4 { budget.spend(now: time(120)) }
        // Three are left of the day.
        #expect(budget.nextMessage(now: time(4000), count: 3) == nil)
        #expect(budget.nextMessage(now: time(4000), count: 4) == time(86_400))
    }

    @Test func whatWasSpentIsSpentAlsoAfterARestart() throws {
        let allowance = MessageBudget.Allowance(burst: 5, perHour: 60, perDay: 10)
        var budget = MessageBudget(allowance, now: start)
        for _ in 0..<9 { budget.spend(now: start) }
        let again = try #require(MessageBudget(allowance, encoded: budget.encoded))
        #expect(again == budget)
        let smaller = try #require(
            MessageBudget(
                .init(burst: 2, perHour: 60, perDay: 10), encoded: MessageBudget(allowance, now: start).encoded))
        #expect(smaller == MessageBudget(.init(burst: 2, perHour: 60, perDay: 10), now: start))
        #expect(MessageBudget(allowance, encoded: []) == nil)
        #expect(MessageBudget(allowance, encoded: [UInt8](repeating: 0xff, count: budget.encoded.count)) == nil)
    }

    @Test func noAllowanceByTheHourIsNoTrap() {
        var budget = MessageBudget(.init(burst: 1, perHour: 0, perDay: 10), now: start)
        #expect(budget.spendIfThere(now: start) == true)
        #expect(budget.nextMessage(now: start).map { $0 > start } ?? false)
    }
}

/// A segment waits for more, but neither after the last write nor after the first longer than it may.
@Suite struct SealPolicyTests {
    private let zero = ContinuousClock.now

    @Test func itIsDueAfterTheLastWriteOrWithinTheFirst() {
        let policy = SealPolicy(after: .seconds(5), within: .seconds(60))
        #expect(!policy.isDue(first: zero, last: zero, now: zero + .milliseconds(4999)))
        #expect(policy.isDue(first: zero, last: zero, now: zero + .seconds(5)))
        #expect(!policy.isDue(first: zero, last: zero + .seconds(55), now: zero + .seconds(59)))
        #expect(policy.isDue(first: zero, last: zero + .seconds(59), now: zero + .seconds(60)))
    }

    @Test func aContradictionIsResolvedTowardsWaiting() {
        #expect(SealPolicy(after: .seconds(9), within: .seconds(1)).within == .seconds(9))
    }
}

/// Costs stay within the bound; the least recently used goes first; nothing is lost that fits.
@Suite struct RecencyCacheTests {
    @Test func itAgreesWithAListInOrderOfUse() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        var cache = RecencyCache<Int, Int>(costMax: 100)
        // The least recently used first.
        var naive: [(key: Int, value: Int, cost: Int)] = []
        for step in 0..<5000 {
            let key = Int.random(in: 0..<30, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                let cost = Int.random(in: 0..<(random.chance(5) ? 150 : 20), using: &random)
                cache.insert(step, for: key, cost: cost)
                naive.removeAll { $0.key == key }
                guard cost <= 100 else { break }
                while naive.reduce(0, { $0 + $1.cost }) + cost > 100 { naive.removeFirst() }
                naive.append((key, step, cost))
            case 2, 3:
                let found = naive.firstIndex { $0.key == key }
                #expect(cache.value(for: key) == found.map { naive[$0].value })
                if let found { naive.append(naive.remove(at: found)) }
            default:
                cache.removeValue(for: key)
                naive.removeAll { $0.key == key }
            }
            #expect(cache.count == naive.count && cache.cost == naive.reduce(0) { $0 + $1.cost })
        }
    }
}

extension MessageBudget {
    /// As a segment that can wait is sealed: only where the next message may go now.
    fileprivate mutating func spendIfThere(now: Timestamp) -> Bool {
        guard nextMessage(now: now) == nil else { return false }
        spend(now: now)
        return true
    }
}
