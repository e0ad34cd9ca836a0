package dev.rigger.activities.reconcile;

import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.SeenJob;
import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.reconcile.DeploymentNews;
import dev.rigger.workflows.reconcile.OrphanInstances;
import dev.rigger.workflows.reconcile.OrphanWorkloads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Joins open rows with what was seen. Rows too young for a look, and rows that are ending, are nobody's difference. */
final class Comparison {
    private final Looks looks;
    private final DeploymentNews news;
    private final OrphanWorkloads orphans;
    private final OrphanInstances instances;
    private final Duration grace;
    private final Set<String> justClaimed;

    /** @param justClaimed deployments whose instance was not yet known long enough when the validator's list was made */
    Comparison(
            Looks looks,
            DeploymentNews news,
            OrphanWorkloads orphans,
            OrphanInstances instances,
            Duration grace,
            Set<String> justClaimed) {
        this.looks = looks;
        this.news = news;
        this.orphans = orphans;
        this.instances = instances;
        this.grace = grace;
        this.justClaimed = justClaimed;
    }

    List<Difference> of(Deployment row) {
        List<Difference> found = new ArrayList<>();
        Phase phase = Phase.valueOf(row.phase());
        if (phase.compareTo(Phase.ACTIVE) <= 0) {
            if (!row.stub() || phase.compareTo(Phase.CREATED) >= 0) {
                looks.clusterLook(row)
                        .ifPresent(at -> compareWorkload(row, phase, at).ifPresent(found::add));
            }
            looks.listLook().ifPresent(at -> compareInstance(row, at).ifPresent(found::add));
        }
        return found;
    }

    /** Whether the source that could contradict such a finding about this row kept silent, so that the finding must stay. */
    boolean isBlindFor(Kind kind, Deployment row) {
        return switch (kind) {
            case WORKLOAD_DISAPPEARED, NODE_GONE, POD_RUNNING, POD_FAILED, POD_SUCCEEDED ->
                looks.clusterLook(row).isEmpty();
            case INSTANCE_GONE, INSTANCE_CREATED, INSTANCE_VERIFIED, INSTANCE_ACTIVATED ->
                looks.listLook().isEmpty();
            case ORPHAN_JOB, REMOTE_ORPHAN, ORDER_UNKNOWN -> false;
        };
    }

    /**
     * What is seen of us in clusters although no row names it.
     *
     * @param strangers Jobs without an open row
     * @param everKnown of their deployments, those that had one; about any other it is more likely the inventory that forgot
     *     than the cluster that remembers, as after an older one was restored
     */
    List<Difference> orphans(List<SeenJob> strangers, UnaryOperator<Set<String>> everKnown) {
        List<Difference> found = new ArrayList<>();
        Set<String> over =
                everKnown.apply(strangers.stream().map(SeenJob::deploymentId).collect(Collectors.toSet()));
        strangers.forEach(job -> found.add(new Difference(
                Kind.ORPHAN_JOB,
                job.deploymentId(),
                job.seenAt(),
                () -> orphans.delete(job.cluster(), job.deploymentId()),
                !over.contains(job.deploymentId()))));
        return found;
    }

    /**
     * What the validator holds for us although no row names it.
     *
     * @param unclaimed instances without an open row
     * @param over of their ids, those of deployments that are over; the others may be an older inventory's, or another
     *     control plane's of the same hotkey
     */
    List<Difference> remoteOrphans(List<SeenInstance> unclaimed, UnaryOperator<Set<String>> over) {
        Set<String> ended =
                over.apply(unclaimed.stream().flatMap(Comparison::claims).collect(Collectors.toSet()));
        return unclaimed.stream()
                .map(seen -> new Difference(
                        Kind.REMOTE_ORPHAN,
                        seen.instanceId(),
                        seen.seenAt(),
                        () -> instances.end(seen.validator(), seen.chuteId(), seen.instanceId()),
                        claims(seen).noneMatch(ended::contains)))
                .toList();
    }

