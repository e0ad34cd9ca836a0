package dev.rigger.placement.value;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.OperatorPolicy;
import dev.rigger.placement.ScoringRules;
import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compute units within the horizon: of a copy that would be launched on a pool, and of one that runs.
 *
 * <p>Servers that differ only in what nobody can know of them are of one class, and a chute is worth the same on all of
 * a class, except where it is cached or was tried before.
 */
public final class Valuation {

    /** How often the validator looks for copies to take away. */
    private static final double REMOVAL_ROUND = 1_200;

    private final FleetView fleet;
    private final Objective objective;
    private final OperatorPolicy operator;
    private final ScoringRules rules;
    private final Instant now;
    private final double horizon;
    private final Earnings earnings;
    private final Odds odds;
    private final ColdStarts coldStarts;
    private final BountyOdds bounties;
    private final BidPrices prices;
    private final ServerClasses classes;
    private final double survivesFirstHour;
    private final double[] @Nullable [] rows;

    public Valuation(FleetView fleet, Objective objective, OperatorPolicy operator) {
        this.fleet = fleet;
        this.objective = objective;
        this.operator = operator;
        FleetSnapshot snapshot = fleet.snapshot();
        rules = snapshot.rules();
        now = snapshot.takenAt();
        horizon = objective.horizon().toSeconds();
        earnings = new Earnings(rules);
        odds = new Odds(fleet, objective);
        coldStarts = new ColdStarts(fleet, objective);
        bounties = new BountyOdds(rules, objective.rivals(), now);
        prices = new BidPrices(fleet, objective);
        classes = new ServerClasses(fleet, odds, coldStarts);
        survivesFirstHour = Math.exp(-rules.eligibleAfter().toSeconds()
                / (double) Math.max(1, objective.crashAfter().toSeconds()));
        rows = new double[fleet.chutes()][];
    }

    public BidPrices prices() {
        return prices;
    }

    /** Units that the horizon's seconds of a free GPU of the kind are worth. */
    public double slot(int kind) {
        return horizon * operator.price(fleet.kinds().get(kind), prices.of(kind));
    }

    /** Worth of a copy of the chute, launched now on the pool, before whatever has to go for it. */
    public double worth(int chute, Pool pool, boolean cached) {
        if (knowsPair(chute, pool.server())) {
            return scored(chute, pool, onKnownPair(chute, pool, cached));
        }
        return scored(chute, pool, ofClass(chute, classes.of(pool.number()), cached));
    }

    /** Worth on any pool of that one's class where the chute is not cached and was never tried. */
    public double worthElsewhere(int chute, Pool pool) {
        return scored(chute, pool, ofClass(chute, classes.of(pool.number()), false));
    }

    private double scored(int chute, Pool pool, double worth) {
        return operator == OperatorPolicy.NONE
                ? worth
                : operator.score(fleet.chute(chute), fleet.server(pool.server()), worth);
    }

    /** Seconds until a copy launched now on the pool is expected to serve. */
    public double startSeconds(int chute, Pool pool, boolean cached) {
        return coldStarts.seconds(chute, pool.kind(), cached, coldStarts.serverOffset(pool.server()), pool.server());
    }

    /** The chance that the validator grants it and it begins to serve there. */
    public double chance(int chute, Pool pool) {
        return odds.token(chute) * odds.activation(chute, pool.server(), odds.serverFactor(pool.server()));
    }

    /** Number of the class of servers to which the pool belongs. */
    public int classOf(Pool pool) {
        return classes.of(pool.number());
    }

    /** Whether any chute was tried on a server before, so that it may be worth something else there. */
    public boolean anyPairKnown() {
        return odds.knowsPairs() || coldStarts.knowsPairs();
    }

    /** Whether an operator has a say in what a copy is worth. */
    public boolean scored() {
        return operator != OperatorPolicy.NONE;
    }

    /** Whether the chute was tried on that very server. */
    public boolean knowsPair(int chute, int server) {
        return (odds.knowsPairs() && odds.knowsPair(chute, server))
                || (coldStarts.knowsPairs() && coldStarts.knowsPair(chute, server));
    }

