package dev.rigger.devnet.cluster.faults;

import java.time.Instant;

/** Something that must never happen in a well-run cluster, and did. */
public record Incident(Instant at, Code code, String what) {
    public enum Code {
        /** Two running chutes see the same GPU. */
        GPU_SHARED,
        /** A deployment has more than one Job. */
        DEPLOYMENT_DOUBLED
    }
}
