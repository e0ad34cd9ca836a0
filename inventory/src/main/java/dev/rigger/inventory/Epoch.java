package dev.rigger.inventory;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** One complete or incomplete look at a source: table {@code epochs}. {@code source} is such as {@code validator:instances} or {@code cluster:gpu-a}. */
@MappedEntity("epochs")
public record Epoch(String source, String validator, Instant fetchedAt, boolean complete, boolean suspect, int count) {
    /** The source of {@code GET /miner/instances/}. */
    public static final String INSTANCES = "validator:instances";

    /** The source of {@code GET /miner/chutes/}. */
    public static final String CHUTES = "validator:chutes";

    /** The source of a live list of a cluster's workloads. */
    public static String ofCluster(String name) {
        return "cluster:" + name;
    }
}
