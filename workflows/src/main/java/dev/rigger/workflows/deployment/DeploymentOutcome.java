package dev.rigger.workflows.deployment;

/**
 * How a deployment ended.
 *
 * @param phase {@link Phase#GONE} or {@link Phase#REFUSED}
 * @param wasActive whether the validator ever had it active
 */
public record DeploymentOutcome(String deploymentId, Phase phase, Reason reason, boolean wasActive) {}
