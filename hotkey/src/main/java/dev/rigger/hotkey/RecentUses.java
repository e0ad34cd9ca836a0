package dev.rigger.hotkey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** Replay protection within one process, in memory; what is older than its window is forgotten. */
public final class RecentUses implements ReplayGuard {
    private record Use(String key, Instant until) {}

    private final InstantSource clock;
    private final Map<String, Instant> until = new HashMap<>();
    private final PriorityQueue<Use> byExpiry = new PriorityQueue<>(Comparator.comparing(Use::until));

    public RecentUses(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized boolean firstUse(String key, Duration window) {
        Instant now = clock.instant();
        for (Use oldest = byExpiry.peek(); oldest != null && !oldest.until().isAfter(now); oldest = byExpiry.peek()) {
            byExpiry.remove();
            until.remove(oldest.key());
        }
        Instant end = now.plus(window);
        if (until.putIfAbsent(key, end) != null) {
            return false;
        }
        byExpiry.add(new Use(key, end));
        return true;
    }
}
