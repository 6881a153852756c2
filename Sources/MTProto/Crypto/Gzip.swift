// SPDX-License-Identifier: MIT

import CZlib

/// `gzip_packed`, bounded: what unpacks to more than its limit is refused before it is there.
package enum Gzip {
    package enum Failure: Error, Hashable, Sendable {
        case malformed
        case tooLarge(limit: Int)
    }

    /// Exactly one gzip stream; bytes after it are refused.
    package static func unpack(_ packed: ArraySlice<UInt8>, limit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard czlib_inflate_gzip_init(&stream) == Z_OK else { throw .malformed }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(max(packed.count * 4, 1024), 1 << 18))
        var input = Array(packed)
        let outcome: Result<Void, Failure> = input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while true {
                let (status, count) = buffer.withUnsafeMutableBufferPointer { buffer in
                    stream.next_out = buffer.baseAddress
                    stream.avail_out = UInt32(buffer.count)
                    return (inflate(&stream, Z_NO_FLUSH), buffer.count - Int(stream.avail_out))
                }
                guard output.count + count <= limit else { return .failure(.tooLarge(limit: limit)) }
                output.append(contentsOf: buffer[..<count])
                if status == Z_STREAM_END { return stream.avail_in == 0 ? .success(()) : .failure(.malformed) }
                // No progress without more input: the stream is cut short.
                guard status == Z_OK, count > 0 || stream.avail_in > 0 else { return .failure(.malformed) }
            }
        }
        try outcome.get()
        return output
    }

    package static func pack(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        precondition(czlib_deflate_gzip_init(&stream) == Z_OK, "zlib has no memory")
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 32)
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END, "the bound of zlib holds")
                return output.count - Int(stream.avail_out)
            }
        }
        return Array(output[..<count])
    }
}
