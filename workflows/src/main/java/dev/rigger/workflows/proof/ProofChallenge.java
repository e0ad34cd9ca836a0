package dev.rigger.workflows.proof;

import java.util.Map;

/**
 * The public half of a challenge; the verifier keeps the other half in the inventory.
 *
 * @param proofId names the verifier's half
 * @param scheme {@code gpv1}
 * @param profile named parameters of the scheme, such as {@code tiny}
 * @param ciphertexts base64 of the key boxes, by GPU uuid
 */
public record ProofChallenge(
        String proofId,
        String serverName,
        String scheme,
        String profile,
        long seed,
        int iterations,
        Map<String, String> ciphertexts) {}
