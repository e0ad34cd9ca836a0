package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.simulator.engine.Dice.Of;
import java.util.concurrent.TimeUnit;

/** What goes wrong around us whatever we do: the validator's API is out, a cluster does not answer. */
final class Faults {
    private static final double BETWEEN_OUTAGES = TimeUnit.HOURS.toMillis(24);
    private static final double OUTAGE = TimeUnit.MINUTES.toMillis(10);
    private static final double BETWEEN_SILENCES = TimeUnit.DAYS.toMillis(5);
    private static final double SILENCE = TimeUnit.MINUTES.toMillis(10);
    private static final long SEEN_AFTER = TimeUnit.SECONDS.toMillis(60);

    private final Fleet fleet;

    Faults(Fleet fleet) {
        this.fleet = fleet;
    }

    void begin() {
        awaitOutage(0);
        fleet.machines.forEach(machine -> awaitSilence(machine, 0));
    }

    private void awaitOutage(long number) {
        fleet.agenda.in(in(Of.OUTAGE, 0, 2 * number, BETWEEN_OUTAGES), () -> {
            fleet.api(false);
            fleet.agenda.in(in(Of.OUTAGE, 0, 2 * number + 1, OUTAGE), () -> {
                fleet.api(true);
                awaitOutage(number + 1);
            });
        });
    }

    private void awaitSilence(Machine machine, long number) {
        int who = machine.spec.index();
        fleet.agenda.in(in(Of.HEALTH, who, 2 * number, BETWEEN_SILENCES), () -> {
            machine.reachable = false;
            learn(machine);
            fleet.agenda.in(in(Of.HEALTH, who, 2 * number + 1, SILENCE), () -> {
                machine.reachable = true;
                learn(machine);
                awaitSilence(machine, number + 1);
            });
        });
    }

    /** We believe what we saw last, and that is old by then. */
    private void learn(Machine machine) {
        if (!fleet.style.remembers()) {
            return;
        }
        fleet.agenda.in(SEEN_AFTER, () -> {
            machine.look(machine.reachable ? Health.FRESH : Health.UNREACHABLE);
            fleet.changed();
        });
    }

    private long in(Of what, long whom, long which, double mean) {
        return 1 + (long) fleet.dice.exponential(what, whom, which, mean);
    }
}
