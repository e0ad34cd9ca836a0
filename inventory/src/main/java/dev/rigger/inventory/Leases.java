package dev.rigger.inventory;

import java.time.Duration;

/** Table {@code leases}: who does what only one process may do. Times are the database's. */
public interface Leases {
    /** Takes or renews; true when {@code holder} holds it now, for {@code duration}. */
    boolean hold(String name, String holder, Duration duration);

    void letGo(String name, String holder);
}
