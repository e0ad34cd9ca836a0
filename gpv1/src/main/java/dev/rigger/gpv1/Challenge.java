package dev.rigger.gpv1;

import java.util.Base64;
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

    /**
     * That GPU's key boxes.
     *
     * @throws InvalidChallengeException when there are none, or no base64
     */
    public byte[] boxesOf(GpuIdentity gpu) {
        String ciphertext = ciphertexts.get(gpu.uuid());
        if (ciphertext == null) {
            throw new InvalidChallengeException("the challenge has no ciphertext for GPU " + gpu.uuid());
        }
        try {
            return Base64.getDecoder().decode(ciphertext);
        } catch (IllegalArgumentException e) {
            throw new InvalidChallengeException("ciphertext of GPU " + gpu.uuid() + " is not base64");
        }
    }
}
