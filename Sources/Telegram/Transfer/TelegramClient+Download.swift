// SPDX-License-Identifier: MIT

import MTProto
import TL

/// Where the bytes of a document are, as its message says. `reference` expires; the rest stays.
package struct DocumentLocation: Hashable, Sendable {
    package let id: Int64
    package let accessHash: Int64
    package let reference: [UInt8]
    package let dataCentre: Int32
    package let bytes: Int64
    package let fileName: String?
}

extension TelegramClient {
    /// Exactly the bytes of `range`. Throws `fileReferenceExpired` when the message has to be fetched again.
    package func download(
        _ document: DocumentLocation, range: Range<Int64>
    ) async throws(TelegramError) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= document.bytes else {
            throw .notFound("the document has \(document.bytes) bytes")
        }
        let requests = FileRanges.requests(for: range)
        if requests.count == 1 { return Self.cut(try await fetch(requests[0], of: document).get(), requests[0], range) }
        let pieces = await withTaskGroup(of: (Int, Result<[UInt8], TelegramError>).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask { (index, await self.fetch(request, of: document)) }
            }
            var pieces = [Result<[UInt8], TelegramError>](repeating: .failure(.cancelled), count: requests.count)
            for await (index, piece) in group {
                pieces[index] = piece
                if case .failure = piece { group.cancelAll() }
            }
            return pieces
        }
        // The first cause, not the cancellations that it led to.
        for case .failure(let error) in pieces where error != .cancelled { throw error }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for (request, piece) in zip(requests, pieces) {
            bytes += Self.cut(try piece.get(), request, range)
        }
        return bytes
    }

    /// What a request brought, without what it brought only for its alignment.
    private static func cut(_ bytes: [UInt8], _ request: FileRanges.Request, _ range: Range<Int64>) -> [UInt8] {
        let lower = Int(max(range.lowerBound - request.offset, 0))
        let upper = Int(min(range.upperBound - request.offset, Int64(bytes.count)))
        return lower == 0 && upper == bytes.count ? bytes : Array(bytes[lower..<upper])
    }

    nonisolated private func fetch(
        _ request: FileRanges.Request, of document: DocumentLocation
    ) async -> Result<[UInt8], TelegramError> {
        do throws(TelegramError) {
            let bytes = try await transferring(.down) { () async throws(TelegramError) in
                try await self.fetchOnce(request, of: document)
            }
            let expected = min(Int64(request.limit), document.bytes - request.offset)
            guard bytes.count >= expected else {
                throw .notFound("the document ends after \(request.offset + Int64(bytes.count)) bytes")
            }
            return .success(bytes.count == expected ? bytes : Array(bytes[..<Int(expected)]))
        } catch {
            return .failure(error)
        }
    }

    nonisolated private func fetchOnce(
        _ request: FileRanges.Request, of document: DocumentLocation
    ) async throws(TelegramError) -> [UInt8] {
        let location = API.InputFileLocation.inputDocumentFileLocation(
            API.InputDocumentFileLocation(
                id: document.id, accessHash: document.accessHash, fileReference: document.reference, thumbSize: ""))
        let method = Function.UploadGetFile(
            precise: request.isPrecise, location: location, offset: request.offset, limit: request.limit)
        for _ in 0..<3 {
            let dataCentre = await centre(of: document)
            do throws(TelegramError) {
                let link = try await transferLink(dataCentre)
                switch try await call(method, on: link) {
                case .uploadFile(let file): return file.bytes
                case .uploadFileCdnRedirect: throw TelegramError.unsupported("a document on foreign servers (CDN)")
                }
            } catch {
                switch error {
                case .notLoggedIn where await dataCentre != homeDataCentre && !isLoggedOut:
                    // The login is carried there anew.
                    continue
                case .refused(let failure, _):
                    guard case .migrate(.file, let other) = RPCMeaning(failure) else { throw error }
                    await note(other, for: document)
                default: throw error
                }
            }
        }
        throw .unreachable("the document is sent from one data centre to the other")
    }

    private func centre(of document: DocumentLocation) -> Int32 {
        documentCentres[document.id] ?? document.dataCentre
    }

    private func note(_ dataCentre: Int32, for document: DocumentLocation) {
        if documentCentres.count >= 10_000 { documentCentres.removeAll() }
        documentCentres[document.id] = dataCentre
    }
}
