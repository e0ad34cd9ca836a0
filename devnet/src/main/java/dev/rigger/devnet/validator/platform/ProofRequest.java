package dev.rigger.devnet.validator.platform;

import org.jspecify.annotations.Nullable;

/**
 * What a pod answers to its claim.
 *
 * @param response base64 of AES-128-CBC with PKCS7 padding over the agreed sentence
 * @param iv 16 bytes in hex
 */
public record ProofRequest(
        @Nullable String response, @Nullable String iv) {}
