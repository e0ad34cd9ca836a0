package dev.rigger.workflows;

/**
 * Types of activity failures that workflows tell apart; every adapter uses these names for these meanings.
 *
 * <p>A quick step that fails with one of {@link #retryLater()} is at once repeated as an ordinary activity under the long
 * retry policy, instead of holding a workflow task open.
 */
public final class FailureTypes {
    /** All calls that a cluster may be asked at a time are taken; nothing was sent. */
    public static final String CLUSTER_BUSY = "CLUSTER_BUSY";

    /** No answer from the cluster, or none that can be trusted. */
    public static final String CLUSTER_UNREACHABLE = "CLUSTER_UNREACHABLE";

    /** No answer from the validator, no permit to ask it, or it failed so often that it is left alone for a while. */
    public static final String VALIDATOR_UNREACHABLE = "VALIDATOR_UNREACHABLE";

    /** The server's cluster is gone, or nobody knows how to reach it. */
    public static final String SERVER_GONE = "SERVER_GONE";

    private FailureTypes() {}

    /** Types for which an immediate repetition is useless and a later one is not. */
    public static String[] retryLater() {
        return new String[] {CLUSTER_BUSY, CLUSTER_UNREACHABLE, VALIDATOR_UNREACHABLE};
    }
}
