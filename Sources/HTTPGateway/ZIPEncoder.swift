// SPDX-License-Identifier: MIT

import FilesystemModel

/// The structures of a ZIP that is written in one go (APPNOTE 6.3.10). Files are stored, not deflated: what people share is
/// mostly compressed, and a stored file costs no time.
///
///     local header | bytes | data descriptor      for each file; for a folder the header alone
///     central header                              for each
///     [ZIP64 end | ZIP64 locator] | end
///
/// A CRC is known only behind the bytes, so it stands in the data descriptor (bit 3); sizes are known before and stand in the
/// local header as well, so that a reader can go through the stream. ZIP64 is used where a number needs it, and nowhere else.
struct ZIPEncoder: Sendable {
    struct File: Sendable {
        /// As it is to stand in the ZIP: UTF-8, `/` between folders, and at the end of a folder.
        var path: String
        var size: UInt64
        var modified: Timestamp
        var isFolder: Bool { path.hasSuffix("/") }
    }

    private static let localSignature: UInt32 = 0x0403_4B50
    private static let descriptorSignature: UInt32 = 0x0807_4B50
    private static let centralSignature: UInt32 = 0x0201_4B50
    private static let end64Signature: UInt32 = 0x0606_4B50
    private static let locator64Signature: UInt32 = 0x0706_4B50
    private static let endSignature: UInt32 = 0x0605_4B50
    /// UTF-8 names, and a data descriptor for files.
    private static let flagUTF8: UInt16 = 1 << 11
    private static let flagDescriptor: UInt16 = 1 << 3

    /// Where the next byte goes.
    private(set) var offset: UInt64 = 0
    /// What stands at the end: the only thing that grows with the number of files.
    private var central = ByteWriter()
    private var count: UInt64 = 0
    private var current: (file: File, offset: UInt64)?

    /// The longest path that a header can say.
    static let pathBytesMax = Int(UInt16.max)

    /// The header of a file, whose bytes follow, or of a folder. Of at most `pathBytesMax`.
    mutating func begin(_ file: File) -> [UInt8] {
        precondition(current == nil, "the file before has ended")
        precondition(file.path.utf8.count <= Self.pathBytesMax, "a path that no header can say")
        let needs64 = file.size >= UInt64(UInt32.max)
        var writer = ByteWriter()
        writer.write(Self.localSignature)
        writer.write(Self.version(needs64))
        writer.write(Self.flags(file))
        writer.write(UInt16(0))
        writer.write(Self.time(file.modified))
        writer.write(UInt32(0))
        writer.write(needs64 ? .max : UInt32(file.size))
        writer.write(needs64 ? .max : UInt32(file.size))
        writer.write(UInt16(file.path.utf8.count))
        var extra = Self.timestamp(file.modified)
        if needs64 { extra += Self.extra64([file.size, file.size]) }
        writer.write(UInt16(extra.count))
        writer.write(bytes: file.path.utf8)
        writer.write(bytes: extra)
        current = (file, offset)
        offset += UInt64(writer.bytes.count)
        if file.isFolder { finish(crc: 0) }
        return writer.bytes
    }

    /// Behind the last byte of a file.
    mutating func end(crc: UInt32) -> [UInt8] {
        guard let file = current?.file else { preconditionFailure("no file was begun") }
        offset += file.size
        var writer = ByteWriter()
        writer.write(Self.descriptorSignature)
        writer.write(crc)
        if file.size >= UInt64(UInt32.max) {
            writer.write(file.size)
            writer.write(file.size)
        } else {
            writer.write(UInt32(file.size))
            writer.write(UInt32(file.size))
        }
        offset += UInt64(writer.bytes.count)
        finish(crc: crc)
        return writer.bytes
    }

