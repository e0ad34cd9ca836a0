package dev.rigger.workflows.onboarding;

import org.jspecify.annotations.Nullable;

/**
 * Result of the checks.
 *
 * @param status HTTP status of the answer: 200, 400, 404, 409, 500 or 502
 * @param code stable code of the refusal, such as {@code SERVER_ALREADY_PROVISIONED}; {@code ADMITTED} otherwise
 * @param what what is the matter
 * @param next what to do about it
 * @param progressStream where the progress lines are read, when admitted
 */
public record Admission(
        int status,
        String code,
        String what,
        String next,
        @Nullable String progressStream) {
    public boolean admitted() {
        return status == 200;
    }
}
