// SPDX-License-Identifier: MIT

import FoundationEssentials

/// JSON as gramfs writes it everywhere: one line, keys in a stable order, slashes as they are.
package enum JSON {
    package static func encode(_ value: some Encodable) throws(EncodingError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .throw
        do {
            return try Array(encoder.encode(value))
        } catch let error as EncodingError {
            throw error
        } catch {
            throw .invalidValue(value, .init(codingPath: [], debugDescription: "\(error)"))
        }
    }

    /// Nesting is bounded here, size by whoever read the bytes.
    package static func decode<Value: Decodable>(
        _: Value.Type = Value.self, from bytes: [UInt8]
    ) throws(DecodingError) -> Value {
        guard !isNestedTooDeeply(bytes) else {
            throw .dataCorrupted(.init(codingPath: [], debugDescription: "it is nested more than \(nestingMax) deep"))
        }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw error
        } catch {
            throw .dataCorrupted(.init(codingPath: [], debugDescription: "\(error)"))
        }
    }

    /// Far more than any message has. The decoder's own bound is no protection: where 512 brackets are all that there is,
    /// it looks for the place of its error behind the end, and the process ends (swift-foundation 6.3.1).
    private static let nestingMax = 64

    private static func isNestedTooDeeply(_ bytes: [UInt8]) -> Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isInString: isEscaped = true
            case UInt8(ascii: "\""): isInString.toggle()
            case _ where isInString: break
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            if depth > nestingMax { return true }
        }
        return false
    }
}

/// A value that is written as `null` where there is none, instead of being left out: whoever reads a report with
/// `jq` finds every key that is promised.
@propertyWrapper
package struct ExplicitNull<Wrapped: Codable & Sendable>: Codable, Sendable {
    package var wrappedValue: Wrapped?

    package init(wrappedValue: Wrapped?) { self.wrappedValue = wrappedValue }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Wrapped.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

extension ExplicitNull: Equatable where Wrapped: Equatable {}
extension ExplicitNull: Hashable where Wrapped: Hashable {}

extension KeyedDecodingContainer {
    /// A missing key reads as null: an older peer may not know it.
    package func decode<Wrapped>(
        _ type: ExplicitNull<Wrapped>.Type, forKey key: Key
    ) throws -> ExplicitNull<Wrapped> {
        try decodeIfPresent(type, forKey: key) ?? ExplicitNull(wrappedValue: nil)
    }
}
