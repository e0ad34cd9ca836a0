package dev.rigger.inventory;

import java.time.Instant;
import java.util.List;

/** Table {@code backoffs}. */
public interface Backoffs {
    List<Backoff> active(Instant now);

    /** Sets or prolongs; never shortens. */
    void until(String subject, String reason, Instant until);
}
