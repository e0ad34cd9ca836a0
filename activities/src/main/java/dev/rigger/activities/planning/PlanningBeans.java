package dev.rigger.activities.planning;

import dev.rigger.placement.Limits;
import dev.rigger.placement.Planner;
import dev.rigger.placement.ValueGreedyPlanner;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Which policy decides. */
@Factory
final class PlanningBeans {

    @Singleton
    Planner planner() {
        return new ValueGreedyPlanner(Limits.DEFAULTS);
    }
}
