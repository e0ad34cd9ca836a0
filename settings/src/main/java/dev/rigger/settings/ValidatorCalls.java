package dev.rigger.settings;

import java.time.Duration;

/**
 * How a validator's API is called; every validator has limits and a circuit of its own.
 *
 * @param requestTimeout of one answer; a list may take four times as long
 * @param requestsPerSecond token bucket
 * @param burst size of the bucket
 * @param circuitOpen how long a validator is left alone after five failures in a row
 * @param retryPause upper bound of the first pause before a read is repeated; doubles
 * @param retryPauseMax bound of that doubling
 * @param retryAfterMax the longest that a validator may make us wait by {@code Retry-After}
 */
public record ValidatorCalls(
        Duration connectTimeout,
        Duration requestTimeout,
        int requestsPerSecond,
        int burst,
        Duration circuitOpen,
        Duration retryPause,
        Duration retryPauseMax,
        Duration retryAfterMax) {
    public static final ValidatorCalls DEFAULTS = new ValidatorCalls(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            100,
            200,
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1));

    /** Pauses and back-offs shorter; timeouts stay, because a rehearsal's machine is no faster. */
    public ValidatorCalls dividedBy(double factor) {
        return new ValidatorCalls(
                connectTimeout,
                requestTimeout,
                requestsPerSecond,
                burst,
                Periods.shorter(circuitOpen, factor),
                Periods.shorter(retryPause, factor),
                Periods.shorter(retryPauseMax, factor),
                Periods.shorter(retryAfterMax, factor));
    }

    public ValidatorCalls within(Duration timeout) {
        return new ValidatorCalls(
                connectTimeout,
                timeout,
                requestsPerSecond,
                burst,
                circuitOpen,
                retryPause,
                retryPauseMax,
                retryAfterMax);
    }

    public ValidatorCalls limitedTo(int perSecond, int atOnce) {
        return new ValidatorCalls(
                connectTimeout,
                requestTimeout,
                perSecond,
                atOnce,
                circuitOpen,
                retryPause,
                retryPauseMax,
                retryAfterMax);
    }
}
