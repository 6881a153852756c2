// SPDX-License-Identifier: MIT
#pragma once
#include <zlib.h>

// inflateInit2 and deflateInit2 are macros with a sizeof, which Swift does not import. 16 + MAX_WBITS is gzip.
static inline int czlib_inflate_gzip_init(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
static inline int czlib_deflate_gzip_init(z_stream *stream)
{
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}
