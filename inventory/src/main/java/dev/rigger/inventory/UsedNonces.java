package dev.rigger.inventory;

import java.time.Duration;

/** Table {@code used_nonces}: replay protection that survives Redis. */
public interface UsedNonces {
    /** True the first time; false for a repetition within {@code window}. */
    boolean firstUse(String key, Duration window);
}
