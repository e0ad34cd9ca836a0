package dev.rigger.placement.rules;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.Rule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that concern a chute alone, in the order in which a person would ask. */
public final class ChuteRules {

    private interface Passes {
        boolean test(FleetView fleet, int chute);
    }

    private record Named(Rule rule, Passes passes) {}

    private static final List<Named> RULES = List.of(
            new Named(Rule.NOT_BANNED, (fleet, c) -> !fleet.chute(c).banned()),
            new Named(Rule.NOT_JOB_ONLY, (fleet, c) -> !fleet.chute(c).jobOnly()),
            new Named(Rule.WORTH_SOMETHING, (fleet, c) -> fleet.chute(c).worth().now() > 0),
            new Named(Rule.SCALABLE_OR_BOUNTIED, ChuteRules::wanted),
            new Named(Rule.DEMAND_FRESH, (fleet, c) -> fleet.copies().bountied(c) || demandFresh(fleet.snapshot())),
            new Named(Rule.ONE_PENDING, ChuteRules::mayFollow),
            new Named(Rule.ALLOWED_COPIES, (fleet, c) -> fleet.copies().allowed(c) > 0),
            new Named(Rule.CHUTE_NOT_BACKED_OFF, (fleet, c) -> fleet.backOffs().ofChute(c) == null));

    private ChuteRules() {}

    /** The first rule that the chute breaks wherever it would run, or null when it may be launched. */
    public static @Nullable Rule firstBroken(FleetView fleet, int chute) {
        for (Named named : RULES) {
            if (!named.passes().test(fleet, chute)) {
                return named.rule();
            }
        }
        return null;
    }

    /** Whether the validator's demand is young enough to launch on speculation. */
    public static boolean demandFresh(FleetSnapshot snapshot) {
        Instant seen = snapshot.demandSeenAt();
        return seen != null && !seen.plus(snapshot.limits().demandFresh()).isBefore(snapshot.takenAt());
    }

    /** A private chute without an active copy is refused by the validator unless it has a bounty. */
    private static boolean wanted(FleetView fleet, int number) {
        Chute chute = fleet.chute(number);
        if (fleet.copies().bountied(number)) {
            return true;
        }
        Demand demand = chute.demand();
        return (demand == null || demand.scalable()) && (chute.open() || (demand != null && demand.active() > 0));
    }

    private static boolean mayFollow(FleetView fleet, int number) {
        Demand demand = fleet.chute(number).demand();
        boolean counted = demand != null && demand.target() != null;
        return counted || fleet.copies().onTheWay(number) == 0;
    }
}
