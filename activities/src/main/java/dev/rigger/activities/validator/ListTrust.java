package dev.rigger.activities.validator;

import dev.rigger.inventory.Epoch;
import java.util.Optional;

/** Whether a complete list is believed at once, or only when the next look says the same. */
final class ListTrust {
    private static final double LEAST_SHARE = 0.8;
    private static final int MOST_MISSING = 5;

    private ListTrust() {}

    /**
     * @param known how many we hold
     * @param latest the look before this one
     * @param count how many this look shows
     */
    static boolean suspect(int known, Optional<Epoch> latest, int count) {
        boolean confirmed = latest.filter(look -> look.complete() && look.suspect() && !shrunk(look.count(), count))
                .isPresent();
        return shrunk(known, count) && !confirmed;
    }

    private static boolean shrunk(int before, int now) {
        return now < before * LEAST_SHARE && before - now > MOST_MISSING;
    }
}
