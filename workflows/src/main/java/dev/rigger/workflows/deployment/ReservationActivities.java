package dev.rigger.workflows.deployment;

import io.temporal.activity.ActivityInterface;
import org.jspecify.annotations.Nullable;

/** What a deployment needs of the inventory. Every method is idempotent by deployment id. */
@ActivityInterface(namePrefix = "Inventory_")
public interface ReservationActivities {
    /**
     * One transaction: inserts the deployment's row and claims its GPUs, or says why not. GPUs of the order's victims are
     * not taken from them but held: whenever a victim lets go of one, it is this deployment's and nobody else's.
     */
    Reservation reserve(DeploymentOrder order);

    /** Returns once the deployment owns every GPU of its order; heartbeats until then. */
    void awaitGpus(String deploymentId, int gpus);

    /** Writes phase and what is known of the instance, for lists and for the planner; never moves a time backwards. */
    void recordInstance(String deploymentId, InstanceEvent event);

    /**
     * Writes the phase.
     *
     * @param reason empty while the deployment is not ending
     * @param words what the cluster said, for people; empty where it said nothing, null from older workers
     */
    void recordPhase(String deploymentId, Phase phase, String reason, @Nullable String words);

    /**
     * Frees the GPUs and closes the row of a deployment that got no further than its reservation; answers false, and
     * changes nothing, when it got further or is over.
     */
    boolean giveUp(String deploymentId, Reason reason);

    /** Frees the GPUs and closes the row. Called only once the pod is confirmed gone, or when no Job was ever made. */
    void release(String deploymentId, Reason reason);
}
