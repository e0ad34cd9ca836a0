package dev.rigger.activities.temporal;

import java.time.Duration;

/**
 * A workflow that a Temporal Schedule starts.
 *
 * @param scheduleId also the id of its workflows, to which Temporal appends the time
 * @param type the workflow's interface
 * @param argument what each run is given
 * @param summary one line for people
 * @param details what it is for; Temporal's client cannot read a Schedule back that has a summary without it
 */
public record PeriodicWorkflow(
        String scheduleId, Class<?> type, String argument, Duration every, String summary, String details) {}
