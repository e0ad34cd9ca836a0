package dev.rigger.settings;

import java.time.Duration;

/**
 * Every period, age and back-off in one place, so that a rehearsal can divide them all by one factor
 * ({@code RIGGER_TIME_FACTOR}, 1 in production).
 *
 * @param reconcile between two passes
 * @param confirmApart at least this long between the two looks that confirm a destructive finding
 * @param newRowGrace rows younger than this are nobody's finding
 * @param bountyPatience a bounty without announcement and without deployment is given up after it
 * @param capacityBackoff after a 423
 * @param forbiddenBackoff after a 403
 * @param failureBackoff after a launch that failed otherwise
 * @param socketReconnectMax cap of the socket's back-off
 * @param leaderLease how long a dead leader keeps others waiting, at most
 * @param inboxSweep how often undelivered events are looked for
 * @param inboxRetention how long delivered events are kept
 */
public record Periods(
        Duration reconcile,
        Duration confirmApart,
        Duration newRowGrace,
        Duration bountyPatience,
        Duration capacityBackoff,
        Duration forbiddenBackoff,
        Duration failureBackoff,
        Duration podStart,
        Duration claim,
        Duration verification,
        Duration activation,
        Duration lookAgain,
        Duration socketReconnectMax,
        Duration leaderLease,
        Duration inboxSweep,
        Duration inboxRetention) {
    public static final Periods DEFAULTS = new Periods(
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ofMinutes(3),
            Duration.ofMinutes(30),
            Duration.ofSeconds(120),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMinutes(30),
            Duration.ofHours(3),
            Duration.ofMinutes(210),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(8),
            Duration.ofSeconds(5),
            Duration.ofDays(7));

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    /**
     * All of them {@code factor} times as short, and none below 50 ms. The leader's lease stays at 2 s or more: below
     * that, a pause of the garbage collector would look like a death.
     */
    public Periods dividedBy(double factor) {
        return new Periods(
                shorter(reconcile, factor),
                shorter(confirmApart, factor),
                shorter(newRowGrace, factor),
                shorter(bountyPatience, factor),
                shorter(capacityBackoff, factor),
                shorter(forbiddenBackoff, factor),
                shorter(failureBackoff, factor),
                shorter(podStart, factor),
                shorter(claim, factor),
                shorter(verification, factor),
                shorter(activation, factor),
                shorter(lookAgain, factor),
                shorter(socketReconnectMax, factor),
                longerOf(SHORTEST_LEASE, shorter(leaderLease, factor)),
                shorter(inboxSweep, factor),
                shorter(inboxRetention, factor));
    }

    private static Duration shorter(Duration period, double factor) {
        return longerOf(Duration.ofMillis(50), Duration.ofMillis(Math.round(period.toMillis() / factor)));
    }

    private static Duration longerOf(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
