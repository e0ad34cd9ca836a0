package dev.rigger.activities.temporal;

import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentStart;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import dev.rigger.workflows.deployment.StoredOrders;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reaches the workflow of a deployment whose row is open. One that is not running is started anew with its stored order:
 * it finds by its id what it already did and goes on from there.
 */
@Singleton
public final class RunningDeployments {
    private static final int FEW = 8;
    private static final int AT_A_TIME = 16;
    private static final String RUNNING =
            "WorkflowType = '" + DeploymentWorkflow.class.getSimpleName() + "' AND ExecutionStatus = 'Running'";

    /** A list of thousands costs Temporal seconds, their number next to nothing. */
    private static final int PASSES = 5;

    private final WorkflowClient client;
    private final Plans plans;
    private final Deployments deployments;
    private final Duration listEvery;
    private final InstantSource clock;
    private volatile Instant nextList = Instant.MIN;

    public RunningDeployments(
            WorkflowClient client, Plans plans, Deployments deployments, Periods periods, InstantSource clock) {
        this.client = client;
        this.plans = plans;
        this.deployments = deployments;
        this.listEvery = periods.reconcile().multipliedBy(PASSES);
        this.clock = clock;
    }

    /** Sends the message to the running workflow; answers false when there is none. */
    public boolean tell(String deploymentId, Consumer<DeploymentWorkflow> message) {
        try {
            message.accept(client.newWorkflowStub(DeploymentWorkflow.class, WorkflowIds.deployment(deploymentId)));
            return true;
        } catch (WorkflowNotFoundException e) {
            return false;
        }
    }

    /** Sends the message; starts the workflow first when it is not running although its row is open. */
    public void tellOrRevive(Deployment row, Consumer<DeploymentWorkflow> message) {
        if (!tell(row.deploymentId(), message)) {
            ensureRunning(row.deploymentId());
            tell(row.deploymentId(), message);
        }
    }

    /**
     * Starts the workflows of those deployments that are not running; answers those for which no order was found.
     *
     * <p>Many are looked up in the server's list of running workflows, because each start costs as much as a page of it.
     * While as many run as there are rows, nobody is missing, unless one runs that has no row: so the list is read every few
     * passes all the same. It may be late by seconds: one that ended just now is started by whoever asks next.
     */
    public Set<String> ensureRunning(Set<String> deploymentIds) {
        Set<String> missing = new TreeSet<>(deploymentIds);
        if (missing.size() > FEW) {
            Instant now = clock.instant();
            if (now.isBefore(nextList) && asManyRunAsHaveRows(missing)) {
                return Set.of();
            }
            nextList = now.plus(listEvery);
            try (Stream<WorkflowExecutionMetadata> running = client.listExecutions(RUNNING)) {
                Set<String> listed =
                        running.map(one -> one.getExecution().getWorkflowId()).collect(Collectors.toSet());
                missing.removeIf(id -> listed.contains(WorkflowIds.deployment(id)));
            }
        }
        missing.removeAll(started(missing));
        return missing;
    }

    private boolean asManyRunAsHaveRows(Set<String> asked) {
        Set<String> rows = deployments.ids();
        return rows.containsAll(asked) && client.countWorkflows(RUNNING).getCount() >= rows.size();
    }

    /** Some side by side: one after the other, thousands would take longer than an activity may be silent. */
    private Set<String> started(Set<String> deploymentIds) {
        ThreadFactory virtual = Thread.ofVirtual().factory();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, virtual)) {
            Map<String, Future<Boolean>> starts = new HashMap<>();
            deploymentIds.forEach(id -> starts.put(id, threads.submit(() -> ensureRunning(id))));
            Set<String> started = new HashSet<>();
            for (Map.Entry<String, Future<Boolean>> start : starts.entrySet()) {
                if (start.getValue().get()) {
                    started.add(start.getKey());
                }
            }
            return started;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A deployment could not be taken up again; the next comparison tries", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Deployments were being taken up again; the next comparison goes on", e);
        }
    }

    private boolean ensureRunning(String deploymentId) {
        Optional<DeploymentOrder> order = orderOf(deploymentId);
        order.ifPresent(this::start);
        return order.isPresent();
    }

    private void start(DeploymentOrder order) {
        DeploymentWorkflow workflow = client.newWorkflowStub(DeploymentWorkflow.class, DeploymentStart.again(order));
        WorkflowClient.start(workflow::deploy, order);
    }

    private Optional<DeploymentOrder> orderOf(String deploymentId) {
        return plans.launchOf(deploymentId).map(PlannedLaunch::order).map(StoredOrders::order);
    }
}
