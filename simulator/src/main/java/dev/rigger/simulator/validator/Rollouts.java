package dev.rigger.simulator.validator;

import dev.rigger.simulator.engine.Agenda;
import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.engine.Dice.Of;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** New versions of public chutes: an old copy goes for each new one that serves, and the rest after three hours. */
final class Rollouts {
    private static final double BETWEEN = TimeUnit.DAYS.toMillis(4);
    private static final long CAP = TimeUnit.HOURS.toMillis(3);

    private final Validator validator;
    private final Bounties bounties;
    private final Agenda agenda;
    private final Dice dice;

    Rollouts(Validator validator, Bounties bounties, Agenda agenda, Dice dice) {
        this.validator = validator;
        this.bounties = bounties;
        this.agenda = agenda;
        this.dice = dice;
    }

    void begin(ChuteState chute) {
        await(chute, 0);
    }

    private void await(ChuteState chute, long number) {
        agenda.in((long) dice.exponential(Of.ROLLOUT, chute.spec.index(), number, BETWEEN) + CAP, () -> {
            if (chute.exists) {
                rollOut(chute);
            }
            await(chute, number + 1);
        });
    }

    private void rollOut(ChuteState chute) {
        chute.version++;
        chute.rollingUntil = agenda.now() + CAP;
        chute.target = Math.max(chute.target, chute.active + 1);
        bounties.offer(chute, agenda.now());
        int version = chute.version;
        agenda.in(CAP, () -> {
            if (chute.version == version) {
                chute.rollingUntil = ChuteState.NEVER;
                removeOld(chute, Integer.MAX_VALUE);
            }
        });
    }

    void served(ChuteState chute, Instance instance) {
        if (chute.rollingUntil != ChuteState.NEVER && instance.version == chute.version) {
            removeOld(chute, 1);
        }
    }

    private void removeOld(ChuteState chute, int most) {
        int left = most;
        for (Instance instance : List.copyOf(chute.instances)) {
            if (left > 0 && !instance.job && instance.version != chute.version) {
                validator.remove(instance, Removal.OLD_VERSION);
                left--;
            }
        }
    }
}
