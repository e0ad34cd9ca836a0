package dev.rigger.placement;

import java.time.Duration;
import java.time.LocalDate;

/**
 * How a validator's profile scores from a day on: the sum over instances of multiplier times seconds. A change of rules is
 * a change of these numbers.
 *
 * @param profile the protocol profile, such as {@code P26b}
 * @param validFrom the first day on which they hold
 * @param eligibleAfter how long after activation a copy must live, or else earns nothing for its whole life
 * @param startUpShare share of the multiplier that is credited for the time between creation and activation
 * @param hold how long after activation the multiplier stays as it was
 * @param settled how long after activation it has become the chute's own multiplier
 * @param evictableAfter how long after activation we leave our own copies alone; a little more than {@code eligibleAfter}
 * @param bountyBoostLeast factor of a bounty just offered
 * @param bountyBoostMost factor of a bounty that waited {@code bountyBoostGrows}
 */
public record ScoringRules(
        String profile,
        LocalDate validFrom,
        Duration eligibleAfter,
        double startUpShare,
        Duration hold,
        Duration settled,
        Duration evictableAfter,
        double bountyBoostLeast,
        double bountyBoostMost,
        Duration bountyBoostGrows) {}
