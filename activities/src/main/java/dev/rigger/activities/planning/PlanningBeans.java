package dev.rigger.activities.planning;

import dev.rigger.placement.Limits;
import dev.rigger.placement.Planner;
import dev.rigger.placement.search.BidPricePlanner;
import dev.rigger.placement.stored.ScoringRulesBook;
import dev.rigger.placement.stored.StoredForm;
import dev.rigger.settings.Periods;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Which policy decides, by which rules and within which limits. */
@Factory
final class PlanningBeans {

    @Singleton
    Planner planner() {
        return new BidPricePlanner();
    }

    /** Demand that nobody rewrote twice in a row is old: the validator was not heard since. */
    @Singleton
    Limits limits(Periods periods) {
        Limits usual = Limits.DEFAULTS;
        return new Limits(
                usual.launches(),
                usual.serversPerLaunch(),
                usual.launchesPerServer(),
                usual.bountyLaunches(),
                usual.evictions(),
                usual.nextPlanAfter(),
                periods.demandRewrite().multipliedBy(2));
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
