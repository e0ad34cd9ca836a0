package dev.rigger.workflows.fleet;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keys of the last wakes, oldest first, so that a wake that arrives twice counts once. */
final class RecentKeys {
    static final int KEPT = 1_000;

    private final Set<String> keys = new LinkedHashSet<>();

    RecentKeys(Collection<String> earlier) {
        earlier.forEach(this::isNew);
    }

    boolean isNew(String key) {
        if (!keys.add(key)) {
            return false;
        }
        if (keys.size() > KEPT) {
            keys.remove(keys.iterator().next());
        }
        return true;
    }

    List<String> oldestFirst() {
        return List.copyOf(keys);
    }
}
