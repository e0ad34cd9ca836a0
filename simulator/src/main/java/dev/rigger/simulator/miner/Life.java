package dev.rigger.simulator.miner;

import dev.rigger.simulator.engine.Agenda;
import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.engine.Dice.Of;
import dev.rigger.simulator.miner.Copy.Step;
import dev.rigger.simulator.validator.Instance;
import dev.rigger.simulator.validator.Removal;
import dev.rigger.simulator.world.ChuteSpec;
import java.util.concurrent.TimeUnit;

/** What becomes of a copy once it holds its GPUs: it pulls, claims, loads, serves, and may fail or crash on the way. */
final class Life {
    private static final double SIGMA = 0.35;
    private static final double BEGIN_SECONDS = 180;
    private static final double CACHED_SECONDS = 120;
    private static final double COLD_SECONDS = 900;
    private static final double GPUS_SCALE = 1.5;

    /** Servers share one line to the world: each other pull at the same time slows a cold one by so much. */
    private static final double CONGESTION = 0.25;

    /** Images are pulled before the claim; weights are loaded after it. */
    private static final double CLAIMED_AFTER = 0.4;

    private static final double FAILS = 0.05;
    private static final double FAILS_ON_BAD = 0.5;
    private static final double HANGS = 0.3;
    private static final double CRASHES_AFTER = TimeUnit.HOURS.toMillis(60);
    private static final long UNREACHABLE_SEEN_AFTER = TimeUnit.SECONDS.toMillis(60);

    private final Fleet fleet;
    private final Undertaker undertaker;
    private final Ears ears;
    private final Agenda agenda;
    private final Dice dice;

    Life(Fleet fleet, Undertaker undertaker, Ears ears) {
        this.fleet = fleet;
        this.undertaker = undertaker;
        this.ears = ears;
        agenda = fleet.agenda;
        dice = fleet.dice;
    }

    void begin(Copy copy) {
        fleet.reserve(copy);
        copy.createdAt = agenda.now();
        copy.become(Step.PENDING);
        if (!copy.machine.reachable) {
            agenda.in(UNREACHABLE_SEEN_AFTER, () -> fail(copy));
            return;
        }
        ChuteSpec chute = fleet.chutes.get(copy.chute).spec;
        copy.cached = copy.machine.cached(chute);
        long all = coldStart(copy, chute);
        if (!copy.cached) {
            copy.machine.pulling++;
        }
        long untilClaim = (long) (all * CLAIMED_AFTER);
        agenda.in(untilClaim, () -> {
            if (!copy.cached) {
                copy.machine.pulling--;
            }
            if (!copy.over()) {
                copy.machine.keep(chute);
                claim(copy, all - untilClaim);
            }
        });
    }

    private long coldStart(Copy copy, ChuteSpec chute) {
        double pull = copy.cached ? CACHED_SECONDS : COLD_SECONDS * (1 + CONGESTION * copy.machine.pulling);
        double median = BEGIN_SECONDS + pull * chute.size() * StrictMath.sqrt(chute.gpuCount()) / GPUS_SCALE;
        return (long) (1_000 * dice.logNormal(Of.COLD_START, copy.chute, copy.launchOfChute, median, SIGMA));
    }

    private void claim(Copy copy, long rest) {
        Instance instance =
                copy.job ? fleet.validator.claimJob(copy.chute) : fleet.validator.claim(copy.chute, copy.targetThen);
        if (instance == null) {
            loseRace(copy);
            return;
        }
        copy.instance = instance;
        ears.own(copy, instance);
        copy.become(Step.STARTING);
        fleet.moved();
        double odds = copy.machine.spec.bad() ? FAILS_ON_BAD : FAILS;
        if (!dice.chance(Of.FAILURE, copy.chute, 3 * copy.launchOfChute, odds)) {
            agenda.in(rest, () -> activate(copy, instance));
        } else if (!dice.chance(Of.FAILURE, copy.chute, 3 * copy.launchOfChute + 1, HANGS)) {
            double when = dice.uniform(Of.FAILURE, copy.chute, 3 * copy.launchOfChute + 2);
            agenda.in((long) (rest * when), () -> fail(copy));
        }
    }

    private void activate(Copy copy, Instance instance) {
        if (copy.over() || instance.gone() || !fleet.validator.activate(instance)) {
            return;
        }
        long millis = agenda.now() - copy.orderedAt;
        if (!copy.job) {
            fleet.meter.activated(millis);
            fleet.experience.activated(chuteId(copy), copy.machine.spec.id(), copy.cached, millis);
            fleet.backOffs.worked(chuteId(copy), copy.machine);
        }
        ears.serves(copy);
        agenda.in((long) dice.exponential(Of.CRASH, copy.chute, copy.launchOfChute, CRASHES_AFTER), () -> {
            if (!instance.gone() && !copy.over()) {
                fleet.validator.remove(instance, Removal.CRASHED);
                undertaker.cleanUp(copy);
            }
        });
    }

    private void fail(Copy copy) {
        if (copy.over()) {
            return;
        }
        Instance instance = copy.instance;
        if (instance != null) {
            fleet.validator.remove(instance, Removal.CRASHED);
        }
        failed(copy);
        undertaker.cleanUp(copy);
    }

    /** It did not come to serve, and it was the server's or the chute's fault. */
    void failed(Copy copy) {
        if (!copy.job) {
            fleet.experience.failed(chuteId(copy), copy.machine.spec.id());
            fleet.backOffs.failed(chuteId(copy), copy.machine, agenda.now());
        }
    }

    void loseRace(Copy copy) {
        fleet.experience.raceLost(chuteId(copy));
        fleet.backOffs.refused(chuteId(copy), agenda.now());
        undertaker.cleanUp(copy);
    }

    private String chuteId(Copy copy) {
        return fleet.chutes.get(copy.chute).spec.id();
    }
}
