package dev.rigger.placement.value;

import dev.rigger.placement.FleetSnapshot.ColdStart;
import dev.rigger.placement.rules.FleetView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a start is expected to take. What was measured is mixed, in logarithms, with what the wider group suggests: a
 * chute on a server, the chute on that kind of GPU, the chute, all; a server that is slow in general is slow for all.
 */
final class ColdStarts {

    /** Samples and their mean logarithm, put together from several records. */
    private static final class Mean {
        private long samples;
        private double sum;

        void add(ColdStart measured) {
            samples += measured.samples();
            sum += measured.samples() * measured.meanLogSeconds();
        }

        double with(double expected, double trust) {
            return (sum + trust * expected) / (samples + trust);
        }

        double above(double expected, double trust) {
            return (sum - samples * expected) / (samples + trust);
        }
    }

    /** For comparison with the means of all chutes: of the usual size. */
    private static final int USUAL_GPUS = 2;

    private final FleetView fleet;
    private final Objective objective;
    private final Mean[] all = {new Mean(), new Mean()};
    private final @Nullable Mean[] chutes;
    private final @Nullable Mean[] servers;
    private final Map<Long, Mean> chuteOnKind = new HashMap<>();
    private final Map<Long, Mean> pairs = new HashMap<>();

    ColdStarts(FleetView fleet, Objective objective) {
        this.fleet = fleet;
        this.objective = objective;
        chutes = new Mean[2 * fleet.chutes()];
        servers = new Mean[fleet.servers()];
        if (objective.uses().coldStart()) {
            fleet.snapshot().learned().coldStarts().forEach(this::remember);
        }
    }

    private void remember(ColdStart measured) {
        String chuteId = measured.chuteId();
        String serverId = measured.serverId();
        int chute = chuteId == null ? FleetView.NONE : fleet.chuteNumber(chuteId);
        int server = serverId == null ? FleetView.NONE : fleet.serverNumber(serverId);
        int cached = measured.cached() ? 1 : 0;
        if (chuteId == null && serverId == null) {
            all[cached].add(measured);
        } else if (serverId == null && chute != FleetView.NONE) {
            mean(chutes, 2 * chute + cached).add(measured);
        } else if (chuteId == null && server != FleetView.NONE) {
            serverMean(server, measured);
        } else if (chute != FleetView.NONE && server != FleetView.NONE) {
            pairs.computeIfAbsent(Pairs.key(2 * chute + cached, server), k -> new Mean())
                    .add(measured);
            for (int pool : fleet.poolsOfServer(server)) {
                int kind = fleet.pools().get(pool).kind();
                chuteOnKind
                        .computeIfAbsent(Pairs.key(2 * chute + cached, kind), k -> new Mean())
                        .add(measured);
            }
        }
    }

    /** Cached and cold starts of a server are put together as what they take beyond the prior. */
    private void serverMean(int server, ColdStart measured) {
        double beyond = measured.meanLogSeconds() - prior(USUAL_GPUS, measured.cached());
        mean(servers, server).add(new ColdStart(null, null, measured.cached(), measured.samples(), beyond));
    }

    private static Mean mean(@Nullable Mean[] of, int number) {
        Mean known = of[number];
        if (known == null) {
            known = new Mean();
            of[number] = known;
        }
        return known;
    }

    /** How much longer than elsewhere starts take on the server: a logarithm, 0 when nothing is known. */
    double serverOffset(int server) {
        Mean seen = servers[server];
        return seen == null ? 0 : seen.above(0, objective.trust());
    }

    /** Expected (median) seconds. */
    double seconds(int chute, int kind, boolean cached, double serverOffset) {
        return Math.exp(logSeconds(chute, kind, cached) + serverOffset);
    }

    /** Expected (median) seconds where this chute was started on this very server. */
    double seconds(int chute, int kind, boolean cached, double serverOffset, int server) {
        double expected = logSeconds(chute, kind, cached) + serverOffset;
        Mean seen = pairs.get(Pairs.key(2 * chute + (cached ? 1 : 0), server));
        return Math.exp(seen == null ? expected : seen.with(expected, objective.trust()));
    }

    boolean knowsPair(int chute, int server) {
        return pairs.containsKey(Pairs.key(2 * chute, server)) || pairs.containsKey(Pairs.key(2 * chute + 1, server));
    }

    boolean knowsPairs() {
        return !pairs.isEmpty();
    }

    private double logSeconds(int chute, int kind, boolean cached) {
        double trust = objective.trust();
        int side = cached ? 1 : 0;
        boolean counts = cached && objective.uses().coldStart();
        double expected =
                prior(fleet.chute(chute).gpuCount(), counts) + all[side].above(prior(USUAL_GPUS, counts), trust);
        Mean ofChute = chutes[2 * chute + side];
        if (ofChute != null) {
            expected = ofChute.with(expected, trust);
        }
        Mean onKind = chuteOnKind.isEmpty() ? null : chuteOnKind.get(Pairs.key(2 * chute + side, kind));
        return onKind == null ? expected : onKind.with(expected, trust);
    }

    private double prior(int gpus, boolean cached) {
        return Math.log(objective.coldStart().seconds(gpus, cached));
    }
}
