package dev.rigger.activities.temporal;

import dev.rigger.settings.CacheSettings;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.cache.CacheCleanupWorkflow;
import dev.rigger.workflows.onboarding.ScheduleActivities;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** One cleanup Schedule a server, so that an operator can pause one server's. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class CacheSchedules implements ScheduleActivities {

    private final PeriodicWorkflows periodic;
    private final CacheSettings settings;

    CacheSchedules(PeriodicWorkflows periodic, CacheSettings settings) {
        this.periodic = periodic;
        this.settings = settings;
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
}
