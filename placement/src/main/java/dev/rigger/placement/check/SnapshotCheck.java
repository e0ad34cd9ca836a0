package dev.rigger.placement.check;

import dev.rigger.placement.BadSnapshotException;
import dev.rigger.placement.FleetSnapshot;
import java.time.Duration;
import java.util.List;

/**
 * Refuses a snapshot that contradicts itself, with what and where, in one pass over it.
 *
 * <p>What real inventories hold is let through: a deployment or an open launch of a chute that was forgotten a moment ago, an
 * open launch on a server that left, a copy that holds no GPU any more, pins and back-offs of things that are gone, chutes
 * that nobody can run, a multiplier of zero or less that the validator sent (a rule answers it), a disk that is over-full,
 * and clocks that differ by less than {@link #CLOCK_SKEW}.
 */
public final class SnapshotCheck {

    /** How far a time may lie after the snapshot's own before it counts as one in the future. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    public static final int MOST_SERVERS = 100_000;
    public static final int MOST_CHUTES = 100_000;
    public static final int MOST_GPUS = 1_000_000;
    public static final int MOST_DEPLOYMENTS = 1_000_000;

    private SnapshotCheck() {}

    /** @throws BadSnapshotException at the first contradiction; its code is the name of a {@link Contradiction} */
    public static void check(FleetSnapshot snapshot) {
        Given.present("snapshot", "", "takenAt", snapshot.takenAt());
        atMost(MOST_SERVERS, snapshot.servers(), "servers");
        atMost(MOST_CHUTES, snapshot.chutes(), "chutes");
        atMost(MOST_DEPLOYMENTS, snapshot.deployments(), "deployments");
        atMost(MOST_DEPLOYMENTS, snapshot.openLaunches(), "open launches");
        atMost(MOST_DEPLOYMENTS, snapshot.backOffs(), "back-offs");
        atMost(MOST_CHUTES, snapshot.jobs(), "jobs");
        RulesCheck.check(snapshot);
        LearnedCheck.check(snapshot.learned());
        ChuteCheck.check(snapshot);
        HardwareCheck.check(snapshot.servers());
        OccupancyCheck.check(snapshot);
        JobCheck.check(snapshot.jobs());
    }

    private static void atMost(int most, List<?> things, String what) {
        if (things.size() > most) {
            throw Contradiction.TOO_MANY.found(
                    "The snapshot has " + things.size() + " " + what + ", at most " + most + " are planned at once");
        }
    }
}
