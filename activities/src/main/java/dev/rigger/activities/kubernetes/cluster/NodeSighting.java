package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.workflows.onboarding.NodeFacts;
import io.fabric8.kubernetes.api.model.Node;

/**
 * A node as its cluster shows it.
 *
 * @param facts what onboarding keeps of it, with the disk that was measured
 * @param runtimeClass whether the runtime class that chutes name exists
 * @param namespace whether the namespace of chutes exists
 */
public record NodeSighting(Node node, NodeFacts facts, Presence runtimeClass, Presence namespace) {
    /** Whether something is there, where one is allowed to look. */
    public enum Presence {
        THERE,
        MISSING,
        /** The cluster does not let us look. */
        HIDDEN
    }
}
