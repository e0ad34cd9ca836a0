package dev.rigger.workflows.deployment;

/** Where a deployment stands. Its GPUs are owned in every phase from {@link #RESERVED} until {@link #GONE}. */
public enum Phase {
    /** Ordered; nothing is reserved yet. */
    ORDERED,
    RESERVED,
    /** The validator granted a launch token. */
    GRANTED,
    /** Service and Job exist in the cluster. */
    CREATED,
    /** The pod claimed its token; the validator knows an instance. */
    CLAIMED,
    VERIFIED,
    ACTIVE,
    /** Told to end; the pod may still run, so the GPUs are still owned. */
    DRAINING,
    /** Should end, but the cluster does not answer: the GPUs stay quarantined until it does. */
    HELD,
    /** Pod confirmed gone, GPUs released. */
    GONE,
    /** Refused before anything was created. */
    REFUSED
}
