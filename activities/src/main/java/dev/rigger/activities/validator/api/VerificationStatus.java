package dev.rigger.activities.validator.api;

/** Answer to {@code GET /nodes/verification_status}. {@code why} is empty unless it failed. */
public record VerificationStatus(State state, String why) {
    public enum State {
        PENDING,
        VERIFIED,
        FAILED,
        /** 404: the validator forgot the task; its results live for an hour. */
        UNKNOWN
    }
}
