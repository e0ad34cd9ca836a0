package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What miners earned: seconds since activation, times the multiplier, over instances that live now. */
final class Scores {
    private final Platform platform;

    Scores(Platform platform) {
        this.platform = platform;
    }

    Map<String, Object> scores(Optional<String> hotkey) {
        Map<String, Double> units = new TreeMap<>();
        active().forEach(instance -> units.merge(instance.minerHotkey(), units(instance), Double::sum));
        double total = units.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Object> raw = new LinkedHashMap<>();
        Map<String, Object> shares = new LinkedHashMap<>();
        units.forEach((key, value) -> {
            if (hotkey.isEmpty() || hotkey.get().equals(key)) {
                raw.put(key, Map.of("compute_units", value));
                shares.put(key, total == 0 ? 0.0 : value / total);
            }
        });
        return Map.of("raw_values", raw, "final_scores", shares);
    }

    Map<String, Object> stats(Optional<String> hotkey) {
        Map<String, Object> span =
                Map.of("instance_stats", instanceStats(hotkey), "bounties", List.of(), "compute_units", List.of());
        return Map.of("past_hour", span, "past_day", span, "all", span);
    }

    private List<Map<String, Object>> instanceStats(Optional<String> hotkey) {
        TreeSet<String> hotkeys = new TreeSet<>();
        active().forEach(instance -> hotkeys.add(instance.minerHotkey()));
        return hotkeys.stream()
                .filter(key -> hotkey.isEmpty() || hotkey.get().equals(key))
                .map(this::statsOf)
                .toList();
    }

    private Map<String, Object> statsOf(String hotkey) {
        List<Instance> own =
                active().stream().filter(i -> i.minerHotkey().equals(hotkey)).toList();
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("miner_hotkey", hotkey);
        wire.put("total_instances", own.size());
        wire.put("bounty_count", own.stream().filter(Instance::bounty).count());
        wire.put("compute_seconds", own.stream().mapToDouble(this::seconds).sum());
        wire.put("compute_units", own.stream().mapToDouble(this::units).sum());
        wire.put("invocation_count", 0);
        wire.put("total_bounty", 0);
        return wire;
    }

    private List<Instance> active() {
        return platform.instances().all().stream().filter(Instance::active).toList();
    }

    private double units(Instance instance) {
        return seconds(instance) * instance.multiplier();
    }

    private double seconds(Instance instance) {
        Instant since = instance.activatedAt();
        return since == null ? 0 : Duration.between(since, platform.now()).toMillis() / 1000.0;
    }
}
