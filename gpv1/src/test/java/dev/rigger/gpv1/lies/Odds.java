package dev.rigger.gpv1.lies;

import dev.rigger.gpv1.lies.Server.Missing;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/** How often a liar gets away: by the formula, held against draws at full size. */
final class Odds {
    private static final int DRAWS = 40_000;
    private static final long ROWS =
            Examiner.H200.profile().rowsFor(Examiner.h200s(1).getFirst());

    private final Random random;

    Odds(long seed) {
        this.random = new Random(seed);
    }

    /** Of opening every box with that share of rows computed. */
    String ofSkipping(double computed, int rows) {
        return text(Math.pow(computed, rows));
    }

    /** Of no opened row being among the invented ones. */
    String ofMakingUp(double missing, int rows) {
        return text(Math.pow(1 - missing, rows));
    }

    /** The share of draws in which all of {@code rows} distinct rows fall among the first {@code held}. */
    double drawn(double held, int rows) {
        long first = Math.round(held * ROWS);
        int survived = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            survived += random.longs(0, ROWS).distinct().limit(rows).allMatch(row -> row < first) ? 1 : 0;
        }
        return (double) survived / DRAWS;
    }

    /** The largest share of the slots that can be missing without an audit being late. */
    double mostMissing(Missing missing) {
        double low = 0;
        double high = 1;
        Duration due = Examiner.TERMS.auditDue(Examiner.PING).minus(Examiner.PING);
        for (int i = 0; i < 40; i++) {
            double share = (low + high) / 2;
            Duration audit =
                    Lies.server(1, Lies.shortBy(share), missing).scanTime().multipliedBy(Examiner.TERMS.auditSteps());
            if (audit.compareTo(due) > 0) {
                high = share;
            } else {
                low = share;
            }
        }
        return low;
    }

    String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String text(double odds) {
        return odds >= 0.01 ? String.format(Locale.ROOT, "%.2f", odds) : String.format(Locale.ROOT, "%.0e", odds);
    }
}
