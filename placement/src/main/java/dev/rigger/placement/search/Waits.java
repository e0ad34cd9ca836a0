package dev.rigger.placement.search;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.VictimRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** At which times a plan could come out otherwise without anything happening until then. */
final class Waits {

    private final Board board;
    private final FleetView fleet;
    private final FleetSnapshot snapshot;
    private final boolean cutShort;
    private final List<Action> waits = new ArrayList<>();

    Waits(Board board, boolean cutShort) {
        this.board = board;
        this.cutShort = cutShort;
        fleet = board.ground.fleet;
        snapshot = fleet.snapshot();
    }

    List<Action> of(List<Verdict> verdicts) {
        boolean limited = cutShort || board.evictionsLeft() <= 0 && board.evictions > 0;
        boolean roomless = false;
        for (int c = 0; c < verdicts.size(); c++) {
            if (board.copiesLeft[c] > 0 && !board.launchLeft(c)) {
                limited = true;
            }
            if (verdicts.get(c) instanceof Verdict.Refused refused) {
                switch (refused.rule()) {
                    case CHUTE_NOT_BACKED_OFF ->
                        wait(
                                refused.chuteId(),
                                Objects.requireNonNull(fleet.backOffs().ofChute(c)),
                                "Something went wrong with this chute a short while ago");
                    case LAUNCHES_PER_PLAN, LAUNCHES_PER_SERVER -> limited = true;
                    case GPU_COUNT, WORTH_THE_PLACE -> roomless = true;
                    default -> {}
                }
            }
        }
        servers();
        if (roomless) {
            maturity();
        }
        if (limited) {
            wait(
                    "plan",
                    snapshot.takenAt().plus(snapshot.limits().nextPlanAfter()),
                    "A limit cut this plan short; the rest comes with the next one");
        }
        return waits;
    }

    private void servers() {
        for (int s = 0; s < fleet.servers(); s++) {
            Instant until = fleet.backOffs().ofServer(s);
            if (until != null) {
                wait(fleet.server(s).serverId(), until, "Something went wrong on this server a short while ago");
            }
            Instant quarantined = fleet.server(s).quarantinedUntil();
            if (quarantined != null && quarantined.isAfter(snapshot.takenAt())) {
                wait(fleet.server(s).serverId(), quarantined, "Several chutes failed on this server");
            }
        }
    }

    /** The first copy that stops being too young to make room. */
    private void maturity() {
        Instant first = null;
        String whose = "";
        for (int d = 0; d < fleet.deployments(); d++) {
            Instant since = fleet.deployment(d).activatedAt();
            if (since != null
                    && isEarlier(since, first)
                    && VictimRules.firstBroken(fleet, d) == Rule.VICTIM_OLD_ENOUGH) {
                first = since;
                whose = fleet.deployment(d).deploymentId();
            }
        }
        if (first != null) {
            Instant until = first.plus(snapshot.rules().evictableAfter()).plusMillis(1);
            wait(whose, until, "From then on it may make room for something better");
        }
    }

    private static boolean isEarlier(Instant one, @Nullable Instant other) {
        return other == null || one.isBefore(other);
    }

    private void wait(String subject, Instant until, String why) {
        waits.add(new Action.Wait(subject, until, 0, List.of(why)));
    }
}
