package dev.rigger.placement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A decision with its reasons.
 *
 * @param actions in the order in which they are worth most; bounties first
 * @param verdicts one for every chute of the snapshot, in the snapshot's order
 */
public record Plan(Instant madeFor, List<Action> actions, List<Verdict> verdicts) {

    public Plan {
        actions = List.copyOf(actions);
        verdicts = List.copyOf(verdicts);
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

    /** Chosen server, runner-up and what would have changed the choice; or the rule that the chute broke. */
    public String explain(String chuteId) {
        return verdicts.stream()
                .filter(verdict -> verdict.chuteId().equals(chuteId))
                .findFirst()
                .map(Verdict::text)
                .orElseGet(() ->
                        "Chute " + chuteId + " was not part of this decision: the inventory did not hold it then.");
    }

    private <A extends Action> List<A> only(Class<A> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
