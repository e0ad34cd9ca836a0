package dev.rigger.devnet.validator.scoring;

import dev.rigger.devnet.validator.platform.Payroll.Pay;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules.Score.Method;
import dev.rigger.devnet.validator.traffic.InvocationLog;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Neuron;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every miner's score. The blacklisted have none; where the profile says so, only the best hotkey of a coldkey has one. */
public final class Scores {
    private static final double ABOVE_MEDIAN = 1.3;
    private static final double BELOW_MEDIAN = 2.2;
    private static final String UNIQUE = "unique_chute_count";

    private final Platform platform;
    private final InvocationLog invocations;
    private final MinerGate gate;
    private final Breadth breadth;

    public Scores(Platform platform, InvocationLog invocations, MinerGate gate) {
        this.platform = platform;
        this.invocations = invocations;
        this.gate = gate;
        this.breadth = new Breadth(platform);
    }

    /**
     * @param raw features by miner
     * @param normalized the same as shares; empty where one feature alone counts
     * @param totals of each feature
     * @param finalScores shares that sum to one
     */
    public record Table(
            Map<String, Map<String, Double>> raw,
            Map<String, Map<String, Double>> normalized,
            Map<String, Double> totals,
            Map<String, Double> finalScores) {}

    public Table table() {
        ProtocolRules.Score rules = platform.rules().score();
        Map<String, Map<String, Double>> raw = raw(rules);
        Map<String, Double> totals = totals(raw);
        boolean features = rules.method() == Method.FOUR_FEATURES;
        Map<String, Map<String, Double>> normalized = features ? normalized(raw, totals) : Map.of();
        Map<String, Double> scores = new TreeMap<>();
        raw.forEach((hotkey, own) -> scores.put(
                hotkey,
                features
                        ? weighted(rules, normalized.getOrDefault(hotkey, Map.of()))
                        : own.getOrDefault("compute_units", 0.0)));
        if (rules.bestHotkeyOfColdkeyOnly()) {
            keepBestOfColdkey(scores);
        }
        return new Table(raw, normalized, totals, shares(scores));
    }

    private Map<String, Map<String, Double>> raw(ProtocolRules.Score rules) {
        Map<String, Map<String, Double>> raw = new TreeMap<>();
        gate.registered().stream()
                .filter(hotkey -> !platform.blacklist().containsKey(hotkey))
                .forEach(hotkey -> raw.put(hotkey, new LinkedHashMap<>()));
        boolean seconds = rules.method() == Method.INSTANCE_SECONDS;
        for (Pay pay : platform.payroll().pay(rules.window())) {
            Map<String, Double> own = raw.get(pay.instance().minerHotkey());
            if (own == null) {
                continue;
            }
            boolean paid = pay.instance().billedTo() != null;
            if (seconds || paid) {
                own.merge("compute_units", pay.units(), Double::sum);
            }
            if (paid && !seconds) {
                own.merge("invocation_count", pay.seconds(), Double::sum);
            }
            if (pay.instance().bounty() || (paid && !seconds)) {
                own.merge("bounty_count", 1.0, Double::sum);
            }
        }
        invocations.earned(rules.window()).forEach((hotkey, earned) -> {
            Map<String, Double> own = raw.get(hotkey);
            if (own != null) {
                own.merge("invocation_count", (double) earned.invocations(), Double::sum);
                if (!seconds) {
                    own.merge("compute_units", earned.computeUnits(), Double::sum);
                }
            }
        });
        raw.forEach((hotkey, own) -> own.put(UNIQUE, breadth.meanGpus(hotkey, rules)));
        raw.values()
                .forEach(own -> List.of("compute_units", "invocation_count", "bounty_count")
                        .forEach(feature -> own.putIfAbsent(feature, 0.0)));
        return raw;
    }

    private static Map<String, Double> totals(Map<String, Map<String, Double>> raw) {
        Map<String, Double> totals = new TreeMap<>();
        raw.values().forEach(own -> own.forEach((feature, value) -> totals.merge(feature, value, Double::sum)));
        return totals;
    }

    private static Map<String, Map<String, Double>> normalized(
            Map<String, Map<String, Double>> raw, Map<String, Double> totals) {
        Map<String, Map<String, Double>> normalized = new TreeMap<>();
        Map<String, Double> unique = spread(raw);
        raw.forEach((hotkey, own) -> {
            Map<String, Double> shares = new TreeMap<>();
            own.forEach((feature, value) -> {
                double total = totals.getOrDefault(feature, 0.0);
                shares.put(feature, total == 0 ? 0 : value / total);
            });
            shares.put(UNIQUE, unique.getOrDefault(hotkey, 0.0));
            normalized.put(hotkey, shares);
        });
        return normalized;
    }

    /** Breadth pays less than in proportion above the median, and much less below it. */
    private static Map<String, Double> spread(Map<String, Map<String, Double>> raw) {
        List<Double> some = new ArrayList<>();
        raw.values().stream()
                .map(own -> own.getOrDefault(UNIQUE, 0.0))
                .filter(u -> u > 0)
                .sorted()
                .forEach(some::add);
        Map<String, Double> values = new HashMap<>();
        if (some.isEmpty()) {
            return values;
        }
        double median = some.get(some.size() / 2);
        double max = some.getLast();
        raw.forEach((hotkey, own) -> {
            double unique = own.getOrDefault(UNIQUE, 0.0);
            values.put(hotkey, Math.pow(unique / max, unique >= median ? ABOVE_MEDIAN : BELOW_MEDIAN));
        });
        return shares(values);
    }

    private static double weighted(ProtocolRules.Score rules, Map<String, Double> shares) {
        return rules.weights().entrySet().stream()
                .mapToDouble(weight -> weight.getValue() * shares.getOrDefault(weight.getKey(), 0.0))
                .sum();
    }

    private void keepBestOfColdkey(Map<String, Double> scores) {
        Map<String, String> best = new HashMap<>();
        for (Neuron neuron : gate.metagraph()) {
            String other = best.get(neuron.coldkey());
            double own = scores.getOrDefault(neuron.hotkey(), 0.0);
            if (other == null || own > scores.getOrDefault(other, 0.0)) {
                best.put(neuron.coldkey(), neuron.hotkey());
            }
        }
        scores.keySet().removeIf(hotkey -> !best.containsValue(hotkey));
    }

    private static Map<String, Double> shares(Map<String, Double> values) {
        double total = values.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> shares = new TreeMap<>();
        values.forEach((key, value) -> shares.put(key, total == 0 ? 0.0 : value / total));
        return shares;
    }
}
