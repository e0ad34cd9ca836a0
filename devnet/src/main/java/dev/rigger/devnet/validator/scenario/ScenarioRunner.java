package dev.rigger.devnet.validator.scenario;

import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.faults.Faults;
import dev.rigger.devnet.validator.operator.Operator;
import dev.rigger.devnet.validator.platform.Incident;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.scenario.Scenario.Act;
import dev.rigger.devnet.validator.scenario.Scenario.Step;
import dev.rigger.devnet.validator.scenario.ScenarioReport.Outcome;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a scenario from the moment it is begun, along the devnet's clock. A step that is refused is written down and the
 * day goes on: real days do not stop either.
 */
public final class ScenarioRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ScenarioRunner.class);

    private final Scenario scenario;
    private final Clockwork clockwork;
    private final Operator operator;
    private final Faults faults;
    private final Platform platform;
    private final List<Outcome> outcomes = new ArrayList<>();
    private boolean over;

    public ScenarioRunner(Scenario scenario, Clockwork clockwork, Operator operator, Faults faults, Platform platform) {
        this.scenario = scenario;
        this.clockwork = clockwork;
        this.operator = operator;
        this.faults = faults;
        this.platform = platform;
    }

    /** Lays every step on the clock; steps at the beginning itself are taken at once. */
    public ScenarioRunner begin() {
        for (Step step : scenario.steps()) {
            if (step.at().isZero()) {
                take(step);
            } else {
                clockwork.after(step.at(), () -> take(step));
            }
        }
        clockwork.after(scenario.lasting(), this::finish);
        return this;
    }

    /** What came of the steps so far. */
    public synchronized ScenarioReport report() {
        return new ScenarioReport(scenario.name(), over, List.copyOf(outcomes));
    }

    private void take(Step step) {
        switch (step.act()) {
            case Act.Order(var action, var order) -> {
                try {
                    operator.perform(action, order);
                    write(new Outcome(step, true, action.wireName()));
                } catch (Refusal refusal) {
                    write(new Outcome(
                            step,
                            false,
                            "%s is refused: %s (%s) %s"
                                    .formatted(action.wireName(), refusal.detail(), refusal.code(), refusal.next())));
                }
            }
            case Act.Trouble(var fault) -> {
                faults.add(fault);
                write(new Outcome(
                        step,
                        true,
                        String.join(", ", fault.names()) + (fault.prefix().isEmpty() ? "" : " on " + fault.prefix())));
            }
            case Act.ExpectNothing(var during) -> expectNothing(step, during);
        }
    }

    private void expectNothing(Step step, Duration during) {
        int before = platform.incidents().size();
        Runnable look = () -> {
            List<Incident> incidents = platform.incidents();
            List<Incident> fresh = incidents.subList(Math.min(before, incidents.size()), incidents.size());
            write(new Outcome(step, fresh.isEmpty(), fresh.isEmpty() ? "nothing happened" : "broken: " + fresh));
        };
        if (during.isZero()) {
            look.run();
        } else {
            clockwork.after(during, look);
        }
    }

    private synchronized void finish() {
        over = true;
        LOG.info(
                "The scenario {} is over: {}",
                scenario.name(),
                report().failures().isEmpty() ? "well" : "not well");
    }

    private synchronized void write(Outcome outcome) {
        outcomes.add(outcome);
        if (outcome.well()) {
            LOG.info("Scenario {}, line {}: {}", scenario.name(), outcome.step().line(), outcome.what());
        } else {
            LOG.warn("Scenario {}, line {}: {}", scenario.name(), outcome.step().line(), outcome.what());
        }
    }
}
