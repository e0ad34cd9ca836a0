package dev.rigger.devnet.validator.platform;

import java.time.Instant;

/** A rule that was broken, by the miner or by the platform itself. */
public record Incident(Kind kind, String subject, String what, Instant at) {
    public enum Kind {
        /** A claim asked for a GPU that another instance holds. */
        GPU_CLAIMED_TWICE,
        /** A second claim with one launch config. */
        CONFIG_CLAIMED_TWICE,
        /** A claim announced an address and port that another instance holds. */
        ADDRESS_CLAIMED_TWICE,
        /** Two instances hold one GPU. */
        GPU_OWNED_TWICE,
        /** Two instances stand on one launch config. */
        CONFIG_OWNED_TWICE,
        /** Two instances share an address and port. */
        ADDRESS_OWNED_TWICE,
        /** An instance's events came in an order that no life has. */
        EVENTS_OUT_OF_ORDER,
        /** More active copies than were ever wanted. */
        ACTIVE_ABOVE_TARGET
    }
}
