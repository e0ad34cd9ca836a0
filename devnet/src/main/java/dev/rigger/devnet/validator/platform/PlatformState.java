package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the platform remembers, as it is saved. Only touched under the {@link Ledger}'s lock.
 *
 * @param format of the file; another one is not read
 * @param targets copies wanted, by chute
 * @param loads the last capacity record, by chute
 * @param sightings who announced a GPU and when, by uuid
 * @param configs launch configs, by id
 * @param history what instances were worth and when, by instance; kept as long as scores look back
 * @param ended instances that are no more, by id; kept as long
 * @param bountyCooldowns no new bounty before, by chute
 * @param blacklist reasons, by hotkey
 * @param windows maintenance windows, the latest last
 * @param keys private keys of launch tokens, by name
 */
public record PlatformState(
        int format,
        Map<String, ChuteDefinition> chutes,
        Map<String, ImageRecord> images,
        Map<String, Integer> targets,
        Map<String, Load> loads,
        Map<String, RollingUpdate> rollingUpdates,
        Map<String, NodeRecord> nodes,
        Map<String, List<Sighting>> sightings,
        Map<String, ServerRecord> servers,
        Map<String, VerificationTask> tasks,
        Map<String, LaunchConfig> configs,
        Map<String, Instance> instances,
        Map<String, List<HistoryRow>> history,
        Map<String, EndedInstance> ended,
        Map<String, Job> jobs,
        Map<String, Bounty> bounties,
        Map<String, Instant> bountyCooldowns,
        Map<String, String> blacklist,
        List<MaintenanceWindow> windows,
        List<AuditEntry> audits,
        List<Incident> incidents,
        Map<String, String> keys) {
    static final int FORMAT = 3;

    public static PlatformState empty() {
        return new PlatformState(
                FORMAT,
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
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new LinkedHashMap<>());
    }

    List<Instance> instancesOf(String chuteId) {
        return instances.values().stream()
                .filter(instance -> instance.chuteId().equals(chuteId))
                .toList();
    }

    /** Copies that serve; those of jobs count for nobody. */
    long activeOf(String chuteId) {
        return instances.values().stream()
                .filter(instance -> instance.chuteId().equals(chuteId)
                        && instance.active()
                        && instance.verified()
                        && instance.jobId() == null)
                .count();
    }

    /** Copies wanted; where nobody said, as many as there are. */
    int targetOf(String chuteId) {
        Integer target = targets.get(chuteId);
        return target == null ? instancesOf(chuteId).size() : target;
    }
}
