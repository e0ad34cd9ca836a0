package dev.rigger.gpv1.host;

import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.catalogue.ProofClass;
import dev.rigger.gpv1.verifier.Terms;
import java.time.Duration;

/**
 * How a server is examined.
 *
 * @param terms times and audits
 * @param patience how long the answer to the challenge is waited for
 * @param longestPause before an audit, so that its moment cannot be foreseen
 */
public record ProofPlan(Profile profile, Terms terms, Duration patience, Duration longestPause) {
    private static final Duration FULL_PAUSE = Duration.ofSeconds(3);
    private static final Duration SMALL_PAUSE = Duration.ofMillis(200);
    private static final Duration UNTIMED_PATIENCE = Duration.ofMinutes(5);
    private static final Duration SLACK = Duration.ofSeconds(5);

    /** Work whose time says nothing: audited, and given all the time it needs within reason. */
    public static ProofPlan untimed(Profile profile) {
        return new ProofPlan(profile, Terms.untimed(), UNTIMED_PATIENCE, SMALL_PAUSE);
    }

    /** The full proof of that class, in its window. An answer that is too late is waited for, to be called so. */
    public static ProofPlan full(ProofClass type) {
        return timed(type.profile(), Terms.usual(type.estimate(), type.auditStep()), FULL_PAUSE);
    }

    /** Judged by the clock. */
    public static ProofPlan timed(Profile profile, Terms terms, Duration longestPause) {
        return new ProofPlan(profile, terms, terms.latest().multipliedBy(2).plus(SLACK), longestPause);
    }
}
