package dev.rigger.activities.inventory;

import dev.rigger.inventory.CacheReports;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.StoredCacheReport;
import dev.rigger.settings.CacheSettings;
import dev.rigger.workflows.cache.CachePolicy;
import dev.rigger.workflows.cache.CachePolicyActivities;
import dev.rigger.workflows.cache.CacheReport;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What may be removed from a server's cache, and what was. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class CachePolicies implements CachePolicyActivities {
    private static final long BYTES_PER_GIB = 1L << 30;
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    private final CacheSettings settings;
    private final Servers servers;
    private final Deployments deployments;
    private final CacheReports reports;
    private final Clock clock;

    CachePolicies(CacheSettings settings, Servers servers, Deployments deployments, CacheReports reports, Clock clock) {
        this.settings = settings;
        this.servers = servers;
        this.deployments = deployments;
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public CachePolicy policyFor(String cleanupId, String serverName) {
        return new CachePolicy(
                cleanupId,
                serverName,
                settings.maxAge(),
                settings.maxSizeGib(serverName) * BYTES_PER_GIB,
                servers.byName(serverName).map(this::chutesOn).orElse(List.of()),
                TIMEOUT);
    }

    /** Whatever has a row there, draining or held included: its pod may still read. */
    private List<String> chutesOn(Server server) {
        return deployments.ofServer(server.serverId()).stream()
                .map(Deployment::chuteId)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void recordReport(String cleanupId, CacheReport report) {
        reports.save(new StoredCacheReport(
                cleanupId,
                report.serverName(),
                report.bytesFreed(),
                report.bytesLeft(),
                report.entriesRemoved(),
                report.code(),
                report.what(),
                clock.instant()));
    }
}
