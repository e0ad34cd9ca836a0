package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A plan with its inputs, for explaining and planning again: table {@code plans}. Snapshot and plan as JSON, compressed. */
@MappedEntity("plans")
public record StoredPlan(
        @Id String planId, String validator, Instant madeAt, byte[] snapshot, byte[] plan, String summary) {}
