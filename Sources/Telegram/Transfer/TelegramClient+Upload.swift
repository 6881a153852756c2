// SPDX-License-Identifier: MIT

import MTProto
import TL

/// Where the bytes of an upload come from. May be read in any order, and again.
package struct UploadSource: Sendable {
    package let bytes: Int64
    package let read: @Sendable (Range<Int64>) throws -> [UInt8]

    package init(bytes: Int64, read: @escaping @Sendable (Range<Int64>) throws -> [UInt8]) {
        self.bytes = bytes
        self.read = read
    }
}

/// Parts that Telegram holds for some hours, until a message names them.
struct UploadedFile: Sendable {
    let id: Int64
    let parts: Int32
    let isBig: Bool

    func input(name: String) -> API.InputFile {
        isBig
            ? .inputFileBig(API.InputFileBig(id: id, parts: parts, name: name))
            : .inputFile(API.InputFileValue(id: id, parts: parts, name: name, md5Checksum: ""))
    }
}

extension TelegramClient {
    /// All parts, in parallel, over the connections for files. `progress` counts bytes that Telegram has.
    func upload(
        _ source: UploadSource, progress: @escaping @Sendable (Int64) -> Void
    ) async throws(TelegramError) -> UploadedFile {
        guard let parts = FileRanges.partCount(source.bytes) else {
            throw .tooLarge(bytes: source.bytes, limit: FileRanges.partsMax * Int64(FileRanges.partBytes))
        }
        var random = SystemRandomBytes()
        let file = UploadedFile(
            id: random.int64(), parts: parts, isBig: source.bytes > FileRanges.smallFileBytesMax)
        try await upload(Array(0..<parts), of: file, source, progress)
        return file
    }

    func upload(
        _ parts: [Int32], of file: UploadedFile, _ source: UploadSource, _ progress: @escaping @Sendable (Int64) -> Void
    ) async throws(TelegramError) {
        let atOnce = configuration.limits.transfersMax
        let result = await withTaskGroup(of: Result<Int64, TelegramError>.self) { group in
            var waiting = parts[...]
            var sent: Int64 = 0
            // As many tasks as could ever be let through; the gate decides how many are.
            for part in waiting.prefix(atOnce) { group.addTask { await self.uploadPart(part, of: file, source) } }
            waiting = waiting.dropFirst(atOnce)
            var failure: TelegramError?
            for await result in group {
                switch result {
                case .success(let bytes):
                    sent += bytes
                    progress(sent)
                    if failure == nil, let next = waiting.popFirst() {
                        group.addTask { await self.uploadPart(next, of: file, source) }
                    }
                case .failure(let error):
                    if failure == nil { failure = error }
                    group.cancelAll()
                }
            }
            return failure
        }
        if let result { throw result }
    }

    nonisolated private func uploadPart(
        _ part: Int32, of file: UploadedFile, _ source: UploadSource
    ) async -> Result<Int64, TelegramError> {
        do throws(TelegramError) {
            let range = FileRanges.part(part, of: source.bytes)
            try await transferring(.up) { () async throws(TelegramError) in
                let bytes: [UInt8]
                do { bytes = try source.read(range) } catch { throw TelegramError.source("\(error)") }
                guard bytes.count == range.count else { throw TelegramError.source("fewer bytes than there were") }
                let link = try await self.transferLink(self.homeDataCentre)
                let done: Bool
                do throws(TelegramError) {
                    done =
                        file.isBig
                        ? try await self.call(
                            Function.UploadSaveBigFilePart(
                                fileID: file.id, filePart: part, fileTotalParts: file.parts, bytes: bytes), on: link)
                        : try await self.call(
                            Function.UploadSaveFilePart(fileID: file.id, filePart: part, bytes: bytes), on: link)
                } catch {
                    // Parts that the old home has are asked for again by the new one.
                    guard case .refused(let failure, _) = error,
                        case .migrate(.user, let other) = RPCMeaning(failure)
                    else { throw error }
                    try await self.move(to: other, from: link)
                    throw TelegramError.unreachable("the account moves to data centre \(other)")
                }
                guard done else { throw TelegramError.unreachable("the server did not take part \(part)") }
            }
            return .success(Int64(range.count))
        } catch {
            return .failure(error)
        }
    }

    /// One part through the gate; waits that Telegram demands are waited out here, for the parts that it has would be
    /// lost with the transfer. Meanwhile no other part goes the same way: coming early makes Telegram demand more.
    nonisolated func transferring<Value: Sendable>(
        _ direction: TransferGate.Direction, _ body: @Sendable () async throws(TelegramError) -> Value
    ) async throws(TelegramError) -> Value {
        var lost = 0
        while true {
            while let pause = window.pause(of: direction) { try await Self.sleep(pause) }
            do throws(TelegramError) {
                return try await window.pass(direction, body)
            } catch {
                switch error {
                case .wait(let wait) where .seconds(wait.seconds) <= configuration.limits.transferWaitMax:
                    window.pause(direction, for: .seconds(wait.seconds))
                case .unreachable where lost < 2:
                    lost += 1
                default: throw error
                }
            }
        }
    }
}
