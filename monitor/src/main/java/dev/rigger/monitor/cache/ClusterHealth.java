package dev.rigger.monitor.cache;

import dev.rigger.monitor.wire.ClusterState;
import dev.rigger.monitor.wire.WireTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * @param lastHeartbeat ISO 8601, by our clock; empty when there was none
 * @param error empty when there is none
 */
public record ClusterHealth(String cluster, ClusterState state, String lastHeartbeat, String error) {
    static ClusterHealth of(String cluster, Map<String, String> hash) {
        return new ClusterHealth(
                cluster,
                ClusterState.of(hash.getOrDefault("state", "")).orElse(ClusterState.INACTIVE),
                hash.getOrDefault("last_heartbeat", ""),
                hash.getOrDefault("error_message", ""));
    }

    /** What silence makes of it by now, where that is something else. */
    public Optional<ClusterState> worseFor(Instant now, Duration stale, Duration offline) {
        Duration silent = WireTime.parse(lastHeartbeat)
                .map(heard -> Duration.between(heard, now))
                .orElse(stale.plusNanos(1));
        if (silent.compareTo(offline) > 0 && state != ClusterState.ERROR) {
            return Optional.of(ClusterState.ERROR);
        }
        return silent.compareTo(stale) > 0 && state.healthy() ? Optional.of(ClusterState.UNHEALTHY) : Optional.empty();
    }
}
