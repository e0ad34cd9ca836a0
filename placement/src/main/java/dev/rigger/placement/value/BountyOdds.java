package dev.rigger.placement.value;

import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.ScoringRules;
import java.time.Duration;
import java.time.Instant;

/** A bounty is won by whoever activates first, and its boost grows while nobody does. */
public final class BountyOdds {

    private final ScoringRules rules;
    private final Objective.Rivals rivals;
    private final Instant now;

    public BountyOdds(ScoringRules rules, Objective.Rivals rivals, Instant now) {
        this.rules = rules;
        this.rivals = rivals;
        this.now = now;
    }

    /**
     * The chance that nobody serves the chute before us, 0 to 1.
     *
     * @param start seconds until our copy would serve
     */
    public double first(Chute chute, Bounty bounty, double start) {
        double age = age(bounty);
        double earliest = Math.max(age, rivals.startTakes().toSeconds());
        double exposed = Math.max(0, age + start - earliest) * (1 + underWay(chute));
        return Math.exp(-exposed / rivals.meanDelay().toSeconds());
    }

    /** The boost at the moment when our copy would serve. */
    public double boostAt(Bounty bounty, double start) {
        double grows = rules.bountyBoostGrows().toSeconds();
        double slope = grows <= 0 ? 0 : (rules.bountyBoostMost() - rules.bountyBoostLeast()) / grows;
        double limit = Math.max(bounty.boost(), rules.bountyBoostMost());
        return bounty.boost() <= 1 ? 1 : Math.min(limit, bounty.boost() + slope * start);
    }

    /**
     * Whether a bounty is expected to bring more if we began so much later: it grows, but others may come first, and the
     * time until then earns nothing.
     */
    public boolean waitingPays(Chute chute, Bounty bounty, double start, Duration wait, Duration horizon) {
        double seconds = wait.toSeconds();
        double span = Math.max(0, horizon.toSeconds() - start);
        double now1 = span * (1 + first(chute, bounty, start) * (boostAt(bounty, start) - 1));
        double later = Math.max(0, span - seconds)
                * (1 + first(chute, bounty, start + seconds) * (boostAt(bounty, start + seconds) - 1));
        return later > now1;
    }

    private double age(Bounty bounty) {
        Instant offered = bounty.offeredAt();
        return offered == null ? 0 : Math.max(0, Duration.between(offered, now).toSeconds());
    }

    /** Copies that others have started already. */
    private static int underWay(Chute chute) {
        Demand demand = chute.demand();
        return demand == null ? 0 : Math.max(0, demand.live() - demand.active());
    }
}
