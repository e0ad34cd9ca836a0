package dev.rigger.activities.validator.wire;

/** Why a call brought no answer that can be used. Stable codes. */
public enum Trouble {
    /** No connection, or it broke. */
    CONNECTION_FAILED(true),
    /** It did not end in time. */
    TIMED_OUT(true),
    /** A 5xx. */
    SERVER_ERROR(true),
    /** 429, or 503 with a {@code Retry-After}. */
    TOLD_TO_WAIT(true),
    /** A status that the protocol does not have there. */
    UNEXPECTED_STATUS(false),
    /** A 3xx: an answer that sends us elsewhere is never followed. */
    REDIRECTED(false),
    /** Not JSON, or JSON that lacks what was asked for. */
    ANSWER_UNREADABLE(true),
    /** Longer than any answer has to be. */
    ANSWER_TOO_LONG(false),
    /** The last calls all failed, so this one was not tried. */
    LEFT_ALONE(false),
    /** Our own limit: too many calls wait already, so this one was not tried. */
    TOO_MANY_CALLS(false),
    INTERRUPTED(false);

    private final boolean passing;

    Trouble(boolean passing) {
        this.passing = passing;
    }

    /** Whether the same call may well go through a moment later. */
    boolean passing() {
        return passing;
    }
}
