package dev.rigger.workflows.deployment;

import org.jspecify.annotations.Nullable;

/**
 * What the cluster shows of a deployment's Job and pod, by a live read or a watch.
 *
 * @param detail the cluster's own word for it, such as {@code ImagePullBackOff} or {@code exit code 137}
 */
public record PodSighting(State state, @Nullable String detail) {
    public enum State {
        /** A Job without a pod yet, or a pod that waits. */
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        /** Neither Job nor pod: a complete, live look found nothing. */
        ABSENT
    }
}
