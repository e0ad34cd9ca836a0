package dev.rigger.app.bench;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.UUID;

/** The yardstick: a workflow that does nothing, on the same server, with a client and a worker of its own. */
final class EmptyWorkflows implements AutoCloseable {
    private static final String QUEUE = "bench/empty";

    private final WorkflowServiceStubs service;
    private final WorkflowClient client;
    private final WorkerFactory factory;

    EmptyWorkflows(String address) {
        service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        client = WorkflowClient.newInstance(
                service,
                WorkflowClientOptions.newBuilder().setNamespace("rigger").build());
        factory = WorkerFactory.newInstance(client);
        factory.newWorker(QUEUE).registerWorkflowImplementationTypes(EmptyImpl.class);
        factory.start();
    }

    /** Start to result, as the caller sees it. */
    Duration runOne() {
        Empty workflow = client.newWorkflowStub(
                Empty.class,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(QUEUE)
                        .setWorkflowId("bench/" + UUID.randomUUID())
                        .setDisableEagerExecution(true)
                        .build());
        long begun = System.nanoTime();
        workflow.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Override
    public void close() {
        factory.shutdownNow();
        service.shutdownNow();
    }

    /** Does nothing. */
    @WorkflowInterface
    public interface Empty {
        @WorkflowMethod
        void run();
    }

    /** Does nothing. */
    public static final class EmptyImpl implements Empty {
        @Override
        public void run() {}
    }
}
