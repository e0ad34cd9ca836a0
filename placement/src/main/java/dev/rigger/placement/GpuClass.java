package dev.rigger.placement;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All GPUs of one model on servers that are equally trusted. Pools stand by their number of free GPUs, each row cheapest
 * first, so that the best fit is found without looking at every server.
 */
final class GpuClass {

    private final List<TreeSet<Pool>> byFree = new ArrayList<>();
    private final Map<Rule, Integer> gpusLost = new EnumMap<>(Rule.class);

    void add(Pool pool) {
        row(pool.freeGpus()).add(pool);
    }

    /** Counts free GPUs that a rule keeps from being used, for explanations. */
    void lost(Rule rule, int gpus) {
        gpusLost.merge(rule, gpus, Integer::sum);
    }

    Map<Rule, Integer> lost() {
        return gpusLost;
    }

    /** The cheapest pool with enough free GPUs that the condition accepts; among equally cheap ones the tightest. */
    @Nullable
    Pool best(int gpus, Predicate<Pool> condition) {
        Pool best = null;
        for (int free = gpus; free < byFree.size(); free++) {
            for (Pool pool : byFree.get(free)) {
                if (best != null && pool.server.hourlyCost() >= best.server.hourlyCost()) {
                    break;
                }
                if (condition.test(pool)) {
                    best = pool;
                    break;
                }
            }
        }
        return best;
    }

    /** The pool with most free GPUs, or null when none has any. */
    @Nullable
    Pool fullest() {
        for (int free = byFree.size() - 1; free > 0; free--) {
            if (!byFree.get(free).isEmpty()) {
                return byFree.get(free).first();
            }
        }
        return null;
    }

    List<String> take(Pool pool, int gpus) {
        row(pool.freeGpus()).remove(pool);
        List<String> taken = pool.take(gpus);
        add(pool);
        return taken;
    }

    private TreeSet<Pool> row(int free) {
        while (byFree.size() <= free) {
            byFree.add(new TreeSet<>(Pool.BY_COST));
        }
        return byFree.get(free);
    }
}
