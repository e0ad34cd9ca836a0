package dev.rigger.web;

import dev.rigger.inventory.Progress;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.StoredProgress;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentOutcome;
import dev.rigger.workflows.deployment.DeploymentState;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.onboarding.Admission;
import dev.rigger.workflows.onboarding.OnboardingOutcome;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.OnboardingState;
import dev.rigger.workflows.onboarding.OnboardingWorkflow;
import dev.rigger.workflows.progress.ProgressLine;
import dev.rigger.workflows.server.ServerOrder;
import dev.rigger.workflows.server.ServerState;
import dev.rigger.workflows.server.ServerWorkflow;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workflows that keep the contracts and do next to nothing, so that this process has somebody to talk to. */
final class SmallWorkflows {
    /** A day in which fractions of seconds are easy to see. */
    static final Instant STORY_BEGINS = Instant.parse("2026-08-05T17:00:00.123456Z");

    private SmallWorkflows() {}

    @ActivityInterface(namePrefix = "Small_")
    public interface SmallActivities {
        void append(ProgressLine line);

        void lock(String serverId, boolean locked);
    }

    static final class Records implements SmallActivities {
        private final Progress progress;
        private final Servers servers;

        Records(Progress progress, Servers servers) {
            this.progress = progress;
            this.servers = servers;
        }

        @Override
        public void append(ProgressLine line) {
            // The second line falls on a whole second.
            Instant at = STORY_BEGINS.plusNanos(line.number() == 1 ? 876_544_000 : 0);
            progress.append(new StoredProgress(
                    line.stream(), line.number(), line.message(), line.end().name(), at));
        }

        @Override
        public void lock(String serverId, boolean locked) {
            servers.setLocked(serverId, locked);
        }
    }

    private static SmallActivities records() {
        return Workflow.newActivityStub(
                SmallActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(10))
                        .build());
    }

    /** Refuses servers named {@code taken-…}; the others wait for a signal and then end as their name says. */
    public static final class Onboarding implements OnboardingWorkflow {
        private final OnboardingRequest asked;
        private boolean verified;

        @WorkflowInit
        public Onboarding(OnboardingRequest request) {
            this.asked = request;
        }

        @Override
        public OnboardingOutcome onboard(OnboardingRequest request) {
            if (request.name().startsWith("taken-")) {
                return new OnboardingOutcome(false, null, "SERVER_ALREADY_PROVISIONED", "taken");
            }
            append(0, "attempting to add node server_id=u-1 to inventory...", ProgressLine.End.OPEN);
            append(1, "two\nlines and a \"quote\"", ProgressLine.End.OPEN);
            Workflow.await(() -> verified);
            if (request.name().startsWith("vanishing-")) {
                return new OnboardingOutcome(false, null, "VANISHED", "no last line");
            }
            if (request.name().startsWith("failing-")) {
                append(2, "GPU_MEMORY_MISMATCH", ProgressLine.End.FAILED);
                return new OnboardingOutcome(false, null, "GPU_MEMORY_MISMATCH", "failed");
            }
            append(2, "completed server bootstrapping in 1.5 seconds!", ProgressLine.End.SUCCEEDED);
            return new OnboardingOutcome(true, "u-1", "DONE", "done");
        }

        @Override
        public Admission admission() {
            return asked.name().startsWith("taken-")
                    ? new Admission(
                            409,
                            "SERVER_ALREADY_PROVISIONED",
                            "Server with name=" + asked.name() + " is already provisioned!",
                            "Delete it first.",
                            null)
                    : new Admission(200, "ADMITTED", "", "", stream());
        }

        @Override
        public void gpuVerified(String gpuId) {
            verified = true;
        }

        @Override
        public OnboardingState state() {
            return new OnboardingState(asked.name(), List.of(), verified ? "" : "verification");
        }

        private static void append(int number, String message, ProgressLine.End end) {
            records().append(new ProgressLine(stream(), number, message, end));
        }

        private static String stream() {
            return Workflow.getInfo().getWorkflowId() + " " + Workflow.getInfo().getRunId();
        }
    }

    /** Writes locks; ends when told to delete. */
    public static final class ServerOwner implements ServerWorkflow {
        private final ServerOrder order;
        private boolean deleting;

        @WorkflowInit
        public ServerOwner(ServerOrder order) {
            this.order = order;
        }

        @Override
        public void own(ServerOrder order) {
            Workflow.await(() -> deleting);
        }

        @Override
        public void setLocked(boolean locked) {
            records().lock(order.serverId(), locked);
        }

        @Override
        public void delete() {
            deleting = true;
        }

        @Override
        public ServerState state() {
            return new ServerState(deleting, 0, "");
        }
    }

    /** Runs until told to end, and says why it did. */
    public static final class DeploymentOwner implements DeploymentWorkflow {
        private @Nullable Reason told;
        private String id = "";

        @Override
        public DeploymentOutcome deploy(DeploymentOrder order) {
            id = order.deploymentId();
            Workflow.await(() -> told != null);
            return new DeploymentOutcome(id, Phase.GONE, told == null ? Reason.CANCELLED : told, false);
        }

        @Override
        public void instanceEvent(InstanceEvent event) {}

        @Override
        public void podSeen(PodSighting sighting) {}

        @Override
        public void terminate(Reason reason) {
            told = reason;
        }

        @Override
        public DeploymentState state() {
            return new DeploymentState(id, Phase.RESERVED, null, told, "");
        }
    }
}
