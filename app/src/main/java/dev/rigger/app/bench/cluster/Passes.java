package dev.rigger.app.bench.cluster;

import static dev.rigger.app.bench.system.Await.await;

import com.google.protobuf.util.Timestamps;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.workflows.WorkflowIds;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Begins passes of comparison, and reads from their histories how long each part took. */
final class Passes {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final WholeSystem system;

    Passes(WholeSystem system) {
        this.system = system;
    }

    /**
     * One pass.
     *
     * @param look the live list of every cluster, written down as seen
     * @param comparison of that with the inventory, and what follows from it
     * @param pull of the validator's lists, beside the look
     */
    record Pass(Duration look, Duration comparison, Duration pull) {
        Duration lookAndComparison() {
            return look.plus(comparison);
        }
    }

    /** Begins a pass as its Schedule does, and waits for its end. */
    Pass one() {
        WorkflowClient client = system.temporalConnection().client();
        Instant before = Instant.now();
        system.temporalConnection()
                .schedules()
                .getHandle(WorkflowIds.reconcile(system.validator().ss58()))
                .trigger();
        await("a pass to end", PATIENCE, () -> endedSince(client, before).isPresent());
        WorkflowExecutionMetadata pass = endedSince(client, before).orElseThrow();
        Map<String, Duration> parts = parts(client.fetchHistory(
                        pass.getExecution().getWorkflowId(), pass.getExecution().getRunId())
                .getHistory()
                .getEventsList());
        return new Pass(
                parts.getOrDefault("ClusterLook_LookAtClusters", Duration.ZERO),
                parts.getOrDefault("Finding_CompareAndTell", Duration.ZERO),
                parts.getOrDefault("Sync_Pull", Duration.ZERO));
    }

    private static Optional<WorkflowExecutionMetadata> endedSince(WorkflowClient client, Instant begun) {
        try (Stream<WorkflowExecutionMetadata> ended = client.listExecutions("WorkflowType = 'ReconcileWorkflow'"
                + " AND ExecutionStatus = 'Completed' AND StartTime > '" + begun + "'")) {
            return ended.findFirst();
        }
    }

    /** By activity, from its scheduling to its completion. */
    private static Map<String, Duration> parts(List<HistoryEvent> events) {
        Map<Long, HistoryEvent> scheduled = new HashMap<>();
        Map<String, Duration> parts = new HashMap<>();
        for (HistoryEvent event : events) {
            if (event.hasActivityTaskScheduledEventAttributes()) {
                scheduled.put(event.getEventId(), event);
            } else if (event.hasActivityTaskCompletedEventAttributes()) {
                HistoryEvent begun = Objects.requireNonNull(scheduled.get(
                        event.getActivityTaskCompletedEventAttributes().getScheduledEventId()));
                parts.put(
                        begun.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName(),
                        Duration.ofNanos(
                                Timestamps.toNanos(event.getEventTime()) - Timestamps.toNanos(begun.getEventTime())));
            }
        }
        return parts;
    }
}
