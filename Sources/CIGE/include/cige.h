// SPDX-License-Identifier: MIT
#pragma once
#include <stddef.h>
#include <stdint.h>

// AES-256 in the mode of infinite garble extension: c[i] = E(p[i] ^ c[i-1]) ^ p[i-1]. `iv` is c[-1] and then p[-1].
// `length` is a multiple of 16; `input` and `output` do not overlap. 1 on success; only the portable forms can fail,
// where libcrypto finds no memory.
int cige_encrypt(const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length);
int cige_decrypt(const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length);

// Decrypts, and gives the SHA-256 of `prefix` and all that came out: together they take hardly longer than the one.
#define CIGE_PREFIX 32
int cige_decrypt_hashing(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length,
    const uint8_t prefix[CIGE_PREFIX], uint8_t digest[32]);

// The same through libcrypto, on processors without AES instructions that we know; here for the tests.
int cige_encrypt_portable(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length);
int cige_decrypt_portable(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length);
int cige_decrypt_hashing_portable(
    const uint8_t key[32], const uint8_t iv[32], const uint8_t *input, uint8_t *output, size_t length,
    const uint8_t prefix[CIGE_PREFIX], uint8_t digest[32]);
