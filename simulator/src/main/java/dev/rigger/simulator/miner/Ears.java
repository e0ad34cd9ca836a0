package dev.rigger.simulator.miner;

import dev.rigger.simulator.engine.Dice.Of;
import dev.rigger.simulator.miner.Copy.Step;
import dev.rigger.simulator.validator.Instance;
import dev.rigger.simulator.validator.MinerEvents;
import dev.rigger.simulator.validator.Removal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What reaches us of the validator's events. Some are lost, and known only once we compare lists again. */
final class Ears implements MinerEvents {
    private static final double LOST = 0.02;
    private static final long DELAY = 200;
    private static final long RECONCILE = TimeUnit.SECONDS.toMillis(60);

    private final Fleet fleet;
    private final Undertaker undertaker;
    private final Map<Instance, Copy> own = new HashMap<>();
    private @Nullable Life life;
    private long heard;

    Ears(Fleet fleet, Undertaker undertaker) {
        this.fleet = fleet;
        this.undertaker = undertaker;
    }

    void tell(Life of) {
        life = of;
    }

    void own(Copy copy, Instance instance) {
        own.put(instance, copy);
    }

    @Override
    public void bountyOffered(int chute) {
        long now = fleet.agenda.now();
        if (!fleet.dice.chance(Of.EVENT_LOSS, chute, now, LOST)) {
            fleet.agenda.in(DELAY, () -> {
                fleet.chutes.get(chute).bountyAnnounced(now);
                fleet.urgent();
            });
        }
    }

    @Override
    public void instanceDeleted(Instance instance, Removal why) {
        Copy copy = own.remove(instance);
        if (copy == null) {
            return;
        }
        // Who loses a race hears so from its own pod, which exits.
        long delay = why == Removal.RACE_LOST ? DELAY : delay(copy, 0);
        fleet.agenda.in(delay, () -> {
            if (copy.over()) {
                return;
            }
            if (why == Removal.RACE_LOST && life != null) {
                life.loseRace(copy);
            } else {
                if (why == Removal.STUCK && life != null) {
                    life.failed(copy);
                }
                undertaker.drain(copy, () -> {});
            }
        });
    }

    void serves(Copy copy) {
        long since = fleet.agenda.now();
        fleet.agenda.in(delay(copy, 1), () -> {
            if (!copy.over()) {
                copy.activatedAt = since;
                copy.become(Step.ACTIVE);
                fleet.moved();
            }
        });
    }

    private long delay(Copy copy, int which) {
        boolean lost = fleet.dice.chance(Of.EVENT_LOSS, -1 - copy.chute, 2 * copy.launchOfChute + which, LOST);
        return lost ? RECONCILE - fleet.agenda.now() % RECONCILE : DELAY;
    }
}
