package dev.rigger.devnet.validator;

import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Authors and users who do something by themselves: chutes appear one by one over the first minute, then users ask for
 * one that nobody runs, which makes a bounty. What happens is decided by the seed; when, by the pace.
 */
final class World {
    private final Platform platform;
    private final SplittableRandom dice;
    private final Duration pace;

    /** @param pace between two steps; the starter chutes take one each */
    World(Platform platform, long seed, Duration pace) {
        this.platform = platform;
        this.dice = new SplittableRandom(seed);
        this.pace = pace;
    }

    Duration pace() {
        return pace;
    }

    /** One thing happens, or nothing. */
    void step() {
        List<String> known =
                platform.chutes().all().stream().map(chute -> chute.name()).toList();
        List<ChuteOrder> missing = StarterChutes.all().stream()
                .filter(order -> !known.contains(order.name()))
                .toList();
        if (!missing.isEmpty()) {
            platform.chutes().create(missing.get(0));
        } else if (dice.nextInt(3) == 0) {
            askForOneThatNobodyRuns();
        }
    }

    private void askForOneThatNobodyRuns() {
        List<ChuteStanding> cold = platform.standings().stream()
                .filter(standing -> standing.instances() == 0 && standing.scalable())
                .toList();
        if (!cold.isEmpty()) {
            platform.bounties()
                    .offer(cold.get(dice.nextInt(cold.size())).chute().chuteId());
        }
    }
}
