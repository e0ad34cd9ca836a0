package dev.rigger.devnet.validator.world;

import java.util.SplittableRandom;

/**
 * Chance from one seed: each name has dice of its own, so that one part of the world does not change its story because
 * another threw once more.
 */
record Chance(long seed) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    SplittableRandom dice(String name) {
        return new SplittableRandom(mixed(name.hashCode()));
    }

    /** The same dice for the same name and slot, whenever they are asked for. */
    SplittableRandom dice(String name, long slot) {
        return new SplittableRandom(mixed(name.hashCode()) ^ mixed(slot * GOLDEN));
    }

    private long mixed(long value) {
        long z = seed * GOLDEN + value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
