package dev.rigger.devnet.validator.traffic;

import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.InstanceRegistry;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What failing calls cost an instance: so many in a row put it out of use for a while, longer each time; too often, and it
 * ends, unless so many are about to end that the fault must lie elsewhere.
 */
final class FailureLadder {
    private static final Duration DELETION_DELAY = Duration.ofSeconds(45);

    private final InstanceRegistry instances;
    private final ProtocolRules.Ladder rules;
    private final InstantSource clock;
    private final Map<String, List<Instant>> disables = new HashMap<>();
    private final Map<String, Instant> outUntil = new HashMap<>();
    private final Map<String, Instant> doomed = new HashMap<>();

    FailureLadder(InstanceRegistry instances, ProtocolRules.Ladder rules, InstantSource clock) {
        this.instances = instances;
        this.rules = rules;
        this.clock = clock;
    }

    /** Whether calls may go there. */
    synchronized boolean usable(Instance instance) {
        Instant until = outUntil.get(instance.instanceId());
        return until == null || !clock.instant().isBefore(until);
    }

    synchronized void failed(Instance instance) {
        if (instances.failed(instance.instanceId()) < rules.consecutiveFailures()) {
            return;
        }
        Instant now = clock.instant();
        List<Instant> times = disables.computeIfAbsent(instance.instanceId(), id -> new ArrayList<>());
        times.removeIf(time -> time.isBefore(now.minus(rules.window())));
        times.add(now);
        if (times.size() > rules.mostDisables()) {
            doomed.putIfAbsent(instance.instanceId(), now.plus(DELETION_DELAY));
        } else {
            outUntil.put(instance.instanceId(), now.plus(rules.disableFor().multipliedBy(times.size())));
        }
    }

    /** Ends those whose time has come; nobody when it is a mass outage. */
    synchronized void tick() {
        Instant now = clock.instant();
        if (doomed.size() >= rules.massOutage()) {
            doomed.clear();
        }
        List<String> due = doomed.entrySet().stream()
                .filter(entry -> !now.isBefore(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(instanceId -> {
            doomed.remove(instanceId);
            disables.remove(instanceId);
            outUntil.remove(instanceId);
            if (instances.byId(instanceId).isPresent()) {
                instances.end(instanceId, EndReason.FAILURES);
            }
        });
    }
}
