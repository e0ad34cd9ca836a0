package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.Cluster.Belonging;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Finding;
import dev.rigger.inventory.Findings;
import dev.rigger.inventory.Server;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.reconcile.Leftovers;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is left over. That no row names a Service is not enough: an inventory that is empty, or was restored, names
 * nobody. So nothing goes to which something in the cluster still belongs, and nothing that one look alone found.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class LeftoverSweep implements Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverSweep.class);
    private static final String KIND = "LEFTOVER_";
    /** What is left over costs next to nothing, and the lists that show it cost as much as a look. */
    private static final int PASSES = 5;

    private final Clusters clusters;
    private final Deployments deployments;
    private final Chutes chutes;
    private final Findings findings;
    private final Periods periods;
    private final InstantSource clock;
    private final Map<String, Done> last = new ConcurrentHashMap<>();

    /** @param next before which this process sweeps the cluster no more, unless something was doubted */
    private record Done(Instant next, Swept swept) {}

    LeftoverSweep(
            Clusters clusters,
            Deployments deployments,
            Chutes chutes,
            Findings findings,
            Periods periods,
            InstantSource clock) {
        this.clusters = clusters;
        this.deployments = deployments;
        this.chutes = chutes;
        this.findings = findings;
        this.periods = periods;
        this.clock = clock;
    }

    @Override
    public Swept sweep(String cluster) {
        Instant now = clock.instant();
        Done before = last.get(cluster);
        if (before != null && before.swept().doubted() == 0 && now.isBefore(before.next())) {
            return new Swept(0, 0, before.swept().kept());
        }
        Swept swept = sweepNow(cluster);
        last.put(cluster, new Done(now.plus(periods.reconcile().multipliedBy(PASSES)), swept));
        return swept;
    }

    private Swept sweepNow(String cluster) {
        try {
            return sweep(cluster, cluster.equals(Server.HOME_CLUSTER) ? clusters.home() : clusters.ofNode(cluster));
        } catch (ClusterFailure away) {
            LOG.warn("{}: {}; a later comparison sweeps", away.code(), away.getMessage());
            return Swept.NOTHING;
        }
    }

    private Swept sweep(String cluster, Cluster swept) {
        Instant now = clock.instant();
        String holder = Findings.holderOfLeftovers(cluster);
        // The objects before the rows: what is made in between has its row by then.
        List<Belonging> unowned = unowned(swept.belongings(), now.minus(periods.newRowGrace()));
        List<Belonging> kept = new ArrayList<>();
        int deleted = 0;
        if (!unowned.isEmpty()) {
            // What they belong to after them, for the same reason.
            Owners running = Owners.running(swept.owners());
            for (Belonging one : unowned) {
                if (running.own(one)) {
                    kept.add(one);
                } else if (isConfirmed(findings.seen(kind(one), subject(cluster, one), holder, now))) {
                    delete(swept, one, now);
                    deleted++;
                }
            }
        }
        findings.forgetOlderThan(holder, now);
        tellOf(kept, cluster);
        return new Swept(deleted, unowned.size() - kept.size() - deleted, kept.size());
    }

    private List<Belonging> unowned(List<Belonging> seen, Instant newest) {
        Owners rows = Owners.named(deployments.ids());
        return seen.stream()
                .filter(one -> one.createdAt().isBefore(newest))
                .filter(Owners::isOurs)
                .filter(one -> one.isService() ? !rows.own(one) : isUnused(one))
                .toList();
    }

    /** No launch that is still to come wants the code of a chute that is gone, or of a version that is not its own. */
    private boolean isUnused(Belonging code) {
        boolean wanted = chutes.byId(code.chuteId())
                .filter(chute -> !chute.deleted() && chute.version().equals(code.version()))
                .isPresent();
        return !wanted && !deployments.anyOf(code.chuteId(), code.version());
    }

    private boolean isConfirmed(Finding finding) {
        return finding.looks() >= 2
                && Duration.between(finding.firstSeen(), finding.lastSeen()).compareTo(periods.confirmApart()) >= 0;
    }

    private void delete(Cluster swept, Belonging one, Instant now) {
        swept.delete(one);
        findings.acted(kind(one), subject(swept.name(), one), now);
        LOG.info(
                "{} {} in cluster {} is deleted: in two looks no row named it, and no Job, pod or Deployment was there"
                        + " that it belongs to",
                one.kind(),
                one.name(),
                swept.name());
    }

    private static void tellOf(List<Belonging> kept, String cluster) {
        if (!kept.isEmpty()) {
            LOG.warn(
                    "{} Services and code maps in cluster {} are in no row although their chutes run there, such as {}:"
                            + " nothing of them is deleted (LEFTOVERS_IN_USE); see whether the inventory is the right"
                            + " one, and whole",
                    kept.size(),
                    cluster,
                    kept.getFirst().name());
        }
    }

    private static String kind(Belonging one) {
        return KIND + (one.isService() ? "SERVICE" : "CODE");
    }

    private static String subject(String cluster, Belonging one) {
        return cluster + "/" + one.name();
    }
}
