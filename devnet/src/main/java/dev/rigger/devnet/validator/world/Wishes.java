package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.operator.Steering;
import dev.rigger.devnet.validator.wire.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What an operator told the world, for its parts to ask. */
public final class Wishes implements Steering {
    private final Demand demand;
    private final Set<String> pinned = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failingProbes = new ConcurrentHashMap<>();
    private final Set<String> exposed = ConcurrentHashMap.newKeySet();
    private volatile boolean watched;

    public Wishes(Demand demand) {
        this.demand = demand;
    }

    @Override
    public void pinTarget(String chuteId, boolean pin) {
        if (pin) {
            pinned.add(chuteId);
        } else {
            pinned.remove(chuteId);
        }
    }

    @Override
    public void forceUtilization(String chuteId, @Nullable Double utilization) {
        demand.force(chuteId, utilization);
    }

    @Override
    public void failProbes(String instanceId, int probes) {
        refuseUnwatched();
        failingProbes.put(instanceId, probes);
    }

    @Override
    public void expose(String instanceId) {
        refuseUnwatched();
        exposed.add(instanceId);
    }

    private void refuseUnwatched() {
        if (!watched) {
            throw new Refusal(
                    409,
                    "WORLD_STANDS_STILL",
                    "Nobody probes: the world behind this devnet stands still.",
                    "Start the devnet with its world, or kill the instance.");
        }
    }

    /** There is somebody who probes. */
    void watched() {
        watched = true;
    }

    boolean targetPinned(String chuteId) {
        return pinned.contains(chuteId);
    }

    /** What the next probe of an instance is to find; one wish fewer is left after it. */
    Optional<Probe.Finding> ofProbe(String instanceId) {
        if (exposed.remove(instanceId)) {
            return Optional.of(Probe.Finding.hard("an operator wants it so"));
        }
        Integer left = failingProbes.computeIfPresent(instanceId, (id, count) -> count - 1);
        if (left != null && left <= 0) {
            failingProbes.remove(instanceId);
        }
        return left == null ? Optional.empty() : Optional.of(Probe.Finding.soft("an operator wants it so"));
    }

    void forgetAllBut(Set<String> instanceIds) {
        failingProbes.keySet().retainAll(instanceIds);
        exposed.retainAll(instanceIds);
    }
}
