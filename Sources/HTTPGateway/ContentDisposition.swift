// SPDX-License-Identifier: MIT

/// RFC 6266 with the names of RFC 8187: `attachment; filename="a_.txt"; filename*=UTF-8''a%C3%BC.txt`.
enum ContentDisposition {
    enum Kind: String {
        case attachment
        case inline
    }

    static func header(_ kind: Kind, name: [UInt8]) -> String {
        let plain = name.map { byte -> UInt8 in
            let isPlain = (0x20...0x7E).contains(byte) && !reserved.contains(byte)
            return isPlain ? byte : UInt8(ascii: "_")
        }
        var header = "\(kind.rawValue); filename=\"\(String(decoding: plain, as: UTF8.self))\""
        if plain != name { header += "; filename*=UTF-8''" + encoded(exact(name)) }
        return header
    }

    /// What quoting, paths or other systems would trip over; a percent sign some browsers decode.
    private static let reserved = Set("\"\\/%:*?<>|;".utf8)

    /// As it is, but for what would leave the folder that it is saved in; bytes that are no UTF-8 become U+FFFD.
    private static func exact(_ name: [UInt8]) -> String {
        let safe = name.map { byte -> UInt8 in
            let isControl = byte < 0x20 || byte == 0x7F
            return isControl || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") ? UInt8(ascii: "_") : byte
        }
        return String(decoding: safe, as: UTF8.self)
    }

    private static func encoded(_ text: String) -> String { PercentCoding.text(text.utf8) }
}
