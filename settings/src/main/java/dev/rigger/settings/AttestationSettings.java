package dev.rigger.settings;

import java.time.Duration;

/**
 * How confidential machines are asked.
 *
 * @param port {@code ATTESTATION_PORT}, of every machine's attestation service
 * @param patience {@code ATTESTATION_TIMEOUT_SECONDS}: evidence that comes later is refused
 */
public record AttestationSettings(int port, Duration patience) {
    public static final AttestationSettings DEFAULTS = new AttestationSettings(30_443, Duration.ofSeconds(20));
}
