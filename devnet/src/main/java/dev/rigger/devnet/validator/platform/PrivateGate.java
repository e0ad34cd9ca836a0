package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Private chutes are for miners that do enough for the public; a refusal is 403. */
final class PrivateGate {
    private final ProtocolRules.@Nullable PrivateGates gates;
    private final InstantSource clock;

    /** @param gates null lets everybody through */
    PrivateGate(ProtocolRules.@Nullable PrivateGates gates, InstantSource clock) {
        this.gates = gates;
        this.clock = clock;
    }

    void check(PlatformState state, String hotkey, ChuteDefinition chute) {
        ProtocolRules.PrivateGates rules = gates;
        if (rules == null || chute.open() || (rules.waivedForTee() && (chute.tee() || runsTee(state, hotkey)))) {
            return;
        }
        List<Instance> own = state.instances().values().stream()
                .filter(instance -> instance.active() && countsFor(hotkey, instance))
                .toList();
        int gpus = own.stream().mapToInt(instance -> instance.gpuUuids().size()).sum();
        refuseUnless(own.size() >= rules.copies(), rules.copies() + " active public instances", own.size());
        refuseUnless(gpus >= rules.gpus(), rules.gpus() + " GPUs in public instances", gpus);
        Duration age = rules.firstCopyAge();
        if (age != null) {
            Instant before = clock.instant().minus(age);
            long old = own.stream()
                    .filter(instance -> activatedAt(instance).compareTo(before) <= 0)
                    .count();
            refuseUnless(old > 0, "a public instance that was activated " + age + " ago", old);
        }
        Duration window = rules.averageOver();
        if (window != null) {
            double average = averageGpus(state, hotkey, window);
            refuseUnless(
                    average >= rules.averageGpus(),
                    "an average of " + rules.averageGpus() + " GPUs over " + window,
                    average);
        }
    }

    private double averageGpus(PlatformState state, String hotkey, Duration window) {
        Instant now = clock.instant();
        Instant from = now.minus(window);
        double living = state.instances().values().stream()
                .filter(instance -> countsFor(hotkey, instance))
                .mapToDouble(instance -> gpuSeconds(instance, from, now))
                .sum();
        double ended = state.ended().values().stream()
                .filter(gone -> countsFor(hotkey, gone.instance()))
                .mapToDouble(gone -> gpuSeconds(gone.instance(), from, gone.deletedAt()))
                .sum();
        return (living + ended) / window.toSeconds();
    }

    private static double gpuSeconds(Instance instance, Instant from, Instant to) {
        Instant begun = activatedAt(instance).isBefore(from) ? from : activatedAt(instance);
        return begun.isBefore(to)
                ? Duration.between(begun, to).toSeconds()
                        * (double) instance.gpuUuids().size()
                : 0;
    }

    private static boolean countsFor(String hotkey, Instance instance) {
        return instance.minerHotkey().equals(hotkey) && instance.activatedAt() != null && instance.billedTo() == null;
    }

    private static boolean runsTee(PlatformState state, String hotkey) {
        return state.instances().values().stream()
                .filter(instance -> instance.active() && instance.minerHotkey().equals(hotkey))
                .map(instance -> state.configs().get(instance.configId()))
                .anyMatch(config -> config != null && config.envType() == LaunchConfig.EnvType.TEE);
    }

    /** Of an instance that was activated. */
    private static Instant activatedAt(Instance instance) {
        Instant at = instance.activatedAt();
        if (at == null) {
            throw new IllegalStateException("Instance " + instance.instanceId() + " was never activated");
        }
        return at;
    }

    private static void refuseUnless(boolean enough, String asked, Number had) {
        if (!enough) {
            throw new Refusal(403, "Private chutes ask their miners for " + asked + "; you have " + had);
        }
    }
}
