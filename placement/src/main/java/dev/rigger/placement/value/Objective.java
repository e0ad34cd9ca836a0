package dev.rigger.placement.value;

import java.time.Duration;

/**
 * What the planner maximises, in numbers: compute units within {@code horizon} of everything that runs, is started or
 * could still come. Each number was chosen, or left alone, by playing it in the simulator.
 *
 * @param horizon how far ahead units are counted
 * @param lifeOpen how long a public copy is expected to stay, from its launch
 * @param lifePrivate how long a private session is expected to last, from its launch
 * @param hysteresis how much more than what it ends a newcomer must bring
 * @param leastGain a newcomer that ends others must gain at least what it would earn in so much start-up time
 * @param slotShare share of the bid price that GPUs count which an eviction frees beyond the need
 * @param fillShare share of the bid price that a launch pays for GPUs that were free; 0 fills whatever is free
 * @param crashAfter how long a copy runs on average until it crashes
 * @param failureTakes how long a launch that fails holds its GPUs
 * @param token how likely the validator grants a launch, before anything was seen
 * @param activation how likely a granted launch begins to serve, before anything was seen
 * @param coldStart how long that takes, before anything was seen
 * @param trust as how many samples an expectation counts against what was measured
 * @param rivals how soon others win a bounty
 * @param bidPriceWeight how far one plan moves the bid price towards what the GPUs earn now
 * @param uses what may be taken into account; all of it, except when its use is to be measured
 */
public record Objective(
        Duration horizon,
        Duration lifeOpen,
        Duration lifePrivate,
        Hysteresis hysteresis,
        Duration leastGain,
        double slotShare,
        double fillShare,
        Duration crashAfter,
        Duration failureTakes,
        Beta token,
        Beta activation,
        ColdStartPrior coldStart,
        double trust,
        Rivals rivals,
        double bidPriceWeight,
        Uses uses) {

    public static final Objective DEFAULT = new Objective(
            Duration.ofHours(2),
            Duration.ofHours(12),
            Duration.ofHours(3),
            new Hysteresis(1.8, 0.25),
            Duration.ofMinutes(10),
            0,
            0,
            Duration.ofHours(60),
            Duration.ofMinutes(20),
            new Beta(19, 1),
            new Beta(28.5, 1.5),
            new ColdStartPrior(180, 80, 600),
            5,
            new Rivals(Duration.ofSeconds(1_000), Duration.ofSeconds(750)),
            0.01,
            Uses.ALL);

    /**
     * Median seconds of a start: {@code base + share * sqrt(GPUs)}, the share according to whether image and weights lie on
     * the server.
     */
    public record ColdStartPrior(double base, double cached, double cold) {
        public double seconds(int gpus, boolean isCached) {
            return base + (isCached ? cached : cold) * Math.sqrt(gpus);
        }
    }

    /**
     * What a newcomer must bring beyond the loss, as a share of it. Where little is wanted a free GPU comes by soon, and to
     * evict for it is not worth the restlessness.
     *
     * @param unwanted where nobody wants GPUs of the kind
     * @param wanted where at least as many are wanted as are held; between the two in proportion
     */
    public record Hysteresis(double unwanted, double wanted) {
        public static Hysteresis always(double share) {
            return new Hysteresis(share, share);
        }

        /** @param pressure GPUs wanted for each that is held */
        public double at(double pressure) {
            return unwanted + (wanted - unwanted) * Math.clamp(pressure, 0, 1);
        }
    }

    /**
     * @param startTakes nobody serves sooner after a bounty's offer
     * @param meanDelay after that, the first is there on average
     */
    public record Rivals(Duration startTakes, Duration meanDelay) {}

    /** What a measurement of its use may switch off. */
    public record Uses(boolean bidPrice, boolean coldStart, boolean outcomes, boolean eviction, boolean search) {
        public static final Uses ALL = new Uses(true, true, true, true, true);
    }

    public Objective withHysteresis(Hysteresis share) {
        return new Objective(
                horizon,
                lifeOpen,
                lifePrivate,
                share,
                leastGain,
                slotShare,
                fillShare,
                crashAfter,
                failureTakes,
                token,
                activation,
                coldStart,
                trust,
                rivals,
                bidPriceWeight,
                uses);
    }

    public Objective using(Uses only) {
        return new Objective(
                horizon,
                lifeOpen,
                lifePrivate,
                hysteresis,
                leastGain,
                slotShare,
                fillShare,
                crashAfter,
                failureTakes,
                token,
                activation,
                coldStart,
                trust,
                rivals,
                bidPriceWeight,
                only);
    }
}
