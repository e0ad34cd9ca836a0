package dev.rigger.activities.reconcile;

import java.time.Instant;

/**
 * One difference.
 *
 * @param subject the deployment's id, or the instance's when we know no deployment of it
 * @param seenAt when the look that showed it was made
 * @param tell what to tell its owner; nothing for what only people should see
 * @param asks whether an operator is asked in any case, however few there are
 */
record Difference(Kind kind, String subject, Instant seenAt, Runnable tell, boolean asks) {
    Difference(Kind kind, String subject, Instant seenAt, Runnable tell) {
        this(kind, subject, seenAt, tell, false);
    }

    /** The key under which it is remembered. */
    String key() {
        return kind.name() + "/" + subject;
    }
}
