package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.workflows.onboarding.NodeFacts;
import io.fabric8.kubernetes.api.model.Node;
import org.jspecify.annotations.Nullable;

/**
 * A node as its cluster shows it.
 *
 * @param facts what onboarding keeps of it
 * @param diskGib ephemeral storage that chutes may ask for in all; null when the cluster does not tell
 * @param runtimeClass whether the runtime class that chutes name exists
 * @param namespace whether the namespace of chutes exists
 */
public record NodeView(Node node, NodeFacts facts, @Nullable Long diskGib, Presence runtimeClass, Presence namespace) {
    /** Whether something is there, where one is allowed to look. */
    public enum Presence {
        THERE,
        MISSING,
        /** The cluster does not let us look. */
        HIDDEN
    }
}
