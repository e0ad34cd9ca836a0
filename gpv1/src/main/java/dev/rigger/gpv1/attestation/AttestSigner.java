package dev.rigger.gpv1.attestation;

import java.util.Map;

/** Headers that tell a confidential machine who asks: purpose {@code attest}, fresh for every call. */
@FunctionalInterface
public interface AttestSigner {
    Map<String, String> headers();
}
