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
        /** One GPU is in the inventory of two miners. */
        GPU_OF_TWO_MINERS,
        /** An instance went from one phase to another that does not follow it. */
        IMPOSSIBLE_TRANSITION,
        /** An instance's events came in an order that no life has. */
        EVENTS_OUT_OF_ORDER,
        /** A launch token did something for the second time that it may do once. */
        TOKEN_USED_TWICE,
        /** More active copies than were ever wanted. */
        ACTIVE_ABOVE_TARGET,
        /** A private chute's first copy became active although there was no bounty. */
        ACTIVE_WITHOUT_BOUNTY,
        /** An instance was refused its activation and is still there. */
        LOSER_STILL_THERE,
        /** A miner acted on something that had been gone for longer than it may take to notice. */
        MINER_WRONG_FOR_LONG,
        /** A miner deleted all it had after it was shown an empty list. */
        ALL_DELETED_AFTER_EMPTY_LIST,
        /** An ended instance earned what the rules do not give it. */
        WRONG_PAY
    }
}
