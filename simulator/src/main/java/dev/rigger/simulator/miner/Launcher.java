package dev.rigger.simulator.miner;

import dev.rigger.placement.Action.Launch;
import dev.rigger.simulator.engine.Dice.Of;
import dev.rigger.simulator.validator.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Carries out launches: token first, then what has to go, then the GPUs. */
final class Launcher {
    private static final long TOKEN = 300;
    private static final double SPURIOUS = 0.01;
    private static final long AFTER_OUTAGE = TimeUnit.SECONDS.toMillis(60);
    private static final long AFTER_UNKNOWN = TimeUnit.MINUTES.toMillis(10);

    private final Fleet fleet;
    private final Undertaker undertaker;
    private final Life life;

    Launcher(Fleet fleet, Undertaker undertaker, Life life) {
        this.fleet = fleet;
        this.undertaker = undertaker;
        this.life = life;
    }

    /**
     * @param done told whether the copy got its token and its GPUs, once that is known
     * @return false when what the plan wanted is no longer so, and nothing was begun
     */
    boolean order(Launch launch, Consumer<Boolean> done) {
        Machine machine = fleet.machine(launch.serverId());
        ChuteView chute = fleet.chute(launch.chuteId());
        if (machine == null || chute == null) {
            throw new IllegalStateException("the plan launches what the snapshot did not have: " + launch);
        }
        List<Integer> gpus = machine.gpus(launch.gpuIds());
        if (!machine.available(gpus, launch.victims())) {
            return false;
        }
        int index = chute.spec.index();
        Copy copy = new Copy(
                fleet.nextNumber(),
                index,
                chute.version,
                machine,
                gpus,
                chute.spec.diskGib(),
                fleet.agenda.now(),
                fleet.nextLaunchOf(index),
                false);
        fleet.promise(copy);
        fleet.agenda.in(TOKEN, () -> askFor(copy, launch, done));
        return true;
    }

    private void askFor(Copy copy, Launch launch, Consumer<Boolean> done) {
        long now = fleet.agenda.now();
        String chute = launch.chuteId();
        if (!fleet.apiReachable()) {
            fleet.backOffs.notBefore(chute, now + AFTER_OUTAGE);
            giveUp(copy, done);
            return;
        }
        boolean spurious = fleet.dice.chance(Of.SPURIOUS_REFUSAL, copy.chute, copy.launchOfChute, SPURIOUS);
        Answer answer = spurious ? Answer.CAPACITY_LOCKED : fleet.validator.askForToken(copy.chute);
        switch (answer) {
            case CAPACITY_LOCKED -> {
                fleet.meter.refused();
                fleet.experience.refused(chute);
                fleet.backOffs.refused(chute, now);
                giveUp(copy, done);
            }
            case UNKNOWN_CHUTE -> {
                fleet.backOffs.notBefore(chute, now + AFTER_UNKNOWN);
                giveUp(copy, done);
            }
            case GRANTED -> {
                copy.targetThen = fleet.validator.chutes().get(copy.chute).target();
                fleet.meter.granted();
                fleet.experience.granted(chute, launch.serverId());
                makeRoom(copy, launch, done);
            }
        }
    }

    private void giveUp(Copy copy, Consumer<Boolean> done) {
        fleet.takeBack(copy);
        done.accept(false);
    }

    private void makeRoom(Copy copy, Launch launch, Consumer<Boolean> done) {
        Deque<Copy> victims = new ArrayDeque<>();
        for (String id : launch.victims()) {
            Copy victim = fleet.copies.get(id);
            if (victim != null) {
                victims.add(victim);
            }
        }
        if (fleet.style.serial()) {
            oneByOne(victims, () -> begin(copy, done));
        } else {
            allAtOnce(victims, () -> begin(copy, done));
        }
    }

    private void oneByOne(Deque<Copy> victims, Runnable then) {
        Copy victim = victims.poll();
        if (victim == null) {
            then.run();
        } else {
            evict(victim, () -> oneByOne(victims, then));
        }
    }

    private void allAtOnce(Deque<Copy> victims, Runnable then) {
        if (victims.isEmpty()) {
            then.run();
            return;
        }
        int[] left = {victims.size()};
        for (Copy victim : victims) {
            evict(victim, () -> {
                if (--left[0] == 0) {
                    then.run();
                }
            });
        }
    }

    /** One that is ending already is waited for only as long as its GPUs are held. */
    private void evict(Copy victim, Runnable whenGone) {
        if (victim.over()) {
            awaitGone(victim, whenGone);
        } else {
            fleet.meter.preempted();
            undertaker.drain(victim, whenGone);
        }
    }

    private void awaitGone(Copy victim, Runnable whenGone) {
        if (victim.step == Copy.Step.GONE) {
            whenGone.run();
        } else {
            fleet.agenda.in(1_000, () -> awaitGone(victim, whenGone));
        }
    }

    private void begin(Copy copy, Consumer<Boolean> done) {
        fleet.meter.launched();
        life.begin(copy);
        done.accept(true);
    }
}
