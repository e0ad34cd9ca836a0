package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.api.Listed;
import dev.rigger.activities.validator.wire.Completeness;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.inventory.ChuteMetrics;
import dev.rigger.inventory.ChuteMetricsRecords;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.ListedGpu;
import dev.rigger.inventory.ListedGpus;
import dev.rigger.inventory.ListedServer;
import dev.rigger.inventory.ListedServers;
import dev.rigger.inventory.OpenJob;
import dev.rigger.inventory.OpenJobs;
import dev.rigger.inventory.RollingUpdate;
import dev.rigger.inventory.RollingUpdates;
import dev.rigger.inventory.Sightings;
import dev.rigger.settings.Periods;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the lists that nothing is removed by: jobs, metrics, rolling updates, servers, GPUs. */
@Singleton
final class SideLists {
    /** A job that no list has shown for so many pulls is nobody's any more. */
    private static final int PULLS_WITHOUT_A_JOB = 10;

    private final OpenJobs jobs;
    private final ChuteMetricsRecords metrics;
    private final RollingUpdates rollingUpdates;
    private final ListedServers servers;
    private final ListedGpus gpus;
    private final Sightings sightings;
    private final Hotkey miner;
    private final Periods periods;
    private final Clock clock;

    SideLists(
            OpenJobs jobs,
            ChuteMetricsRecords metrics,
            RollingUpdates rollingUpdates,
            ListedServers servers,
            ListedGpus gpus,
            Sightings sightings,
            Hotkey miner,
            Periods periods,
            Clock clock) {
        this.jobs = jobs;
        this.metrics = metrics;
        this.rollingUpdates = rollingUpdates;
        this.servers = servers;
        this.gpus = gpus;
        this.sightings = sightings;
        this.miner = miner;
        this.periods = periods;
        this.clock = clock;
    }

    void write(String validator, Lists lists) {
        Instant now = clock.instant();
        writeJobs(validator, lists.jobs(), now);
        if (looked("validator:metrics", validator, lists.metrics(), now)) {
            metrics.replace(
                    validator,
                    unique(lists.metrics(), Listed.Metrics::chuteId).stream()
                            .map(item -> new ChuteMetrics(
                                    item.chuteId(),
                                    validator,
                                    item.utilisation(),
                                    item.invocations(),
                                    item.errors(),
                                    item.rateLimited(),
                                    item.instances(),
                                    item.computeSeconds(),
                                    now))
                            .toList());
        }
        if (looked("validator:rolling-updates", validator, lists.rollingUpdates(), now)) {
            rollingUpdates.replace(
                    validator,
                    unique(lists.rollingUpdates(), Listed.RollingUpdate::chuteId).stream()
                            .map(item -> new RollingUpdate(
                                    item.chuteId(),
                                    validator,
                                    item.oldVersion(),
                                    item.newVersion(),
                                    item.startedAt(),
                                    now))
                            .toList());
        }
        if (looked("validator:servers", validator, lists.servers(), now)) {
            servers.replace(
                    validator,
                    unique(lists.servers(), Listed.Server::serverId).stream()
                            .map(item -> new ListedServer(
                                    item.serverId(),
                                    validator,
                                    item.name(),
                                    item.version(),
                                    item.maintenancePending(),
                                    item.gpuIds().size(),
                                    now))
                            .toList());
        }
        if (looked("validator:nodes", validator, lists.nodes(), now)) {
            gpus.replace(
                    validator,
                    unique(lists.nodes(), Listed.Node::uuid).stream()
                            .map(item -> new ListedGpu(
                                    item.uuid(),
                                    validator,
                                    item.serverId(),
                                    item.seed(),
                                    item.verifiedAt(),
                                    item.verificationError(),
                                    now))
                            .toList());
        }
        looked("validator:images", validator, lists.images(), now);
    }

    /** An empty list of jobs says nothing: the protocol has no word for "none" there. */
    private void writeJobs(String validator, Listing<Listed.Job> listing, Instant now) {
        looked("validator:jobs", validator, listing, now);
        if (listing.completeness() != Completeness.WHOLE) {
            jobs.forgetOlderThan(validator, now.minus(periods.reconcile().multipliedBy(PULLS_WITHOUT_A_JOB)));
            return;
        }
        Map<String, Instant> firstSeen = new HashMap<>();
        jobs.ofValidator(validator).forEach(job -> firstSeen.put(job.jobId(), job.firstSeen()));
        jobs.replace(
                validator,
                unique(listing, Listed.Job::jobId).stream()
                        .map(item -> new OpenJob(
                                item.jobId(),
                                validator,
                                item.chuteId(),
                                item.version(),
                                item.gpuCount(),
                                item.diskGb(),
                                item.tried().contains(miner.ss58()),
                                firstSeen.getOrDefault(item.jobId(), now),
                                now,
                                item.method(),
                                item.multiplier()))
                        .toList(),
                now.minus(periods.reconcile()));
    }

    private boolean looked(String source, String validator, Listing<?> listing, Instant now) {
        if (listing.completeness() == Completeness.NOT_OFFERED) {
            return false;
        }
        sightings.saveEpoch(new Epoch(
                source,
                validator,
                now,
                listing.complete(),
                false,
                listing.items().size()));
        return listing.complete();
    }

    /** The last of those with one id. */
    private static <T> Collection<T> unique(Listing<T> listing, Function<T, String> id) {
        return listing.items().stream()
                .collect(Collectors.toMap(id, Function.identity(), (first, last) -> last))
                .values();
    }
}
