package dev.rigger.inventory;

import java.time.Instant;

/** A cleanup's report: table {@code cache_reports}. */
public record StoredCacheReport(
        String cleanupId,
        String serverName,
        long bytesFreed,
        long bytesLeft,
        int entriesRemoved,
        String code,
        String what,
        Instant at) {}
