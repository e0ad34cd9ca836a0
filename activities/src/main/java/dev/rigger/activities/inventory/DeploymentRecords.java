package dev.rigger.activities.inventory;

import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Reservations;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.deployment.Reservation;
import dev.rigger.workflows.deployment.ReservationActivities;
import io.micronaut.context.annotation.Requires;
import io.temporal.activity.Activity;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A deployment's row, from reservation to release. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class DeploymentRecords implements ReservationActivities {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Reservations reservations;
    private final Deployments deployments;
    private final Gpus gpus;
    private final LaunchBackoff backoff;
    private final Clock clock;

    DeploymentRecords(
            Reservations reservations, Deployments deployments, Gpus gpus, LaunchBackoff backoff, Clock clock) {
        this.reservations = reservations;
        this.deployments = deployments;
        this.gpus = gpus;
        this.backoff = backoff;
        this.clock = clock;
    }

    @Override
    public Reservation reserve(DeploymentOrder order) {
        return switch (reservations.reserve(row(order), order.gpuIds(), order.victims())) {
            case RESERVED -> Reservation.made();
            case ALREADY_OURS ->
                deployments
                        .byId(order.deploymentId())
                        .map(found -> Reservation.found(reached(found), found.instanceId()))
                        .orElseGet(() -> Reservation.refused(Reason.CANCELLED));
            // Released before: whoever starts it again finds it over, and reserves nothing.
            case ALREADY_OVER -> Reservation.refused(endOf(order.deploymentId()));
            case LAUNCH_LOST -> Reservation.refused(Reason.LAUNCH_LOST);
            case GPU_TAKEN -> Reservation.refused(Reason.GPU_TAKEN);
            case SERVER_LOCKED -> Reservation.refused(Reason.SERVER_LOCKED);
            case SERVER_UNKNOWN -> Reservation.refused(Reason.SERVER_UNKNOWN);
            case CHUTE_UNKNOWN -> Reservation.refused(Reason.CHUTE_UNKNOWN);
            case CHUTE_BANNED -> Reservation.refused(Reason.CHUTE_BANNED);
        };
    }

    @Override
    public void awaitGpus(String deploymentId, int wanted) {
        int owned = gpus.ofDeployment(deploymentId).size();
        while (owned < wanted) {
            Activity.getExecutionContext().heartbeat(owned + " of " + wanted);
            pause();
            owned = gpus.ofDeployment(deploymentId).size();
        }
    }

    @Override
    public void recordInstance(String deploymentId, InstanceEvent event) {
        String instance = event.instanceId();
        switch (event.kind()) {
            case CREATED -> {
                deployments.setInstance(deploymentId, instance, null, null, null, event.at());
                advance(deploymentId, Phase.CLAIMED, null);
            }
            case VERIFIED -> {
                deployments.setInstance(deploymentId, instance, event.at(), null, null, event.at());
                advance(deploymentId, Phase.VERIFIED, null);
            }
            case ACTIVATED -> {
                // Only a verified instance is activated, whether or not we heard of the verification.
                deployments.setInstance(deploymentId, instance, event.at(), event.at(), true, event.at());
                advance(deploymentId, Phase.ACTIVE, null);
                backoff.worked(deploymentId);
            }
            case DISABLED, DELETED -> deployments.setInstance(deploymentId, instance, null, null, false, event.at());
        }
    }

    @Override
    public void recordPhase(String deploymentId, Phase phase, String reason, @Nullable String words) {
        advance(deploymentId, phase, reason.isEmpty() ? null : reason);
        if (words != null && !words.isEmpty()) {
            deployments.setDetail(deploymentId, words);
        }
    }

    @Override
    public boolean giveUp(String deploymentId, Reason reason) {
        Optional<Deployment> row = deployments.byId(deploymentId);
        boolean given = reservations.giveUp(deploymentId, reason.name());
        if (given) {
            row.ifPresent(ended -> backoff.after(ended, reason));
        }
        return given;
    }

    @Override
    public void release(String deploymentId, Reason reason) {
        Optional<Deployment> ended = deployments.byId(deploymentId);
        ended.ifPresent(row -> backoff.after(row, reason));
        reservations.release(deploymentId, reason.name());
    }

    private Reason endOf(String deploymentId) {
        return deployments.endOf(deploymentId).map(Reason::valueOf).orElse(Reason.CANCELLED);
    }

    /** Forwards only, for writes may overtake one another; but a cluster that answers again brings HELD back to DRAINING. */
    private void advance(String deploymentId, Phase phase, @Nullable String reason) {
        String from = Arrays.stream(Phase.values())
                .filter(earlier -> earlier.compareTo(phase) <= 0 || (phase == Phase.DRAINING && earlier == Phase.HELD))
                .map(Phase::name)
                .collect(Collectors.joining(","));
        deployments.advance(deploymentId, phase.name(), reason, from);
    }

    /** How far an earlier attempt got; it may have died between a step and the record of its phase. */
    private static Phase reached(Deployment row) {
        Phase recorded = Phase.valueOf(row.phase());
        Phase shown = row.active()
                ? Phase.ACTIVE
                : row.verifiedAt() != null
                        ? Phase.VERIFIED
                        : row.instanceId() != null
                                ? Phase.CLAIMED
                                : !row.stub() ? Phase.CREATED : row.configId() != null ? Phase.GRANTED : Phase.RESERVED;
        return recorded.compareTo(shown) < 0 ? shown : recorded;
    }

    /** The database cannot call back. */
    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The wait for GPUs was interrupted; another worker takes it up", stopping);
        }
    }

    private Deployment row(DeploymentOrder order) {
        return new Deployment(
                order.deploymentId(),
                null,
                order.validator(),
                null,
                null,
                order.chuteId(),
                order.serverId(),
                order.version(),
                false,
                null,
                null,
                true,
                order.jobId(),
                null,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                true,
                Phase.RESERVED.name(),
                null,
                order.planId(),
                order.cause().name(),
                order.bountyWorkflowId());
    }
}
