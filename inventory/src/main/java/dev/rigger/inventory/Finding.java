package dev.rigger.inventory;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A difference between what we believe and what was seen: table {@code findings}, key (kind, subject).
 *
 * @param heldBack it was confirmed, and so many were at once that an operator is asked
 * @param approvedAt when an operator said that it is true
 */
@MappedEntity("findings")
public record Finding(
        String kind,
        String subject,
        String validator,
        Instant firstSeen,
        Instant lastSeen,
        int looks,
        @Nullable Instant actedAt,
        boolean heldBack,
        @Nullable Instant approvedAt) {}
