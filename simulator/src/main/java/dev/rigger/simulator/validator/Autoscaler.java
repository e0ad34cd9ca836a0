package dev.rigger.simulator.validator;

import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.engine.Dice.Of;
import dev.rigger.simulator.world.Demand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How many copies of each public chute the validator wants: raised every two minutes, lowered every twenty. */
final class Autoscaler {
    static final long SOFT = TimeUnit.SECONDS.toMillis(120);
    static final long FULL = TimeUnit.SECONDS.toMillis(1_200);

    private static final long OLD_ENOUGH = TimeUnit.MINUTES.toMillis(63);
    private static final long NEW_CHUTE = TimeUnit.HOURS.toMillis(3);
    private static final double THRESHOLD = 0.5;
    private static final double SCALE_DOWN = 0.2;
    private static final double STARVING = 0.85;
    private static final int LEAST = 2;
    private static final int MOST = 60;

    private final Validator validator;
    private final Demand demand;
    private final Dice dice;

    Autoscaler(Validator validator, Demand demand, Dice dice) {
        this.validator = validator;
        this.demand = demand;
        this.dice = dice;
    }

    /** @param full whether targets may fall, and instances be removed */
    void run(long now, boolean full) {
        List<ChuteState> scaling = new ArrayList<>();
        for (ChuteState chute : validator.chutes()) {
            if (chute.exists && chute.spec.open()) {
                measure(chute, now);
                int wanted = wanted(chute, now);
                chute.target = full ? wanted : Math.max(chute.target, wanted);
                chute.scalingUp = chute.target > chute.active;
                if (chute.scalingUp) {
                    scaling.add(chute);
                }
                if (full) {
                    removeSurplus(chute, now);
                }
            }
        }
        boost(scaling);
    }

    private void measure(ChuteState chute, long now) {
        chute.busy = demand.busyCopies(chute.spec, now);
        double utilisation = chute.active == 0 ? 1 : Math.min(1, chute.busy / chute.active);
        double limited = Math.max(0, chute.busy - chute.active) / Math.max(chute.busy, 1e-9);
        chute.utilisation5 = toward(chute.utilisation5, utilisation, 5);
        chute.utilisation15 = toward(chute.utilisation15, utilisation, 15);
        chute.limited5 = toward(chute.limited5, limited, 5);
        chute.limited15 = toward(chute.limited15, limited, 15);
        chute.limited60 = toward(chute.limited60, limited, 60);
    }

    private static double toward(double average, double value, int minutes) {
        return average + (value - average) * Math.min(1, SOFT / (minutes * 60_000.0));
    }

    private int wanted(ChuteState chute, long now) {
        int current = chute.active;
        double basis = basis(chute);
        int wanted;
        if (current == 0) {
            wanted = LEAST;
        } else if (basis >= STARVING) {
            wanted = current + Math.max(5, (int) Math.ceil(0.8 * current));
        } else if (basis >= 1.5 * THRESHOLD) {
            wanted = current + Math.max(3, (int) Math.ceil(0.5 * current));
        } else if (basis > THRESHOLD) {
            wanted = (int) Math.ceil(current * basis / THRESHOLD);
        } else if (basis < SCALE_DOWN) {
            int excess = current - (int) Math.ceil(current * basis / THRESHOLD);
            wanted = current - Math.max(1, excess / 5);
        } else {
            wanted = current;
        }
        if (wanted > current) {
            wanted = Math.max(current, wanted - chute.pending);
        }
        if (chute.rollingUntil > now) {
            wanted = Math.max(wanted, current + 1);
        }
        if (chute.spec.bornAt() > 0 && now - chute.spec.bornAt() < NEW_CHUTE) {
            wanted = Math.max(wanted, Math.min(10, (int) Math.ceil(chute.busy / THRESHOLD)));
        }
        return Math.clamp(wanted, LEAST, MOST);
    }

    private static double basis(ChuteState chute) {
        return Math.max(chute.utilisation5, chute.utilisation15);
    }

    /** Which ones go is luck, ours and rivals' alike; the young are spared. */
    private void removeSurplus(ChuteState chute, long now) {
        int surplus = chute.active - chute.target;
        if (surplus <= 0) {
            return;
        }
        List<Instance> old = new ArrayList<>();
        for (Instance instance : chute.instances) {
            if (instance.active() && !instance.job && now - instance.activatedAt >= OLD_ENOUGH) {
                old.add(instance);
            }
        }
        old.sort(Comparator.comparingLong(instance -> dice.bits(Of.REMOVAL, instance.serial, now)));
        for (Instance instance : old.subList(0, Math.min(surplus, old.size()))) {
            validator.remove(instance, Removal.AUTOSCALER);
        }
    }

    /** Urgency makes a chute worth more: by how starved it is, and beside the other chutes that scale up. */
    private void boost(List<ChuteState> scaling) {
        for (ChuteState chute : validator.chutes()) {
            double raw = urgency(chute);
            chute.smoothedUrgency += 0.3 * (raw - chute.smoothedUrgency);
            chute.urgencyBoost = 1;
        }
        scaling.sort(Comparator.comparingDouble((ChuteState chute) -> chute.smoothedUrgency)
                .thenComparing(chute -> chute.spec.index()));
        for (int place = 0; place < scaling.size(); place++) {
            ChuteState chute = scaling.get(place);
            double relative = scaling.size() == 1 ? 1 : 0.8 + 0.4 * place / (scaling.size() - 1);
            double ofUrgency = 1 + 0.5 * Math.min(1, chute.smoothedUrgency / 300);
            double sustained = Math.max(
                    0.3, chute.smoothedUrgency / Math.max(Math.max(urgency(chute), chute.smoothedUrgency), 1e-9));
            chute.urgencyBoost = 1 + (ofUrgency * relative - 1) * sustained;
        }
    }

    private static double urgency(ChuteState chute) {
        double basis = basis(chute);
        double limited = Math.min(1, (chute.limited5 + 0.3 * chute.limited15 + 0.05 * chute.limited60) / 1.35);
        double above = basis > THRESHOLD ? Math.min(100, 50 * (basis / THRESHOLD - 1)) : 0;
        return (500 * limited + above) * (0.2 + 0.8 * basis);
    }
}
