package dev.rigger.devnet.validator;

import java.time.Duration;

/** Waits until the first fault that stands has struck. */
final class Struck {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Struck() {}

    static void await(DevnetValidator validator) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (validator.faults().standing().getFirst().hits() == 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The fault struck nothing in " + PATIENCE);
            }
            Thread.yield();
        }
    }
}
