package dev.rigger.devnet.cluster.store;

import org.jspecify.annotations.Nullable;

/**
 * How an object is to be deleted: the API's DeleteOptions.
 *
 * @param propagation what becomes of the objects it owns
 * @param graceSeconds a pod's time to end by itself; null for its own {@code terminationGracePeriodSeconds}
 * @param uid delete only this very object; null for whatever bears the name
 * @param resourceVersion delete only this very version; null for any
 */
public record Deletion(
        Propagation propagation,
        @Nullable Integer graceSeconds,
        @Nullable String uid,
        @Nullable String resourceVersion) {
    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    public static Deletion inBackground() {
        return new Deletion(Propagation.BACKGROUND, null, null, null);
    }
}
