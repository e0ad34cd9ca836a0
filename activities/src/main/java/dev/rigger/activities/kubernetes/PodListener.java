package dev.rigger.activities.kubernetes;

import dev.rigger.workflows.deployment.PodSighting;

/** Is told when a deployment's pod changes; twice is possible, never is too, so that looks must go on. */
@FunctionalInterface
public interface PodListener {
    void podChanged(String deploymentId, PodSighting sighting);
}
