package dev.rigger.activities.validator.api;

/** How a stream of an instance's start-up logs ended. */
public sealed interface LogsEnd {
    /** The instance is active; there is no more to come. */
    record Activated() implements LogsEnd {}

    /** The connection ended; go on from there. @param cursor of the last line, empty when there was none */
    record Paused(String cursor) implements LogsEnd {}

    /** 422: the launch failed before there was an instance. */
    record LaunchFailed(String why) implements LogsEnd {}

    /** 400, 401, 403, 404: no logs for that token. */
    record NotShown(int status, String why) implements LogsEnd {}

    /** The validator's profile has no such logs. */
    record NotOffered() implements LogsEnd {}
}
