// SPDX-License-Identifier: MIT
// AES-256-IGE: with the processor's AES instructions where there are any, through libcrypto elsewhere. In C because
// decryption is one chain of dependent rounds: anything between two blocks costs as much as the block.
#include "cige.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#define BLOCK 16

static void xor_block(uint8_t *output, const uint8_t *left, const uint8_t *right)
{
    for (int i = 0; i < BLOCK; i++) output[i] = left[i] ^ right[i];
}

// Encryption is CBC in disguise: with e[i] = c[i] ^ p[i-1], e[i] = E(p[i] ^ p[i-2] ^ e[i-1]).
int cige_encrypt_portable(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length)
{
    if (length == 0) return 1;
    const uint8_t *plain_iv = iv + BLOCK;
    for (size_t at = 0; at < length; at += BLOCK) {
        if (at == 0) memcpy(output, input, BLOCK);
        else xor_block(output + at, input + at, at == BLOCK ? plain_iv : input + at - 2 * BLOCK);
    }
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int done = context && EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), NULL, key, iv) == 1
        && EVP_CIPHER_CTX_set_padding(context, 0) == 1;
    // EVP counts in int.
    for (size_t at = 0; done && at < length;) {
        size_t part = length - at > (1 << 30) ? (1 << 30) : length - at;
        int written = 0;
        done = EVP_EncryptUpdate(context, output + at, &written, output + at, (int)part) == 1 && (size_t)written == part;
        at += part;
    }
    EVP_CIPHER_CTX_free(context);
    for (size_t at = 0; done && at < length; at += BLOCK)
        xor_block(output + at, output + at, at == 0 ? plain_iv : input + at - BLOCK);
    return done;
}

// Decryption has no such form: each input depends on the plain block before it.
int cige_decrypt_portable(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int done = context && EVP_DecryptInit_ex(context, EVP_aes_256_ecb(), NULL, key, NULL) == 1
        && EVP_CIPHER_CTX_set_padding(context, 0) == 1;
    for (size_t at = 0; done && at < length; at += BLOCK) {
        uint8_t block[BLOCK];
        int written = 0;
        xor_block(block, input + at, at == 0 ? iv + BLOCK : output + at - BLOCK);
        done = EVP_DecryptUpdate(context, block, &written, block, BLOCK) == 1 && written == BLOCK;
        xor_block(output + at, block, at == 0 ? iv : input + at - BLOCK);
    }
    EVP_CIPHER_CTX_free(context);
    return done;
}

int cige_decrypt_hashing_portable(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length,
    const uint8_t prefix[CIGE_PREFIX], uint8_t digest[32])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int done = context && cige_decrypt_portable(key, iv, input, output, length)
        && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1
        && EVP_DigestUpdate(context, prefix, CIGE_PREFIX) == 1 && EVP_DigestUpdate(context, output, length) == 1
        && EVP_DigestFinal_ex(context, digest, NULL) == 1;
    EVP_MD_CTX_free(context);
    return done;
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define WITH_AES __attribute__((target("aes,sse4.1")))
#define ROUNDS 14

static WITH_AES __m128i spread(__m128i part)
{
    part = _mm_xor_si128(part, _mm_slli_si128(part, 4));
    part = _mm_xor_si128(part, _mm_slli_si128(part, 4));
    return _mm_xor_si128(part, _mm_slli_si128(part, 4));
}

// FIPS 197, 5.2, for a key of eight words: two round keys at a time.
#define EXPAND(index, constant)                                                                                       \
    round[index] = _mm_xor_si128(                                                                                     \
        spread(round[index - 2]), _mm_shuffle_epi32(_mm_aeskeygenassist_si128(round[index - 1], constant), 0xFF));    \
    if (index < ROUNDS)                                                                                               \
        round[index + 1] = _mm_xor_si128(                                                                             \
            spread(round[index - 1]), _mm_shuffle_epi32(_mm_aeskeygenassist_si128(round[index], 0), 0xAA));

