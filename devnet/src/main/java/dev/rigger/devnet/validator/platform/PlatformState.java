package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the platform remembers, as it is saved. Only touched under the {@link Ledger}'s lock.
 *
 * @param targets copies wanted, by chute
 * @param bountyCooldowns no new bounty before, by chute
 * @param blacklist reasons, by hotkey
 * @param keys private keys of launch tokens, by name
 */
public record PlatformState(
        Map<String, ChuteDefinition> chutes,
        Map<String, Integer> targets,
        Map<String, NodeRecord> nodes,
        Map<String, ServerRecord> servers,
        Map<String, VerificationTask> tasks,
        Map<String, LaunchConfig> configs,
        Map<String, Instance> instances,
        Map<String, Bounty> bounties,
        Map<String, Instant> bountyCooldowns,
        Map<String, String> blacklist,
        List<Incident> incidents,
        Map<String, String> keys) {
    public static PlatformState empty() {
        return new PlatformState(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new LinkedHashMap<>());
    }

    List<Instance> instancesOf(String chuteId) {
        return instances.values().stream()
                .filter(instance -> instance.chuteId().equals(chuteId))
                .toList();
    }

    long activeOf(String chuteId) {
        return instances.values().stream()
                .filter(instance -> instance.chuteId().equals(chuteId) && instance.active() && instance.verified())
                .count();
    }

    /** Copies wanted; where nobody said, as many as there are. */
    int targetOf(String chuteId) {
        Integer target = targets.get(chuteId);
        return target == null ? instancesOf(chuteId).size() : target;
    }
}
