package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A cleanup's report: table {@code cache_reports}. */
@MappedEntity("cache_reports")
public record StoredCacheReport(
        @Id String cleanupId,
        String serverName,
        long bytesFreed,
        long bytesLeft,
        int entriesRemoved,
        String code,
        String what,
        Instant at) {}
