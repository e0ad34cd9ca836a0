package dev.rigger.workflows.proof;

import io.temporal.activity.ActivityInterface;

/**
 * What a GPU host answers on its own queue {@code gpu/<server>}. One call covers all its GPUs and takes all its slots.
 * Nothing that passes here is secret.
 */
@ActivityInterface(namePrefix = "GpuHost_")
public interface GpuHostActivities {
    DeviceReport reportDevices(String serverName);

    /** Heartbeats with {@link ProofProgress}. Refuses a challenge for another host. */
    ProofAnswer prove(ProofChallenge challenge);
}
