package dev.rigger.simulator.miner;

import dev.rigger.placement.Planner;
import dev.rigger.simulator.engine.Agenda;
import dev.rigger.simulator.validator.Validator;
import dev.rigger.simulator.world.World;

/** We, with a policy that decides for us. */
public final class Miner {
    private final Fleet fleet;
    private final Runnable work;
    private final Faults faults;
    private final Jobs jobs;
    private final Ears ears;

    public Miner(World world, Agenda agenda, Validator validator, Planner planner, Style style, PlanAudit audit) {
        fleet = new Fleet(world, agenda, validator, style);
        Snapshots snapshots = new Snapshots(fleet);
        Undertaker undertaker = new Undertaker(fleet);
        ears = new Ears(fleet, undertaker);
        Life life = new Life(fleet, undertaker, ears);
        ears.tell(life);
        Launcher launcher = new Launcher(fleet, undertaker, life);
        Mind mind = new Mind(fleet, snapshots, planner, audit);
        faults = new Faults(fleet);
        jobs = new Jobs(fleet, life, undertaker);
        if (style.serial()) {
            work = new OneByOne(fleet, snapshots, mind, launcher)::begin;
        } else {
            work = new AtOnce(fleet, snapshots, mind, launcher)::begin;
        }
    }

    /** From now on we are in the market. */
    public void begin() {
        fleet.validator.admit(ears);
        fleet.meter.begins(fleet.agenda.now());
        faults.begin();
        jobs.begin();
        work.run();
    }

    public Meter meter() {
        return fleet.meter;
    }
}
