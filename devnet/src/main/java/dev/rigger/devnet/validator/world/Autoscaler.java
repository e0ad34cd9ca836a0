package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.world.ScalingRules.Action;
import dev.rigger.devnet.validator.world.ScalingRules.Sight;
import dev.rigger.devnet.validator.world.ScalingRules.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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
 * starve have copies of chutes that are idle.
 */
final class Autoscaler {
    static final Duration FULL_EVERY = Duration.ofSeconds(1200);
    static final Duration SOFT_EVERY = Duration.ofSeconds(120);
    private static final double COLD_URGENCY = 100;
    private static final int DONATIONS_A_RUN = 10;
    private static final int DONATIONS_A_CHUTE = 3;

    private final Platform platform;
    private final Demand demand;
    private final Wishes wishes;
    private final ScaleDown scaleDown;
    private final Story story;
    private final Map<String, ScalingMemory> memories = new HashMap<>();

    Autoscaler(Platform platform, Demand demand, Wishes wishes, Story story) {
        this.platform = platform;
        this.demand = demand;
        this.wishes = wishes;
        this.scaleDown = new ScaleDown(platform, story);
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
        verdicts.forEach((standing, verdict) -> {
            ScalingMemory memory = memoryOf(standing);
            memory.see(verdict, now);
            demand.acted(standing.chute().chuteId(), scale(standing, verdict, memory, full));
            boost(standing, memory, memory.boost(verdict, growing.indexOf(standing), growing.size()));
            memory.keep(verdict, now);
        });
        if (full) {
            donate(verdicts, now);
        }
    }

    /** Answers what was done, in the platform's words. */
    private String scale(ChuteStanding standing, Verdict verdict, ScalingMemory memory, boolean full) {
        if (verdict.action() != Action.SCALE_DOWN_CANDIDATE) {
            retarget(standing, Math.max(verdict.target(), full ? 0 : standing.target()));
            return verdict.action().name().toLowerCase(Locale.ROOT);
        }
        if (!full || !memory.mayShrink(standing, verdict)) {
            return "scale_down_blocked";
        }
        retarget(standing, verdict.target());
        int ended = scaleDown.end(standing, (int) (standing.active() - verdict.target()));
        return ended > 0 ? "scaled_down" : "scale_down_blocked";
    }

    private void boost(ChuteStanding standing, ScalingMemory memory, double boost) {
        if (boost != standing.chute().boost()) {
            platform.chutes().boost(standing.chute().chuteId(), boost);
        }
        if (standing.active() == 0 && standing.chute().open() && memory.urgency() >= COLD_URGENCY) {
            platform.bounties().announceUrgency(standing.chute().chuteId(), "cold");
        }
    }

    private void retarget(ChuteStanding standing, int target) {
        // During an update one more copy than the target has room anyway.
        boolean covered = updating(standing) && target <= standing.target();
        if (target != standing.target() && !covered) {
            platform.chutes().target(standing.chute().chuteId(), target);
            story.tell("target of " + standing.chute().name() + " is " + target);
        }
    }

    private void donate(Map<ChuteStanding, Verdict> verdicts, Instant now) {
        int left = DONATIONS_A_RUN;
        Set<ChuteStanding> gave = new HashSet<>();
        for (Map.Entry<ChuteStanding, Verdict> entry : verdicts.entrySet()) {
            ChuteStanding receiver = entry.getKey();
            if (!entry.getValue().starving() || !receiver.chute().open()) {
                continue;
            }
            int missing = entry.getValue().target() - receiver.instances();
            int wanted = Math.min(Math.min(DONATIONS_A_CHUTE, left), missing);
            for (ChuteStanding donor : verdicts.keySet()) {
                if (wanted > 0
                        && ScaleDown.fits(donor, receiver)
                        && !memoryOf(donor).starvedLately(now)
                        && gave.add(donor)
                        && scaleDown.end(donor, 1) > 0) {
                    wanted--;
                    left--;
                    retarget(donor, (int) donor.active() - 1);
                    demand.acted(donor.chute().chuteId(), "forced_downscale");
                }
            }
        }
    }

    private ScalingMemory memoryOf(ChuteStanding standing) {
        return memories.computeIfAbsent(standing.chute().chuteId(), id -> new ScalingMemory());
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
                most == null ? 0 : most,
                Duration.between(standing.chute().createdAt(), now),
                standing.load());
    }
}