    private static Stream<String> claims(SeenInstance seen) {
        return Stream.concat(Stream.of(seen.instanceId()), Stream.ofNullable(seen.configId()));
    }

    private Optional<Difference> compareWorkload(Deployment row, Phase phase, Instant lookedAt) {
        Optional<SeenJob> job = looks.jobOf(row);
        if (job.isEmpty()) {
            return isOldEnough(row, lookedAt)
                    ? Optional.of(pod(
                            Kind.WORKLOAD_DISAPPEARED, row, lookedAt, new PodSighting(PodSighting.State.ABSENT, null)))
                    : Optional.empty();
        }
        PodSighting seen = sighting(job.get());
        return switch (seen.state()) {
            case FAILED -> Optional.of(pod(Kind.POD_FAILED, row, lookedAt, seen));
            case SUCCEEDED -> Optional.of(pod(Kind.POD_SUCCEEDED, row, lookedAt, seen));
            case RUNNING, PENDING ->
                seen.why() == Reason.NODE_GONE
                        ? Optional.of(pod(
                                Kind.NODE_GONE,
                                row,
                                lookedAt,
                                new PodSighting(PodSighting.State.FAILED, seen.detail(), seen.why())))
                        : seen.state() == PodSighting.State.RUNNING && phase.compareTo(Phase.CREATED) <= 0
                                ? Optional.of(pod(Kind.POD_RUNNING, row, lookedAt, seen))
                                : Optional.empty();
            case ABSENT -> Optional.empty();
        };
    }

    private static PodSighting sighting(SeenJob job) {
        String why = job.why();
        return new PodSighting(
                PodSighting.State.valueOf(job.podState()), job.detail(), why == null ? null : Reason.valueOf(why));
    }

    private Optional<Difference> compareInstance(Deployment row, Instant listedAt) {
        Optional<SeenInstance> seen = looks.instanceOf(row);
        if (seen.isPresent()) {
            return whatTheRowLacks(row, seen.get(), listedAt);
        }
        return row.instanceId() != null && isOldEnough(row, listedAt) && !justClaimed.contains(row.deploymentId())
                ? Optional.of(instance(Kind.INSTANCE_GONE, row, InstanceEvent.Kind.DELETED, row.instanceId(), listedAt))
                : Optional.empty();
    }

    /** The furthest news alone: each kind implies those before it. */
    private Optional<Difference> whatTheRowLacks(Deployment row, SeenInstance seen, Instant listedAt) {
        String id = seen.instanceId();
        if (seen.active()) {
            return row.activatedAt() == null
                    ? Optional.of(instance(Kind.INSTANCE_ACTIVATED, row, InstanceEvent.Kind.ACTIVATED, id, listedAt))
                    : Optional.empty();
        }
        if (seen.verified()) {
            return row.verifiedAt() == null
                    ? Optional.of(instance(Kind.INSTANCE_VERIFIED, row, InstanceEvent.Kind.VERIFIED, id, listedAt))
                    : Optional.empty();
        }
        return row.instanceId() == null
                ? Optional.of(instance(Kind.INSTANCE_CREATED, row, InstanceEvent.Kind.CREATED, id, listedAt))
                : Optional.empty();
    }

    private boolean isOldEnough(Deployment row, Instant look) {
        return look.isAfter(row.createdAt().plus(grace));
    }

    private Difference pod(Kind kind, Deployment row, Instant at, PodSighting seen) {
        return new Difference(kind, row.deploymentId(), at, () -> news.podSeen(row.deploymentId(), seen));
    }

    private Difference instance(Kind kind, Deployment row, InstanceEvent.Kind event, String instanceId, Instant at) {
        return new Difference(
                kind,
                row.deploymentId(),
                at,
                () -> news.instanceEvent(row.deploymentId(), new InstanceEvent(event, instanceId, at)));
    }
}
