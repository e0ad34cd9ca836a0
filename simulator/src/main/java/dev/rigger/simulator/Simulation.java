package dev.rigger.simulator;

import dev.rigger.placement.Planner;
import dev.rigger.simulator.engine.Agenda;
import dev.rigger.simulator.miner.Meter;
import dev.rigger.simulator.miner.Miner;
import dev.rigger.simulator.miner.Style;
import dev.rigger.simulator.validator.Score;
import dev.rigger.simulator.validator.Validator;
import dev.rigger.simulator.world.Scenario;
import dev.rigger.simulator.world.World;
import dev.rigger.simulator.world.Worlds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays one policy in one world, from the moment when it enters the market to the end. */
public final class Simulation {
    /** How often the total is noted. */
    public static final Duration SAMPLE = Duration.ofMinutes(30);

    private Simulation() {}

    /** The same scenario, seed and policy give the same outcome, but for the real time it took. */
    public static Outcome run(Scenario scenario, long seed, String name, Planner planner, Style style) {
        long begun = System.nanoTime();
        World world = Worlds.make(scenario, seed);
        Agenda agenda = new Agenda();
        Validator validator = new Validator(world, agenda);
        agenda.runUntil(world.settling());
        Miner miner = new Miner(world, agenda, validator, planner, style, new HardRules());
        miner.begin();
        List<Double> overTime = new ArrayList<>();
        Score score = validator.score();
        for (long at = world.settling(); at < world.end(); ) {
            at = Math.min(world.end(), at + SAMPLE.toMillis());
            agenda.runUntil(at);
            overTime.add(score.units(at));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return outcome(world, seed, name, validator, miner.meter(), overTime, seconds);
    }

    private static Outcome outcome(
            World world,
            long seed,
            String name,
            Validator validator,
            Meter meter,
            List<Double> overTime,
            double seconds) {
        double hours = world.scenario().length().toMillis() / 3_600_000.0;
        return new Outcome(
                name,
                seed,
                overTime.getLast(),
                world.hourlyCost() * hours,
                meter.idleShare(world.gpus(), world.settling(), world.end()),
                meter.launches(),
                meter.activationRate(),
                meter.preemptions(),
                validator.score().forfeited(),
                validator.bountyWins(),
                meter.refusals(),
                meter.secondsToActive(0.5),
                meter.secondsToActive(0.95),
                meter.plans(),
                meter.meanGap(),
                meter.violations(),
                meter.examples(),
                overTime,
                new Outcome.Effort(meter.decisionMillis(0.5), meter.decisionMillis(0.99), seconds));
    }
}
