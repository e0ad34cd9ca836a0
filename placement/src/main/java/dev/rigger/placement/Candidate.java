package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import java.util.Comparator;

/** A chute with the best place for it as the fleet stands now, and what a copy there is worth. */
record Candidate(Chute chute, boolean bountied, Pool pool, double value) {

    /** Bounties first, then worth; equals in the order of their ids. */
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparing((Candidate candidate) -> !candidate.bountied)
            .thenComparing(Comparator.comparingDouble((Candidate candidate) -> -candidate.value))
            .thenComparing(candidate -> candidate.chute.chuteId());

    /** A price of nothing would make every chute worth infinitely much. */
    private static final double LEAST_COST = 0.01;

    static Candidate of(Chute chute, boolean bountied, Pool pool) {
        return new Candidate(chute, bountied, pool, value(chute, bountied, pool.server.hourlyCost()));
    }

    /** Compute units per second and GPU, for each USD that the GPU costs an hour. */
    static double value(Chute chute, boolean bountied, double hourlyCost) {
        return chute.effectiveMultiplier()
                * boost(chute, bountied)
                / chute.gpuCount()
                / Math.max(hourlyCost, LEAST_COST);
    }

    static double boost(Chute chute, boolean bountied) {
        Bounty bounty = chute.bounty();
        return bountied && bounty != null ? bounty.boost() : 1;
    }
}
