package dev.rigger.inventory;

import java.util.List;

/** Table {@code cache_reports}. */
public interface CacheReports {
    void save(StoredCacheReport report);

    List<StoredCacheReport> latest(int limit);
}
