package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a pod answers to its claim.
 *
 * @param response base64 of AES-128-CBC with PKCS7 padding over the agreed sentence
 * @param iv 16 bytes in hex
 * @param proof what each GPU did, by its uuid
 */
public record ProofRequest(
        @Nullable String response,
        @Nullable String iv,
        @Nullable JsonNode proof) {}
