package dev.rigger.workers;

import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.DeploymentTimings;
import jakarta.inject.Singleton;

/** The stages of a deployment's life as this process was told to time them. */
@Singleton
public final class DeploymentTimingsSetting {

    private final DeploymentTimings timings;

    DeploymentTimingsSetting(Periods periods, KubernetesSettings kubernetes) {
        timings = new DeploymentTimings(
                periods.podStart(),
                periods.claim(),
                periods.verification(),
                periods.activation(),
                kubernetes.shutdownTime(),
                periods.lookAgain(),
                periods.longestHold());
    }

    public DeploymentTimings timings() {
        return timings;
    }
}
