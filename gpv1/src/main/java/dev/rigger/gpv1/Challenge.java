package dev.rigger.gpv1;

import java.util.Map;

/**
 * The public half of a challenge to all GPUs of a server.
 *
 * @param seed 1 to 2^63-1, never used twice with one identity
 * @param ciphertexts base64 of each GPU's key boxes, by uuid
 */
public record Challenge(long seed, Profile profile, Map<String, String> ciphertexts) {
    public Challenge {
        if (seed < 1) {
            throw new InvalidChallengeException("seed must be 1 to 2^63-1");
        }
        ciphertexts = Map.copyOf(ciphertexts);
    }
}
