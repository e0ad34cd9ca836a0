package dev.rigger.settings;

import java.time.Duration;

/**
 * Every period, age and back-off in one place, so that a rehearsal can divide them all by one factor
 * ({@code RIGGER_TIME_FACTOR}, 1 in production).
 *
 * @param reconcile between two passes
 * @param confirmApart at least this long between the two looks that confirm a destructive finding
 * @param confirmListed the same for what the validator's own lists no longer show: two passes, one after the other
 * @param newRowGrace rows younger than this are nobody's finding
 * @param bountyPatience a bounty without announcement and without deployment is given up after it
 * @param capacityBackoff after a 423; doubles with each one in a row
 * @param capacityBackoffMax bound of that doubling
 * @param forbiddenBackoff after a 403
 * @param failureBackoff after a launch that failed otherwise
 * @param socketReconnectMax cap of the socket's back-off
 * @param leaderLease how long a dead leader keeps others waiting, at most
 * @param inboxSweep how often undelivered events are looked for
 * @param inboxRetention how long delivered events are kept
 * @param shrunkListAge how long a list must keep saying that much is gone before it is believed
 * @param demandRewrite what a chute is worth is written this often although nothing changed
 * @param verificationPoll between two questions whether GPUs are verified
 * @param tokenLife of a launch token that does not say when it ends
 * @param tokenLeft a launch token with less life left is not used any more: its pod needs time to claim
 * @param launchLate a planned launch that nobody began is begun by the next comparison after it
 * @param launchLost a planned launch that is neither reserved nor refused after it is given up by the next plan
 * @param fanOut how often new events are looked for, for the live channel
 * @param redisRetryMax cap of the back-off towards Redis
 * @param socketReconnect first pause before the socket is opened again; doubles
 * @param inboxTidy how often what is older than {@code inboxRetention} is deleted
 * @param redisRetry first pause towards Redis; doubles
 * @param drainLook first pause between two looks whether deployments that must end are gone; doubles
 * @param drainLookMax bound of that doubling
 * @param longestHold bound of the growing pauses between two attempts to confirm that a pod is gone
 * @param experienceAge how far back launches are remembered for planning
 * @param experienceFresh how long what was summed up of them is used
 * @param answersKept how long the answer to a request with an idempotency key is kept
 * @param stepRetry first pause of a workflow's step that failed; doubles
 * @param stepRetryMax bound of that doubling
 * @param proofLook how often a server's GPUs are looked at again
 * @param proofAge a server whose last accepted proof is older is to be proven again
 */
public record Periods(
        Duration reconcile,
        Duration confirmApart,
        Duration confirmListed,
        Duration newRowGrace,
        Duration bountyPatience,
        Duration capacityBackoff,
        Duration capacityBackoffMax,
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
        Duration inboxRetention,
        Duration shrunkListAge,
        Duration demandRewrite,
        Duration verificationPoll,
        Duration tokenLife,
        Duration tokenLeft,
        Duration launchLate,
        Duration launchLost,
        Duration fanOut,
        Duration redisRetryMax,
        Duration socketReconnect,
        Duration inboxTidy,
        Duration redisRetry,
        Duration drainLook,
        Duration drainLookMax,
        Duration longestHold,
        Duration experienceAge,
        Duration experienceFresh,
        Duration answersKept,
        Duration stepRetry,
        Duration stepRetryMax,
        Duration proofLook,
        Duration proofAge) {
    public static final Periods DEFAULTS = new Periods(
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ofSeconds(45),
            Duration.ofMinutes(3),
            Duration.ofMinutes(30),
            Duration.ofSeconds(120),
            Duration.ofMinutes(30),
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
            Duration.ofDays(7),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofHours(2),
            Duration.ofMinutes(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(15),
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofMillis(500),
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofDays(7),
            Duration.ofMinutes(1),
            Duration.ofDays(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofDays(1));

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    /**
     * All of them {@code factor} times as short, and none below 50 ms. The leader's lease stays at 2 s or more: below
     * that, a pause of the garbage collector would look like a death.
     */
    public Periods dividedBy(double factor) {
        return new Periods(
                shorter(reconcile, factor),
                shorter(confirmApart, factor),
                shorter(confirmListed, factor),
                shorter(newRowGrace, factor),
                shorter(bountyPatience, factor),
                shorter(capacityBackoff, factor),
                shorter(capacityBackoffMax, factor),
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
                shorter(inboxRetention, factor),
                shorter(shrunkListAge, factor),
                shorter(demandRewrite, factor),
                shorter(verificationPoll, factor),
                shorter(tokenLife, factor),
                shorter(tokenLeft, factor),
                shorter(launchLate, factor),
                shorter(launchLost, factor),
                shorter(fanOut, factor),
                shorter(redisRetryMax, factor),
                shorter(socketReconnect, factor),
                shorter(inboxTidy, factor),
                shorter(redisRetry, factor),
                shorter(drainLook, factor),
                shorter(drainLookMax, factor),
                shorter(longestHold, factor),
                shorter(experienceAge, factor),
                shorter(experienceFresh, factor),
                shorter(answersKept, factor),
                shorter(stepRetry, factor),
                shorter(stepRetryMax, factor),
                shorter(proofLook, factor),
                shorter(proofAge, factor));
    }

    /** With the profile's own limits for an instance that does not become verified, or active. */
    public Periods of(ProtocolProfile profile) {
        return new Periods(
                reconcile,
                confirmApart,
                confirmListed,
                newRowGrace,
                bountyPatience,
                capacityBackoff,
                capacityBackoffMax,
                forbiddenBackoff,
                failureBackoff,
                podStart,
                claim,
                profile.verification(),
                profile.activation(),
                lookAgain,
                socketReconnectMax,
                leaderLease,
                inboxSweep,
                inboxRetention,
                shrunkListAge,
                demandRewrite,
                verificationPoll,
                tokenLife,
                tokenLeft,
                launchLate,
                launchLost,
                fanOut,
                redisRetryMax,
                socketReconnect,
                inboxTidy,
                redisRetry,
                drainLook,
                drainLookMax,
                longestHold,
                experienceAge,
                experienceFresh,
                answersKept,
                stepRetry,
                stepRetryMax,
                proofLook,
                proofAge);
    }

    static Duration shorter(Duration period, double factor) {
        return longerOf(Duration.ofMillis(50), Duration.ofMillis(Math.round(period.toMillis() / factor)));
    }

    private static Duration longerOf(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
