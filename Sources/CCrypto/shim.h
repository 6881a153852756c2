// SPDX-License-Identifier: MIT
#pragma once
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/decoder.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
// getrandom, which the Swift toolchain's Glibc module leaves out.
#include <sys/random.h>

// HKDF-SHA256 (RFC 5869), extract and expand; 1 on success. Here because OSSL_PARAM keeps pointers to C strings,
// which Swift cannot lend for longer than one call.
static inline int ccrypto_hkdf_sha256(
    const void *key, size_t key_length, const void *salt, size_t salt_length, const void *info, size_t info_length,
    void *output, size_t output_length)
{
    EVP_KDF *function = EVP_KDF_fetch(NULL, OSSL_KDF_NAME_HKDF, NULL);
    EVP_KDF_CTX *context = function ? EVP_KDF_CTX_new(function) : NULL;
    int status = 0;
    if (context) {
        // libcrypto only reads these; it makes copies before the call returns.
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key, key_length),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_length),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_length),
            OSSL_PARAM_construct_end(),
        };
        status = EVP_KDF_derive(context, (unsigned char *)output, output_length, parameters);
    }
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(function);
    return status;
}

// A key of the form "RSA PUBLIC KEY" (PKCS #1): the one form that has no function of its own that is not deprecated.
static inline EVP_PKEY *ccrypto_read_rsa_public_key(BIO *source)
{
    EVP_PKEY *key = NULL;
    OSSL_DECODER_CTX *context =
        OSSL_DECODER_CTX_new_for_pkey(&key, "PEM", "type-specific", "RSA", EVP_PKEY_PUBLIC_KEY, NULL, NULL);
    if (context && OSSL_DECODER_from_bio(context, source) != 1) key = NULL;
    OSSL_DECODER_CTX_free(context);
    return key;
}

// EVP_RSA_gen is a macro, and variadic beneath.
static inline EVP_PKEY *ccrypto_generate_rsa(unsigned int bits) { return EVP_RSA_gen(bits); }
