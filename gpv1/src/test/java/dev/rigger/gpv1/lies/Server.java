package dev.rigger.gpv1.lies;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.OpenRequest;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.work.GappyWork;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A server that claims GPUs and has chips. Bytes are real and in miniature: rows are skipped and lost in the same share as at
 * full size. Times are those of the full size on the chips' declared speeds.
 *
 * <p>Every doubt is the liar's: fetching and recomputing what is missing overlap with the scan and with one another.
 *
 * @param claimed what it says it has
 * @param chips what it has; claimed GPUs are spread over them evenly
 * @param full the profile whose times and sizes count
 * @param computed share of the rows that it computes at all
 * @param missing what it does about memory that it does not have
 */
record Server(List<GpuIdentity> claimed, List<Chip> chips, Profile full, double computed, Missing missing) {
    /** Of a chip's memory, after what the driver takes. */
    static final double USABLE = 0.98;
    /** A real scan against one at the memory's full speed. */
    private static final double SCAN_OVERHEAD = 1.25;

    enum Missing {
        FETCH_FROM_HOST,
        RECOMPUTE,
        BOTH,
        MAKE_UP
    }

    /** Everything that it answers, each answer after its time. */
    final class Session {
        private final VirtualClock clock;
        private final Random random;
        private ServerWork work = new ServerWork(Map.of());

        Session(VirtualClock clock, Random random) {
            this.clock = clock;
            this.random = random;
        }

        Answer prove(Challenge challenge) {
            Map<String, HeldWork> works = new LinkedHashMap<>();
            for (GpuIdentity gpu : claimed) {
                boolean[] skipped = drawn(challenge.profile(), gpu, 1 - computed);
                boolean[] lost = drawn(challenge.profile(), gpu, missing == Missing.MAKE_UP ? shareMissing() : 0);
                works.put(gpu.uuid(), new GappyWork(gpu, challenge, row -> skipped[row], row -> lost[row], random));
            }
            work = new ServerWork(works);
            clock.pass(workTime());
            return work.answer();
        }

        AuditAnswer audit(AuditRequest request) {
            clock.pass(scanTime().multipliedBy(request.steps()));
            return work.audit(request);
        }

        OpenAnswer open(OpenRequest request) {
            return work.open(request);
        }

        private boolean[] drawn(Profile miniature, GpuIdentity gpu, double share) {
            int rows = (int) miniature.rowsFor(gpu);
            boolean[] drawn = new boolean[rows];
            random.ints(0, rows).distinct().limit(Math.round(share * rows)).forEach(row -> drawn[row] = true);
            return drawn;
        }
    }

    /** Of the whole work, all chips side by side. */
    Duration workTime() {
        return slowest(chip ->
                computed * gpusOfAChip() * full.multiplyAdds(claimed.getFirst()) / chip.multiplyAddsPerSecond());
    }

    /** Of one scan. */
    Duration scanTime() {
        double slots = gpusOfAChip() * full.slotBytes(claimed.getFirst());
        double onePass = gpusOfAChip() * full.multiplyAdds(claimed.getFirst()) / full.passes();
        return slowest(chip -> {
            double gap = gap(chip);
            double own = (1 - gap) * slots / chip.memoryBytesPerSecond() * SCAN_OVERHEAD;
            double fetched = slots / chip.hostBytesPerSecond();
            double recomputed = onePass / chip.multiplyAddsPerSecond();
            return Math.max(
                    own,
                    gap
                            * switch (missing) {
                                case FETCH_FROM_HOST -> fetched;
                                case RECOMPUTE -> recomputed;
                                case BOTH -> 1 / (1 / fetched + 1 / recomputed);
                                case MAKE_UP -> 0;
                            });
        });
    }

    /** Share of the slots for which there is no memory, on the worst chip. */
    double shareMissing() {
        return chips.stream().mapToDouble(this::gap).max().orElseThrow();
    }

    private double gap(Chip chip) {
        double needed = gpusOfAChip() * full.memoryBytes(claimed.getFirst());
        double slots = gpusOfAChip() * full.slotBytes(claimed.getFirst());
        return Math.clamp((needed - chip.memoryBytes() * USABLE) / slots, 0, 1);
    }

    private double gpusOfAChip() {
        return (double) claimed.size() / chips.size();
    }

    private interface Seconds {
        double of(Chip chip);
    }

    private Duration slowest(Seconds seconds) {
        return Duration.ofNanos(
                Math.round(chips.stream().mapToDouble(seconds::of).max().orElseThrow() * 1e9));
    }
}
