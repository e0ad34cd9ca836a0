package dev.rigger.workflows.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan asks for. Made before anything is called, so that every retry finds its own earlier attempt; starting the
 * same order again continues from what the inventory, the validator and the cluster already hold.
 *
 * @param deploymentId UUIDv5 of the plan's id and the launch's index in it
 * @param validator SS58 hotkey of the validator
 * @param gpuIds the GPUs chosen by the plan, 32 hex digits each
 * @param bountyWorkflowId the bounty to be told of the outcome, if one caused this
 * @param victims deployments on the same server that hold some of the GPUs and are ended once the launch is granted;
 *     none when all are free
 * @param jobId the job that it runs; null for a copy that serves requests
 */
public record DeploymentOrder(
        String deploymentId,
        String planId,
        String validator,
        String chuteId,
        String chuteName,
        String version,
        String serverId,
        String serverName,
        List<String> gpuIds,
        Cause cause,
        @Nullable String bountyWorkflowId,
        List<String> victims,
        DeploymentTimings timings,
        @Nullable String jobId) {

    /** Of a copy that serves requests. */
    public DeploymentOrder(
            String deploymentId,
            String planId,
            String validator,
            String chuteId,
            String chuteName,
            String version,
            String serverId,
            String serverName,
            List<String> gpuIds,
            Cause cause,
            @Nullable String bountyWorkflowId,
            List<String> victims,
            DeploymentTimings timings) {
        this(
                deploymentId,
                planId,
                validator,
                chuteId,
                chuteName,
                version,
                serverId,
                serverName,
                gpuIds,
                cause,
                bountyWorkflowId,
                victims,
                timings,
                null);
    }

    public DeploymentOrder {
        gpuIds = List.copyOf(gpuIds);
        // Orders that were stored before anybody made room do not name victims.
        victims = victims == null ? List.of() : List.copyOf(victims);
    }
}
