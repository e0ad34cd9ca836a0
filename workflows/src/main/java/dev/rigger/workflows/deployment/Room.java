package dev.rigger.workflows.deployment;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.server.DeploymentSignals;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for a launch that was granted: all its victims drain at once, and the GPUs that they let go of come to the
 * newcomer, for which they are held since its reservation. Nobody is told to go before the launch token is there.
 */
final class Room {
    private final DeploymentOrder order;

    Room(DeploymentOrder order) {
        this.order = order;
    }

    /** Returns once the newcomer owns all its GPUs, or why it will not. */
    @Nullable
    Reason make(Consumer<String> waitFor) {
        waitFor.accept(order.victims().size() + " deployments to make room");
        List<Promise<Void>> told = order.victims().stream()
                .map(victim -> Async.procedure(() -> Steps.run(
                        DeploymentSignals.class,
                        "End " + victim + " to make room",
                        deployments -> deployments.terminate(victim, Reason.PREEMPTED))))
                .toList();
        Promise.allOf(told).get();
        Duration patience = order.timings()
                .shutdownGrace()
                .multipliedBy(2)
                .plus(order.timings().lookAgain());
        try {
            Steps.watching(ReservationActivities.class, "Await the GPUs on " + order.serverName(), patience)
                    .awaitGpus(order.deploymentId(), order.gpuIds().size());
            return null;
        } catch (ActivityFailure late) {
            return Steps.isCancellation(late) ? Reason.CANCELLED : Reason.ROOM_NOT_MADE;
        }
    }
}
