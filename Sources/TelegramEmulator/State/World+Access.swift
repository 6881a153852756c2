// SPDX-License-Identifier: MIT

import MTProto

/// What a client has to show to use what it saw: access hashes and file references, derived from the server's secret so
/// that they need no table.
extension World {
    enum HashKind: UInt8, Sendable {
        case user = 1
        case channel = 2
        case document = 3
    }

    /// Differs for each account; never 0.
    func accessHash(_ kind: HashKind, _ id: Int64, for viewer: UserID) -> Int64 {
        let hash = derive([kind.rawValue], id, viewer.rawValue)
        return hash == 0 ? 1 : hash
    }

    func derive(_ label: [UInt8], _ numbers: Int64...) -> Int64 {
        var bytes = settings.secret + label
        for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }
        return Digest.sha256(bytes).withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    }

    // MARK: File references
    //
    //     0  4  epoch, raised by `reference.expire_all`
    //     4  8  when it was given out
    //    12  8  what proves that it is ours
    //
    // All little endian.

    func reference(to document: DocumentID, now: Int64) -> [UInt8] {
        reference(to: document, epoch: settings.referenceEpoch, issued: now)
    }

    private func reference(to document: DocumentID, epoch: UInt32, issued: Int64) -> [UInt8] {
        let proof = derive([0x80], document.rawValue, Int64(epoch), issued)
        var bytes: [UInt8] = []
        withUnsafeBytes(of: epoch.littleEndian) { bytes += $0 }
        withUnsafeBytes(of: issued.littleEndian) { bytes += $0 }
        withUnsafeBytes(of: proof.littleEndian) { bytes += $0 }
        return bytes
    }

    func checkReference(_ bytes: [UInt8], to document: DocumentID, now: Int64) throws(Refusal) {
        guard !bytes.isEmpty else { throw .badRequest("FILE_REFERENCE_EMPTY") }
        guard bytes.count == 20 else { throw .badRequest("FILE_REFERENCE_INVALID") }
        let (epoch, issued) = bytes.withUnsafeBytes {
            ($0.loadUnaligned(as: UInt32.self), $0.loadUnaligned(fromByteOffset: 4, as: Int64.self))
        }
        guard bytes == reference(to: document, epoch: epoch, issued: issued) else {
            throw .badRequest("FILE_REFERENCE_INVALID")
        }
        guard epoch == settings.referenceEpoch, now - issued < EmulatorLimits.referenceSeconds else {
            throw .badRequest("FILE_REFERENCE_EXPIRED")
        }
    }

    /// A document as `viewer` may use it.
    func document(
        _ id: Int64, accessHash hash: Int64, reference: [UInt8], for viewer: UserID, now: Int64
    ) throws(Refusal) -> Document {
        guard let document = documents[DocumentID(rawValue: id)], hash == accessHash(.document, id, for: viewer) else {
            throw .badRequest("FILE_ID_INVALID")
        }
        try checkReference(reference, to: document.id, now: now)
        return document
    }
}
