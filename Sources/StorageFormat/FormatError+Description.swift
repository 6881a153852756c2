// SPDX-License-Identifier: MIT

/// One clause each, for logs and reports.
extension FormatError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated(let part): "\(part.rawValue): the bytes end too early"
        case .badMagic(let part): "\(part.rawValue): the bytes are something else"
        case .unsupportedVersion(let found, let supported): "format version \(found), supported is \(supported)"
        case .unsupportedFeatures(let part, let bits):
            "\(part.rawValue): written by a newer version (feature \(String(bits, radix: 16)))"
        case .authenticationFailed(let part): "\(part.rawValue): not what was written, or another key"
        case .wrongVolume(let found): "belongs to volume \(found)"
        case .wrongSegment(let found): "is segment \(found)"
        case .wrongEntry(let expected, let found): "entry \(found) in the place of entry \(expected)"
        case .wrongPassphrase: "no key slot opens with this passphrase"
        case .wrongRecoveryKey: "no key slot opens with this recovery key"
        case .recoveryKeyMistyped(let reason): "the recovery key is mistyped: \(reason)"
        case .malformed(let part, let reason): "\(part.rawValue): \(reason)"
        case .tooLarge(let part, let bytes, let limit): "\(part.rawValue): \(bytes) is more than \(limit)"
        case .segmentFull: "the segment is full"
        case .keySlotsFull: "every key slot is taken"
        case .library(let call): "\(call) failed in the system's library"
        }
    }
}
