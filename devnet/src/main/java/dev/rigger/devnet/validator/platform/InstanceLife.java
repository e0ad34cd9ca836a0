package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of an instance: every transition is made here, checked against the invariants, written into the compute
 * history and told to the owner in the same breath.
 */
final class InstanceLife {
    private final Announcer announcer;
    private final Invariants invariants;
    private final ComputeHistory history;
    private final ProtocolRules rules;
    private final InstantSource clock;

    InstanceLife(
            Announcer announcer,
            Invariants invariants,
            ComputeHistory history,
            ProtocolRules rules,
            InstantSource clock) {
        this.announcer = announcer;
        this.invariants = invariants;
        this.history = history;
        this.rules = rules;
        this.clock = clock;
    }

    void created(PlatformState state, Instance instance) {
        put(state, null, instance);
        Map<String, Object> data = gpus(instance);
        data.putAll(identity(instance));
        if (rules.wire().managementIsNamed()) {
            data.put("management_mode", "miner");
        }
        tell(
                state,
                "instance_created",
                instance,
                data,
                "Miner " + instance.minerHotkey() + " created instance " + instance.instanceId() + " of chute "
                        + instance.chuteId());
    }

    void verified(PlatformState state, Instance instance) {
        Instance after = change(state, instance, draft -> draft.verifiedAt = clock.instant());
        tell(
                state,
                "instance_verified",
                after,
                Map.of("instance_id", after.instanceId(), "miner_hotkey", after.minerHotkey()),
                "Instance " + after.instanceId() + " of chute " + after.chuteId() + " is verified");
    }

    void activated(PlatformState state, Instance instance, Consumer<Instance.Draft> worth) {
        Instant now = clock.instant();
        Instance after = change(state, instance, draft -> {
            draft.active = true;
            draft.activatedAt = now;
            worth.accept(draft);
        });
        history.open(state, after, now);
        tell(state, "instance_activated", after, activation(after), "Instance activated: " + after.instanceId());
        announcer.publish(PlatformEvent.toPublic("instance_hot", identity(after)));
    }

    void disabled(PlatformState state, Instance instance) {
        Instance after = change(state, instance, draft -> {
            draft.active = false;
            draft.disabledAt = clock.instant();
        });
        if (rules.wire().disabledIsTold()) {
            tell(state, "instance_disabled", after, activation(after), "Instance disabled: " + after.instanceId());
        }
    }

    /** Calls go there again. */
    void enabled(PlatformState state, Instance instance) {
        change(state, instance, draft -> draft.active = true);
    }

    /** A figure changes, the phase does not. */
    Instance change(PlatformState state, Instance instance, Consumer<Instance.Draft> change) {
        Instance before = Objects.requireNonNull(state.instances().get(instance.instanceId()));
        Instance after = before.changed(clock.instant(), change);
        put(state, before, after);
        return after;
    }

    void multiplier(PlatformState state, Instance instance, double multiplier) {
        change(state, instance, draft -> draft.multiplier = multiplier);
        history.change(state, instance.instanceId(), multiplier, clock.instant());
    }

    /** @param payFactor what becomes of the multiplier of its last stretch; 1 leaves it */
    void ended(PlatformState state, Instance instance, EndReason reason, double payFactor) {
        Instant now = clock.instant();
        Instance last = Objects.requireNonNull(state.instances().get(instance.instanceId()));
        if (payFactor != 1) {
            last = change(state, last, draft -> draft.multiplier *= payFactor);
            history.scaleOpenRow(state, last.instanceId(), payFactor);
        }
        state.instances().remove(last.instanceId());
        history.close(state, last.instanceId(), now);
        EndedInstance ended = new EndedInstance(last, now, reason.text(), reason.valid());
        state.ended().put(last.instanceId(), ended);
        invariants.transition(state, last, null);
        invariants.pay(state, ended, Earnings.ofEnded(state, ended, rules.score(), now), rules.score());
        tell(
                state,
                "instance_deleted",
                last,
                identity(last),
                "Instance " + last.instanceId() + " of miner " + last.minerHotkey() + " has been deleted: "
                        + reason.text());
    }

    private void put(PlatformState state, @Nullable Instance before, Instance after) {
        state.instances().put(after.instanceId(), after);
        invariants.transition(state, before, after);
    }

    private void tell(
            PlatformState state, String reason, Instance instance, Map<String, Object> data, String sentence) {
        invariants.told(state, reason, instance.instanceId());
        announcer.publish(PlatformEvent.to(instance.minerHotkey(), reason, data)
                .saying(sentence)
                .publicToo());
    }

    private Map<String, Object> activation(Instance instance) {
        Map<String, Object> data = identity(instance);
        if (rules.wire().activationNamesGpus()) {
            data.putAll(gpus(instance));
        }
        return data;
    }

    private static Map<String, Object> gpus(Instance instance) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("gpu_count", instance.gpuUuids().size());
        data.put("gpu_model_name", instance.gpuModelName());
        return data;
    }

    private static Map<String, Object> identity(Instance instance) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("chute_id", instance.chuteId());
        data.put("miner_hotkey", instance.minerHotkey());
        data.put("instance_id", instance.instanceId());
        data.put("config_id", instance.configId());
        return data;
    }
}
