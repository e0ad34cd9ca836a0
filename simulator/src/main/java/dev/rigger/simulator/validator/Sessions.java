package dev.rigger.simulator.validator;

import dev.rigger.simulator.engine.Agenda;
import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.engine.Dice.Of;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The users of private chutes: they come, wait for a copy, use it for some hours, and go. */
final class Sessions {
    private static final double MEDIAN = TimeUnit.MINUTES.toMillis(132);
    private static final double SIGMA = 0.8;
    private static final double MEAN = MEDIAN * StrictMath.exp(SIGMA * SIGMA / 2);
    private static final long PATIENCE = TimeUnit.HOURS.toMillis(1);

    private final Validator validator;
    private final Bounties bounties;
    private final Agenda agenda;
    private final Dice dice;

    Sessions(Validator validator, Bounties bounties, Agenda agenda, Dice dice) {
        this.validator = validator;
        this.bounties = bounties;
        this.agenda = agenda;
        this.dice = dice;
    }

    void begin(ChuteState chute) {
        await(chute, 0);
    }

    /** When users come does not depend on who serves them; one who comes during a session joins it. */
    private void await(ChuteState chute, long number) {
        double share = chute.spec.appetite();
        double gap = MEAN / share;
        agenda.in((long) dice.exponential(Of.SESSION_GAP, chute.spec.index(), number, gap) + 1, () -> {
            come(chute, number);
            await(chute, number + 1);
        });
    }

    private void come(ChuteState chute, long number) {
        if (chute.wanted() || !chute.exists) {
            return;
        }
        chute.sessionNumber = number;
        chute.sessionEndsAt = ChuteState.NEVER;
        chute.target = 1;
        ask(chute);
    }

    private void ask(ChuteState chute) {
        long number = chute.sessionNumber;
        chute.sessionWaitsUntil = agenda.now() + PATIENCE;
        bounties.offer(chute, agenda.now());
        agenda.in(PATIENCE, () -> {
            if (chute.sessionNumber == number && chute.active == 0 && agenda.now() >= chute.sessionWaitsUntil) {
                end(chute);
            }
        });
    }

    void served(ChuteState chute) {
        if (chute.sessionEndsAt != ChuteState.NEVER) {
            return;
        }
        long number = chute.sessionNumber;
        long length = (long) dice.logNormal(Of.SESSION_LENGTH, chute.spec.index(), number, MEDIAN, SIGMA);
        chute.sessionEndsAt = agenda.now() + length;
        agenda.at(chute.sessionEndsAt, () -> {
            if (chute.sessionNumber == number) {
                end(chute);
            }
        });
    }

    /** A copy died while its user was still there, who asks again. */
    void lost(ChuteState chute) {
        if (chute.wanted() && chute.exists) {
            ask(chute);
        }
    }

    private void end(ChuteState chute) {
        chute.sessionNumber = ChuteState.NEVER;
        chute.target = 0;
        bounties.withdraw(chute);
        for (Instance instance : List.copyOf(chute.instances)) {
            if (!instance.job) {
                validator.remove(instance, instance.active() ? Removal.SESSION_ENDED : Removal.RACE_LOST);
            }
        }
    }
}
