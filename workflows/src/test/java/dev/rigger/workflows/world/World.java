package dev.rigger.workflows.world;

import dev.rigger.workflows.RiggerWorkflows;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.GpuHostActivities;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Temporal with skipped time, our workflows, and a world that does as it is told. */
public final class World implements AutoCloseable {
    public static final String VALIDATOR = "5Validator";

    public final Journal journal = new Journal();
    public final FakeInventory inventory = new FakeInventory(journal);
    public final FakeValidator validator = new FakeValidator(journal);
    public final FakeCluster cluster = new FakeCluster(journal);
    public final FakeCoordination coordination = new FakeCoordination(journal, inventory);
    public final FakeGpuHost gpuHost = new FakeGpuHost(journal);
    public final FakeMachine machine = new FakeMachine(journal, gpuHost);
    public final FakeBootstrap bootstrap = new FakeBootstrap(journal, gpuHost);
    public final TestWorkflowEnvironment temporal;

    /** @param hostsWithWorker servers whose GPU worker polls its queue */
    public World(String... hostsWithWorker) {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .build());
        for (String name : List.of("ServerName", "ChuteId", "DeploymentId", "Phase", "Reason")) {
            options.registerSearchAttribute(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        coordination.on(client());
        register(temporal.newWorker(TaskQueues.CONTROL_PLANE, WORKER));
        for (String host : hostsWithWorker) {
            temporal.newWorker(TaskQueues.gpu(host), WORKER).registerActivitiesImplementations(hostOnly());
        }
        temporal.start();
    }

    private static final WorkerOptions WORKER = WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(10_000)
            .setUsingVirtualThreads(true)
            .build();

    /** The same world on another server, such as the development server. */
    public void register(WorkerFactory factory) {
        coordination.on(factory.getWorkflowClient());
        register(factory.newWorker(TaskQueues.CONTROL_PLANE, WORKER));
        factory.newWorker(TaskQueues.gpu("h200-0"), WORKER).registerActivitiesImplementations(hostOnly());
    }

    private void register(Worker worker) {
        worker.registerWorkflowImplementationTypes(RiggerWorkflows.implementations());
        worker.registerActivitiesImplementations(
                inventory, validator, cluster, coordination, gpuHost, machine, bootstrap);
    }

    /** The host's worker knows nothing but the host's contract. */
    private GpuHostActivities hostOnly() {
        return new GpuHostActivities() {
            @Override
            public DeviceReport reportDevices(String serverName) {
                return gpuHost.reportDevices(serverName);
            }

            @Override
            public ProofAnswer prove(ProofChallenge challenge) {
                return gpuHost.prove(challenge);
            }
        };
    }

    public WorkflowClient client() {
        return temporal.getWorkflowClient();
    }

    public <W> W workflow(Class<W> type, String id) {
        return client().newWorkflowStub(
                        type,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TaskQueues.CONTROL_PLANE)
                                .setWorkflowId(id)
                                .build());
    }

    /** Does that when so much time has passed. */
    public void after(Duration delay, Runnable what) {
        temporal.registerDelayedCallback(delay, what);
    }

    public <W, R> R result(W workflow, Class<R> type) {
        return WorkflowStub.fromTyped(workflow).getResult(type);
    }

    public <W> void with(W workflow, Consumer<W> what) {
        what.accept(workflow);
    }

    public int historyLength(String workflowId) {
        return client().fetchHistory(workflowId).getEvents().size();
    }

    @Override
    public void close() {
        temporal.close();
    }
}
