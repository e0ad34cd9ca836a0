package dev.rigger.devnet.validator.scenario;

import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.faults.Faults;
import dev.rigger.devnet.validator.operator.Operator;
import dev.rigger.devnet.validator.platform.Platform;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where scenarios are played; several may be at once. */
public final class Stage {
    private final Clockwork clockwork;
    private final Operator operator;
    private final Faults faults;
    private final Platform platform;
    private final List<ScenarioRunner> played = new CopyOnWriteArrayList<>();

    public Stage(Clockwork clockwork, Operator operator, Faults faults, Platform platform) {
        this.clockwork = clockwork;
        this.operator = operator;
        this.faults = faults;
        this.platform = platform;
    }

    /** Begins it, from now on. */
    public ScenarioRunner play(Scenario scenario) {
        ScenarioRunner runner = new ScenarioRunner(scenario, clockwork, operator, faults, platform);
        played.add(runner);
        return runner.begin();
    }

    /** What came of all so far, the first begun first. */
    public List<ScenarioReport> reports() {
        return played.stream().map(ScenarioRunner::report).toList();
    }
}
