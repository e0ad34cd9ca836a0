package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.Cluster.Belonging;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Server;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.reconcile.Leftovers;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is left over. A deployment's row is there before its objects, and its id never begins again: what has no row
 * is over for good.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class LeftoverSweep implements Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverSweep.class);

    private final Clusters clusters;
    private final Deployments deployments;
    private final Chutes chutes;
    private final Periods periods;
    private final InstantSource clock;

    LeftoverSweep(Clusters clusters, Deployments deployments, Chutes chutes, Periods periods, InstantSource clock) {
        this.clusters = clusters;
        this.deployments = deployments;
        this.chutes = chutes;
        this.periods = periods;
        this.clock = clock;
    }

    @Override
    public void sweep(String cluster) {
        Instant newest = clock.instant().minus(periods.newRowGrace());
        try {
            Cluster swept = cluster.equals(Server.HOME_CLUSTER) ? clusters.home() : clusters.ofNode(cluster);
            // The objects before the rows: what is made in between has its row by then.
            List<Belonging> seen = swept.belongings();
            Set<String> open = deployments.ids();
            seen.stream()
                    .filter(one -> one.createdAt().isBefore(newest))
                    .filter(one -> one.isService() ? !open.contains(one.deploymentId()) : isUnused(one))
                    .forEach(one -> {
                        swept.delete(one);
                        LOG.info("{} {} in cluster {} is needed no more; deleted", one.kind(), one.name(), cluster);
                    });
        } catch (ClusterFailure away) {
            LOG.warn("{}: {}; the next comparison sweeps", away.code(), away.getMessage());
        }
    }

    /** No launch that is still to come wants the code of a chute that is gone, or of a version that is not its own. */
    private boolean isUnused(Belonging code) {
        boolean wanted = chutes.byId(code.chuteId())
                .filter(chute -> !chute.deleted() && chute.version().equals(code.version()))
                .isPresent();
        return !wanted && !deployments.anyOf(code.chuteId(), code.version());
    }
}
