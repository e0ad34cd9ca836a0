package dev.rigger.workflows;

/**
 * Types of activity failures that workflows tell apart; every adapter uses these names for these meanings.
 *
 * <p>A quick step that fails with one of {@link #retryLater()} is at once repeated as an ordinary activity under the long
 * retry policy, instead of holding a workflow task open.
 */
public final class FailureTypes {
    /** No permit to call the counterpart was free in time. */
    public static final String BULKHEAD_FULL = "BULKHEAD_FULL";

    /** The counterpart failed so often that it is left alone for a while. */
    public static final String CIRCUIT_OPEN = "CIRCUIT_OPEN";

    /** The server's cluster is gone, or nobody knows how to reach it. */
    public static final String SERVER_GONE = "SERVER_GONE";

    private FailureTypes() {}

    /** Types for which an immediate repetition is useless and a later one is not. */
    public static String[] retryLater() {
        return new String[] {BULKHEAD_FULL, CIRCUIT_OPEN};
    }
}
