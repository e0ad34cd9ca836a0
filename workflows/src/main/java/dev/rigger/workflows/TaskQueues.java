package dev.rigger.workflows;

/** Task queues by name. */
public final class TaskQueues {
    /** Every workflow and every activity of the control plane. */
    public static final String CONTROL_PLANE = "rigger";

    private TaskQueues() {}

    /** The queue of one GPU host: only the worker on that host polls it, with as many slots as it has GPUs. */
    public static String gpu(String serverName) {
        return "gpu/" + serverName;
    }
}
