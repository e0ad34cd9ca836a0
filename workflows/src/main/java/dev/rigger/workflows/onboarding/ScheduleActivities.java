package dev.rigger.workflows.onboarding;

import io.temporal.activity.ActivityInterface;

/** Temporal Schedules that come and go with a server. */
@ActivityInterface(namePrefix = "Schedule_")
public interface ScheduleActivities {
    /** Creates the server's cache cleanup schedule when absent. */
    void scheduleCacheCleanup(String serverName);

    void unscheduleCacheCleanup(String serverName);

    /** Creates the schedule of looks at the server's GPUs when absent. */
    void scheduleProofs(String serverName);

    void unscheduleProofs(String serverName);
}
