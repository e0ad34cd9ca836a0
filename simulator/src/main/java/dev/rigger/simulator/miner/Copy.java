package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.simulator.validator.Instance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One deployment of ours, from the order to the release of its GPUs. Moments in milliseconds. */
final class Copy {

    /** Where it stands; the first is not yet a deployment, the last no longer one. */
    enum Step {
        ORDERED,
        PENDING,
        STARTING,
        ACTIVE,
        ENDING,
        GONE
    }

    final long number;
    final String id;
    final int chute;
    final int version;
    final Machine machine;
    final List<Integer> gpus;
    final boolean job;
    final int diskGib;
    final long orderedAt;
    final long launchOfChute;

    Step step = Step.ORDERED;
    int targetThen;
    long createdAt;
    boolean cached;

    @Nullable
    Instance instance;

    /** When we learnt that it serves; null while we have not. */
    @Nullable
    Long activatedAt;

    /** As last given in a snapshot; null when something changed since. */
    @Nullable
    Deployment record;

    Copy(
            long number,
            int chute,
            int version,
            Machine machine,
            List<Integer> gpus,
            int diskGib,
            long now,
            long launchOfChute,
            boolean job) {
        this.number = number;
        this.id = "copy-" + number;
        this.chute = chute;
        this.version = version;
        this.machine = machine;
        this.gpus = gpus;
        this.job = job;
        this.diskGib = diskGib;
        this.orderedAt = now;
        this.createdAt = now;
        this.launchOfChute = launchOfChute;
    }

    void become(Step next) {
        step = next;
        record = null;
    }

    boolean over() {
        return step == Step.ENDING || step == Step.GONE;
    }

    Stage stage() {
        return switch (step) {
            case ORDERED, PENDING -> Stage.PENDING;
            case STARTING -> Stage.STARTING;
            case ACTIVE -> Stage.ACTIVE;
            case ENDING, GONE -> Stage.ENDING;
        };
    }
}
