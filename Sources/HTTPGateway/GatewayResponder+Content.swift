// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Bytes: a file or a range of it, and a folder as a ZIP. Each chunk goes out only while the share can be opened, and waits
/// for a reader who is slow.
extension GatewayResponder {
    func bytes(
        _ share: Share, _ path: SharePath, _ request: Request, _ address: String
    ) async throws(FSError) -> Response {
        let file = try content.file(share, path.names)
        let type = ContentType(name: file.name)
        var headers = contentHeaders(type.text, path.isDownload || !type.isInline ? .attachment : .inline, file.name)
        headers[.eTag] = file.validator.entityTag
        headers[.lastModified] = file.validator.lastModified
        headers[.acceptRanges] = "bytes"
        let given = request.headers
        switch file.validator.outcome(
            ifMatch: given[.ifMatch], ifUnmodifiedSince: given[.ifUnmodifiedSince],
            ifNoneMatch: given[.ifNoneMatch], ifModifiedSince: given[.ifModifiedSince])
        {
        case .proceed: break
        case .notModified:
            headers[.contentType] = nil
            headers[.contentDisposition] = nil
            return Response(status: .notModified, headers: headers)
        case .failed:
            return Response(status: .preconditionFailed, headers: .secure)
        }
        // Ranges are for GET (RFC 9110, section 14.2).
        let isRanged = request.method == .get && file.validator.allowsRange(ifRange: given[.ifRange])
        var range = 0..<file.size
        var status = HTTPResponse.Status.ok
        switch ByteRange(isRanged ? given[.range] : nil, size: file.size) {
        case .all: break
        case .part(let part):
            range = part
            status = .partialContent
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(file.size)"
            headers[.contentType] = nil
            headers[.contentDisposition] = nil
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
        headers[.contentLength] = "\(range.count)"
        guard request.method == .get else { return Response(status: status, headers: headers) }
        guard !range.isEmpty else {
            try ledger.count(share)
            noteDownload(share, address)
            return Response(status: status, headers: headers)
        }
        let stream = FileStream(
            open: try OpenContent(volume, file.inode), range: range, size: file.size,
            key: DownloadLedger.Key(share: share.id, inode: file.inode, tag: file.validator.tag), address: address)
        // Before the head: while the store is away, or where too much went out, the answer is another.
        let first = try await stream.open.read(
            at: range.lowerBound, stream.length(at: range.lowerBound, limits), patience: limits.firstByteTimeout)
        let hasCounted = try handOver(first, at: range.lowerBound, of: stream, share)
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: range.count) { writer in
                try await withTaskExecutorPreference(self.executor) {
                    try await self.send(stream, share, first, hasCounted: hasCounted, to: &writer)
                }
                try await writer.finish(nil)
            })
    }

    func zip(_ share: Share, _ path: SharePath, _ request: Request, _ address: String) async throws(FSError) -> Response
    {
        let folder = try content.resolve(share, path.names)
        guard share.kind == .folder, folder.kind == .directory else { throw .notFound }
        let name = path.names.last?.bytes ?? rootName(share)
        var headers = contentHeaders("application/zip", .attachment, name + Array(".zip".utf8))
        // It is made anew each time: another part may not fit.
        headers[.acceptRanges] = "none"
        guard let place = ZIPPlace(zipsUnderWay, max: limits.zipsMax) else { return tooManyZIPs(path) }
        let safeName = (try? FileName(name)).map { ZIPEncoder.safeName($0) } ?? "share"
        try await content.countNames(below: folder.inode, name: safeName, max: limits.namesPerZIPMax)
        guard request.method == .get else {
            return Response(status: .ok, headers: headers, body: ResponseBody { _ in })
        }
        let archive = FolderArchive(content, folder: folder.inode, name: safeName, chunkBytes: limits.chunkBytes)
        archive.patience = limits.firstByteTimeout
        var beginning: [FolderArchive.Piece] = []
        // Up to the first bytes of a file, so that a store that is away shows before the head.
        while !archive.hasContent, beginning.count < Self.piecesBeforeHeadMax {
            beginning.append(try await archive.next())
            if case .last = beginning[beginning.count - 1] { break }
        }
        archive.patience = nil
        let pieces = beginning
        // Nobody knows its end before, and all of a file is out long before it: what may go out so often counts now.
        let hasCounted = share.downloadsMax != nil
        if hasCounted {
            try ledger.count(share)
            noteDownload(share, address)
        }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await withTaskExecutorPreference(self.executor) {
                    defer {
                        archive.close()
                        withExtendedLifetime(place) {}
                    }
                    try await self.send(
                        archive, share, address, beginningWith: pieces, hasCounted: hasCounted, to: &writer)
                }
                try await writer.finish(nil)
            })
    }

    /// A header, the bytes and the descriptor of so many empty files.
    private static let piecesBeforeHeadMax = 1000

    /// Whoever took the last download that there may be gets the rest of what he asked for: `isEntitled` from then on. It
    /// breaks off all the same when the share is revoked, expires or its file is deleted.
    private func send(
        _ stream: FileStream, _ share: Share, _ first: ByteBuffer, hasCounted: Bool,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        defer { stream.open.close() }
        var isEntitled = hasCounted
        var offset = stream.range.lowerBound
        var chunk = first
        while true {
            try await writer.write(chunk)
            offset += UInt64(chunk.readableBytes)
            guard offset < stream.range.upperBound else { return }
            try Task.checkCancellation()
            chunk = try await stream.open.read(at: offset, stream.length(at: offset, limits))
            if isEntitled {
                try requireOpen(share, isEntitled: true)
            } else {
                isEntitled = try handOver(chunk, at: offset, of: stream, share)
            }
        }
    }

    /// Called before the chunk goes out; where it throws it must not. Whether a download is complete by it.
    private func handOver(
        _ chunk: ByteBuffer, at offset: UInt64, of stream: FileStream, _ share: Share
    ) throws(FSError) -> Bool {
        let share = try requireOpen(share)
        let range = offset..<offset + UInt64(chunk.readableBytes)
        let passes = try ledger.handOver(range, of: stream.size, stream.key, share)
        for _ in 0..<passes { noteDownload(share, stream.address) }
        return passes > 0
    }

    private func send(
        _ archive: FolderArchive, _ share: Share, _ address: String,
        beginningWith pieces: [FolderArchive.Piece], hasCounted: Bool, to writer: inout any ResponseBodyWriter
    ) async throws {
        var waiting = pieces[...]
        while true {
            try Task.checkCancellation()
            let piece: FolderArchive.Piece
            if let first = waiting.popFirst() { piece = first } else { piece = try await archive.next() }
            try requireOpen(share, isEntitled: hasCounted)
            switch piece {
            case .bytes(let bytes): try await writer.write(bytes)
            case .last(let bytes):
                if !hasCounted {
                    try ledger.count(share)
                    noteDownload(share, address)
                }
                try await writer.write(bytes)
                return
            }
        }
    }

    /// `isEntitled`: he was counted, so that it may be used up by now.
    private func requireOpen(_ share: Share, isEntitled: Bool) throws(FSError) {
        guard isEntitled else {
            _ = try requireOpen(share)
            return
        }
        try volume.requireNotTakenOver()
        guard try volume.mayGoOn(with: share.id) else { throw .notPermitted }
    }

    private func requireOpen(_ share: Share) throws(FSError) -> Share {
        try volume.requireNotTakenOver()
        guard let now = try volume.share(share.id), now.endReason(at: volume.now) == nil else { throw .notPermitted }
        return now
    }

    private func noteDownload(_ share: Share, _ address: String) {
        logger.info("downloaded", metadata: ["share": "\(share.id)", "address": "\(address)"])
        onUse(ShareUse(kind: .downloaded, share: share.id, address: address))
    }

    private func contentHeaders(_ type: String, _ kind: ContentDisposition.Kind, _ name: [UInt8]) -> HTTPFields {
        var headers = HTTPFields.secure
        headers[.contentType] = type
        headers[.contentDisposition] = ContentDisposition.header(kind, name: name)
        headers[.contentSecurityPolicy] = HTTPFields.contentPolicy
        // Kept, but asked about each time: the link may have ended.
        headers[.cacheControl] = "private, no-cache"
        return headers
    }
}

/// How many ZIPs are being made.
final class ZIPsUnderWay: Sendable {
    fileprivate let count = Mutex(0)
}

/// One of them; given back when the answer that holds it is gone.
private final class ZIPPlace: Sendable {
    private let all: ZIPsUnderWay

    init?(_ all: ZIPsUnderWay, max limit: Int) {
        self.all = all
        let isFree = all.count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isFree else { return nil }
    }

    deinit { all.count.withLock { $0 -= 1 } }
}

/// A range of a file on its way out.
struct FileStream: Sendable {
    let open: OpenContent
    let range: Range<UInt64>
    let size: UInt64
    let key: DownloadLedger.Key
    let address: String

    /// Of the chunk that begins here: to the next multiple of a chunk, so that each is made of whole frames.
    func length(at offset: UInt64, _ limits: GatewayLimits) -> Int {
        let chunk = UInt64(limits.chunkBytes)
        return Int(min(chunk - offset % chunk, range.upperBound - offset))
    }
}
