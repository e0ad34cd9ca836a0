package dev.rigger.activities.temporal;

import dev.rigger.workflows.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps Temporal Schedules as they are described; never two runs of one at a time, none made up for after an outage. */
@Singleton
public final class PeriodicWorkflows {

    /** Temporal's least catch-up window. */
    private static final Duration SHORTEST_CATCH_UP = Duration.ofSeconds(10);

    private final ScheduleClient schedules;

    public PeriodicWorkflows(ScheduleClient schedules) {
        this.schedules = schedules;
    }

    /** Creates it, or changes the one that exists where its period or its work differ. */
    public void ensure(PeriodicWorkflow wanted) {
        try {
            schedules.createSchedule(
                    wanted.scheduleId(),
                    schedule(wanted),
                    ScheduleOptions.newBuilder().build());
        } catch (ScheduleAlreadyRunningException e) {
            adjust(wanted);
        }
    }

    /** The same for many: what is as it should be costs nothing but its place in one list. */
    public void ensureAll(Collection<PeriodicWorkflow> wanted) {
        Map<String, List<Duration>> listed = new HashMap<>();
        try (Stream<ScheduleListDescription> all = schedules.listSchedules()) {
            all.forEach(one -> Optional.ofNullable(one.getSchedule())
                    .map(schedule -> schedule.getSpec().getIntervals())
                    .ifPresent(intervals -> listed.put(
                            one.getScheduleId(),
                            intervals.stream()
                                    .map(ScheduleIntervalSpec::getEvery)
                                    .toList())));
        }
        wanted.stream()
                .filter(one -> !List.of(one.every()).equals(listed.get(one.scheduleId())))
                .forEach(this::ensure);
    }

    /** Absent is success. */
    public void remove(String scheduleId) {
        try {
            schedules.getHandle(scheduleId).delete();
        } catch (ScheduleException e) {
            if (!isNotFound(e)) {
                throw e;
            }
        }
    }

    private void adjust(PeriodicWorkflow wanted) {
        schedules.getHandle(wanted.scheduleId()).update(input -> {
            Schedule existing = input.getDescription().getSchedule();
            Schedule target = schedule(wanted);
            return isAsWanted(existing, target)
                    ? null
                    : new ScheduleUpdate(Schedule.newBuilder(target)
                            .setState(existing.getState())
                            .build());
        });
    }

    private static boolean isAsWanted(Schedule existing, Schedule wanted) {
        return Objects.equals(
                        existing.getSpec().getIntervals(), wanted.getSpec().getIntervals())
                && existing.getAction() instanceof ScheduleActionStartWorkflow has
                && wanted.getAction() instanceof ScheduleActionStartWorkflow wants
                && has.getWorkflowType().equals(wants.getWorkflowType())
                && has.getOptions().getTaskQueue().equals(wants.getOptions().getTaskQueue());
    }

    private static Schedule schedule(PeriodicWorkflow wanted) {
        return Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(wanted.type())
                        .setArguments(wanted.argument())
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(wanted.scheduleId())
                                .setTaskQueue(TaskQueues.CONTROL_PLANE)
                                .setStaticSummary(wanted.summary())
                                .setStaticDetails(wanted.details())
                                .build())
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(wanted.every())))
                        .setJitter(wanted.every().dividedBy(10))
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(catchUp(wanted.every()))
                        .build())
                .build();
    }

    /** One period, but not so long that an outage is followed by a run nobody needs any more. */
    private static Duration catchUp(Duration every) {
        Duration longest = every.compareTo(Duration.ofSeconds(30)) < 0 ? every : Duration.ofSeconds(30);
        return longest.compareTo(SHORTEST_CATCH_UP) < 0 ? SHORTEST_CATCH_UP : longest;
    }

    private static boolean isNotFound(ScheduleException e) {
        return e.getCause() instanceof StatusRuntimeException status
                && status.getStatus().getCode() == Status.Code.NOT_FOUND;
    }
}
