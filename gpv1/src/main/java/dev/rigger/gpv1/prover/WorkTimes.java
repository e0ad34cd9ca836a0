package dev.rigger.gpv1.prover;

import java.time.Duration;
import java.util.Map;

/** Where the time of one GPU's work went, as far as its prover can tell. */
public record WorkTimes(Map<Part, Duration> byPart) {
    public static final WorkTimes UNKNOWN = new WorkTimes(Map.of());

    public enum Part {
        /** Generating the matrices. */
        FILL,
        /** Multiplying them, layer by layer. */
        GEMM,
        /** Summing up each row for its fingerprint. */
        FOLD,
        /** Hashing the fingerprints, opening the key boxes. */
        HASH
    }

    public WorkTimes {
        byPart = Map.copyOf(byPart);
    }
}
