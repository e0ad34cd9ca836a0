package dev.rigger.activities.validator.api;

import java.util.Set;

/** Answer to {@code POST /nodes/}; {@code why} is the platform's own words. */
public sealed interface NodesAnswer {
    /**
     * 202: verification runs as that task.
     *
     * @param seeds those that the announced GPUs were given: one for all of a server
     */
    record Accepted(String taskId, Set<Long> seeds) implements NodesAnswer {
        public Accepted {
            seeds = Set.copyOf(seeds);
        }
    }

    /** 409: at least one of the GPUs is known already. */
    record AlreadyKnown(String why) implements NodesAnswer {}

    /** 429: a GPU was seen with too many hotkeys lately. */
    record Hopping(String why) implements NodesAnswer {}

    /** Anything else: the announcement cannot go through as it is. */
    record Refused(int status, String why) implements NodesAnswer {}
}
