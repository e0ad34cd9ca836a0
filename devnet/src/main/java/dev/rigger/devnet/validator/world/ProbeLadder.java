package dev.rigger.devnet.validator.world;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Counts soft failures of instances: the third ends one, unless an hour passed between two of them. */
final class ProbeLadder {
    private static final int LAST = 3;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Map<String, Failures> failures = new HashMap<>();

    private record Failures(int count, Instant last) {}

    /** Whether this one is the last that is forgiven no more. */
    boolean failed(String instanceId, Instant now) {
        Failures before = failures.get(instanceId);
        int count = before != null && now.isBefore(before.last().plus(REMEMBERED)) ? before.count() + 1 : 1;
        failures.put(instanceId, new Failures(count, now));
        return count >= LAST;
    }

    void forgetAllBut(Set<String> instanceIds) {
        failures.keySet().retainAll(instanceIds);
    }
}
