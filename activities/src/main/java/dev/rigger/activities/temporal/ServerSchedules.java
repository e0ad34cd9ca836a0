package dev.rigger.activities.temporal;

import dev.rigger.settings.CacheSettings;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.cache.CacheCleanupWorkflow;
import dev.rigger.workflows.onboarding.ProofSchedules;
import dev.rigger.workflows.onboarding.ScheduleActivities;
import dev.rigger.workflows.proof.ProofWorkflow;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Collection;

/** Schedules of one server each, so that an operator can pause one server's. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class ServerSchedules implements ScheduleActivities, ProofSchedules {

    private final PeriodicWorkflows periodic;
    private final CacheSettings settings;
    private final Periods periods;

    ServerSchedules(PeriodicWorkflows periodic, CacheSettings settings, Periods periods) {
        this.periodic = periodic;
        this.settings = settings;
        this.periods = periods;
    }

    @Override
    public void scheduleCacheCleanup(String serverName) {
        periodic.ensure(new PeriodicWorkflow(
                WorkflowIds.cache(serverName),
                CacheCleanupWorkflow.class,
                serverName,
                settings.every(),
                "Model cache of " + serverName,
                "Removes what nobody used for long or what is too much, never what a running deployment uses."));
    }

    @Override
    public void unscheduleCacheCleanup(String serverName) {
        periodic.remove(WorkflowIds.cache(serverName));
    }

    @Override
    public void scheduleProofs(String serverName) {
        periodic.ensure(proofs(serverName));
    }

    @Override
    public void ensureProofs(Collection<String> serverNames) {
        periodic.ensureAll(serverNames.stream().map(this::proofs).toList());
    }

    private PeriodicWorkflow proofs(String serverName) {
        return new PeriodicWorkflow(
                WorkflowIds.proof(serverName),
                ProofWorkflow.class,
                serverName,
                periods.proofLook(),
                "GPUs of " + serverName,
                "Looks whether its GPUs are what they were, and proves those that are free when the last proof"
                        + " is old.");
    }

    @Override
    public void unscheduleProofs(String serverName) {
        periodic.remove(WorkflowIds.proof(serverName));
    }
}
