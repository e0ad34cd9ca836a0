package dev.rigger.inventory;

import java.util.Arrays;

/** How a server's node was seen last, in the words of {@code kubectl get nodes}: column {@code status} of table {@code servers}. */
public enum NodeState {
    READY("Ready"),
    /** Its kubelet is silent, or says that something is wrong. */
    NOT_READY("NotReady"),
    /** An operator wants no new pods on it; those that run go on. */
    CORDONED("Ready,SchedulingDisabled"),
    /** The cluster has no node of that name. */
    GONE("Gone");

    private final String status;

    NodeState(String status) {
        this.status = status;
    }

    public String status() {
        return status;
    }

    /** What is written otherwise was written by others, and is taken for ready until the node is seen. */
    public static NodeState of(String status) {
        return Arrays.stream(values())
                .filter(state -> state.status.equals(status))
                .findFirst()
                .orElse(READY);
    }
}
