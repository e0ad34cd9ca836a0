package dev.rigger.devnet.cluster.faults;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All incidents since the start. */
public final class Incidents {
    private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);

    private final List<Incident> all = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    public Incidents(InstantSource clock) {
        this.clock = clock;
    }

    public void record(Incident.Code code, String what) {
        LOG.warn("{}: {}", code, what);
        all.add(new Incident(clock.instant(), code, what));
    }

    public List<Incident> all() {
        return List.copyOf(all);
    }
}
