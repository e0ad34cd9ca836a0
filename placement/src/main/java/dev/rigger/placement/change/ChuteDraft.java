package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Worth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chute while it is being changed. */
final class ChuteDraft {
    private final Chute original;
    List<String> supportedGpus;
    boolean tee;
    boolean banned;
    boolean jobOnly;
    boolean open;
    Worth worth;

    @Nullable
    Integer allowedCopies;

    @Nullable
    Demand demand;

    @Nullable
    Bounty bounty;

    List<String> pinnedTo;

    ChuteDraft(Chute original) {
        this.original = original;
        supportedGpus = original.supportedGpus();
        tee = original.tee();
        banned = original.banned();
        jobOnly = original.jobOnly();
        open = original.open();
        worth = original.worth();
        allowedCopies = original.allowedCopies();
        demand = original.demand();
        bounty = original.bounty();
        pinnedTo = original.pinnedTo();
    }

    Chute chute() {
        return new Chute(
                original.chuteId(),
                original.name(),
                original.version(),
                supportedGpus,
                original.gpuCount(),
                tee,
                banned,
                jobOnly,
                open,
                worth,
                allowedCopies,
                demand,
                original.needs(),
                bounty,
                pinnedTo);
    }
}
