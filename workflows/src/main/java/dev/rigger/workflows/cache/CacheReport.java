package dev.rigger.workflows.cache;

/**
 * @param bytesFreed what was removed
 * @param bytesLeft what stays
 * @param code {@code CLEANED}, {@code SERVER_GONE}, {@code JOB_FAILED} or {@code TIMED_OUT}
 */
public record CacheReport(
        String serverName, long bytesFreed, long bytesLeft, int entriesRemoved, String code, String what) {}
