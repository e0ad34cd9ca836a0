package dev.rigger.placement.value;

import java.time.Duration;

/**
 * How long to leave alone what just went wrong. The longer waits are for what keeps failing; a server on which different
 * chutes fail is doubtful itself.
 *
 * @param afterRefusal a chute whose launch the validator refused
 * @param afterFailure a chute on the server where it failed once; doubled with each further failure
 * @param longest no longer than this
 * @param quarantineAfter so many different chutes failing on a server within {@code quarantineWindow}
 * @param probeEvery how soon a quarantined server is tried again, with one launch
 */
public record Setbacks(
        Duration afterRefusal,
        Duration afterFailure,
        Duration longest,
        int quarantineAfter,
        Duration quarantineWindow,
        Duration probeEvery) {

    public static final Setbacks DEFAULT = new Setbacks(
            Duration.ofSeconds(120),
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            3,
            Duration.ofHours(1),
            Duration.ofMinutes(30));

    /** @param failures how often in a row, at least 1 */
    public Duration afterFailures(int failures) {
        Duration wait = afterFailure;
        for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /** @param chutes how many different chutes failed on the server within the window */
    public boolean quarantines(int chutes) {
        return chutes >= quarantineAfter;
    }
}
