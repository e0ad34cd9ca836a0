package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.simulator.engine.Dice.Of;
import dev.rigger.simulator.validator.Instance;
import dev.rigger.simulator.validator.Removal;
import dev.rigger.simulator.world.ChuteSpec;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * Jobs that users send to all miners. Whoever is first gets one; we sometimes are, when the cheapest server that fits has room.
 * Every policy takes them alike, and none may end them.
 */
final class Jobs {
    private static final double BETWEEN_ON_96_GPUS = TimeUnit.MINUTES.toMillis(90);
    private static final double WE_ARE_FIRST = 0.3;
    private static final double MEDIAN_MINUTES = 60;
    private static final double SIGMA = 1;
    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toMillis(30);

    private final Fleet fleet;
    private final Life life;
    private final Undertaker undertaker;

    Jobs(Fleet fleet, Life life, Undertaker undertaker) {
        this.fleet = fleet;
        this.life = life;
        this.undertaker = undertaker;
    }

    void begin() {
        await(0);
    }

    private void await(long number) {
        double between = BETWEEN_ON_96_GPUS * 96 / fleet.world.gpus();
        fleet.agenda.in(1 + (long) fleet.dice.exponential(Of.JOB, 0, number, between), () -> {
            if (fleet.dice.chance(Of.JOB, 1, number, WE_ARE_FIRST)) {
                take(number);
            }
            await(number + 1);
        });
    }

    private void take(long number) {
        int chute = (int) (fleet.dice.uniform(Of.JOB, 2, number) * fleet.chutes.size());
        ChuteSpec spec = fleet.chutes.get(chute).spec;
        fleet.machines.stream()
                .filter(machine -> machine.spec.kind().tee() == spec.tee()
                        && spec.models().contains(machine.spec.kind().model())
                        && machine.record().health() == Health.FRESH
                        && machine.free() >= spec.gpuCount())
                .min(Comparator.comparingDouble((Machine machine) -> machine.spec.hourlyCost())
                        .thenComparing(Machine::free)
                        .thenComparing(machine -> machine.spec.index()))
                .ifPresent(machine -> run(number, chute, machine));
    }

    private void run(long number, int chute, Machine machine) {
        ChuteSpec spec = fleet.chutes.get(chute).spec;
        Copy copy = new Copy(
                fleet.nextNumber(),
                chute,
                1,
                machine,
                machine.firstFree(spec.gpuCount()),
                spec.diskGib(),
                fleet.agenda.now(),
                -1 - number,
                true);
        life.begin(copy);
        double minutes = fleet.dice.logNormal(Of.JOB, 3, number, MEDIAN_MINUTES, SIGMA);
        fleet.agenda.in((long) (minutes * 60_000), () -> finish(copy));
    }

    /** One that is still starting then has not begun its work. */
    private void finish(Copy copy) {
        Instance instance = copy.instance;
        if (copy.over()) {
            return;
        }
        if (instance == null || !instance.active()) {
            fleet.agenda.in(LOOK_AGAIN, () -> finish(copy));
            return;
        }
        fleet.validator.remove(instance, Removal.JOB_DONE);
        undertaker.cleanUp(copy);
    }
}
