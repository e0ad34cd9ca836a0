package dev.rigger.inventory;

import java.time.Instant;
import java.util.List;

/** Table {@code findings}. */
public interface Findings {
    /** Counts a look: inserts, or adds one to {@code looks} and moves {@code lastSeen}. Answers the row as it is then. */
    Finding seen(String kind, String subject, String validator, Instant at);

    /** Forgets findings of that validator which this pass did not see. */
    void forgetOlderThan(String validator, Instant pass);

    void acted(String kind, String subject, Instant at);

    void heldBack(String kind, String subject, boolean heldBack);

    List<Finding> ofValidator(String validator);
}
