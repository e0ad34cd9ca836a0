package dev.rigger.workflows.deployment;

import org.jspecify.annotations.Nullable;

/**
 * What the cluster shows of a deployment's Job and pod, by a live read or a watch.
 *
 * @param detail the cluster's own words for it, such as {@code ImagePullBackOff} or {@code exit code 137}
 * @param why what the detail means, where that is known: why the pod failed, or what keeps it from starting or from
 *     ending; null where nothing is wrong, and in what older workers wrote
 */
public record PodSighting(
        State state, @Nullable String detail, @Nullable Reason why) {
    public PodSighting(State state, @Nullable String detail) {
        this(state, detail, null);
    }

    /** Code and words in one line; null where there are neither. */
    public @Nullable String inWords() {
        return why == null ? detail : detail == null ? why.name() : why + ": " + detail;
    }

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
