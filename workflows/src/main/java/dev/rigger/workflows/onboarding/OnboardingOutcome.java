package dev.rigger.workflows.onboarding;

import org.jspecify.annotations.Nullable;

/** @param serverId the node's UID, once known */
public record OnboardingOutcome(boolean completed, @Nullable String serverId, String code, String what) {}
