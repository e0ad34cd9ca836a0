package dev.rigger.inventory;

import java.util.List;

/** The two transactions by which a GPU changes its owner. */
public interface Reservations {
    /**
     * Inserts the row and claims exactly these GPUs, or changes nothing. A row of that id that already exists is answered
     * as {@link Result#ALREADY_OURS}. The row is as
     * preemptible as its chute. Closes the plan's open launch of that deployment either way.
     *
     * @param victims deployments that may still own some of the GPUs; those are held for the new one, and come to it as
     *     each victim is released
     */
    Result reserve(Deployment deployment, List<String> gpuIds, List<String> victims);

    /** The same where every GPU is free. */
    default Result reserve(Deployment deployment, List<String> gpuIds) {
        return reserve(deployment, gpuIds, List.of());
    }

    /**
     * Frees the deployment's GPUs, or hands them to those for whom they are held, gives back what was held for itself, and
     * deletes its row (its audit trail stays); unknown is success.
     */
    void release(String deploymentId, String reason);

    /** The same for a deployment without config id, still RESERVED; answers false, and changes nothing, for any other. */
    boolean giveUp(String deploymentId, String reason);

    enum Result {
        RESERVED,
        ALREADY_OURS,
        /** The same id was released before: it must not begin again. */
        ALREADY_OVER,
        /** A later plan gave the launch up before it began: {@link Plans#giveUp}. */
        LAUNCH_LOST,
        GPU_TAKEN,
        SERVER_LOCKED,
        SERVER_UNKNOWN,
        CHUTE_UNKNOWN,
        CHUTE_BANNED
    }
}
