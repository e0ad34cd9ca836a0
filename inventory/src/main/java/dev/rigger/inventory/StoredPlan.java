package dev.rigger.inventory;

import java.time.Instant;

/** A plan with its inputs, for explaining and planning again: table {@code plans}. Snapshot and plan as JSON, compressed. */
public record StoredPlan(
        String planId, String validator, Instant madeAt, byte[] snapshot, byte[] plan, String summary) {}
