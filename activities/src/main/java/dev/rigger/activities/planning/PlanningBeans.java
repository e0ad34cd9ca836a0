package dev.rigger.activities.planning;

import dev.rigger.placement.Limits;
import dev.rigger.placement.Planner;
import dev.rigger.placement.search.BidPricePlanner;
import dev.rigger.placement.stored.ScoringRulesBook;
import dev.rigger.placement.stored.StoredForm;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Which policy decides, by which rules and within which limits. */
@Factory
final class PlanningBeans {

    @Singleton
    Planner planner() {
        return new BidPricePlanner();
    }

    @Singleton
    Limits limits() {
        return Limits.DEFAULTS;
    }

    @Singleton
    ScoringRulesBook scoringRules() {
        return ScoringRulesBook.builtIn();
    }

    @Singleton
    StoredForm storedForm() {
        return new StoredForm();
    }
}
