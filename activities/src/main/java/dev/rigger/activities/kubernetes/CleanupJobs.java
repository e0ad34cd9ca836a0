package dev.rigger.activities.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.kubernetes.objects.CleanupObject;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.CacheSettings;
import dev.rigger.workflows.cache.CacheJobActivities;
import dev.rigger.workflows.cache.CachePolicy;
import dev.rigger.workflows.cache.CacheReport;
import dev.rigger.workflows.deployment.PodSighting.State;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Cache cleanups as Jobs on the server concerned. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class CleanupJobs implements CacheJobActivities {
    private static final long GIB = 1L << 30;

    private final ObjectMapper json = new ObjectMapper();
    private final Servers servers;
    private final Clusters clusters;
    private final CacheSettings cache;
    private final InstantSource clock;

    public CleanupJobs(Servers servers, Clusters clusters, CacheSettings cache, InstantSource clock) {
        this.servers = servers;
        this.clusters = clusters;
        this.cache = cache;
        this.clock = clock;
    }

    @Override
    public void startCleanup(CachePolicy policy) {
        try {
            servers.byName(policy.serverName())
                    .ifPresent(server -> clusters.of(server).startJob(job(policy, server)));
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    private Job job(CachePolicy policy, Server server) {
        return CleanupObject.of(
                jobName(policy),
                cache.image(),
                server.name(),
                server.node(),
                policy.maxAge(),
                policy.maxSizeBytes() / GIB,
                policy.keep(),
                policy.timeout());
    }

    @Override
    public CacheReport awaitCleanup(CachePolicy policy) {
        Optional<Cluster> cluster = cluster(policy);
        if (cluster.isEmpty()) {
            return nothingDone(policy, "SERVER_GONE", "Server " + policy.serverName() + " is not in the inventory");
        }
        Instant end = clock.instant().plus(policy.timeout());
        return new PatientLook("cache cleanup of " + policy.serverName())
                .until(() -> reportSoFar(policy, cluster.get(), end), Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void removeCleanup(CachePolicy policy) {
        try {
            cluster(policy).ifPresent(cluster -> cluster.deleteJob(jobName(policy)));
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    private Optional<CacheReport> reportSoFar(CachePolicy policy, Cluster cluster, Instant end) {
        try {
            Optional<Cluster.JobSighting> seen = cluster.job(jobName(policy));
            if (seen.isEmpty()) {
                return Optional.of(nothingDone(policy, "JOB_FAILED", "The cleanup's Job is gone before it reported"));
            }
            State state = seen.get().pod().state();
            if (state == State.SUCCEEDED) {
                return Optional.of(report(policy, seen.get().message()));
            }
            if (state == State.FAILED) {
                return Optional.of(nothingDone(
                        policy,
                        "JOB_FAILED",
                        "The cleanup's pod failed: " + seen.get().pod().detail()));
            }
            return clock.instant().isAfter(end)
                    ? Optional.of(nothingDone(policy, "TIMED_OUT", "The cleanup did not end in " + policy.timeout()))
                    : Optional.empty();
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    /** An image of the operator's own may leave no report: its run counts, and its numbers are unknown. */
    private CacheReport report(CachePolicy policy, Optional<String> message) {
        JsonNode report = parse(message.orElse(""));
        if (!report.has("bytes_freed")) {
            return nothingDone(policy, "CLEANED", "The cleaner ended well and left no report");
        }
        long freed = report.path("bytes_freed").asLong();
        return new CacheReport(
                policy.serverName(),
                freed,
                report.path("bytes_left").asLong(),
                report.path("entries_removed").asInt(),
                "CLEANED",
                "Freed " + freed / GIB + " GiB");
    }

    private JsonNode parse(String message) {
        try {
            return message.startsWith("{") ? json.readTree(message) : MissingNode.getInstance();
        } catch (JsonProcessingException notAReport) {
            return MissingNode.getInstance();
        }
    }

    private static CacheReport nothingDone(CachePolicy policy, String code, String what) {
        return new CacheReport(policy.serverName(), 0, 0, 0, code, what);
    }

    private Optional<Cluster> cluster(CachePolicy policy) {
        return servers.byName(policy.serverName()).map(clusters::of);
    }

    /** A cleanup's id is free text; a Job's name is not. */
    static String jobName(CachePolicy policy) {
        return "cache-cleanup-" + UUID.nameUUIDFromBytes(policy.cleanupId().getBytes(StandardCharsets.UTF_8));
    }
}