static WITH_AES void expand(const uint8_t key[32], __m128i round[ROUNDS + 2])
{
    round[0] = _mm_loadu_si128((const __m128i *)key);
    round[1] = _mm_loadu_si128((const __m128i *)(key + BLOCK));
    EXPAND(2, 0x01)
    EXPAND(4, 0x02)
    EXPAND(6, 0x04)
    EXPAND(8, 0x08)
    EXPAND(10, 0x10)
    EXPAND(12, 0x20)
    EXPAND(14, 0x40)
}

static WITH_AES int encrypt_with_instructions(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length)
{
    __m128i round[ROUNDS + 2];
    expand(key, round);
    __m128i cipher = _mm_loadu_si128((const __m128i *)iv), plain = _mm_loadu_si128((const __m128i *)(iv + BLOCK));
    for (size_t at = 0; at < length; at += BLOCK) {
        __m128i next = _mm_loadu_si128((const __m128i *)(input + at));
        __m128i state = _mm_xor_si128(_mm_xor_si128(next, cipher), round[0]);
        for (int i = 1; i < ROUNDS; i++) state = _mm_aesenc_si128(state, round[i]);
        cipher = _mm_xor_si128(_mm_aesenclast_si128(state, round[ROUNDS]), plain);
        plain = next;
        _mm_storeu_si128((__m128i *)(output + at), cipher);
    }
    OPENSSL_cleanse(round, sizeof round);
    return 1;
}

static WITH_AES int decrypt_with_instructions(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length)
{
    __m128i round[ROUNDS + 2];
    expand(key, round);
    for (int i = 1; i < ROUNDS; i++) round[i] = _mm_aesimc_si128(round[i]);
    __m128i cipher = _mm_loadu_si128((const __m128i *)iv), plain = _mm_loadu_si128((const __m128i *)(iv + BLOCK));
    for (size_t at = 0; at < length; at += BLOCK) {
        __m128i next = _mm_loadu_si128((const __m128i *)(input + at));
        __m128i state = _mm_xor_si128(_mm_xor_si128(next, plain), round[ROUNDS]);
        for (int i = ROUNDS - 1; i > 0; i--) state = _mm_aesdec_si128(state, round[i]);
        plain = _mm_xor_si128(_mm_aesdeclast_si128(state, round[0]), cipher);
        cipher = next;
        _mm_storeu_si128((__m128i *)(output + at), plain);
    }
    OPENSSL_cleanse(round, sizeof round);
    return 1;
}

// FIPS 180-4. While one chunk of 64 bytes is decrypted the one before is hashed: the chain of rounds of either leaves the
// processor half idle, and together they take no longer than the decryption alone.
#define WITH_SHA __attribute__((target("aes,sse4.1,ssse3,sha")))
#define CHUNK 64

static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// The eight words of the hash as the instructions want them: a, b, e, f from the highest on, and c, d, g, h.
struct hash {
    __m128i abef, cdgh;
};

// Four rounds, and the words sixteen further on.
#define FOUR_ROUNDS(index)                                                                                            \
    {                                                                                                                 \
        __m128i sum = _mm_add_epi32(word[(index) & 3], _mm_load_si128((const __m128i *)(constants + 4 * (index))));   \
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);                                                                \
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));                                       \
        if ((index) < 12)                                                                                             \
            word[(index) & 3] = _mm_sha256msg2_epu32(                                                                 \
                _mm_add_epi32(                                                                                        \
                    _mm_sha256msg1_epu32(word[(index) & 3], word[((index) + 1) & 3]),                                  \
                    _mm_alignr_epi8(word[((index) + 3) & 3], word[((index) + 2) & 3], 4)),                             \
                word[((index) + 3) & 3]);                                                                             \
    }

