package dev.rigger.app.bench.faults;

import static dev.rigger.app.bench.system.Await.await;

import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets one fault after another strike one fleet. While a fault lasts, which is longer than it takes to believe a wrong list,
 * two chutes are created and those of the trial before are deleted, unless the fleet is idle. Judged is what became of
 * whoever served before, and how soon after the fault's end all is decided as if it had never been.
 */
final class Trial {
    private static final int CREATED = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Three looks and a half: a wrong list is seen twice, and far enough apart to be believed. */
    private static final double LASTS_PASSES = 3.5;

    private final FleetView fleet;
    private final FleetState state;
    private final Duration pass;
    private List<String> leaving = new ArrayList<>();

    /** @param pass the control plane's time between two comparisons */
    Trial(FleetView fleet, FleetState state, Duration pass) {
        this.fleet = fleet;
        this.state = state;
        this.pass = pass;
    }

    Verdict strike(FaultKind kind) {
        Set<String> serving = fleet.serving();
        leaving.forEach(chute -> serving.removeAll(fleet.servingOf(chute)));
        List<String> unwanted = leaving;
        List<String> wanted = new ArrayList<>();
        fleet.validator().faults().add(fault(kind));
        try {
            if (state != FleetState.IDLE) {
                unwanted.forEach(fleet::deleteChute);
                for (int n = 0; n < CREATED; n++) {
                    wanted.add(fleet.createChute());
                }
            }
            last();
        } finally {
            fleet.validator().faults().clear();
        }
        leaving = wanted;
        return judged(kind, serving, wanted, unwanted);
    }

    private Verdict judged(FaultKind kind, Set<String> serving, List<String> wanted, List<String> unwanted) {
        List<String> notes = new ArrayList<>();
        int passes = passesUntilDecided(wanted, unwanted, notes);
        boolean late = false;
        try {
            await(
                    "what " + kind + " delayed on the " + state + " fleet to be done",
                    PATIENCE,
                    () -> wanted.stream().allMatch(chute -> fleet.servesOnce(chute) || fleet.isForbidden(chute))
                            && unwanted.stream().allMatch(fleet::isGone));
        } catch (AssertionError overdue) {
            notes.add("not done after " + PATIENCE.toSeconds() + " s: " + unfinished(wanted, unwanted));
            late = true;
        }
        if (wanted.stream().anyMatch(fleet::isForbidden)) {
            notes.add("refused chutes are left alone for their time");
        }
        Set<String> removed = new HashSet<>(serving);
        removed.removeAll(fleet.serving());
        if (!removed.isEmpty()) {
            notes.add("removed were " + fleet.endings(removed));
        }
        return new Verdict(
                kind,
                state,
                serving.size(),
                removed.size(),
                Math.max(0, fleet.ownedGpus() - fleet.serving().size()),
                wanted.stream().mapToInt(fleet::doubled).sum(),
                passes,
                late,
                String.join("; ", notes));
    }

    private String unfinished(List<String> wanted, List<String> unwanted) {
        List<String> notServing =
                wanted.stream().filter(chute -> !fleet.servesOnce(chute)).toList();
        List<String> notGone =
                unwanted.stream().filter(chute -> !fleet.isGone(chute)).toList();
        List<String> both = new ArrayList<>(notServing);
        both.addAll(notGone);
        return notServing + " do not serve, " + notGone + " are not gone. " + fleet.story(both);
    }

    /**
     * How many passes began after the fault before all was decided; the one under way at its end has still met it. Notes why
     * where there were too many.
     */
    private int passesUntilDecided(List<String> wanted, List<String> unwanted, List<String> notes) {
        Instant over = Instant.now();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> undecided = undecided(wanted, unwanted);
            int passes = fleet.passesSince(over);
            if (undecided.isEmpty() || System.nanoTime() >= deadline) {
                return passes;
            }
            if (passes > Verdict.MOST_PASSES && notes.isEmpty()) {
                notes.add("undecided after " + passes + " passes: " + fleet.story(undecided));
            }
            pause(pass.dividedBy(20));
        }
    }

    private List<String> undecided(List<String> wanted, List<String> unwanted) {
        return Stream.concat(
                        wanted.stream().filter(chute -> !fleet.isWanted(chute)),
                        unwanted.stream().filter(chute -> !fleet.isUnwanted(chute)))
                .toList();
    }

    /** The length of a fault is its definition; there is nothing to wait for. */
    private void last() {
        pause(Duration.ofMillis(Math.round(pass.toMillis() * LASTS_PASSES)));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Fault fault(FaultKind kind) {
        return switch (kind) {
            case SLOW, SOCKET_DELAY, SOCKET_REORDER -> Fault.of(kind).delay(pass.dividedBy(2));
            default -> Fault.of(kind);
        };
    }
}
