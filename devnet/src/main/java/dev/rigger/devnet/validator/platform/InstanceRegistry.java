package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Instances from their claim on; whoever changes one tells its owner in the same breath. */
public final class InstanceRegistry implements ChuteRegistry.InstanceSource {
    private static final Duration STUCK = Duration.ofHours(3);

    private final Ledger ledger;
    private final Announcer announcer;
    private final Invariants invariants;
    private final InstantSource clock;

    InstanceRegistry(Ledger ledger, Announcer announcer, Invariants invariants, InstantSource clock) {
        this.ledger = ledger;
        this.announcer = announcer;
        this.invariants = invariants;
        this.clock = clock;
    }

    public List<Instance> all() {
        return ledger.read(state -> List.copyOf(state.instances().values()));
    }

    public List<Instance> of(String hotkey) {
        return ledger.read(state -> state.instances().values().stream()
                .filter(instance -> instance.minerHotkey().equals(hotkey))
                .toList());
    }

    /** The miner's own wish; 404 for one that is not there or not the miner's. */
    public void deleteByMiner(String hotkey, String chuteId, String instanceId) {
        ledger.change(state -> {
            Instance instance = ofMiner(state, hotkey, chuteId, instanceId);
            delete(state, instance);
            return null;
        });
    }

    public void disableByMiner(String hotkey, String chuteId, String instanceId) {
        ledger.change(state -> {
            Instance instance = ofMiner(state, hotkey, chuteId, instanceId).disabled(clock.instant());
            state.instances().put(instanceId, instance);
            tell(state, "instance_disabled", instance, activation(instance));
            return null;
        });
    }

    /** The platform's wish, or an operator's. */
    public void kill(String instanceId) {
        ledger.change(state -> {
            Instance instance = state.instances().get(instanceId);
            if (instance == null) {
                throw new Refusal(404, "Instance not found: " + instanceId);
            }
            delete(state, instance);
            return null;
        });
    }

    /** Ends what was never verified, or verified and never activated, for three hours. */
    public void purgeStuck() {
        Instant before = clock.instant().minus(STUCK);
        ledger.change(state -> {
            List.copyOf(state.instances().values()).stream()
                    .filter(instance -> instance.activatedAt() == null)
                    .filter(instance -> {
                        Instant verified = instance.verifiedAt();
                        return (verified == null ? instance.createdAt() : verified).isBefore(before);
                    })
                    .forEach(instance -> delete(state, instance));
            return null;
        });
    }

    @Override
    public void deleteAllOf(PlatformState state, String chuteId) {
        state.instancesOf(chuteId).forEach(instance -> delete(state, instance));
    }

    void deleteWhere(PlatformState state, Predicate<Instance> doomed) {
        List.copyOf(state.instances().values()).stream().filter(doomed).forEach(i -> delete(state, i));
    }

    void delete(PlatformState state, Instance instance) {
        state.instances().remove(instance.instanceId());
        tell(
                state,
                "instance_deleted",
                instance,
                Map.of(
                        "chute_id", instance.chuteId(),
                        "miner_hotkey", instance.minerHotkey(),
                        "instance_id", instance.instanceId(),
                        "config_id", instance.configId()));
    }

    void created(PlatformState state, Instance instance) {
        state.instances().put(instance.instanceId(), instance);
        invariants.check(state);
        tell(state, "instance_created", instance, activation(instance));
    }

    void verified(PlatformState state, Instance instance) {
        state.instances().put(instance.instanceId(), instance);
        tell(
                state,
                "instance_verified",
                instance,
                Map.of("instance_id", instance.instanceId(), "miner_hotkey", instance.minerHotkey()));
    }

    void activated(PlatformState state, Instance instance) {
        state.instances().put(instance.instanceId(), instance);
        invariants.check(state);
        tell(state, "instance_activated", instance, activation(instance));
    }

    private void tell(PlatformState state, String reason, Instance instance, Map<String, Object> data) {
        invariants.told(state, reason, instance.instanceId());
        announcer.tell(instance.minerHotkey(), reason, data);
    }

    private static Map<String, Object> activation(Instance instance) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("chute_id", instance.chuteId());
        data.put("gpu_count", instance.gpuUuids().size());
        data.put("gpu_model_name", instance.gpuModelName());
        data.put("miner_hotkey", instance.minerHotkey());
        data.put("instance_id", instance.instanceId());
        data.put("config_id", instance.configId());
        return data;
    }

    private static Instance ofMiner(PlatformState state, String hotkey, String chuteId, String instanceId) {
        Instance instance = state.instances().get(instanceId);
        if (instance == null
                || !instance.minerHotkey().equals(hotkey)
                || !instance.chuteId().equals(chuteId)) {
            throw new Refusal(404, "Instance with ID " + instanceId + " of chute " + chuteId + " not found");
        }
        return instance;
    }
}
