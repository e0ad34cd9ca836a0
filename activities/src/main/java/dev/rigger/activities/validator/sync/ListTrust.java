package dev.rigger.activities.validator.sync;

import dev.rigger.inventory.ListDoubt;
import dev.rigger.inventory.ListDoubts;
import dev.rigger.settings.Periods;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a complete list is believed. One that lost more than lists lose is not, until three looks over a while say the
 * same; one that says that nothing is left has lost more than lists lose, however little there was.
 */
@Singleton
final class ListTrust {
    private static final double LEAST_SHARE = 0.8;
    private static final int MOST_MISSING = 5;
    private static final int LOOKS = 3;

    private final ListDoubts doubts;
    private final Periods periods;

    ListTrust(ListDoubts doubts, Periods periods) {
        this.doubts = doubts;
        this.periods = periods;
    }

    /**
     * @param known how many we hold
     * @param count how many this look shows
     */
    boolean suspect(String source, String validator, int known, int count, Instant now) {
        if (!shrunk(known, count)) {
            doubts.forget(source, validator);
            return false;
        }
        Optional<ListDoubt> before = doubts.of(source, validator).filter(doubt -> agrees(doubt.count(), count));
        ListDoubt doubt = new ListDoubt(
                source,
                validator,
                before.map(ListDoubt::since).orElse(now),
                before.map(ListDoubt::looks).orElse(0) + 1,
                count);
        if (doubt.looks() >= LOOKS
                && !doubt.since().plus(periods.shrunkListAge()).isAfter(now)) {
            doubts.forget(source, validator);
            return false;
        }
        doubts.save(doubt);
        return true;
    }

    private static boolean agrees(int one, int other) {
        return !shrunk(one, other) && !shrunk(other, one);
    }

    private static boolean shrunk(int before, int now) {
        return (now == 0 && before > 0) || (now < before * LEAST_SHARE && before - now > MOST_MISSING);
    }
}
