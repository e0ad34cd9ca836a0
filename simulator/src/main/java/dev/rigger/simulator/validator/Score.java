package dev.rigger.simulator.validator;

import dev.rigger.placement.ScoringRules;
import java.util.ArrayList;
import java.util.List;

/**
 * What our instances earn: the sum over them of multiplier times seconds, as the validator counts it, whatever a planner
 * believes. What lived too short earns nothing.
 */
public final class Score {
    private static final double SMALLEST_CHANGE = 0.001;

    /** The validator scales down the open row of an instance that its miner ended as the chute's last. */
    private static final double LAST_COPY_ENDED = 0.1;

    private final ScoringRules rules;
    private final List<Instance> earning = new ArrayList<>();
    private double kept;
    private double forfeited;

    public Score(ScoringRules rules) {
        this.rules = rules;
    }

    /** Bounties grow more valuable until somebody takes them. */
    public double bountyBoost(long ageMillis) {
        double share = Math.min(1, (double) ageMillis / rules.bountyBoostGrows().toMillis());
        return rules.bountyBoostLeast() + (rules.bountyBoostMost() - rules.bountyBoostLeast()) * share;
    }

    void activated(Instance instance, double multiplier, long now) {
        instance.multiplier = multiplier;
        instance.activatedAt = now;
        instance.closedUnits = rules.startUpShare() * multiplier * (now - instance.createdAt) / 1_000;
        instance.countedTo = now;
        earning.add(instance);
    }

    /** The hourly pull toward what the chute is worth now without a bounty. */
    void drift(long now) {
        for (Instance instance : earning) {
            double target = instance.chute.multiplier();
            long age = now - instance.activatedAt;
            double share = (double) (age - rules.hold().toMillis())
                    / (rules.settled().minus(rules.hold()).toMillis());
            if (instance.job || share <= 0) {
                continue;
            }
            double x = Math.min(1, share);
            double drifted = instance.multiplier * (1 - x * x) + target * x * x;
            if (Math.abs(drifted - instance.multiplier) >= SMALLEST_CHANGE) {
                count(instance, now);
                instance.closedUnits += instance.openUnits;
                instance.openUnits = 0;
                instance.multiplier = drifted;
            }
        }
    }

    void ended(Instance instance, Removal why, boolean lastOfChute, long now) {
        if (!earning.remove(instance)) {
            return;
        }
        count(instance, now);
        if (why == Removal.BY_MINER && lastOfChute) {
            instance.openUnits *= LAST_COPY_ENDED;
        }
        boolean oldEnough = now - instance.activatedAt >= rules.eligibleAfter().toMillis();
        if (oldEnough || why.keepsUnits()) {
            kept += instance.units();
        } else {
            forfeited += instance.units();
        }
    }

    /** Units so far, those of living instances included, which count while they live. */
    public double units(long now) {
        double sum = kept;
        for (Instance instance : earning) {
            count(instance, now);
            sum += instance.units();
        }
        return sum;
    }

    /** Units that were earned and lost again, because a copy died too young. */
    public double forfeited() {
        return forfeited;
    }

    private static void count(Instance instance, long now) {
        instance.openUnits += instance.multiplier * (now - instance.countedTo) / 1_000;
        instance.countedTo = now;
    }
}
