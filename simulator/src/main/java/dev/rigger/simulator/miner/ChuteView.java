package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.simulator.validator.ChuteState;
import dev.rigger.simulator.validator.Score;
import dev.rigger.simulator.world.ChuteSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What we know of one chute: as the validator told it when we last asked, and the bounties that were announced since. */
final class ChuteView {
    private static final long NONE = -1;
    private static final double WORTH_LOOKING = 0.02;

    final ChuteSpec spec;
    boolean exists;
    int version;
    private double multiplier;
    private Demand demand = new Demand(false, 0, 0, 0, 0);
    private long bountySince = NONE;
    private @Nullable Chute record;

    ChuteView(ChuteSpec spec) {
        this.spec = spec;
    }

    /** @return whether something changed that a plan may depend on */
    boolean poll(ChuteState truth) {
        Demand now = new Demand(truth.scalable(), truth.target(), truth.active(), truth.live(), truth.utilisation());
        boolean matters = exists != truth.exists()
                || version != truth.version()
                || bountySince != truth.bountySince()
                || places(now) > 0
                        && (places(demand) == 0
                                || Math.abs(truth.multiplier() - multiplier) > WORTH_LOOKING * multiplier);
        if (matters || multiplier != truth.multiplier() || !demand.equals(now)) {
            record = null;
        }
        exists = truth.exists();
        version = truth.version();
        bountySince = truth.bountySince();
        multiplier = truth.multiplier();
        demand = now;
        return matters;
    }

    private static int places(Demand of) {
        Integer target = of.target();
        return target == null || !of.scalable() ? 0 : Math.max(0, target - of.live());
    }

    void bountyAnnounced(long now) {
        if (bountySince == NONE) {
            bountySince = now;
            record = null;
        }
    }

    boolean bountied() {
        return bountySince != NONE;
    }

    Chute record(long now, Score score) {
        Chute known = record;
        if (known == null || bountied()) {
            known = new Chute(
                    spec.id(),
                    spec.id(),
                    "v" + version,
                    spec.models(),
                    spec.gpuCount(),
                    spec.tee(),
                    false,
                    false,
                    spec.open(),
                    new Worth(multiplier, (multiplier + spec.base()) / 2),
                    null,
                    demand,
                    new Needs(1, 1, spec.diskGib()),
                    bountied() ? bounty(now, score) : null,
                    List.of());
            record = known;
        }
        return known;
    }

    private Bounty bounty(long now, Score score) {
        long age = now - bountySince;
        long amount = Math.min(3 * (age / 1_000) + 100, 86_400);
        return new Bounty(amount, score.bountyBoost(age), Moments.at(bountySince));
    }
}
