package dev.rigger.placement.value;

import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts pools together that have the same kind of GPU and about the same record of failures and start times. */
final class ServerClasses {

    /** Records that differ by less are the same: a fiftieth in failures, a tenth in start times. */
    private record Group(int kind, long factor, long offset) {
        private static final double FACTOR_STEP = 0.02;
        private static final double OFFSET_STEP = 0.1;

        static Group of(int kind, double factor, double offset) {
            return new Group(kind, Math.round(factor / FACTOR_STEP), Math.round(offset / OFFSET_STEP));
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private final int[] ofPool;

    ServerClasses(FleetView fleet, Odds odds, ColdStarts coldStarts) {
        Map<Group, Integer> numbers = new HashMap<>();
        ofPool = new int[fleet.pools().size()];
        for (Pool pool : fleet.pools()) {
            Group group =
                    Group.of(pool.kind(), odds.serverFactor(pool.server()), coldStarts.serverOffset(pool.server()));
            ofPool[pool.number()] = numbers.computeIfAbsent(group, g -> {
                groups.add(g);
                return groups.size() - 1;
            });
        }
    }

    int count() {
        return groups.size();
    }

    int of(int pool) {
        return ofPool[pool];
    }

    int kind(int number) {
        return groups.get(number).kind();
    }

    double factor(int number) {
        return groups.get(number).factor() * Group.FACTOR_STEP;
    }

    double offset(int number) {
        return groups.get(number).offset() * Group.OFFSET_STEP;
    }
}
