// SPDX-License-Identifier: MIT

import FilesystemModel

/// `encrypt apply`: what compaction does, for another reason.
///
/// To seal, every segment up to the moment of the order is emptied that holds readable bytes beyond those that files
/// may have readable, whosever they were; then it dies as any other. No round of ordinary compaction comes between:
/// it could carry readable bytes behind the bound.
extension SpaceKeeper {
    /// Takes an order on, or begins it anew. Durable when this returns.
    package func take(_ order: RewriteOrder) throws(FSError) {
        var orders = try loadedOrders().filter { $0.inode != order.inode }
        guard orders.count < RewriteOrder.countMax else {
            throw .invalidArgument("\(orders.count) other paths are being rewritten")
        }
        orders.append(order)
        try save(orders)
        giveUp(order.inode)
        standings[order.inode] = RewriteProgress(state: .waiting)
    }

    /// Gives up an order that another policy has come before.
    package func drop(_ inode: InodeNumber, unless policy: ContentPolicy) throws(FSError) {
        let orders = try loadedOrders()
        let left = orders.filter { $0.inode != inode || $0.policy == policy }
        guard left != orders else { return }
        try save(left)
        giveUp(inode)
        standings[inode] = nil
    }

    /// What is under way for an order that does not count any more, or begins anew, is not gone on with.
    private func giveUp(_ inode: InodeNumber) {
        if rewritten?.inode == inode { rewritten = nil }
        guard case .unsealing(let order, _) = phase, order.inode == inode else { return }
        phase = .watching
        unsealingsGivenUp += 1
    }

    /// Nil where nothing is to be rewritten for it, or no more.
    package func rewriting(_ inode: InodeNumber) throws(FSError) -> RewriteProgress? {
        guard try loadedOrders().contains(where: { $0.inode == inode }) else { return nil }
        return standings[inode] ?? RewriteProgress(state: .waiting)
    }

    package var hasOrders: Bool {
        get throws(FSError) { try nextOrder() != nil }
    }

    /// An order that was done; asked once.
    package func takeRewritten() -> RewriteOrder? {
        defer { rewritten = nil }
        return rewritten
    }

    /// `rewritten` was all of it.
    package func finish(_ order: RewriteOrder) throws(FSError) {
        try save(try loadedOrders().filter { $0 != order })
        standings[order.inode] = nil
    }

    // MARK: Steps

    /// The first that is not stuck.
    func nextOrder() throws(FSError) -> RewriteOrder? {
        try loadedOrders().first { order in
            if case .stuck = standings[order.inode]?.state { false } else { true }
        }
    }

    func advance(_ order: RewriteOrder) async throws(FSError) -> Step {
        switch order.policy {
        case .plain:
            stand(order, .rewriting)
            phase = .unsealing(order, Unsealing(below: order.inode))
            return .progressed
        case .sealed: return try await advanceSealing(order)
        }
    }

    private func advanceSealing(_ order: RewriteOrder) async throws(FSError) -> Step {
        guard await !publisher.isWaiting else { return .waiting }
        guard let bound = order.bound else {
            try begin(order)
            return .progressed
        }
        // A segment is removed only once everything before it is stored.
        guard progress.sequence.next >= bound else { return .waiting }
        let going = try plain.reclaimed(before: bound)
        let refused = await remover.refused
        if let refusal = going.compactMap({ refused[$0.sequence] }).first {
            stand(order, .stuck("the store keeps \(going.count) old objects: \(refusal)"))
            return .progressed
        }
        guard going.isEmpty else {
            stand(order, .removing, going)
            return .waiting
        }
        let left = try plain.leftovers(in: .stored, before: bound)
        guard !left.isEmpty else {
            rewritten = order
            return .progressed
        }
        let movable = left.filter { !unreadable.contains($0.sequence) }
        guard !movable.isEmpty else {
            stand(order, .stuck("\(left.count) segments have damaged bytes of files: see gramfs check"))
            return .progressed
        }
        stand(order, .rewriting, left)
        let round = Set(movable.prefix(Self.segmentsAtOnce).map(\.sequence))
        let live = Set(movable.filter { $0.isLive && round.contains($0.sequence) }.map(\.sequence))
        phase =
            live.isEmpty
            ? .awaitingCheckpoint(leaving: round)
            : .relocating(Relocation(victims: live, leaving: round, secret: try plain.secrets(in: live)))
        return .progressed
    }

    /// What one round moves at most before anything is freed: at the largest size, 1 GiB.
    private static let segmentsAtOnce = 16

    /// From here on nothing comes into the log that is not as the order wants it.
    private func begin(_ order: RewriteOrder) throws(FSError) {
        let bound = try log.locked { core throws(FSError) in
            try core.seal()
            return core.open.sequence
        }
        let begun = RewriteOrder(inode: order.inode, policy: order.policy, bound: bound)
        try save(try loadedOrders().map { $0 == order ? begun : $0 })
        stand(begun, .waiting)
    }

    func didUnseal(_ order: RewriteOrder, unreadable: Int) {
        guard unreadable == 0 else {
            return stand(order, .stuck("\(unreadable) segments have damaged bytes of files: see gramfs check"))
        }
        rewritten = order
    }

    /// Of the order under way, if it is one that moves.
    func noteMoved(_ bytes: UInt64) {
        guard let order = try? nextOrder() else { return }
        standings[order.inode]?.movedBytes += bytes
    }

    private func stand(_ order: RewriteOrder, _ state: RewriteProgress.State, _ left: [PlainLeftover] = []) {
        var standing = standings[order.inode] ?? RewriteProgress(state: state)
        standing.state = state
        standing.segmentsLeft = left.count
        standing.bytesLeft = left.reduce(0) { $0 + $1.bytes }
        standings[order.inode] = standing
    }

    // MARK: The list

    private func loadedOrders() throws(FSError) -> [RewriteOrder] {
        if let orders { return orders }
        let found = try log.locked { core throws(FSError) in
            try core.index.setting(RewriteOrder.setting).map { bytes throws(FSError) in try RewriteOrder.decode(bytes) }
        }
        orders = found ?? []
        return found ?? []
    }

    private func save(_ changed: [RewriteOrder]) throws(FSError) {
        try log.locked { core throws(FSError) in
            try core.index.setSetting(RewriteOrder.setting, changed.isEmpty ? nil : RewriteOrder.encode(changed))
        }
        try committer.commit(durably: true)
        orders = changed
    }
}
