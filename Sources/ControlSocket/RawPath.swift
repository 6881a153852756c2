// SPDX-License-Identifier: MIT

import FoundationEssentials

/// A path in JSON. Linux names are bytes: one that is not UTF-8 stands as `path`, readable but not exact, and exactly as
/// `path_base64`.
///
/// It is meant to be encoded into the object that it belongs to, so its keys stand beside that object's own.
package struct RawPath: Hashable, Sendable {
    package var bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// With U+FFFD where the bytes are not UTF-8.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
    package var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }

    package enum CodingKeys: String, CodingKey {
        case path
        case exact = "path_base64"
    }
}

extension RawPath: Codable {
    package init(from decoder: any Decoder) throws {
        guard let path = try Self.decodeIfPresent(from: decoder) else {
            throw DecodingError.keyNotFound(
                CodingKeys.path, .init(codingPath: decoder.codingPath, debugDescription: "no path"))
        }
        self = path
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .path)
        if !isUTF8 { try container.encode(Data(bytes).base64EncodedString(), forKey: .exact) }
    }

    /// The path of an object that may have none. The exact bytes win over the readable ones.
    package static func decodeIfPresent(from decoder: any Decoder) throws -> RawPath? {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let exact = try container.decodeIfPresent(String.self, forKey: .exact) {
            guard let data = Data(base64Encoded: exact) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .exact, in: container, debugDescription: "not Base64")
            }
            return RawPath(bytes: Array(data))
        }
        return try container.decodeIfPresent(String.self, forKey: .path).map { RawPath($0) }
    }

    /// Writes the keys of `path`, `path` as null where there is none.
    package static func encode(_ path: RawPath?, to encoder: any Encoder) throws {
        if let path { return try path.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeNil(forKey: .path)
    }
}
