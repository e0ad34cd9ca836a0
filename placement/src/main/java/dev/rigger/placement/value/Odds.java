package dev.rigger.placement.value;

import dev.rigger.placement.FleetSnapshot.Outcomes;
import dev.rigger.placement.rules.FleetView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How likely launches are granted and begin to serve, learned from what became of earlier ones. */
final class Odds {

    private static final double NEVER_SURE = 0.995;

    private final Objective objective;
    private final @Nullable Outcomes[] chutes;
    private final @Nullable Outcomes[] servers;
    private final Map<Long, Outcomes> pairs = new HashMap<>();
    private @Nullable Outcomes all;

    Odds(FleetView fleet, Objective objective) {
        this.objective = objective;
        chutes = new Outcomes[fleet.chutes()];
        servers = new Outcomes[fleet.servers()];
        if (objective.uses().outcomes()) {
            fleet.snapshot().learned().outcomes().forEach(outcomes -> remember(fleet, outcomes));
        }
    }

    private void remember(FleetView fleet, Outcomes outcomes) {
        String chuteId = outcomes.chuteId();
        String serverId = outcomes.serverId();
        int chute = chuteId == null ? FleetView.NONE : fleet.chuteNumber(chuteId);
        int server = serverId == null ? FleetView.NONE : fleet.serverNumber(serverId);
        if (chuteId == null && serverId == null) {
            all = outcomes;
        } else if (serverId == null && chute != FleetView.NONE) {
            chutes[chute] = outcomes;
        } else if (chuteId == null && server != FleetView.NONE) {
            servers[server] = outcomes;
        } else if (chute != FleetView.NONE && server != FleetView.NONE) {
            pairs.put(Pairs.key(chute, server), outcomes);
        }
    }

    /** That the validator grants a launch of the chute. */
    double token(int chute) {
        Outcomes seen = chutes[chute];
        return seen == null ? objective.token().mean() : objective.token().after(seen.granted(), seen.refused());
    }

    /** How a server does in comparison: 1 for one of which nothing is known. */
    double serverFactor(int server) {
        return factor(servers[server]);
    }

    /** That a granted launch begins to serve on a server of that factor. */
    double activation(int chute, double serverFactor) {
        Outcomes seen = all;
        double base = seen == null
                ? objective.activation().mean()
                : objective.activation().after(seen.activated(), seen.failed());
        return Math.min(NEVER_SURE, base * factor(chutes[chute]) * serverFactor);
    }

    /** {@link #activation(int, double)} where this chute was tried on this very server. */
    double activation(int chute, int server, double serverFactor) {
        double expected = activation(chute, serverFactor);
        Outcomes seen = pairs.get(Pairs.key(chute, server));
        if (seen == null) {
            return expected;
        }
        double trust = objective.trust();
        return new Beta(expected * trust, (1 - expected) * trust).after(seen.activated(), seen.failed());
    }

    boolean knowsPair(int chute, int server) {
        return pairs.containsKey(Pairs.key(chute, server));
    }

    boolean knowsPairs() {
        return !pairs.isEmpty();
    }

    private double factor(@Nullable Outcomes seen) {
        Beta prior = objective.activation();
        return seen == null ? 1 : prior.after(seen.activated(), seen.failed()) / prior.mean();
    }
}
