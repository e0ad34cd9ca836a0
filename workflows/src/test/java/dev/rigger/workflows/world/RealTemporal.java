package dev.rigger.workflows.world;

import dev.rigger.devnet.local.LocalTemporal;
import dev.rigger.workflows.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The real development server with our workflows and the same small world; time passes as it does. */
public final class RealTemporal implements AutoCloseable {
    private static final List<String> SEARCH_ATTRIBUTES =
            List.of("ServerName", "ChuteId", "DeploymentId", "Phase", "Reason");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public final World world = new World();
    private final LocalTemporal server = LocalTemporal.startTemporary();
    private final WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build());
    private final WorkflowClient client = WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder()
                    .setNamespace(LocalTemporal.NAMESPACE)
                    // Kept histories name no machine.
                    .setIdentity("recorder")
                    .build());
    private final WorkerFactory workers = WorkerFactory.newInstance(client);

    public RealTemporal() {
        addSearchAttributes();
        world.register(workers);
        workers.start();
    }

    public WorkflowClient client() {
        return client;
    }

    public <W> W workflow(Class<W> type, String id) {
        return client.newWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(TaskQueues.CONTROL_PLANE)
                        .setWorkflowId(id)
                        .build());
    }

    public WorkflowExecutionHistory history(String workflowId) {
        return client.fetchHistory(workflowId);
    }

    /** Waits, within reason, until that is so. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come within " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        service.shutdownNow();
        server.close();
        world.close();
    }

    private void addSearchAttributes() {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setTarget(server.address())
                .validateAndBuildWithDefaults());
        AddSearchAttributesRequest.Builder wanted =
                AddSearchAttributesRequest.newBuilder().setNamespace(LocalTemporal.NAMESPACE);
        SEARCH_ATTRIBUTES.forEach(
                name -> wanted.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        operator.blockingStub().addSearchAttributes(wanted.build());
        operator.shutdownNow();
        until(this::searchAttributesAreUsable);
    }

    private boolean searchAttributesAreUsable() {
        try {
            service.blockingStub()
                    .countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                            .setNamespace(LocalTemporal.NAMESPACE)
                            .setQuery(String.join(" = 'x' AND ", SEARCH_ATTRIBUTES) + " = 'x'")
                            .build());
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }
}
