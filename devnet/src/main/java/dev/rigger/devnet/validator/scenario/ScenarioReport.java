package dev.rigger.devnet.validator.scenario;

import dev.rigger.devnet.validator.scenario.Scenario.Step;
import java.util.List;

/**
 * What came of a scenario.
 *
 * @param over whether its time has passed
 * @param outcomes of the steps that were taken, in order
 */
public record ScenarioReport(String name, boolean over, List<Outcome> outcomes) {
    /** @param well done, or kept; otherwise {@code what} says why not */
    public record Outcome(Step step, boolean well, String what) {}

    public List<Outcome> failures() {
        return outcomes.stream().filter(outcome -> !outcome.well()).toList();
    }
}
