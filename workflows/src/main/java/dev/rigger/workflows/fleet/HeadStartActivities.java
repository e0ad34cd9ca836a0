package dev.rigger.workflows.fleet;

import io.temporal.activity.ActivityInterface;

/**
 * The first steps of a whole plan's launches, done side by side before their workflows begin. It changes when things
 * happen, never what: without it everything ends the same.
 */
@ActivityInterface(namePrefix = "HeadStart_")
public interface HeadStartActivities {
    /**
     * Reserves, obtains the launch token and creates the workload of every launch of a stored plan; answers how many got
     * that far. Whatever cannot be done at once is left to the launch's own workflow, which finds by its id what is done.
     * A launch that the validator refuses is over, with its reason, before its workflow begins.
     */
    int begin(String planId);
}
