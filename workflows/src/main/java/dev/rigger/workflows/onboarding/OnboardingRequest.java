package dev.rigger.workflows.onboarding;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param name node name, which is also the server's name and its cluster's name
 * @param validator SS58 hotkey
 * @param hourlyCost USD per GPU and hour
 * @param gpuShortRef the GPU type in the validator's catalogue, such as {@code h200}
 * @param agentApi URL of the agent in the server's own cluster; null for a node of the cluster behind KUBECONFIG
 * @param validatorApi the validator's URL as the progress lines show it; null shows none
 */
public record OnboardingRequest(
        String name,
        String validator,
        double hourlyCost,
        String gpuShortRef,
        @Nullable String agentApi,
        Timings timings,
        @Nullable String validatorApi) {
    public OnboardingRequest(
            String name,
            String validator,
            double hourlyCost,
            String gpuShortRef,
            @Nullable String agentApi,
            Timings timings) {
        this(name, validator, hourlyCost, gpuShortRef, agentApi, timings, null);
    }

    /**
     * @param workerAbsence how long to wait for the server's GPU worker before the operator is told
     * @param workerGiveUp how long to wait for it in all
     * @param proof the longest a proof may take
     * @param verification the longest the validator's verification may take
     */
    public record Timings(Duration workerAbsence, Duration workerGiveUp, Duration proof, Duration verification) {
        public static final Timings DEFAULTS = new Timings(
                Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofMinutes(60));
    }
}
