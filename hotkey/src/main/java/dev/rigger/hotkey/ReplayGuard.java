package dev.rigger.hotkey;

import java.time.Duration;

/** Remembers what was used, so that a request that was seen is not obeyed twice. */
public interface ReplayGuard {
    /** Every use is the first: for counterparts whose protocol has no replay protection. */
    ReplayGuard NONE = (key, window) -> true;

    /** True the first time; false for a repetition within {@code window}. */
    boolean firstUse(String key, Duration window);
}
