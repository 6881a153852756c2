// SPDX-License-Identifier: MIT

import ObjectStorage

/// The name of an object's file: `NAME.SEQUENCE`, the sequence in 16 hexadecimal digits; also its reference.
///
/// The sequence is in the name because the name is what one `rename` makes durable as a whole. An order kept beside the
/// objects (a journal) would be a second truth to repair after a crash, and an order taken from the file's times or
/// inode number would not survive a copy of the store to another disk.
struct ObjectFileName: Hashable {
    let name: ObjectName
    let sequence: UInt64

    init(name: ObjectName, sequence: UInt64) {
        self.name = name
        self.sequence = sequence
    }

    /// Nil for anything else, so that no reference leads out of the store.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 16, let name = ObjectName(String(parts[0])),
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let sequence = UInt64(parts[1], radix: 16)
        else { return nil }
        self.init(name: name, sequence: sequence)
    }

    init?(_ reference: ObjectReference) {
        guard let text = String(validating: reference.bytes, as: UTF8.self) else { return nil }
        self.init(text)
    }

    var text: String {
        let digits = String(sequence, radix: 16)
        return name.description + "." + String(repeating: "0", count: 16 - digits.count) + digits
    }

    var reference: ObjectReference { ObjectReference(bytes: Array(text.utf8)) }
}

extension ObjectName {
    /// The directory of `objects/` that it is in: 256 of them keep each short.
    var directory: String { String(description.prefix(2)) }

    /// Whether names are in such a directory; others are somebody else's (`lost+found`).
    static func isDirectory(_ text: String) -> Bool {
        text.utf8.count == 2 && ObjectName(String(repeating: text, count: 16)) != nil
    }
}
