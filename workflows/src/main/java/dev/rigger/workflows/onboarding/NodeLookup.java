package dev.rigger.workflows.onboarding;

import org.jspecify.annotations.Nullable;

/**
 * @param facts the node, or null when refused
 * @param refusal why not, or null when found
 */
public record NodeLookup(
        @Nullable NodeFacts facts, @Nullable Admission refusal) {}