static WITH_SHA __m128i big_endian(const uint8_t *bytes)
{
    return _mm_shuffle_epi8(
        _mm_loadu_si128((const __m128i *)bytes), _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

static WITH_SHA void add_chunk(struct hash *hash, const uint8_t *chunk)
{
    __m128i abef = hash->abef, cdgh = hash->cdgh, word[4];
    for (int i = 0; i < 4; i++) word[i] = big_endian(chunk + BLOCK * i);
    FOUR_ROUNDS(0) FOUR_ROUNDS(1) FOUR_ROUNDS(2) FOUR_ROUNDS(3)
    FOUR_ROUNDS(4) FOUR_ROUNDS(5) FOUR_ROUNDS(6) FOUR_ROUNDS(7)
    FOUR_ROUNDS(8) FOUR_ROUNDS(9) FOUR_ROUNDS(10) FOUR_ROUNDS(11)
    FOUR_ROUNDS(12) FOUR_ROUNDS(13) FOUR_ROUNDS(14) FOUR_ROUNDS(15)
    hash->abef = _mm_add_epi32(hash->abef, abef);
    hash->cdgh = _mm_add_epi32(hash->cdgh, cdgh);
}

// Adds the bytes that are left, fewer than a chunk, and the length of all.
static WITH_SHA void finish(struct hash *hash, const uint8_t *rest, size_t count, uint64_t total, uint8_t digest[32])
{
    uint8_t last[2 * CHUNK] = {0};
    memcpy(last, rest, count);
    last[count] = 0x80;
    size_t end = count + 9 <= CHUNK ? CHUNK : 2 * CHUNK;
    for (int i = 0; i < 8; i++) last[end - 1 - i] = (uint8_t)(total * 8 >> (8 * i));
    for (size_t at = 0; at < end; at += CHUNK) add_chunk(hash, last + at);
    uint32_t first[4], second[4];
    _mm_storeu_si128((__m128i *)first, hash->abef);
    _mm_storeu_si128((__m128i *)second, hash->cdgh);
    uint32_t words[8] = {first[3], first[2], second[3], second[2], first[1], first[0], second[1], second[0]};
    for (int i = 0; i < 32; i++) digest[i] = (uint8_t)(words[i / 4] >> (24 - 8 * (i % 4)));
    OPENSSL_cleanse(last, sizeof last);
}

// One block that another follows: that one's state comes straight out of the last round, so that nothing but rounds is
// on the chain.
#define DECRYPT_BLOCK(offset)                                                                                         \
    {                                                                                                                 \
        for (int i = ROUNDS - 1; i > 0; i--) state = _mm_aesdec_si128(state, round[i]);                               \
        __m128i last = _mm_xor_si128(round[0], cipher);                                                               \
        cipher = next;                                                                                                \
        next = _mm_loadu_si128((const __m128i *)(input + (offset) + BLOCK));                                          \
        _mm_storeu_si128((__m128i *)(output + (offset)), _mm_aesdeclast_si128(state, last));                          \
        state = _mm_aesdeclast_si128(state, _mm_xor_si128(last, _mm_xor_si128(next, round[ROUNDS])));                 \
    }

static WITH_SHA int decrypt_hashing_with_instructions(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length,
    const uint8_t prefix[CIGE_PREFIX], uint8_t digest[32])
{
    __m128i round[ROUNDS + 2];
    expand(key, round);
    for (int i = 1; i < ROUNDS; i++) round[i] = _mm_aesimc_si128(round[i]);
    __m128i cipher = _mm_loadu_si128((const __m128i *)iv), next = _mm_loadu_si128((const __m128i *)input);
    __m128i state = _mm_xor_si128(
        _mm_xor_si128(next, round[ROUNDS]), _mm_loadu_si128((const __m128i *)(iv + BLOCK)));
    struct hash hash = {
        _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c),
        _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19),
    };
    // The first chunk is the prefix and two blocks.
    uint8_t first[CHUNK];
    size_t at = 0, hashed = 0;
    for (; at < CHUNK - CIGE_PREFIX + CHUNK; at += BLOCK) DECRYPT_BLOCK(at)
    memcpy(first, prefix, CIGE_PREFIX);
    memcpy(first + CIGE_PREFIX, output, CHUNK - CIGE_PREFIX);
    add_chunk(&hash, first);
    hashed = CHUNK - CIGE_PREFIX;
    for (; at + CHUNK < length; at += CHUNK, hashed += CHUNK) {
        __m128i abef = hash.abef, cdgh = hash.cdgh, word[4];
        for (int i = 0; i < 4; i++) word[i] = big_endian(output + hashed + BLOCK * i);
        DECRYPT_BLOCK(at)
        FOUR_ROUNDS(0) FOUR_ROUNDS(1) FOUR_ROUNDS(2) FOUR_ROUNDS(3)
        DECRYPT_BLOCK(at + BLOCK)
        FOUR_ROUNDS(4) FOUR_ROUNDS(5) FOUR_ROUNDS(6) FOUR_ROUNDS(7)
        DECRYPT_BLOCK(at + 2 * BLOCK)
        FOUR_ROUNDS(8) FOUR_ROUNDS(9) FOUR_ROUNDS(10) FOUR_ROUNDS(11)
        DECRYPT_BLOCK(at + 3 * BLOCK)
        FOUR_ROUNDS(12) FOUR_ROUNDS(13) FOUR_ROUNDS(14) FOUR_ROUNDS(15)
        hash.abef = _mm_add_epi32(hash.abef, abef);
        hash.cdgh = _mm_add_epi32(hash.cdgh, cdgh);
    }
    for (; at + BLOCK < length; at += BLOCK) DECRYPT_BLOCK(at)
    for (int i = ROUNDS - 1; i > 0; i--) state = _mm_aesdec_si128(state, round[i]);
    _mm_storeu_si128(
        (__m128i *)(output + at), _mm_aesdeclast_si128(state, _mm_xor_si128(round[0], cipher)));
    for (; length - hashed >= CHUNK; hashed += CHUNK) add_chunk(&hash, output + hashed);
    finish(&hash, output + hashed, length - hashed, CIGE_PREFIX + (uint64_t)length, digest);
    OPENSSL_cleanse(round, sizeof round);
    OPENSSL_cleanse(first, sizeof first);
    return 1;
}