    private double onKnownPair(int chute, Pool pool, boolean cached) {
        return worth(
                chute,
                pool.kind(),
                odds.activation(chute, pool.server(), odds.serverFactor(pool.server())),
                startSeconds(chute, pool, cached));
    }

    private double ofClass(int chute, int number, boolean cached) {
        double[] row = rows[chute];
        if (row == null) {
            row = new double[2 * classes.count()];
            Arrays.fill(row, Double.NaN);
            rows[chute] = row;
        }
        int at = 2 * number + (cached ? 1 : 0);
        if (Double.isNaN(row[at])) {
            int kind = classes.kind(number);
            double start = coldStarts.seconds(chute, kind, cached, classes.offset(number));
            row[at] = worth(chute, kind, odds.activation(chute, classes.factor(number)), start);
        }
        return row[at];
    }

    private double worth(int number, int kind, double activation, double start) {
        Chute chute = fleet.chute(number);
        double serves = activation;
        double multiplier = chute.worth().now();
        Bounty bounty = fleet.copies().bountied(number) ? chute.bounty() : null;
        if (bounty != null) {
            double first = bounties.first(chute, bounty, start);
            double boost = bounties.boostAt(bounty, start);
            if (chute.open()) {
                multiplier *= 1 + first * (boost - 1);
            } else {
                serves *= first;
                multiplier *= boost;
            }
        }
        double token = odds.token(number);
        double span = Math.max(0, Math.min(horizon, life(chute)) - start);
        double units = rules.startUpShare() * multiplier * Math.min(start, horizon)
                + earnings.fromActivation(multiplier, chute.worth().later(), span);
        double occupied = token
                * (serves * (start + span)
                        + (1 - serves) * objective.failureTakes().toSeconds());
        double after = Math.max(0, horizon - occupied) * chute.gpuCount() * prices.of(kind);
        return token * serves * survivesFirstHour * units + after;
    }

    private double life(Chute chute) {
        return (chute.open() ? objective.lifeOpen() : objective.lifePrivate()).toSeconds();
    }

    /**
     * What is lost when a running copy ends now, all that it has earned included while it is too young to count.
     *
     * @param kind of the GPUs that it holds
     */
    public double keep(int deployment, int kind, int gpus) {
        Deployment copy = fleet.deployment(deployment);
        int number = fleet.chuteOf(deployment);
        Chute chute = number == FleetView.NONE ? null : fleet.chute(number);
        Double known = copy.multiplier();
        double multiplier =
                known != null ? known : chute == null ? 0 : chute.worth().now();
        double settled = chute == null ? multiplier : chute.worth().later();
        Instant activated = copy.activatedAt();
        double age = activated == null
                ? 0
                : Math.max(0, Duration.between(activated, now).toSeconds());
        double span = Math.min(horizon, remainingLife(chute));
        double ahead = earnings.remaining(multiplier, settled, age, span);
        double after = (horizon - span) * gpus * prices.of(kind);
        return ahead + after + accrued(copy, multiplier, age);
    }

    private double accrued(Deployment copy, double multiplier, double age) {
        Instant activated = copy.activatedAt();
        if (activated == null || age >= rules.eligibleAfter().toSeconds()) {
            return 0;
        }
        double starting =
                Math.max(0, Duration.between(copy.createdAt(), activated).toSeconds());
        return multiplier * (rules.startUpShare() * starting + age);
    }

    /** Where more are active than wanted, the validator takes some away every round, whose they are is chance. */
    private double remainingLife(@Nullable Chute chute) {
        if (chute == null) {
            return horizon;
        }
        Demand demand = chute.demand();
        Integer target = demand == null ? null : demand.target();
        if (demand != null && target != null && demand.active() > target) {
            return Math.min(life(chute), REMOVAL_ROUND * demand.active() / (demand.active() - target));
        }
        return life(chute);
    }

    /** What a launch that ends others must gain at least: a start must be worth its trouble. */
    public double leastGain(int chute) {
        return rules.startUpShare()
                * fleet.chute(chute).worth().now()
                * objective.leastGain().toSeconds();
    }
}
