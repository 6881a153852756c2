// SPDX-License-Identifier: MIT

import TL

extension ClientSession {
    /// A container grows to this; what is larger alone is sent alone, so that its bytes are not copied once more.
    private static var containerBytesMax: Int { 1 << 17 }
    private static var containersRemembered: Int { 256 }

    /// What goes into one packet.
    private struct Batch {
        var messages: [SessionMessage] = []
        var bytes = 0
        var hasCopies = false
    }

    /// Everything that can go out now, in packets, in order. They must reach the socket in this order.
    package mutating func flush(now: SessionTime) -> [[UInt8]] {
        guard isConnected else { return [] }
        var packets: [[UInt8]] = []
        var batch = Batch()
        for message in takeCopies() {
            add(message, to: &batch, &packets, now)
            batch.hasCopies = true
        }
        let pending = notices
        notices.removeAll()
        for notice in pending {
            let message = number(notice.body, notice.isContentRelated, now)
            if let messageIDs = notice.stateRequestFor { stateRequests[message.id] = messageIDs }
            add(message, to: &batch, &packets, now)
        }
        let waiting = queue
        queue.removeAll()
        for id in waiting {
            if let message = send(id, now) { add(message, to: &batch, &packets, now) }
        }
        if !batch.messages.isEmpty || areAcknowledgementsDue(now) {
            takeAcknowledgements(into: &batch, now)
            seal(&batch, &packets, now)
        }
        return packets
    }

    private mutating func add(
        _ message: SessionMessage, to batch: inout Batch, _ packets: inout [[UInt8]], _ now: SessionTime
    ) {
        let isFull = batch.bytes + message.body.count > Self.containerBytesMax || batch.messages.count >= 1000
        if isFull, !batch.messages.isEmpty { seal(&batch, &packets, now) }
        batch.messages.append(message)
        batch.bytes += message.body.count
    }

    /// Queries whose message goes out once more under its old id, oldest first.
    private mutating func takeCopies() -> [SessionMessage] {
        defer { copies.removeAll() }
        return copies.compactMap { queries[$0]?.sent }.sorted { $0.id < $1.id }
    }

    private func areAcknowledgementsDue(_ now: SessionTime) -> Bool {
        if acknowledgements.count > SessionTiming.acknowledgementsMax { return true }
        return acknowledgementsDue.map { now >= $0 } ?? false
    }

    private mutating func takeAcknowledgements(into batch: inout Batch, _ now: SessionTime) {
        guard !acknowledgements.isEmpty else { return }
        let part = acknowledgements.prefix(SessionTiming.statesAtOnce)
        batch.messages.append(number(TLWriter.encode(Service.MsgsAck(msgIDs: Array(part))), false, now))
        acknowledgements.removeFirst(part.count)
        acknowledgementsDue = acknowledgements.isEmpty ? nil : now
    }

    private mutating func send(_ id: QueryID, _ now: SessionTime) -> SessionMessage? {
        guard let query = queries[id] else { return nil }
        let message = number(isInitialised ? query.body : preface + query.body, true, now)
        owners[message.id] = id
        queries[id]?.isPrefaced = !isInitialised
        queries[id]?.sent = message
        queries[id]?.messageIDs.append(message.id)
        queries[id]?.checkDue = now + SessionTiming.check(0)
        return message
    }

    private mutating func number(_ body: [UInt8], _ isContentRelated: Bool, _ now: SessionTime) -> SessionMessage {
        let sequence = contentCount &* 2 | (isContentRelated ? 1 : 0)
        if isContentRelated { contentCount &+= 1 }
        return SessionMessage(id: ids.next(now: now), sequence: sequence, body: body)
    }

    /// One message goes as it is, several in a container. Copies of older messages always do: alone, their ids would be
    /// out of order.
    private mutating func seal(_ batch: inout Batch, _ packets: inout [[UInt8]], _ now: SessionTime) {
        defer { batch = Batch() }
        let messages = batch.messages
        if messages.count == 1, !batch.hasCopies { return packets.append(seal(messages[0])) }
        let container = number(MessageContainer.encode(messages), false, now)
        containers.append((container.id, messages.map(\.id)))
        if containers.count > Self.containersRemembered { containers.removeFirst() }
        packets.append(seal(container))
    }

    private mutating func seal(_ message: SessionMessage) -> [UInt8] {
        EncryptedMessage.seal(
            salt: salt, sessionID: sessionID, id: message.id, sequence: message.sequence, body: message.body, key: key,
            direction: .toServer, random: &random
        ).packet
    }
}
