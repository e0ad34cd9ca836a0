package dev.rigger.simulator.validator;

import dev.rigger.placement.GpuKind;
import dev.rigger.simulator.engine.Agenda;
import dev.rigger.simulator.world.ChuteSpec;
import dev.rigger.simulator.world.Demand;
import dev.rigger.simulator.world.World;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one that wants copies, permits them and scores them. Knows the truth; a miner sees of it what it asks for. */
public final class Validator {
    private static final long DRIFT = TimeUnit.HOURS.toMillis(1);
    private static final long STUCK = TimeUnit.HOURS.toMillis(3);

    /** A job earns as a private copy does. */
    private static final double JOB_FACTOR = 2;

    private final Agenda agenda;
    private final List<ChuteState> chutes;
    private final Score score;
    private final Bounties bounties;
    private final Sessions sessions;
    private final Rollouts rollouts;
    private final Rivals rivals;
    private MinerEvents miner = MinerEvents.NOBODY;
    private long serials;
    private int bountyWins;

    public Validator(World world, Agenda agenda) {
        this.agenda = agenda;
        chutes = world.chutes().stream().map(ChuteState::new).toList();
        score = new Score(world.scenario().profile().rules());
        bounties = new Bounties(this, world.dice());
        sessions = new Sessions(this, bounties, agenda, world.dice());
        rollouts = new Rollouts(this, bounties, agenda, world.dice());
        rivals = new Rivals(this, agenda, world.dice(), world.rivalGpus());
        Autoscaler autoscaler = new Autoscaler(this, new Demand(world.dice()), world.dice());
        chutes.forEach(this::begin);
        agenda.every(0, Autoscaler.SOFT, () -> autoscaler.run(agenda.now(), agenda.now() % Autoscaler.FULL == 0));
        agenda.every(1, Bounties.PERIOD, () -> bounties.look(agenda.now()));
        agenda.every(2, Rivals.PERIOD, () -> rivals.look(agenda.now()));
        agenda.every(DRIFT, DRIFT, () -> score.drift(agenda.now()));
    }

    /** From now on we are there too. */
    public void admit(MinerEvents ours) {
        miner = ours;
    }

    public List<ChuteState> chutes() {
        return chutes;
    }

    public Score score() {
        return score;
    }

    public int bountyWins() {
        return bountyWins;
    }

    public Answer askForToken(int chute) {
        ChuteState state = chutes.get(chute);
        if (!state.exists) {
            return Answer.UNKNOWN_CHUTE;
        }
        return state.full(state.target, true) ? Answer.CAPACITY_LOCKED : Answer.GRANTED;
    }

    /**
     * A copy of ours runs and says so.
     *
     * @param targetThen the chute's target when its token was granted, which is honoured when it fell since
     * @return null when it came too late
     */
    public @Nullable Instance claim(int chute, int targetThen) {
        ChuteState state = chutes.get(chute);
        if (!state.exists || state.full(Math.max(state.target, targetThen), true)) {
            return null;
        }
        return appear(state, targetThen, false, null);
    }

    /** A job of ours runs; jobs are no copies that are wanted of a chute. */
    public Instance claimJob(int chute) {
        return appear(chutes.get(chute), 0, true, null);
    }

    @Nullable
    Instance claimForRival(ChuteState chute, GpuKind kind) {
        return chute.full(chute.target, true) ? null : appear(chute, chute.target, false, kind);
    }

    /** Whether it serves from now on; otherwise it is gone. */
    public boolean activate(Instance instance) {
        ChuteState chute = instance.chute;
        long now = agenda.now();
        if (instance.job) {
            score.activated(instance, chute.spec.base() * (chute.spec.open() ? JOB_FACTOR : 1), now);
            return true;
        }
        boolean late = chute.spec.open()
                ? !chute.spec.tee() && chute.full(Math.max(chute.target, instance.targetThen), false)
                : chute.full(chute.target, false);
        if (late || instance.version != chute.version) {
            remove(instance, Removal.RACE_LOST);
            return false;
        }
        chute.pending--;
        chute.active++;
        if (!instance.ours()) {
            chute.rivalsPending--;
        }
        double multiplier = chute.multiplier();
        double boost = bounties.claim(chute, now);
        if (instance.ours()) {
            bountyWins += boost > 1 ? 1 : 0;
            score.activated(instance, multiplier * boost, now);
        } else {
            instance.multiplier = multiplier * boost;
            instance.activatedAt = now;
        }
        if (chute.spec.open()) {
            rollouts.served(chute, instance);
        } else {
            sessions.served(chute);
        }
        return true;
    }

    /** Ends an instance. Ending one that is gone already changes nothing. */
    public void remove(Instance instance, Removal why) {
        if (instance.gone) {
            return;
        }
        ChuteState chute = instance.chute;
        boolean wasActive = instance.active();
        instance.gone = true;
        chute.instances.remove(instance);
        if (!instance.job) {
            forget(instance, wasActive);
        }
        if (instance.ours()) {
            score.ended(instance, why, !instance.job && wasActive && chute.active == 0, agenda.now());
            if (why != Removal.BY_MINER && why != Removal.CRASHED) {
                miner.instanceDeleted(instance, why);
            }
        } else {
            rivals.vanished(instance);
        }
        if (wasActive && !instance.job && !chute.spec.open() && why != Removal.SESSION_ENDED) {
            sessions.lost(chute);
        }
    }

    void announce(ChuteState chute) {
        miner.bountyOffered(chute.spec.index());
    }

    private static void forget(Instance instance, boolean wasActive) {
        if (wasActive) {
            instance.chute.active--;
        } else {
            instance.chute.pending--;
            instance.chute.rivalsPending -= instance.ours() ? 0 : 1;
        }
    }

    private Instance appear(ChuteState chute, int targetThen, boolean job, @Nullable GpuKind rivalKind) {
        Instance instance = new Instance(chute, serials++, agenda.now(), targetThen, job, rivalKind);
        chute.instances.add(instance);
        if (!job) {
            chute.pending++;
        }
        if (rivalKind != null) {
            chute.rivalsPending++;
            rivals.appeared(instance);
        }
        agenda.in(STUCK, () -> {
            if (!instance.gone && !instance.active()) {
                remove(instance, Removal.STUCK);
            }
        });
        return instance;
    }

    private void begin(ChuteState chute) {
        ChuteSpec spec = chute.spec;
        agenda.at(Math.max(0, spec.bornAt()), () -> {
            chute.exists = true;
            if (spec.open()) {
                rollouts.begin(chute);
                bounties.offer(chute, agenda.now());
            } else {
                sessions.begin(chute);
            }
        });
        if (spec.endsAt() != Long.MAX_VALUE) {
            agenda.at(spec.endsAt(), () -> end(chute));
        }
    }

    private void end(ChuteState chute) {
        chute.exists = false;
        chute.target = 0;
        bounties.withdraw(chute);
        List.copyOf(chute.instances).forEach(instance -> remove(instance, Removal.CHUTE_ENDED));
    }
}
