// SPDX-License-Identifier: MIT

/// Which form of a type that changed is written. Reading needs no layer: both forms are accepted always.
package struct TLLayer: Hashable, Comparable, Sendable, RawRepresentable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// What this client declares.
    package static let declared = TLLayer(rawValue: 201)
    /// The first whose forms are the newest that the schema lists.
    package static let newest = TLLayer(rawValue: 229)

    package static func < (left: TLLayer, right: TLLayer) -> Bool { left.rawValue < right.rawValue }
}

/// Gathers values of the schema as bytes.
package struct TLWriter: Sendable {
    package private(set) var written: [UInt8]
    package let layer: TLLayer
    /// For a layer that the schema does not list, where a form of one that it lists differs by its constructor alone:
    /// what is written in place of what.
    private let replacements: [UInt32: UInt32]

    package init(layer: TLLayer = .declared, capacity: Int = 256, replacing replacements: [UInt32: UInt32] = [:]) {
        self.layer = layer
        self.replacements = replacements
        written = []
        written.reserveCapacity(capacity)
    }

    package static func encode(_ value: some TLWritable, layer: TLLayer = .declared) -> [UInt8] {
        var writer = TLWriter(layer: layer)
        value.write(to: &writer)
        return writer.written
    }

    package mutating func write(_ value: some TLWritable) {
        value.write(to: &self)
    }

    package mutating func constructor(_ id: UInt32) {
        fixed(replacements.isEmpty ? id : replacements[id] ?? id)
    }

    package mutating func word(_ value: UInt32) { fixed(value) }

    package mutating func fixed(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { written.append(contentsOf: $0) }
    }

    package mutating func raw(_ bytes: some Collection<UInt8>) {
        written.append(contentsOf: bytes)
    }

    /// `bytes` and `string`. At most 16,777,215 bytes: what is longer is a mistake of ours.
    package mutating func bytes(_ bytes: some Collection<UInt8>) {
        let count = bytes.count
        precondition(count < 1 << 24, "longer than the encoding can say")
        var prefix = 1
        if count < 254 {
            written.append(UInt8(count))
        } else {
            fixed(UInt32(count) << 8 | 254)
            prefix = 4
        }
        written.append(contentsOf: bytes)
        let padding = (4 - (prefix + count) & 3) & 3
        for _ in 0..<padding { written.append(0) }
    }

    package mutating func bytesVector(_ values: [[UInt8]]) {
        vectorHead(values.count)
        for value in values { bytes(value) }
    }

    package mutating func vectorHead(_ count: Int) {
        constructor(TLConstructor.vector)
        fixed(Int32(count))
    }
}