    /// The list of contents and the end.
    func finished() -> [UInt8] {
        precondition(current == nil, "the last file has ended")
        let size = UInt64(central.bytes.count)
        let needs64 = count >= UInt64(UInt16.max) || offset >= UInt64(UInt32.max) || size >= UInt64(UInt32.max)
        var writer = ByteWriter(reserving: central.bytes.count + 128)
        writer.write(bytes: central.bytes)
        if needs64 {
            writer.write(Self.end64Signature)
            writer.write(UInt64(44))
            writer.write(Self.madeBy)
            writer.write(Self.version(true))
            writer.write(UInt32(0))
            writer.write(UInt32(0))
            for number in [count, count, size, offset] { writer.write(number) }
            writer.write(Self.locator64Signature)
            writer.write(UInt32(0))
            writer.write(offset + size)
            writer.write(UInt32(1))
        }
        writer.write(Self.endSignature)
        writer.write(UInt32(0))
        for _ in 0..<2 { writer.write(needs64 ? .max : UInt16(count)) }
        writer.write(needs64 ? .max : UInt32(size))
        writer.write(needs64 ? .max : UInt32(offset))
        writer.write(UInt16(0))
        return writer.bytes
    }

    private mutating func finish(crc: UInt32) {
        guard let (file, start) = current else { return }
        current = nil
        count += 1
        let sizeNeeds64 = file.size >= UInt64(UInt32.max)
        let offsetNeeds64 = start >= UInt64(UInt32.max)
        var numbers: [UInt64] = sizeNeeds64 ? [file.size, file.size] : []
        if offsetNeeds64 { numbers.append(start) }
        var extra = Self.timestamp(file.modified)
        if !numbers.isEmpty { extra += Self.extra64(numbers) }
        central.write(Self.centralSignature)
        central.write(Self.madeBy)
        central.write(Self.version(!numbers.isEmpty))
        central.write(Self.flags(file))
        central.write(UInt16(0))
        central.write(Self.time(file.modified))
        central.write(crc)
        central.write(sizeNeeds64 ? .max : UInt32(file.size))
        central.write(sizeNeeds64 ? .max : UInt32(file.size))
        central.write(UInt16(file.path.utf8.count))
        central.write(UInt16(extra.count))
        // Comment, disk, internal attributes.
        for _ in 0..<3 { central.write(UInt16(0)) }
        // The mode of Unix above, the folder bit of DOS below.
        central.write(file.isFolder ? UInt32(0o40755) << 16 | 0x10 : UInt32(0o100644) << 16)
        central.write(offsetNeeds64 ? .max : UInt32(start))
        central.write(bytes: file.path.utf8)
        central.write(bytes: extra)
    }

    /// Unix, version 4.5.
    private static let madeBy: UInt16 = 3 << 8 | 45

    private static func version(_ needs64: Bool) -> UInt16 { needs64 ? 45 : 20 }

    private static func flags(_ file: File) -> UInt16 { file.isFolder ? flagUTF8 : flagUTF8 | flagDescriptor }

    private static func extra64(_ numbers: [UInt64]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(UInt16(1))
        writer.write(UInt16(numbers.count * 8))
        for number in numbers { writer.write(number) }
        return writer.bytes
    }

    /// Info-ZIP's extended timestamp: UTC to the second, where 32 bits hold it.
    private static func timestamp(_ time: Timestamp) -> [UInt8] {
        guard let seconds = Int32(exactly: time.seconds) else { return [] }
        var writer = ByteWriter()
        writer.write(UInt16(0x5455))
        writer.write(UInt16(5))
        writer.write(UInt8(1))
        writer.write(seconds)
        return writer.bytes
    }

    /// MS-DOS: 1980 to 2107, to two seconds, in UTC since nobody knows the reader's zone.
    private static func time(_ time: Timestamp) -> UInt32 {
        let seconds = min(max(time.seconds, 315_532_800), 4_354_819_198)
        let date = CivilDate(daysSince1970: seconds / 86_400)
        let second = UInt32(seconds % 86_400)
        let day = UInt32(date.year - 1980) << 9 | UInt32(date.month) << 5 | UInt32(date.day)
        let clock = (second / 3600) << 11 | (second / 60 % 60) << 5 | (second % 60) / 2
        return day << 16 | clock
    }
}

extension ZIPEncoder {
    /// A name that is the same file on every system: bytes that are no UTF-8 as `%FF`, and nothing that a careless program
    /// takes for a way out of its folder.
    static func safeName(_ name: FileName) -> String {
        guard let text = String(validating: name.bytes, as: UTF8.self) else {
            return name.bytes.map {
                (0x20..<0x7F).contains($0) && $0 != 0x5C ? String(UnicodeScalar($0)) : PercentCoding.text([$0])
            }
            .joined()
        }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\\" || $0.value < 0x20 ? "_" : $0 }))
    }
}
