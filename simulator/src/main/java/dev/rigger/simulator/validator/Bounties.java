package dev.rigger.simulator.validator;

import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.engine.Dice.Of;
import java.util.concurrent.TimeUnit;

/** Rewards for the first copy of a chute that users ask for in vain. */
final class Bounties {
    static final long PERIOD = TimeUnit.SECONDS.toMillis(60);

    private static final long PUBLIC_LIFE = TimeUnit.DAYS.toMillis(1);
    private static final long PRIVATE_LIFE = TimeUnit.HOURS.toMillis(1);
    private static final long COOLDOWN = TimeUnit.SECONDS.toMillis(600);

    /** Seconds between requests of one busy copy's users. */
    private static final double BETWEEN_REQUESTS = 30;

    private final Validator validator;
    private final Dice dice;

    Bounties(Validator validator, Dice dice) {
        this.validator = validator;
        this.dice = dice;
    }

    /** Takes back what is too old, and offers one where a request found nobody. */
    void look(long now) {
        for (ChuteState chute : validator.chutes()) {
            if (chute.bountySince != ChuteState.NEVER && chute.bountyUntil <= now) {
                withdraw(chute);
            }
            if (!chute.exists || chute.active > 0) {
                continue;
            }
            if (!chute.spec.open()) {
                if (chute.wanted()) {
                    offer(chute, now);
                }
            } else {
                double requests = PERIOD / 1_000.0 * Math.max(0.05, chute.busy) / BETWEEN_REQUESTS;
                if (dice.chance(Of.BOUNTY, chute.spec.index(), now, 1 - StrictMath.exp(-requests))) {
                    offer(chute, now);
                }
            }
        }
    }

    void offer(ChuteState chute, long now) {
        if (chute.bountySince == ChuteState.NEVER && chute.bountyCooldownUntil <= now) {
            chute.bountySince = now;
            chute.bountyUntil = now + (chute.spec.open() ? PUBLIC_LIFE : PRIVATE_LIFE);
            chute.bountyCooldownUntil = now + COOLDOWN;
            validator.announce(chute);
        }
    }

    /** The first copy takes it; others find nothing. The factor on its multiplier. */
    double claim(ChuteState chute, long now) {
        if (chute.bountySince == ChuteState.NEVER) {
            return 1;
        }
        double boost = validator.score().bountyBoost(now - chute.bountySince);
        chute.bountyCooldownUntil = now + COOLDOWN;
        withdraw(chute);
        return boost;
    }

    void withdraw(ChuteState chute) {
        chute.bountySince = ChuteState.NEVER;
    }
}
