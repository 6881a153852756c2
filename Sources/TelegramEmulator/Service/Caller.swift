// SPDX-License-Identifier: MIT

import TL

/// Who calls a method, and from where.
struct Caller: Sendable {
    var key: KeyID
    var session: Int64
    var center: DataCenterID
    var layer: TLLayer
}

/// What a method answers, and what others have to be told about it.
struct Reply: Sendable {
    var value: any TLWritable
    var changes: [ChannelChange] = []

    init(_ value: any TLWritable, _ changes: [ChannelChange] = []) {
        self.value = value
        self.changes = changes
    }
}
