package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.traffic.Invocation;
import dev.rigger.devnet.validator.traffic.InvocationLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The single calls of users, a sample of them: every few minutes one for each active copy that is busy, so that exports and
 * scores have rows. Nothing is sent to a pod. A copy that somebody pays for counts as used by it.
 */
final class Callers {
    static final Duration EVERY = Duration.ofMinutes(4);
    private static final double FAILS = 0.01;

    private final Platform platform;
    private final InvocationLog log;
    private final SplittableRandom dice;

    Callers(Platform platform, InvocationLog log, Chance chance) {
        this.platform = platform;
        this.log = log;
        this.dice = chance.dice("callers");
    }

    void call() {
        Map<String, List<Instance>> active = platform.instances().all().stream()
                .filter(instance -> instance.active() && instance.jobId() == null)
                .collect(Collectors.groupingBy(Instance::chuteId));
        for (ChuteStanding standing : platform.standings()) {
            double busy = standing.load().utilization().current();
            double turnedAway = standing.load().last5m().rateLimitRatio();
            for (Instance instance : active.getOrDefault(standing.chute().chuteId(), List.of())) {
                if (dice.nextDouble() < busy) {
                    call(
                            standing.chute(),
                            instance,
                            dice.nextDouble() < turnedAway ? Invocation.RATE_LIMIT : failure());
                }
            }
        }
    }

    private @Nullable String failure() {
        return dice.nextDouble() < FAILS ? "HTTP_500: the model ran out of memory" : null;
    }

    private void call(ChuteDefinition chute, Instance instance, @Nullable String error) {
        Duration took = error == null ? Duration.ofMillis(dice.nextLong(300, 8_000)) : Duration.ofMillis(20);
        String function = chute.cords().isEmpty() ? "run" : chute.cords().getFirst();
        log.record(Invocation.of(
                UUID.randomUUID().toString(),
                chute,
                function,
                instance,
                platform.now().minus(took),
                took,
                error));
        if (instance.billedTo() != null) {
            platform.instances().used(instance.instanceId());
        }
    }
}
