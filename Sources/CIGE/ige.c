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

#if defined(__x86_64__)
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

static int has_instructions(void) { return __builtin_cpu_supports("aes") && __builtin_cpu_supports("sse4.1"); }
#else
static int has_instructions(void) { return 0; }
#define encrypt_with_instructions cige_encrypt_portable
#define decrypt_with_instructions cige_decrypt_portable
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
