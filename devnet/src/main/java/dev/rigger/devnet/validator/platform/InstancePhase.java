package dev.rigger.devnet.validator.platform;

import java.util.Map;
import java.util.Set;

/** Where an instance is in its life; its end is that it is not there any more, which may follow on each of these. */
public enum InstancePhase {
    /** Claimed; its proof is awaited. */
    UNVERIFIED,
    /** Proven; its activation is awaited. */
    VERIFIED,
    ACTIVE,
    /** Was active; no call goes there. */
    DISABLED;

    private static final Map<InstancePhase, Set<InstancePhase>> NEXT = Map.of(
            UNVERIFIED, Set.of(VERIFIED),
            VERIFIED, Set.of(ACTIVE),
            ACTIVE, Set.of(DISABLED),
            DISABLED, Set.of(ACTIVE));

    /** Staying is always allowed: figures of an instance change without its phase. */
    public boolean mayBecome(InstancePhase next) {
        return this == next || NEXT.getOrDefault(this, Set.of()).contains(next);
    }
}
