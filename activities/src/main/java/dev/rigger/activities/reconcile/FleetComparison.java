package dev.rigger.activities.reconcile;

import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Finding;
import dev.rigger.inventory.Findings;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.SeenJob;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.Sightings;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.reconcile.DeploymentNews;
import dev.rigger.workflows.reconcile.FindingActivities;
import dev.rigger.workflows.reconcile.Leftovers;
import dev.rigger.workflows.reconcile.OrphanInstances;
import dev.rigger.workflows.reconcile.OrphanWorkloads;
import dev.rigger.workflows.reconcile.ReconcileReport;
import dev.rigger.workflows.reconcile.Sync;
import io.micronaut.context.annotation.Requires;
import io.temporal.activity.Activity;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** One pass over a validator's fleet. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class FleetComparison implements FindingActivities {
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final Deployments deployments;
    private final Servers servers;
    private final Sightings sightings;
    private final Findings findings;
    private final Plans plans;
    private final DeploymentNews news;
    private final OrphanWorkloads orphans;
    private final OrphanInstances instances;
    private final Leftovers leftovers;
    private final FleetSignals fleets;
    private final Periods periods;
    private final Clock clock;

    FleetComparison(
            Deployments deployments,
            Servers servers,
            Sightings sightings,
            Findings findings,
            Plans plans,
            DeploymentNews news,
            OrphanWorkloads orphans,
            OrphanInstances instances,
            Leftovers leftovers,
            FleetSignals fleets,
            Periods periods,
            Clock clock) {
        this.deployments = deployments;
        this.servers = servers;
        this.sightings = sightings;
        this.findings = findings;
        this.plans = plans;
        this.news = news;
        this.orphans = orphans;
        this.instances = instances;
        this.leftovers = leftovers;
        this.fleets = fleets;
        this.periods = periods;
        this.clock = clock;
    }

    @Override
    public ReconcileReport compareAndTell(String validator, Sync sync) {
        Instant now = clock.instant();
        // Looks before rows: a row that is released in between is no difference; one made in between is too young.
        Looks looks = new Looks(sightings, validator, servers.ofValidator(validator));
        List<Deployment> rows = deployments.ofValidator(validator);
        Set<String> justClaimed = looks.listLook()
                .map(listed -> deployments.claimedSince(validator, listed.minus(periods.newRowGrace())))
                .orElse(Set.of());
        Comparison comparison = new Comparison(looks, news, orphans, instances, periods.newRowGrace(), justClaimed);

        List<Difference> differences = new ArrayList<>();
        rows.forEach(row -> differences.addAll(comparison.of(row)));
        Known known = Known.of(rows);
        differences.addAll(comparison.orphans(strangers(looks, known), deployments::everKnown));
        List<SeenInstance> unclaimed =
                looks.instances().filter(seen -> !known.claims(seen)).toList();
        differences.addAll(comparison.remoteOrphans(unclaimed, deployments::over));
        differences.addAll(restartWhatShouldRun(rows, now));

        ReconcileReport report = act(validator, differences, rows.size(), now);
        forgetWhatIsOver(validator, differences, rows, comparison);
        Leftovers.Swept swept =
                looks.clusters().stream().map(this::sweep).reduce(Leftovers.Swept.NOTHING, Leftovers.Swept::and);
        if (sync.changed()) {
            fleets.wake(validator, new FleetWake(FleetWake.Kind.DEMAND_CHANGED, "reconcile/" + now, null));
        }
        return report.and(swept.inWords());
    }

    /** Jobs that no row names, neither of this validator nor of another whose servers share a cluster. */
    private List<SeenJob> strangers(Looks looks, Known known) {
        List<SeenJob> strangers = looks.jobs()
                .filter(job -> !known.deploymentIds().contains(job.deploymentId()))
                .toList();
        Set<String> others =
                deployments.open(strangers.stream().map(SeenJob::deploymentId).collect(Collectors.toSet()));
        return strangers.stream()
                .filter(job -> !others.contains(job.deploymentId()))
                .toList();
    }

    private Leftovers.Swept sweep(String cluster) {
        Activity.getExecutionContext().heartbeat(cluster);
        return leftovers.sweep(cluster);
    }

    private ReconcileReport act(String validator, List<Difference> differences, int openRows, Instant now) {
        Brake brake = new Brake(openRows);
        int acted = 0;
        int heldBack = 0;
        for (Difference difference : differences) {
            Kind kind = difference.kind();
            Finding finding = findings.seen(kind.name(), difference.subject(), validator, difference.seenAt());
            if (finding.actedAt() != null || (kind.destructive() && !isConfirmed(kind, finding))) {
                continue;
            }
            if (kind.destructive() && !isLet(difference, finding, brake)) {
                findings.heldBack(kind.name(), difference.subject());
                heldBack++;
                continue;
            }
            Activity.getExecutionContext().heartbeat(difference.key());
            difference.tell().run();
            if (!kind.repeated()) {
                findings.acted(kind.name(), difference.subject(), now);
            }
            acted++;
        }
        return new ReconcileReport(
                differences.size(),
                acted,
                heldBack,
                differences.size() + " differences, " + acted + " new and told, " + heldBack
                        + " held back for an operator");
    }

    /** What an operator approved of takes nothing of what the brake lets through unasked. */
    private static boolean isLet(Difference difference, Finding finding, Brake brake) {
        return finding.approvedAt() != null || (!difference.asks() && !finding.heldBack() && brake.lets());
    }

    private boolean isConfirmed(Kind kind, Finding finding) {
        Duration apart = kind == Kind.INSTANCE_GONE ? periods.confirmListed() : periods.confirmApart();
        return finding.looks() >= 2
                && Duration.between(finding.firstSeen(), finding.lastSeen()).compareTo(apart) >= 0;
    }

    /** A finding stays while it is seen, and while a source that could contradict it keeps silent. */
    private void forgetWhatIsOver(
            String validator, List<Difference> differences, List<Deployment> rows, Comparison comparison) {
        Set<String> seen = new HashSet<>();
        differences.forEach(difference -> seen.add(difference.key()));
        Map<String, Deployment> open = new HashMap<>();
        rows.forEach(row -> open.put(row.deploymentId(), row));
        for (Finding finding : findings.ofValidator(validator)) {
            Optional<Kind> kind = Kind.named(finding.kind());
            Deployment row = open.get(finding.subject());
            boolean stays = kind.isEmpty() // another comparison's
                    || seen.contains(finding.kind() + "/" + finding.subject())
                    || (row != null && comparison.isBlindFor(kind.get(), row));
            if (!stays) {
                findings.forget(finding.kind(), finding.subject());
            }
        }
    }

    /** Every open row has a workflow, and every launch of a recent plan was begun. */
    private List<Difference> restartWhatShouldRun(List<Deployment> rows, Instant now) {
        Set<String> shouldRun = new HashSet<>();
        rows.stream()
                .filter(row -> row.createdAt().plus(periods.newRowGrace()).isBefore(now))
                .forEach(row -> shouldRun.add(row.deploymentId()));
        plans.open().stream()
                .filter(launch -> launch.createdAt().plus(periods.launchLate()).isBefore(now))
                .forEach(launch -> shouldRun.add(launch.deploymentId()));
        return heartbeating("deployments without a workflow", () -> news.ensureRunning(shouldRun)).stream()
                .map(unknown -> new Difference(Kind.ORDER_UNKNOWN, unknown, now, () -> {}))
                .toList();
    }

    /** Work that may take longer than an activity may be silent: thousands of workflows are started by the pass after a loss. */
    private static <T> T heartbeating(String what, Callable<T> work) {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> done = thread.submit(work);
            try {
                while (!done.state().equals(Future.State.SUCCESS)) {
                    beat(what, done);
                }
                return done.resultNow();
            } finally {
                done.cancel(true);
            }
        }
    }

    private static void beat(String what, Future<?> done) {
        try {
            done.get(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException working) {
            Activity.getExecutionContext().heartbeat(what);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The comparison ended early and is made again: " + what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The comparison was interrupted and is made again: " + what, e);
        }
    }

    /** By what our rows are known outside. */
    private record Known(Set<String> deploymentIds, Set<String> instanceIds, Set<String> configIds) {
        static Known of(List<Deployment> rows) {
            Known known = new Known(new HashSet<>(), new HashSet<>(), new HashSet<>());
            for (Deployment row : rows) {
                known.deploymentIds.add(row.deploymentId());
                Optional.ofNullable(row.instanceId()).ifPresent(known.instanceIds::add);
                Optional.ofNullable(row.configId()).ifPresent(known.configIds::add);
            }
            return known;
        }

        boolean claims(SeenInstance seen) {
            return instanceIds.contains(seen.instanceId())
                    || (seen.configId() != null && configIds.contains(seen.configId()));
        }
    }
}
