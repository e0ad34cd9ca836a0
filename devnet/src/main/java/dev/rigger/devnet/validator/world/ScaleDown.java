package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Takes copies away, the cheapest first, and only such that have served long enough to be paid for it. */
final class ScaleDown {
    private static final Duration GROWN = Duration.ofMinutes(63);
    private static final int LEAST_OF_A_DONOR = 3;

    private final Platform platform;
    private final Story story;

    ScaleDown(Platform platform, Story story) {
        this.platform = platform;
        this.story = story;
    }

    /** Answers how many it could end. */
    int end(ChuteStanding standing, int wanted) {
        List<Instance> grown = grown(standing);
        List<Instance> ended = grown.subList(0, Math.min(wanted, grown.size()));
        ended.forEach(instance -> platform.instances().end(instance.instanceId(), EndReason.AUTOSCALER));
        if (!ended.isEmpty()) {
            story.tell(ended.size() + " of " + standing.chute().name() + " scaled down");
        }
        return ended.size();
    }

    /** Whether a copy of one could be a copy of the other, and the one can do without. */
    static boolean fits(ChuteStanding donor, ChuteStanding receiver) {
        ChuteDefinition giving = donor.chute();
        ChuteDefinition taking = receiver.chute();
        return giving.open()
                && donor.active() >= LEAST_OF_A_DONOR
                && giving.tee() == taking.tee()
                && giving.gpuCount() == taking.gpuCount()
                && giving.supportedGpus().stream().anyMatch(taking.supportedGpus()::contains);
    }

    private List<Instance> grown(ChuteStanding standing) {
        Instant before = platform.now().minus(GROWN);
        return platform.instances().all().stream()
                .filter(instance -> instance.chuteId().equals(standing.chute().chuteId()))
                .filter(instance -> instance.active() && instance.jobId() == null)
                .filter(instance ->
                        instance.activatedAt() != null && instance.activatedAt().isBefore(before))
                .sorted(Comparator.comparingDouble(Instance::multiplier))
                .toList();
    }
}
