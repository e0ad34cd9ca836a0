package dev.rigger.placement.check;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Limits;
import dev.rigger.placement.ScoringRules;
import java.time.Instant;

/** The rules of scoring, the limits of a plan, and the effort that it may take. */
final class RulesCheck {

    private RulesCheck() {}

    static void check(FleetSnapshot snapshot) {
        Given.present("snapshot", "", "effort", snapshot.effort());
        Given.countFrom(0, "snapshot", "", "effort.steps", snapshot.effort().steps());
        Instant latest = snapshot.takenAt().plus(SnapshotCheck.CLOCK_SKEW);
        Given.past("snapshot", "", "demandSeenAt", snapshot.demandSeenAt(), latest);
        Given.present("snapshot", "", "rules", snapshot.rules());
        Given.present("snapshot", "", "limits", snapshot.limits());
        rules(snapshot.rules());
        limits(snapshot.limits());
    }

    private static void rules(ScoringRules rules) {
        String kind = "scoring rules of";
        String profile = rules.profile();
        Given.present("scoring rules", "", "profile", profile);
        Given.length(kind, profile, "eligibleAfter", rules.eligibleAfter());
        Given.length(kind, profile, "hold", rules.hold());
        Given.length(kind, profile, "settled", rules.settled());
        Given.length(kind, profile, "evictableAfter", rules.evictableAfter());
        Given.length(kind, profile, "bountyBoostGrows", rules.bountyBoostGrows());
        Given.amount(kind, profile, "startUpShare", rules.startUpShare());
        Given.amount(kind, profile, "bountyBoostLeast", rules.bountyBoostLeast());
        Given.amount(kind, profile, "bountyBoostMost", rules.bountyBoostMost());
        if (rules.settled().compareTo(rules.hold()) < 0) {
            throw impossible(
                    profile, "a multiplier is settled after " + rules.settled() + ", but held for " + rules.hold());
        }
        if (rules.bountyBoostMost() < rules.bountyBoostLeast()) {
            throw impossible(
                    profile,
                    "a bounty's boost shrinks from " + rules.bountyBoostLeast() + " to " + rules.bountyBoostMost());
        }
    }

    private static void limits(Limits limits) {
        String kind = "limits";
        Given.countFrom(0, kind, "", "launches", limits.launches());
        Given.countFrom(1, kind, "", "serversPerLaunch", limits.serversPerLaunch());
        Given.countFrom(0, kind, "", "launchesPerServer", limits.launchesPerServer());
        Given.countFrom(0, kind, "", "bountyLaunches", limits.bountyLaunches());
        Given.countFrom(0, kind, "", "evictions", limits.evictions());
        Given.length(kind, "", "nextPlanAfter", limits.nextPlanAfter());
        Given.length(kind, "", "demandFresh", limits.demandFresh());
    }

    private static RuntimeException impossible(String profile, String why) {
        return Contradiction.IMPOSSIBLE_RULES.found("The scoring rules of " + profile + " cannot hold: " + why);
    }
}
