// SPDX-License-Identifier: MIT

import Glibc

extension StoreDirectory {
    static let sequenceName = "sequence"

    /// Twenty digits hold any `UInt64`: the length never changes, so that one `pwrite` within a sector replaces it.
    static func sequenceText(_ sequence: UInt64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: 20 - digits.count) + digits + "\n"
    }

    /// A sequence above every one that was ever given out, durably taken. Called under the lock.
    ///
    /// The names of the objects alone would give a sequence again once the newest object is removed, and a listing that
    /// goes on after that object would never see the new one.
    func takeSequence() throws(SystemCallFailure) -> UInt64 {
        let file = try OpenFile(Self.sequenceName, in: base, O_RDWR | O_CREAT)
        let sequence = try lastSequence(in: file) + 1
        try file.write(Array(Self.sequenceText(sequence).utf8), at: 0)
        try file.synchronise()
        return sequence
    }

    /// What the file says; where it says nothing (a store that was copied in part), what the names say.
    private func lastSequence(in file: borrowing OpenFile) throws(SystemCallFailure) -> UInt64 {
        let text = String(decoding: try file.readAll(limit: 64), as: UTF8.self)
        if text.utf8.count == 21, text.hasSuffix("\n"), let sequence = UInt64(text.dropLast()) { return sequence }
        return try objectFiles().map(\.sequence).max() ?? 0
    }

    /// Raises the recorded sequence to that of the newest object: a store copied while it was in use may hold objects
    /// younger than its `sequence` file. Called under the lock, at opening.
    func raiseSequenceToObjects() throws(SystemCallFailure) {
        let newest = try objectFiles().map(\.sequence).max() ?? 0
        let file = try OpenFile(Self.sequenceName, in: base, O_RDWR | O_CREAT)
        guard try lastSequence(in: file) < newest else { return }
        try file.write(Array(Self.sequenceText(newest).utf8), at: 0)
        try file.synchronise()
    }
}
