package dev.rigger.simulator.miner;

import dev.rigger.simulator.engine.Dice.Of;
import dev.rigger.simulator.miner.Copy.Step;
import dev.rigger.simulator.validator.Instance;
import dev.rigger.simulator.validator.Removal;

/** Ends copies: a pod takes a while to go, and only then are its GPUs free. */
final class Undertaker {
    private static final double DRAIN_SECONDS = 40;
    private static final double DRAIN_SIGMA = 0.5;
    private static final double LONGEST_DRAIN_SECONDS = 180;
    private static final long CLEAN_UP = 5_000;

    private final Fleet fleet;

    Undertaker(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Ends a copy of our own will, or one of which the validator wants nothing more. */
    void drain(Copy copy, Runnable whenGone) {
        Instance instance = copy.instance;
        if (instance != null) {
            fleet.validator.remove(instance, Removal.BY_MINER);
        }
        double seconds = Math.min(
                LONGEST_DRAIN_SECONDS,
                fleet.dice.logNormal(Of.DRAIN, copy.chute, copy.launchOfChute, DRAIN_SECONDS, DRAIN_SIGMA));
        end(copy, (long) (seconds * 1_000), whenGone);
    }

    /** Its pod is dead already. */
    void cleanUp(Copy copy) {
        end(copy, CLEAN_UP, () -> {});
    }

    private void end(Copy copy, long after, Runnable whenGone) {
        copy.become(Step.ENDING);
        fleet.moved();
        fleet.agenda.in(after, () -> {
            fleet.release(copy);
            whenGone.run();
        });
    }
}
