// SPDX-License-Identifier: MIT

/// Cuts frames out of what arrives, in pieces of any size. Holds at most one frame and one read.
package struct FrameDecoder: Sendable {
    package let kind: FrameKind
    private let role: PeerRole
    private let payloadBytesMax: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var counter: UInt32 = 0

    package init(_ kind: FrameKind, role: PeerRole, payloadBytesMax: Int = FrameLimits.payloadBytesMax) {
        self.kind = kind
        self.role = role
        self.payloadBytesMax = payloadBytesMax
    }

    package mutating func feed(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { feed($0) }
    }

    /// `cipher` turns them into what was framed, in their place here: they come by the MiB.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer, through cipher: CTR? = nil) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        }
        let end = buffer.count
        buffer.append(contentsOf: bytes)
        guard let cipher else { return }
        buffer.withUnsafeMutableBytes { cipher.apply(UnsafeMutableRawBufferPointer(rebasing: $0[end...])) }
    }

    package var bufferedBytes: Int { buffer.count - start }

    /// The next frame, nil until more bytes come. After an error nothing more can be read.
    package mutating func next() throws(FrameError) -> Frame? {
        let frame: Frame?
        switch kind {
        case .abridged: frame = try nextAbridged()
        case .intermediate: frame = try nextIntermediate()
        case .paddedIntermediate: frame = try nextPadded()
        case .full: frame = try nextFull()
        }
        if frame == nil { compact() }
        return frame
    }

    private mutating func nextAbridged() throws(FrameError) -> Frame? {
        guard let first = byte(0) else { return nil }
        if role == .client, first >= 0x80 {
            // A quick acknowledgement, last byte first.
            guard bufferedBytes >= 4 else { return nil }
            return .quickAck(word(take(4)).byteSwapped)
        }
        let words = Int(first & 0x7F)
        guard words == 0x7F else { return try payload(words * 4, prefix: 1, wantsQuickAck: first >= 0x80) }
        guard bufferedBytes >= 4 else { return nil }
        return try payload(Int(word(peek(4)) >> 8) * 4, prefix: 4, wantsQuickAck: first >= 0x80)
    }

    private mutating func nextIntermediate() throws(FrameError) -> Frame? {
        guard bufferedBytes >= 4 else { return nil }
        let head = word(peek(4))
        let isMarked = head & 0x8000_0000 != 0
        if role == .client, isMarked {
            _ = take(4)
            return .quickAck(head)
        }
        return try payload(Int(head & 0x7FFF_FFFF), prefix: 4, wantsQuickAck: isMarked)
    }

    private mutating func nextPadded() throws(FrameError) -> Frame? {
        guard bufferedBytes >= 4 else { return nil }
        let head = word(peek(4))
        let length = Int(head & 0x7FFF_FFFF)
        guard length <= payloadBytesMax + 15 else { throw .tooLong(bytes: length, limit: payloadBytesMax) }
        guard length >= 4 else { throw .badLength(length) }
        guard bufferedBytes >= 4 + length else { return nil }
        _ = take(4)
        let padded = Array(take(length))
        // The least message is 20 bytes and a body; what is shorter is an error or an acknowledgement.
        if length < 24 {
            let first = word(padded[..<4])
            if role == .client, first == .max, length >= 8 { return .quickAck(word(padded[4..<8])) }
            return try small(Array(padded[..<4]))
        }
        guard let count = Self.unpadded(padded) else { throw .badLength(length) }
        return .payload(Array(padded[..<count]), wantsQuickAck: head & 0x8000_0000 != 0)
    }

    /// Encrypted messages are 24 bytes and whole blocks; others say how long they are.
    private static func unpadded(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 24 else { return nil }
        if bytes[..<8].contains(where: { $0 != 0 }) { return bytes.count - (bytes.count - 24) % 16 }
        let length = Int(UInt64(littleEndianBytes: bytes[16..<20]))
        return length <= bytes.count - 20 ? 20 + length : nil
    }

    private mutating func nextFull() throws(FrameError) -> Frame? {
        guard bufferedBytes >= 4 else { return nil }
        let total = Int(word(peek(4)))
        guard total >= 16, total % 4 == 0 else { throw .badLength(total) }
        guard total - 12 <= payloadBytesMax else { throw .tooLong(bytes: total - 12, limit: payloadBytesMax) }
        guard bufferedBytes >= total else { return nil }
        let frame = take(total)
        let found = word(frame.dropFirst(4))
        guard checksum(frame.dropLast(4)) == word(frame.suffix(4)) else { throw .badChecksum }
        guard found == counter else { throw .badCounter(expected: counter, found: found) }
        counter &+= 1
        let payload = Array(frame.dropFirst(8).dropLast(4))
        return payload.count == 4 ? try small(payload) : .payload(payload, wantsQuickAck: false)
    }

    private mutating func payload(_ count: Int, prefix: Int, wantsQuickAck: Bool) throws(FrameError) -> Frame? {
        guard count <= payloadBytesMax else { throw .tooLong(bytes: count, limit: payloadBytesMax) }
        guard count >= 4, count % 4 == 0 else { throw .badLength(count) }
        guard bufferedBytes >= prefix + count else { return nil }
        _ = take(prefix)
        let payload = Array(take(count))
        return count == 4 ? try small(payload) : .payload(payload, wantsQuickAck: wantsQuickAck)
    }

    private func small(_ payload: [UInt8]) throws(FrameError) -> Frame {
        let code = Int32(bitPattern: word(payload[...]))
        guard role == .client, code < 0 else { throw .badLength(payload.count) }
        return .transportError(code)
    }

    private func byte(_ index: Int) -> UInt8? { start + index < buffer.count ? buffer[start + index] : nil }
    private func peek(_ count: Int) -> ArraySlice<UInt8> { buffer[start..<start + count] }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { start += count }
        return buffer[start..<start + count]
    }

    private func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
    }

    /// Moves what is left to the front, once it is the smaller part.
    private mutating func compact() {
        guard start > 0, start >= buffer.count / 2 else { return }
        buffer.removeSubrange(..<start)
        start = 0
    }
}
