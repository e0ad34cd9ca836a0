package dev.rigger.devnet.cluster.kubelet;

/** What kills a pod that would have gone on. */
public enum Death {
    /** A signal from outside. */
    SIGNAL,
    /** The kernel, for it took more memory than it may. */
    OUT_OF_MEMORY,
    /** Its kubelet, for the node is short of something. */
    EVICTION
}
