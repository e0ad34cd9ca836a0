package dev.rigger.placement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A decision with its reasons.
 *
 * @param policy name and version of the policy that made it
 * @param actions in the order in which they are worth most; bounties first; an eviction stands right before its launch
 * @param verdicts one for every chute of the snapshot, in the snapshot's order
 * @param bidPrices what a GPU second is worth after this plan, for the next snapshot; ordered by kind
 */
public record Plan(
        Instant madeFor,
        String policy,
        List<Action> actions,
        List<Verdict> verdicts,
        Quality quality,
        List<BidPrice> bidPrices) {

    public Plan {
        actions = List.copyOf(actions);
        verdicts = List.copyOf(verdicts);
        bidPrices = List.copyOf(bidPrices);
    }

    /**
     * How good it is, in the policy's own unit.
     *
     * @param value of everything that the plan keeps and starts
     * @param upperBound no plan within the rules and limits is worth more
     * @param steps candidate placements weighed
     * @param cutShort whether the steps were used up, and a longer search might have found better
     */
    public record Quality(double value, double upperBound, long steps, boolean cutShort) {

        /** Share of the bound that the plan may have missed, 0 to 1. */
        public double gap() {
            return upperBound <= 0 ? 0 : Math.max(0, (upperBound - value) / upperBound);
        }
    }

    public List<Action.Launch> launches() {
        return only(Action.Launch.class);
    }

    public List<Action.Evict> evictions() {
        return only(Action.Evict.class);
    }

    public List<Action.Claim> claims() {
        return only(Action.Claim.class);
    }

    public List<Action.Wait> waits() {
        return only(Action.Wait.class);
    }

    /** The earliest moment at which planning again could give another answer without any event; empty when none. */
    public Optional<Instant> again() {
        return waits().stream().map(Action.Wait::until).min(Instant::compareTo);
    }

    private <A extends Action> List<A> only(Class<A> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
