// SPDX-License-Identifier: MIT

import Glibc
import TOMLKit

/// `NAME.toml`: which store a volume is in, and how it is mounted where the command line says nothing else.
///
/// Its keys are the names of the mount options, and `store`, `volume_id`, `segment_size`, `encrypt`, `account`.
package struct ConfigurationFile: Hashable, Sendable {
    package var store: StoreAddress
    package var volumeID: String?
    package var segmentSize: ByteCount?
    /// The policy of the root directory at `format`.
    package var encrypts: Bool
    package var account: String?
    package var options: MountOptions

    package init(
        store: StoreAddress, volumeID: String? = nil, segmentSize: ByteCount? = nil, encrypts: Bool = true,
        account: String? = nil, options: MountOptions = MountOptions()
    ) {
        self.store = store
        self.volumeID = volumeID
        self.segmentSize = segmentSize
        self.encrypts = encrypts
        self.account = account
        self.options = options
    }

    /// Reads the configuration of `name`. `noSuchVolume` where there is none.
    package static func read(_ name: VolumeName, in places: Places) throws(Failure) -> ConfigurationFile {
        let path = places.configurationFile(of: name)
        do {
            return try ConfigurationFile(parsing: readText(path), path: path)
        } catch  where error.code == .noSuchPath {
            throw Failure(
                .noSuchVolume, "There is no volume \(name)",
                hint: "Make one: gramfs format \(name) --store dir:PATH; or bring one back: gramfs recover \(name)")
        }
    }

    /// The account that its store is in; nil where that is none.
    package func accountInUse() throws(Failure) -> AccountName? {
        switch store {
        case .directory: nil
        case .telegram: try AccountName(parsing: account)
        }
    }

    package init(parsing text: String, path: String) throws(Failure) {
        let table = try Self.table(parsing: text, path: path)
        guard let store = table["store"] else {
            throw Failure(
                .configuration, "\(path) names no store", hint: "Add a line such as store = \"dir:/srv/store\"")
        }
        do {
            self.init(store: try StoreAddress(parsing: Self.text("store", store)))
            for key in table.keys.sorted() {
                if let value = table[key] { try apply(key, value) }
            }
        } catch {
            throw Failure(.configuration, "\(path): \(error.message)", hint: error.hint)
        }
    }

    /// Of a file of plain lines, which every configuration of ours is.
    static func table(parsing text: String, path: String) throws(Failure) -> TOMLTable {
        try requirePlainLines(text, path)
        do {
            return try TOMLTable(string: text)
        } catch {
            let line = (error as? TOMLParseError).map { ":\($0.source.begin.line): \($0.description)" } ?? ": \(error)"
            throw Failure(.configuration, "\(path)\(line)", hint: "Mend that line; values with letters need quotes")
        }
    }

    /// Every line that says something is `key = value` with a plain key and a value of one line: nothing else has a
    /// meaning here, and the TOML parser ends the process over some malformed dotted keys.
    private static func requirePlainLines(_ text: String, _ path: String) throws(Failure) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let parts = line.drop(while: \.isWhitespace).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, !first.isEmpty, !first.hasPrefix("#") else { continue }
            let key = first.reversed().drop { $0 == " " || $0 == "\t" }
            let value = parts.count == 2 ? parts[1].drop { $0 == " " || $0 == "\t" } : ""
            let isPlain =
                !key.isEmpty && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
            let isOneLine = !["[", "{", "\"\"\"", "'''"].contains { value.hasPrefix($0) }
            guard isPlain, !value.isEmpty, isOneLine else {
                throw Failure(
                    .configuration, "\(path):\(index + 1): not of the form key = value: \(line.prefix(64))",
                    hint: "Mend that line; values with letters need quotes")
            }
        }
    }

    private mutating func apply(_ key: String, _ value: any TOMLValueConvertible) throws(Failure) {
        switch key {
        case "store": break
        case "volume_id": volumeID = try Self.text(key, value)
        case "account": account = try Self.text(key, value)
        case "encrypt": encrypts = try Self.flag(key, value)
        case "segment_size":
            guard let size = ByteCount(try Self.text(key, value)) else {
                throw Failure(.configuration, "segment_size is no size", hint: "Write for example \"64M\"")
            }
            segmentSize = size
        default:
            if MountOptions.flags.contains(key) {
                if try Self.flag(key, value) { try options.apply(key, nil) }
            } else {
                guard MountOptions.valued.contains(key) else {
                    throw Failure(.configuration, "there is no key \(key)", hint: "Take the line out or mend its name")
                }
                try options.apply(key, Self.text(key, value))
            }
        }
    }

    static func text(_ key: String, _ value: any TOMLValueConvertible) throws(Failure) -> String {
        if let text = value.string { return text }
        if let number = value.int { return "\(number)" }
        throw Failure(.configuration, "\(key) is neither text nor a number")
    }

    private static func flag(_ key: String, _ value: any TOMLValueConvertible) throws(Failure) -> Bool {
        guard let flag = value.bool else {
            throw Failure(.configuration, "\(key) is neither true nor false", hint: "Write \(key) = true")
        }
        return flag
    }
}

extension ConfigurationFile {
    /// As a person would have written it. Parses back to the same.
    package var text: String {
        var lines = ["# gramfs: which store this volume is in, and how it is mounted."]
        lines.append("store = \(Self.quoted(store.description))")
        if let volumeID { lines.append("volume_id = \(Self.quoted(volumeID))") }
        if let account { lines.append("account = \(Self.quoted(account))") }
        if let segmentSize { lines.append("segment_size = \(Self.quoted(segmentSize.description))") }
        if !encrypts { lines.append("encrypt = false") }
        return (lines + optionLines).joined(separator: "\n") + "\n"
    }

    private var optionLines: [String] {
        let standard = MountOptions()
        var lines: [String] = []
        if options.allowsOthers { lines.append("allow_other = true") }
        if options.isReadOnly { lines.append("ro = true") }
        if options.accessTimes == .relative { lines.append("relatime = true") }
        if !options.hasXattrs { lines.append("noxattr = true") }
        lines += options.kernelFlags.map { "\($0) = true" }
        let valued: [(String, String?)] = [
            ("cache_size", options.cacheSize?.description), ("min_free", options.minFree?.description),
            ("dirty_max", options.dirtyMax?.description), ("upload_after", options.uploadAfter?.description),
            ("upload_budget", options.uploadBudget == standard.uploadBudget ? nil : options.uploadBudget.description),
            ("enospc_after", options.enospcAfter == standard.enospcAfter ? nil : options.enospcAfter.description),
            ("read_timeout", options.readTimeout == standard.readTimeout ? nil : options.readTimeout.description),
            ("passphrase_file", options.passphraseFile),
        ]
        return lines + valued.compactMap { key, value in value.map { "\(key) = \(Self.quoted($0))" } }
    }

    /// Durable when this returns; the old text or the new is there at every moment. Refuses to replace a file unless told.
    package func write(_ name: VolumeName, in places: Places, replacing: Bool) throws(Failure) {
        let path = places.configurationFile(of: name)
        if !replacing, access(path, F_OK) == 0 {
            throw Failure(
                .exists, "There is a volume \(name) already: \(path)",
                hint: "Take another name, or move that file and \(places.stateDirectory(of: name)) away")
        }
        try Places.make(places.configuration)
        try replaceFile(path, with: Array(text.utf8))
    }

    /// A basic string of TOML 1.0.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
