package dev.rigger.activities.launches;

import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.LaunchActivities;
import dev.rigger.workflows.deployment.LaunchToken;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.deployment.Reservation;
import dev.rigger.workflows.deployment.ReservationActivities;
import dev.rigger.workflows.deployment.StoredOrders;
import dev.rigger.workflows.deployment.Workload;
import dev.rigger.workflows.deployment.WorkloadActivities;
import dev.rigger.workflows.fleet.HeadStartActivities;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first steps of a plan's launches, some at a time.
 *
 * <p>A launch's own workflow may already be at work, because an event or a restart began it early. What it must never meet
 * is a Job that appears after it looked for one in vain, so a workload is created only while the deployment's row is held
 * and does not say that the deployment is ending: the workflow says so in the row before it deletes anything.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class HeadStart implements HeadStartActivities {
    private static final Logger LOG = LoggerFactory.getLogger(HeadStart.class);
    private static final Set<Phase> NOTHING_CREATED = EnumSet.of(Phase.ORDERED, Phase.RESERVED, Phase.GRANTED);

    private final Plans plans;
    private final Deployments deployments;
    private final ReservationActivities reservations;
    private final LaunchActivities validators;
    private final WorkloadActivities clusters;
    private final Races races;

    HeadStart(
            Plans plans,
            Deployments deployments,
            ReservationActivities reservations,
            LaunchActivities validators,
            WorkloadActivities clusters,
            Races races) {
        this.plans = plans;
        this.deployments = deployments;
        this.reservations = reservations;
        this.validators = validators;
        this.clusters = clusters;
        this.races = races;
    }

    @Override
    public int begin(String planId) {
        List<PlannedLaunch> launches = plans.launchesOf(planId);
        races.begun();
        try {
            return SideBySide.count(launches, this::launched);
        } finally {
            races.ended();
        }
    }

    private boolean launched(PlannedLaunch launch) {
        try {
            DeploymentOrder order = StoredOrders.order(launch.order());
            // Making room takes time, which nobody else's first steps should wait for; a job's one token is its own's
            // to ask.
            return order.victims().isEmpty() && order.jobId() == null && launched(order);
        } catch (RuntimeException leftToItsWorkflow) {
            LOG.info("{} goes on by itself: {}", launch.deploymentId(), leftToItsWorkflow.toString());
            return false;
        }
    }

    private boolean launched(DeploymentOrder order) {
        Reservation reservation = reservations.reserve(order);
        if (reservation.refused() != null || !NOTHING_CREATED.contains(reservation.reached())) {
            return false;
        }
        String deploymentId = order.deploymentId();
        Optional<Reason> refused = refusal(validators.obtainLaunchToken(deploymentId));
        if (refused.isPresent()) {
            reservations.giveUp(deploymentId, refused.get());
            return false;
        }
        return deployments.holding(deploymentId, this::created).orElse(false);
    }

    private boolean created(Deployment held) {
        return NOTHING_CREATED.contains(Phase.valueOf(held.phase()))
                && clusters.createWorkload(held.deploymentId()) instanceof Workload.Created;
    }

    private static Optional<Reason> refusal(LaunchToken answer) {
        return switch (answer) {
            case LaunchToken.Granted granted -> Optional.empty();
            case LaunchToken.CapacityLocked locked -> Optional.of(Reason.CAPACITY_LOCKED);
            case LaunchToken.Forbidden forbidden -> Optional.of(Reason.FORBIDDEN);
            case LaunchToken.Rejected rejected -> Optional.of(Reason.REJECTED);
            case LaunchToken.Unauthorised unauthorised -> Optional.of(Reason.UNAUTHORISED);
        };
    }
}
