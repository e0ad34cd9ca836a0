package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.world.ScalingRules.Action;
import dev.rigger.devnet.validator.world.ScalingRules.Sight;
import dev.rigger.devnet.validator.world.ScalingRules.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sets targets and urgency boosts by the load. A soft run only adds; a full run takes away as well, and lets chutes that
 * starve have copies of chutes that are idle. Only copies that have served for an hour and three minutes are ended.
 */
final class Autoscaler {
    static final Duration FULL_EVERY = Duration.ofSeconds(1200);
    static final Duration SOFT_EVERY = Duration.ofSeconds(120);
    private static final Duration GROWN = Duration.ofMinutes(63);
    private static final Duration LOOKS_BACK = Duration.ofMinutes(90);
    private static final Duration SMOOTHING_KEPT = Duration.ofHours(2);
    private static final double SMOOTHING = 0.3;
    private static final double COLD_URGENCY = 100;
    private static final int DONATIONS_A_RUN = 10;
    private static final int DONATIONS_A_CHUTE = 3;

    private final Platform platform;
    private final Demand demand;
    private final Wishes wishes;
    private final Story story;
    private final Map<String, Memory> memories = new HashMap<>();

    private record Past(Instant at, int target, boolean starving) {}

    /** What is remembered of a chute between two runs. */
    private static final class Memory {
        private final Deque<Past> past = new ArrayDeque<>();
        private double smoothed;
        private Instant smoothedAt = Instant.EPOCH;
    }

    Autoscaler(Platform platform, Demand demand, Wishes wishes, Story story) {
        this.platform = platform;
        this.demand = demand;
        this.wishes = wishes;
        this.story = story;
    }

    void soft() {
        run(false);
    }

    void full() {
        run(true);
    }

    private void run(boolean full) {
        Instant now = platform.now();
        Map<ChuteStanding, Verdict> verdicts = new LinkedHashMap<>();
        for (ChuteStanding standing : platform.standings()) {
            if (!wishes.targetPinned(standing.chute().chuteId())
                    && !standing.chute().jobOnly()) {
                verdicts.put(standing, ScalingRules.judge(sight(standing, now)));
            }
        }
        memories.keySet()
                .retainAll(verdicts.keySet().stream()
                        .map(standing -> standing.chute().chuteId())
                        .collect(Collectors.toSet()));
        List<ChuteStanding> growing = verdicts.entrySet().stream()
                .filter(entry -> entry.getValue().action() == Action.SCALE_UP_CANDIDATE)
                .sorted(Comparator.comparingDouble(entry -> entry.getValue().urgency()))
                .map(Map.Entry::getKey)
                .toList();
        verdicts.forEach((standing, verdict) -> apply(standing, verdict, growing, full, now));
        if (full) {
            donate(verdicts, now);
        }
    }

    private void apply(
            ChuteStanding standing, Verdict verdict, List<ChuteStanding> growing, boolean full, Instant now) {
        String chuteId = standing.chute().chuteId();
        Memory memory = memories.computeIfAbsent(chuteId, id -> new Memory());
        smooth(memory, verdict, now);
        String action = verdict.action().name().toLowerCase(Locale.ROOT);
        if (verdict.action() == Action.SCALE_DOWN_CANDIDATE) {
            if (full && mayShrink(memory, standing, verdict)) {
                retarget(standing, verdict.target());
                int ended = end(standing, (int) (standing.active() - verdict.target()));
                action = ended > 0 ? "scaled_down" : "scale_down_blocked";
            } else {
                action = "scale_down_blocked";
            }
        } else if (verdict.target() >= standing.active()) {
            retarget(standing, Math.max(verdict.target(), full ? 0 : standing.target()));
        }
        double boost = boost(memory, verdict, growing.indexOf(standing), growing.size());
        if (boost != standing.chute().boost()) {
            platform.chutes().boost(chuteId, boost);
        }
        if (standing.active() == 0 && standing.chute().open() && memory.smoothed >= COLD_URGENCY) {
            platform.bounties().announceUrgency(chuteId, "cold");
        }
        demand.acted(chuteId, action);
        memory.past.addLast(new Past(now, verdict.target(), verdict.starving()));
        memory.past.removeIf(past -> past.at().isBefore(now.minus(LOOKS_BACK)));
    }

    private void retarget(ChuteStanding standing, int target) {
        // During an update one more copy than the target has room anyway.
        boolean covered = updating(standing) && target <= standing.target();
        if (target != standing.target() && !covered) {
            platform.chutes().target(standing.chute().chuteId(), target);
            story.tell("target of " + standing.chute().name() + " is " + target);
        }
    }

