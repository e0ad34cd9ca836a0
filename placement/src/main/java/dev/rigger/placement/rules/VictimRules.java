package dev.rigger.placement.rules;

import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Rule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a deployment is never ended to make room, whoever comes. */
public final class VictimRules {

    private interface Passes {
        boolean test(FleetView fleet, int deployment);
    }

    private record Named(Rule rule, Passes passes) {}

    private static final List<Named> RULES = List.of(
            new Named(Rule.VICTIM_NOT_A_JOB, (fleet, d) -> !fleet.deployment(d).job()),
            new Named(Rule.VICTIM_PREEMPTIBLE, VictimRules::preemptible),
            new Named(Rule.VICTIM_NOT_PINNED, (fleet, d) -> !fleet.deployment(d).pinned()),
            new Named(Rule.VICTIM_ACTIVE, (fleet, d) -> fleet.deployment(d).stage() == Stage.ACTIVE),
            new Named(Rule.VICTIM_OLD_ENOUGH, VictimRules::oldEnough),
            new Named(Rule.VICTIM_NOT_LAST_COPY, VictimRules::notLast),
            new Named(
                    Rule.VICTIM_SERVER_HEALTHY,
                    (fleet, d) -> fleet.server(fleet.serverOf(d)).health() == Health.FRESH),
            new Named(
                    Rule.VICTIM_SERVER_UNLOCKED,
                    (fleet, d) -> !fleet.server(fleet.serverOf(d)).locked()));

    private VictimRules() {}

    /**
     * The first rule that protects the deployment, or null. Two rules are left to whoever chooses: it makes no room for
     * its own chute ({@link #forAnother}), and not more copies of a chute go than {@link Copies#expendable}.
     */
    public static @Nullable Rule firstBroken(FleetView fleet, int deployment) {
        for (Named named : RULES) {
            if (!named.passes().test(fleet, deployment)) {
                return named.rule();
            }
        }
        return null;
    }

    /** {@link Rule#VICTIM_OTHER_CHUTE}. */
    public static boolean forAnother(FleetView fleet, int deployment, int newcomer) {
        return fleet.chuteOf(deployment) != newcomer;
    }

    private static boolean preemptible(FleetView fleet, int number) {
        int chute = fleet.chuteOf(number);
        return fleet.deployment(number).preemptible()
                && (chute == FleetView.NONE || fleet.chute(chute).open());
    }

    /** Exactly as old as the rule asks is too young: clocks differ by a little. */
    private static boolean oldEnough(FleetView fleet, int number) {
        Deployment copy = fleet.deployment(number);
        Instant since = copy.activatedAt();
        return since != null
                && since.plus(fleet.snapshot().rules().evictableAfter())
                        .isBefore(fleet.snapshot().takenAt());
    }

    /** Of a chute that the snapshot does not know, each copy may be the last. */
    private static boolean notLast(FleetView fleet, int number) {
        int chute = fleet.chuteOf(number);
        return chute != FleetView.NONE && fleet.copies().expendable(chute) > 0;
    }
}
