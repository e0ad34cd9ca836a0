package dev.rigger.workflows;

import dev.rigger.workflows.bounty.BountyWorkflowImpl;
import dev.rigger.workflows.cache.CacheCleanupWorkflowImpl;
import dev.rigger.workflows.chute.ChuteWorkflowImpl;
import dev.rigger.workflows.deployment.DeploymentWorkflowImpl;
import dev.rigger.workflows.fleet.FleetWorkflowImpl;
import dev.rigger.workflows.onboarding.OnboardingWorkflowImpl;
import dev.rigger.workflows.proof.ProofWorkflowImpl;
import dev.rigger.workflows.reconcile.ReconcileWorkflowImpl;
import dev.rigger.workflows.server.ServerWorkflowImpl;

/** Every workflow that a worker of queue {@link TaskQueues#CONTROL_PLANE} registers. */
public final class RiggerWorkflows {
    private RiggerWorkflows() {}

    public static Class<?>[] implementations() {
        return new Class<?>[] {
            DeploymentWorkflowImpl.class,
            FleetWorkflowImpl.class,
            BountyWorkflowImpl.class,
            OnboardingWorkflowImpl.class,
            ServerWorkflowImpl.class,
            ChuteWorkflowImpl.class,
            CacheCleanupWorkflowImpl.class,
            ReconcileWorkflowImpl.class,
            ProofWorkflowImpl.class
        };
    }
}