    private static void smooth(Memory memory, Verdict verdict, Instant now) {
        boolean stale = memory.smoothedAt.isBefore(now.minus(SMOOTHING_KEPT));
        memory.smoothed = stale ? verdict.urgency() : SMOOTHING * verdict.urgency() + (1 - SMOOTHING) * memory.smoothed;
        memory.smoothedAt = now;
    }

    private static boolean mayShrink(Memory memory, ChuteStanding standing, Verdict verdict) {
        double average = memory.past.stream().mapToInt(Past::target).average().orElse(0);
        return memory.past.size() >= 3
                && verdict.target() >= 0.6 * average
                && standing.load().last5m().rateLimitRatio() < 0.01;
    }

    /** Between 1 and 1.8: by urgency, by the place among those that grow, by how long it has been so. */
    private static double boost(Memory memory, Verdict verdict, int place, int growing) {
        if (place < 0 || memory.smoothed == 0) {
            return 1;
        }
        double base = 1 + 0.5 * Math.min(1, memory.smoothed / 300);
        double relative = growing == 1 ? 1 : 0.8 + 0.4 * place / (growing - 1);
        double sustained = Math.max(0.3, memory.smoothed / Math.max(verdict.urgency(), memory.smoothed));
        return Math.max(1, Math.round((1 + (base * relative - 1) * sustained) * 1000) / 1000.0);
    }

    /** Ends grown copies, the cheapest first; answers how many. */
    private int end(ChuteStanding standing, int wanted) {
        List<Instance> grown = grown(standing);
        List<Instance> ended = grown.subList(0, Math.min(wanted, grown.size()));
        ended.forEach(instance -> platform.instances().end(instance.instanceId(), EndReason.AUTOSCALER));
        if (!ended.isEmpty()) {
            story.tell(ended.size() + " of " + standing.chute().name() + " scaled down");
        }
        return ended.size();
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

    private void donate(Map<ChuteStanding, Verdict> verdicts, Instant now) {
        int left = DONATIONS_A_RUN;
        Set<String> gave = new HashSet<>();
        for (Map.Entry<ChuteStanding, Verdict> receiver : verdicts.entrySet()) {
            if (!receiver.getValue().starving() || !receiver.getKey().chute().open()) {
                continue;
            }
            int wanted = Math.min(Math.min(DONATIONS_A_CHUTE, left), (int)
                    (receiver.getValue().target() - receiver.getKey().instances()));
            for (ChuteStanding donor : verdicts.keySet()) {
                if (wanted > 0
                        && gives(donor, receiver.getKey(), now)
                        && gave.add(donor.chute().chuteId())) {
                    int given = end(donor, 1);
                    wanted -= given;
                    left -= given;
                    if (given > 0) {
                        retarget(donor, (int) donor.active() - 1);
                        demand.acted(donor.chute().chuteId(), "forced_downscale");
                    }
                }
            }
        }
    }

    private boolean gives(ChuteStanding donor, ChuteStanding receiver, Instant now) {
        Memory memory = memories.get(donor.chute().chuteId());
        boolean starved = memory == null
                || memory.past.stream()
                        .anyMatch(past -> past.starving() && past.at().isAfter(now.minus(LOOKS_BACK)));
        return !starved
                && donor.chute().open()
                && donor.active() > 2
                && donor.chute().tee() == receiver.chute().tee()
                && donor.chute().gpuCount() == receiver.chute().gpuCount()
                && donor.chute().supportedGpus().stream()
                        .anyMatch(receiver.chute().supportedGpus()::contains);
    }

    private boolean updating(ChuteStanding standing) {
        return platform.rollingUpdates().all().stream()
                .anyMatch(update -> update.chuteId().equals(standing.chute().chuteId()));
    }

    private Sight sight(ChuteStanding standing, Instant now) {
        Integer most = standing.chute().maxInstances();
        return new Sight(
                standing.chute().open(),
                standing.chute().disabled(),
                updating(standing),
                platform.bounties().all().stream()
                        .anyMatch(bounty ->
                                bounty.chuteId().equals(standing.chute().chuteId())),
                standing.chute().concurrency(),
                (int) standing.active(),
                (int) (standing.instances() - standing.active()),
                standing.target(),
                most == null ? 0 : most,
                Duration.between(standing.chute().createdAt(), now),
                standing.load());
    }
}