static int has_hash_instructions(void)
{
    unsigned a, b, c, d;
    // Leaf 7: SHA is bit 29 of EBX.
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1) && __builtin_cpu_supports("ssse3");
}

static int has_instructions(void) { return __builtin_cpu_supports("aes") && __builtin_cpu_supports("sse4.1"); }
#else
static int has_instructions(void) { return 0; }
static int has_hash_instructions(void) { return 0; }
#define encrypt_with_instructions cige_encrypt_portable
#define decrypt_with_instructions cige_decrypt_portable
#define decrypt_hashing_with_instructions cige_decrypt_hashing_portable
#endif

int cige_encrypt(const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length)
{
    if (has_instructions()) return encrypt_with_instructions(key, iv, input, output, length);
    return cige_encrypt_portable(key, iv, input, output, length);
}

int cige_decrypt(const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length)
{
    if (has_instructions()) return decrypt_with_instructions(key, iv, input, output, length);
    return cige_decrypt_portable(key, iv, input, output, length);
}

int cige_decrypt_hashing(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length,
    const uint8_t prefix[CIGE_PREFIX], uint8_t digest[32])
{
    // Shorter than what the two begin with there is nothing to gain.
    if (length > 4 * CIGE_PREFIX && has_instructions() && has_hash_instructions())
        return decrypt_hashing_with_instructions(key, iv, input, output, length, prefix, digest);
    return cige_decrypt_hashing_portable(key, iv, input, output, length, prefix, digest);
}
