package dev.rigger.gpv1;

import java.util.Map;

/**
 * Asks all GPUs of a server at once to scan the memory of their work, several times in a row.
 *
 * @param seed of the challenge whose work is held
 * @param audit its number, from 1
 * @param steps scans, each of whose weights are known only after the scan before
 * @param nonces 64 hex digits for each GPU's first scan, by uuid
 */
public record AuditRequest(long seed, int audit, int steps, Map<String, String> nonces) {
    private static final int MOST_STEPS = 256;

    public AuditRequest {
        if (audit < 1 || audit > MOST_STEPS || steps < 1 || steps > MOST_STEPS) {
            throw new InvalidChallengeException("audit and steps must be 1 to " + MOST_STEPS);
        }
        nonces.values().forEach(nonce -> {
            if (!Hex32.is(nonce)) {
                throw new InvalidChallengeException("an audit's nonce must be 64 lower-case hex digits");
            }
        });
        nonces = Map.copyOf(nonces);
    }
}
