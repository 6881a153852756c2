// SPDX-License-Identifier: MIT

import ControlSocket
import DataPlane
import Filesystem
import FilesystemModel
import FuseAdapter

extension LiveVolume {
    package func encryption(path: [UInt8]) async throws(Failure) -> EncryptionReport {
        await session.writeBack()
        do throws(FSError) {
            let sums = try await volume.encryption(of: path)
            return EncryptionReport(
                path: RawPath(bytes: path), policy: .init(sums.policy), sealedBytes: sums.sealedBytes,
                plainBytes: sums.plainBytes, leftoverPlainBytes: sums.leftoverPlainBytes,
                apply: sums.rewriting.map { .init($0) })
        } catch {
            throw Failure(error, about: Self.shown(path))
        }
    }

    /// What programs have written so far is written under the policy of before.
    package func setEncryption(_ policy: EncryptionReport.Policy, path: [UInt8]) async throws(Failure) {
        await session.writeBack()
        do throws(FSError) {
            try await volume.setPolicy(policy == .on ? .sealed : .plain, below: path)
        } catch {
            throw Failure(error, about: Self.shown(path))
        }
    }

    package func applyEncryption(path: [UInt8]) async throws(Failure) -> InodeNumber {
        await session.writeBack()
        do { return try await volume.applyPolicy(of: path) } catch { throw Failure(error, about: Self.shown(path)) }
    }

    package func applying(_ inode: InodeNumber) async throws(Failure) -> EncryptionReport.Applying? {
        do { return try await volume.rewriting(inode).map { .init($0) } } catch {
            throw Failure(error, about: "inode \(inode)")
        }
    }
}

extension EncryptionReport.Policy {
    fileprivate init(_ policy: ContentPolicy) {
        self =
            switch policy {
            case .sealed: .on
            case .plain: .off
            }
    }
}

extension EncryptionReport.Applying {
    fileprivate init(_ progress: RewriteProgress) {
        var reason: String?
        let state: State =
            switch progress.state {
            case .waiting: .waiting
            case .rewriting: .rewriting
            case .removing: .removing
            case .stuck: .stuck
            }
        if case .stuck(let why) = progress.state { reason = why }
        self.init(
            state: state, movedBytes: progress.movedBytes, segmentsLeft: UInt64(progress.segmentsLeft),
            bytesLeft: progress.bytesLeft, reason: reason)
    }
}
