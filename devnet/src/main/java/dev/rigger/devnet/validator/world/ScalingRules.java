package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.Load;
import dev.rigger.devnet.validator.platform.Load.Requests;
import java.time.Duration;

/** How many copies of a chute are wanted, from its load alone. The same sight gives the same verdict. */
final class ScalingRules {
    static final double THRESHOLD = 0.5;
    private static final double PRIVATE_THRESHOLD = 0.75;
    private static final double DOWN_SHARE = 0.4;
    private static final double SIGNIFICANT_SHARE = 0.1;
    private static final double STARVING_RATE_LIMIT = 0.05;
    private static final int FLOOR_OF_PUBLIC = 2;
    private static final int MOST_OF_A_NEW_ONE = 10;
    private static final Duration NEW = Duration.ofHours(3);

    private ScalingRules() {}

    /**
     * What the autoscaler sees of a chute.
     *
     * @param active copies that serve; {@code pending} are on their way
     * @param mostInstances 0 for no bound
     */
    record Sight(
            boolean open,
            boolean disabled,
            boolean updating,
            boolean bounty,
            int concurrency,
            int active,
            int pending,
            int mostInstances,
            Duration age,
            Load load) {}

    /** What the platform is told that was done, as {@code action_taken}. */
    enum Action {
        NO_ACTION,
        SCALE_UP_CANDIDATE,
        SCALE_DOWN_CANDIDATE
    }

    /** @param urgency before it is smoothed; 0 at rest */
    record Verdict(int target, Action action, double urgency, boolean starving) {}

    static Verdict judge(Sight sight) {
        if (sight.disabled()) {
            return new Verdict(0, Action.NO_ACTION, 0, false);
        }
        double basis = basis(sight.load());
        boolean starving = starving(sight, basis);
        int wanted = sight.open() ? ofPublic(sight, basis, starving) : ofPrivate(sight, basis);
        int target = capped(sight, wanted);
        Action action = target > sight.active()
                ? Action.SCALE_UP_CANDIDATE
                : target < sight.active() ? Action.SCALE_DOWN_CANDIDATE : Action.NO_ACTION;
        return new Verdict(target, action, action == Action.SCALE_UP_CANDIDATE ? urgency(sight, basis) : 0, starving);
    }

    static double basis(Load load) {
        return Math.max(load.utilization().last5m(), load.utilization().last15m());
    }

    private static boolean starving(Sight sight, double basis) {
        double short5m = sight.load().last5m().rateLimitRatio();
        double short15m = sight.load().last15m().rateLimitRatio();
        return basis >= Math.min(1, Math.max(0.8, 1.1 * THRESHOLD))
                || (short5m >= STARVING_RATE_LIMIT && short15m >= STARVING_RATE_LIMIT && short5m >= short15m);
    }

    private static int ofPrivate(Sight sight, double basis) {
        if (sight.active() == 0) {
            return sight.bounty() ? 1 : 0;
        }
        int most = sight.mostInstances() == 0 ? 1 : sight.mostInstances();
        if (basis >= PRIVATE_THRESHOLD) {
            return Math.min(most, sight.active() + 1);
        }
        return Math.max(1, sight.active() - 1);
    }

    private static int ofPublic(Sight sight, double basis, boolean starving) {
        if (sight.active() == 0) {
            return FLOOR_OF_PUBLIC;
        }
        return Math.max(FLOOR_OF_PUBLIC, moved(sight, basis, starving));
    }

    private static int moved(Sight sight, double basis, boolean starving) {
        int active = sight.active();
        if (sight.updating()) {
            return active + (starving ? Math.max(2, active / 5) : 1);
        }
        if (starving) {
            return active + Math.max(0, beyond(sight, basis) - sight.pending());
        }
        if (basis > THRESHOLD) {
            return (int) Math.ceil(active * basis / THRESHOLD);
        }
        if (basis < THRESHOLD * DOWN_SHARE) {
            int needed = (int) Math.ceil(active * basis / THRESHOLD);
            return active - Math.max(1, (active - needed) / 5);
        }
        return active;
    }

    /** How many more a starving chute wants. */
    private static int beyond(Sight sight, double basis) {
        int active = sight.active();
        Requests recent = sight.load().last5m();
        if (recent.rateLimitRatio() >= STARVING_RATE_LIMIT && recent.completed() > 0) {
            double perCopy = (double) recent.completed() / active;
            return (int) Math.min(Math.max(active, 5), Math.ceil(0.4 * recent.rateLimited() / perCopy));
        }
        if (basis >= 0.85) {
            return Math.max(5, (int) Math.ceil(0.8 * active));
        }
        return basis >= 1.5 * THRESHOLD ? Math.max(3, (int) Math.ceil(0.5 * active)) : 1;
    }

    private static int capped(Sight sight, int wanted) {
        int most = sight.mostInstances() == 0 ? Integer.MAX_VALUE : sight.mostInstances();
        if (sight.open() && sight.age().compareTo(NEW) < 0) {
            most = Math.min(most, MOST_OF_A_NEW_ONE);
        }
        return Math.min(most, wanted);
    }

    private static double urgency(Sight sight, double basis) {
        double turnedAway = ratio(sight, sight.load().last5m())
                + 0.3 * ratio(sight, sight.load().last15m())
                + 0.05 * ratio(sight, sight.load().last1h());
        double weight = Math.min(1, turnedAway / 1.35);
        double busy = basis > THRESHOLD ? Math.min(100, 50 * (basis / THRESHOLD - 1)) : 0;
        return (500 * weight + busy) * (0.2 + 0.8 * basis);
    }

    /** A few calls that were turned away do not count. */
    private static double ratio(Sight sight, Requests requests) {
        boolean significant = requests.rateLimited() >= SIGNIFICANT_SHARE * requests.completed()
                || requests.rateLimited() >= (long) sight.concurrency() * Math.max(1, sight.active());
        return requests.rateLimited() > 0 && (significant || !sight.open()) ? requests.rateLimitRatio() : 0;
    }
}
