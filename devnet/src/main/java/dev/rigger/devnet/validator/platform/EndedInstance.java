package dev.rigger.devnet.validator.platform;

import java.time.Instant;

/**
 * An instance that is no more, as the audit keeps it.
 *
 * @param reason in the platform's words
 * @param validTermination whether the platform wanted it, so that what it earned stays
 */
public record EndedInstance(Instance instance, Instant deletedAt, String reason, boolean validTermination) {}
