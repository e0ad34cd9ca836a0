package dev.rigger.devnet.validator.scoring;

import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Payroll.Pay;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.traffic.InvocationLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code GET /miner/stats}: what miners did over the past hour, the past day and the scoring window, as it travels. */
public final class Stats {
    private final Platform platform;
    private final InvocationLog invocations;

    public Stats(Platform platform, InvocationLog invocations) {
        this.platform = platform;
        this.invocations = invocations;
    }

    /** @param perChute whether bounties and compute units are told chute by chute */
    public Map<String, Object> of(Optional<String> hotkey, boolean perChute) {
        Map<String, Object> spans = new LinkedHashMap<>();
        spans.put("past_hour", span(Duration.ofHours(1), hotkey, perChute));
        spans.put("past_day", span(Duration.ofDays(1), hotkey, perChute));
        spans.put("all", span(platform.rules().score().window(), hotkey, perChute));
        return spans;
    }

    private Map<String, Object> span(Duration window, Optional<String> hotkey, boolean perChute) {
        List<Pay> pay = platform.payroll().pay(window).stream()
                .filter(one ->
                        hotkey.isEmpty() || hotkey.get().equals(one.instance().minerHotkey()))
                .toList();
        Map<String, List<Pay>> byMiner = new TreeMap<>();
        Map<String, List<Pay>> groups = new TreeMap<>();
        for (Pay one : pay) {
            Instance instance = one.instance();
            byMiner.computeIfAbsent(instance.minerHotkey(), key -> new ArrayList<>())
                    .add(one);
            String group = perChute ? instance.minerHotkey() + " " + instance.chuteId() : instance.minerHotkey();
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(one);
        }
        Map<String, Object> span = new LinkedHashMap<>();
        span.put(
                "instance_stats",
                byMiner.values().stream().map(own -> summary(window, own)).toList());
        span.put(
                "bounties",
                groups.values().stream()
                        .filter(own -> bounties(own) > 0)
                        .map(own -> row(own, perChute, "bounty_count", bounties(own)))
                        .toList());
        span.put(
                "compute_units",
                groups.values().stream()
                        .map(own -> row(own, perChute, "compute_units", units(own)))
                        .toList());
        return span;
    }

    private Map<String, Object> summary(Duration window, List<Pay> own) {
        String hotkey = own.getFirst().instance().minerHotkey();
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("miner_hotkey", hotkey);
        wire.put("total_instances", own.size());
        wire.put("bounty_count", bounties(own));
        wire.put("compute_seconds", own.stream().mapToDouble(Pay::seconds).sum());
        wire.put("compute_units", units(own));
        wire.put("invocation_count", invocations.earned(hotkey, window).invocations());
        wire.put("total_bounty", bounties(own));
        return wire;
    }

    private static Map<String, Object> row(List<Pay> own, boolean perChute, String name, Object value) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("miner_hotkey", own.getFirst().instance().minerHotkey());
        if (perChute) {
            wire.put("chute_id", own.getFirst().instance().chuteId());
        }
        wire.put(name, value);
        return wire;
    }

    private static long bounties(List<Pay> own) {
        return own.stream().filter(one -> one.instance().bounty()).count();
    }

    private static double units(List<Pay> own) {
        return own.stream().mapToDouble(Pay::units).sum();
    }
}
