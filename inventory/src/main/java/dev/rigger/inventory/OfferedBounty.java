package dev.rigger.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A bounty as the validator announced it; {@code boost} is 1 when it said none, {@code until} null when it is over. */
public record OfferedBounty(
        String validator,
        String chuteId,
        long amount,
        double boost,
        @Nullable Instant until) {}
