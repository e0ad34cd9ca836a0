package dev.rigger.devnet.validator.world;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * How many copies of one chute its users keep busy: more by day than by night, some chutes more than others, never quite
 * the same, and now and then suddenly far more. A function of seed, name and time alone.
 */
final class Habits {
    private static final long SLOT_SECONDS = 300;
    private static final Duration RUSH_SLOT = Duration.ofHours(6);
    private static final double RUSHES = 0.12;
    private static final Duration RUSH = Duration.ofMinutes(40);
    private static final double RUSH_FACTOR = 2.5;
    private static final double BUSIEST = 6;
    private static final long DAY_SECONDS = 86_400;

    private final Chance chance;
    private final String name;
    private final double popularity;
    private final double peak;
    private final double swing;

    Habits(Chance chance, String name, int gpuCount) {
        this.chance = chance;
        this.name = name;
        SplittableRandom dice = chance.dice("habits of " + name);
        this.popularity = Math.min(BUSIEST, 1.6 * Math.exp(0.6 * dice.nextGaussian()) / Math.sqrt(gpuCount));
        this.peak = dice.nextDouble();
        this.swing = 0.2 + 0.4 * dice.nextDouble();
    }

    double busyCopies(Instant at) {
        double dayPart = (double) Math.floorMod(at.getEpochSecond(), DAY_SECONDS) / DAY_SECONDS;
        double daily = 1 + swing * Math.cos(2 * Math.PI * (dayPart - peak));
        double noise = Math.exp(0.2
                * chance.dice("mood of " + name, at.getEpochSecond() / SLOT_SECONDS)
                        .nextGaussian());
        return popularity * daily * noise * (rush(at) ? RUSH_FACTOR : 1);
    }

    private boolean rush(Instant at) {
        long slot = at.getEpochSecond() / RUSH_SLOT.toSeconds();
        SplittableRandom dice = chance.dice("rush for " + name, slot);
        if (dice.nextDouble() >= RUSHES) {
            return false;
        }
        long latest = RUSH_SLOT.minus(RUSH).toSeconds();
        long begin = slot * RUSH_SLOT.toSeconds() + dice.nextLong(latest);
        return at.getEpochSecond() >= begin && at.getEpochSecond() < begin + RUSH.toSeconds();
    }
}
