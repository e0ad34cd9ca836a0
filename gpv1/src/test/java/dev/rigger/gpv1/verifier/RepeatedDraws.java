package dev.rigger.gpv1.verifier;

import java.security.SecureRandom;
import java.util.Random;

/** Draws the same bytes and numbers for the same seed, so that an examination can be had again. */
final class RepeatedDraws extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Random random;

    RepeatedDraws(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }

    @Override
    public int nextInt(int bound) {
        return random.nextInt(bound);
    }
}
