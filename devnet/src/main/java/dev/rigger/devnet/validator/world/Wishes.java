package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.operator.Steering;
import dev.rigger.devnet.validator.wire.Refusal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What an operator told the world, for its parts to ask. */
public final class Wishes implements Steering {
    private final Demand demand;
    private final Set<String> pinned = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failingProbes = new ConcurrentHashMap<>();
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
        if (!watched) {
            throw new Refusal(
                    409,
                    "WORLD_STANDS_STILL",
                    "Nobody probes: the world behind this devnet stands still.",
                    "Start the devnet with its world, or kill the instance.");
        }
        failingProbes.put(instanceId, probes);
    }

    /** There is somebody who probes. */
    void watched() {
        watched = true;
    }

    boolean targetPinned(String chuteId) {
        return pinned.contains(chuteId);
    }

    /** Whether the next probe of an instance is to fail; one fewer will after it. */
    boolean failsProbe(String instanceId) {
        Integer left = failingProbes.computeIfPresent(instanceId, (id, count) -> count - 1);
        if (left != null && left <= 0) {
            failingProbes.remove(instanceId);
        }
        return left != null;
    }

    void forgetAllBut(Set<String> instanceIds) {
        failingProbes.keySet().retainAll(instanceIds);
    }
}
