package dev.rigger.devnet.validator.world;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When something happens next that happens by chance, so often on average. */
final class Pace {
    private Pace() {}

    static Duration next(Duration onAverage, RandomGenerator dice) {
        double factor = -Math.log(1 - dice.nextDouble());
        return Duration.ofMillis((long) (onAverage.toMillis() * Math.min(5, factor)))
                .plusSeconds(1);
    }
}
