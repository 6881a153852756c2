// SPDX-License-Identifier: MIT

/// What a `Range` header asks for (RFC 9110, section 14).
enum ByteRange: Equatable, Sendable {
    /// No header, one that cannot be read, or several ranges at once, which would need a body of many parts: all of it.
    case all
    case part(Range<UInt64>)
    case unsatisfiable

    init(_ header: String?, size: UInt64) {
        self = .all
        guard let header, header.lowercased().hasPrefix("bytes=") else { return }
        let parts = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.trimmingSpaces }
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) })
        else { return }
        // A number that overflows lies behind every file.
        let first = parts[0].isEmpty ? nil : UInt64(parts[0]) ?? .max
        let last = parts[1].isEmpty ? nil : UInt64(parts[1]) ?? .max
        switch (first, last) {
        case (nil, nil): return
        case (nil, let count?):
            self = count == 0 || size == 0 ? .unsatisfiable : .part(size - min(count, size)..<size)
        case (let first?, let last):
            if let last, last < first { return }
            self =
                first >= size
                ? .unsatisfiable : .part(first..<min(size, (last ?? .max) < .max ? (last ?? 0) + 1 : size))
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var rest = self[...]
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return rest
    }
}
