package dev.rigger.workflows.fleet;

import io.temporal.activity.ActivityInterface;

/** Starts what a plan launches. */
@ActivityInterface(namePrefix = "Launches_")
public interface LaunchesActivities {
    /**
     * Starts the workflow of every launch of a stored plan that was never started; answers how many launches the plan has.
     * Fails, to be tried again, when not every one could be started.
     */
    int start(String planId);
}
