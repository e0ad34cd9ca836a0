package dev.rigger.inventory;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** One complete or incomplete look at a source: table {@code epochs}. {@code source} is such as {@code validator:instances} or {@code cluster:gpu-a}. */
@MappedEntity("epochs")
public record Epoch(String source, String validator, Instant fetchedAt, boolean complete, boolean suspect, int count) {
    /** The source under which looks at a cluster are kept. */
    public static String ofCluster(String cluster) {
        return "cluster:" + cluster;
    }
}
