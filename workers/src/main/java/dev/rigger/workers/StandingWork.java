package dev.rigger.workers;

import dev.rigger.activities.inventory.LaterProofs;
import dev.rigger.activities.temporal.PeriodicWorkflow;
import dev.rigger.activities.temporal.PeriodicWorkflows;
import dev.rigger.activities.temporal.RunningDeployments;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.settings.Periods;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.workers.events.Owners;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.reconcile.ReconcileWorkflow;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be there whenever a worker is: each validator's coordinator and its Schedule of comparisons, a workflow for every
 * deployment whose row is open, and the Schedules of later proofs. Doing it again changes nothing.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class StandingWork {

    private static final Logger LOG = LoggerFactory.getLogger(StandingWork.class);

    private final ValidatorSettings validators;
    private final Periods periods;
    private final PeriodicWorkflows periodic;
    private final Owners owners;
    private final Deployments deployments;
    private final RunningDeployments running;
    private final LaterProofs proofs;

    StandingWork(
            ValidatorSettings validators,
            Periods periods,
            PeriodicWorkflows periodic,
            Owners owners,
            Deployments deployments,
            RunningDeployments running,
            LaterProofs proofs) {
        this.validators = validators;
        this.periods = periods;
        this.periodic = periodic;
        this.owners = owners;
        this.deployments = deployments;
        this.running = running;
        this.proofs = proofs;
    }

    public void ensure() {
        for (ValidatorEndpoint validator : validators.supported()) {
            owners.ensureFleet(validator.hotkey());
            periodic.ensure(new PeriodicWorkflow(
                    WorkflowIds.reconcile(validator.hotkey()),
                    ReconcileWorkflow.class,
                    validator.hotkey(),
                    periods.reconcile(),
                    "Comparison with validator " + validator.hotkey(),
                    "Compares what we believe with what the validator and the clusters show."));
        }
        Set<String> open =
                deployments.all().stream().map(Deployment::deploymentId).collect(Collectors.toSet());
        for (String orphan : running.ensureRunning(open)) {
            LOG.warn(
                    "deployment {} has no stored order (ORDER_MISSING): nobody owns it until the comparison finds it",
                    orphan);
        }
        proofs.ensure();
    }
}
