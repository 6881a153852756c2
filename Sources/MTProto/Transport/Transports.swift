// SPDX-License-Identifier: MIT

/// The client's end of a connection: payloads to bytes and back.
package struct ClientTransport: Sendable {
    /// What goes out first.
    package let opening: [UInt8]
    private var encoder: FrameEncoder
    private var decoder: FrameDecoder
    private let obfuscation: Obfuscation?

    /// Obfuscated, `full` becomes `paddedIntermediate`: it has no obfuscated form.
    package init(_ kind: FrameKind, isObfuscated: Bool, dataCentre: Int16 = 0, random: inout some RandomBytes) {
        let kind = isObfuscated && kind == .full ? .paddedIntermediate : kind
        obfuscation = isObfuscated ? Obfuscation.open(kind, dataCentre: dataCentre, random: &random) : nil
        opening = obfuscation?.opening ?? kind.opening
        encoder = FrameEncoder(kind)
        decoder = FrameDecoder(kind, role: .client)
    }

    package mutating func encode(_ payload: [UInt8], padding: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = []
        encoder.append(payload, to: &bytes, padding: padding)
        obfuscation?.upward.apply(&bytes)
        return bytes
    }

    /// The same in the caller's own memory: head, payload and tail, in a row, go through `obfuscate`. In order.
    package mutating func frame(_ payload: [UInt8], padding: [UInt8]) -> (head: [UInt8], tail: [UInt8]) {
        encoder.frame(payload, padding: padding)
    }

    package func obfuscate(_ bytes: UnsafeMutableRawBufferPointer) { obfuscation?.upward.apply(bytes) }

    package mutating func feed(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { feed($0) }
    }

    package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        decoder.feed(bytes, through: obfuscation?.downward)
    }

    package mutating func next() throws(FrameError) -> Frame? { try decoder.next() }
}

/// The server's end: finds out from the first bytes which of the transports the client speaks.
package struct ServerTransport: Sendable {
    private enum State {
        case opening([UInt8])
        case open(FrameEncoder, FrameDecoder, Obfuscation?)
    }

    private var state = State.opening([])

    package init() {}

    /// Nil until the opening is there.
    package var kind: FrameKind? {
        if case .open(let encoder, _, _) = state { encoder.kind } else { nil }
    }

    package var isObfuscated: Bool {
        if case .open(_, _, .some) = state { true } else { false }
    }

    package mutating func feed(_ bytes: [UInt8]) throws(FrameError) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(FrameError) in try feed(bytes) }
        }
        try result.get()
    }

    package mutating func feed(_ bytes: UnsafeRawBufferPointer) throws(FrameError) {
        switch state {
        case .opening(let before):
            let all = before + bytes
            state = .opening(all)
            try open(all)
        case .open(let encoder, var decoder, let obfuscation):
            // Out of the enum while it changes: two references would copy what it holds.
            state = .opening([])
            decoder.feed(bytes, through: obfuscation?.upward)
            state = .open(encoder, decoder, obfuscation)
        }
    }

    package mutating func next() throws(FrameError) -> Frame? {
        guard case .open(let encoder, var decoder, let obfuscation) = state else { return nil }
        state = .opening([])
        defer { state = .open(encoder, decoder, obfuscation) }
        return try decoder.next()
    }

    package mutating func encode(_ payload: [UInt8], padding: [UInt8] = []) -> [UInt8] {
        encode { $0.append(payload, to: &$1, padding: padding) }
    }

    /// As `ClientTransport.frame`.
    package mutating func frame(_ payload: [UInt8], padding: [UInt8]) -> (head: [UInt8], tail: [UInt8]) {
        guard case .open(var encoder, let decoder, let obfuscation) = state else { return ([], []) }
        let frame = encoder.frame(payload, padding: padding)
        state = .open(encoder, decoder, obfuscation)
        return frame
    }

    package func obfuscate(_ bytes: UnsafeMutableRawBufferPointer) {
        if case .open(_, _, let obfuscation) = state { obfuscation?.downward.apply(bytes) }
    }

    package mutating func encode(error: Int32) -> [UInt8] {
        encode { $0.append(error: error, to: &$1) }
    }

    package mutating func encode(quickAck token: UInt32) -> [UInt8] {
        encode { $0.append(quickAck: token, to: &$1) }
    }

    private mutating func encode(_ body: (inout FrameEncoder, inout [UInt8]) -> Void) -> [UInt8] {
        guard case .open(var encoder, let decoder, let obfuscation) = state else { return [] }
        var bytes: [UInt8] = []
        body(&encoder, &bytes)
        obfuscation?.downward.apply(&bytes)
        state = .open(encoder, decoder, obfuscation)
        return bytes
    }

    private mutating func open(_ bytes: [UInt8]) throws(FrameError) {
        guard let first = bytes.first else { return }
        if first == 0xEF { return try start(.abridged, nil, bytes[1...]) }
        guard bytes.count >= 4 else { return }
        let head = Array(bytes[..<4])
        if head == FrameKind.intermediate.opening { return try start(.intermediate, nil, bytes[4...]) }
        if head == FrameKind.paddedIntermediate.opening { return try start(.paddedIntermediate, nil, bytes[4...]) }
        if ["GET ", "POST", "HEAD", "OPTI"].contains(where: { Array($0.utf8) == head }) {
            throw .unknownOpening(http: true)
        }
        guard bytes.count >= 8 else { return }
        // A first counter of zero, which no obfuscated opening has.
        if bytes[4..<8].allSatisfy({ $0 == 0 }) { return try start(.full, nil, bytes[...]) }
        guard bytes.count >= Obfuscation.openingBytes else { return }
        guard let obfuscation = Obfuscation.accept(Array(bytes[..<Obfuscation.openingBytes])) else {
            throw .unknownOpening(http: false)
        }
        try start(obfuscation.kind, obfuscation, bytes[Obfuscation.openingBytes...])
    }

    private mutating func start(
        _ kind: FrameKind, _ obfuscation: Obfuscation?, _ rest: ArraySlice<UInt8>
    ) throws(FrameError) {
        state = .open(FrameEncoder(kind), FrameDecoder(kind, role: .server), obfuscation)
        if !rest.isEmpty { try feed(Array(rest)) }
    }
}

extension ClientTransport {
    /// Whether frames carry random bytes behind their payload.
    package var isPadded: Bool { encoder.kind == .paddedIntermediate }
}
