// SPDX-License-Identifier: MIT

import FilesystemModel

/// What `gramfs encrypt apply` asked for and is not complete yet. Kept beside the index, so that the next mount goes on.
package struct RewriteOrder: Hashable, Sendable {
    package static let setting = "rewrite-orders"
    package static let countMax = 64

    /// A file, or the directory whose files are meant.
    package let inode: InodeNumber
    /// What the content of them is to be in every object.
    package let policy: ContentPolicy
    /// Segments before this one may hold what is to go; nil until everything from here on is as it should be.
    package var bound: SegmentSequence?

    package init(inode: InodeNumber, policy: ContentPolicy, bound: SegmentSequence? = nil) {
        self.inode = inode
        self.policy = policy
        self.bound = bound
    }

    /// `count varint | inode varint, policy u8, bound varint (0: none) | ...`
    static func encode(_ orders: [RewriteOrder]) -> [UInt8] {
        var writer = ByteWriter()
        writer.writeVarint(UInt64(orders.count))
        for order in orders {
            writer.writeVarint(order.inode.rawValue)
            writer.write(order.policy.rawValue)
            writer.writeVarint(order.bound?.rawValue ?? 0)
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(FSError) -> [RewriteOrder] {
        var reader = ByteReader(bytes)
        do {
            let count = try reader.readVarint()
            guard count <= UInt64(countMax) else { throw FSError.indexDamaged("\(count) orders to rewrite") }
            var orders: [RewriteOrder] = []
            for _ in 0..<count {
                let inode = InodeNumber(rawValue: try reader.readVarint())
                guard let policy = ContentPolicy(rawValue: try reader.read(UInt8.self)) else {
                    throw FSError.indexDamaged("an order to rewrite for an unknown policy")
                }
                let bound = try reader.readVarint()
                orders.append(
                    RewriteOrder(
                        inode: inode, policy: policy, bound: bound == 0 ? nil : SegmentSequence(rawValue: bound)))
            }
            try reader.expectEnd()
            return orders
        } catch {
            throw .indexDamaged("the orders to rewrite: \(error)")
        }
    }
}

/// How far an order is.
package struct RewriteProgress: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// For what was written before to be stored, or for its turn.
        case waiting
        case rewriting
        /// What is rewritten is stored; the old objects are on their way out.
        case removing
        /// Until the next mount, or until somebody asks again.
        case stuck(String)
    }

    package var state: State
    /// Since the mount, or since the order came.
    package var movedBytes: UInt64 = 0
    /// Objects that must go before it is complete, as they were counted last.
    package var segmentsLeft = 0
    /// Bytes in those that are readable and may not be.
    package var bytesLeft: UInt64 = 0
}
