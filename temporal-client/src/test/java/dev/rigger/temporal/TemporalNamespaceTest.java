package dev.rigger.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.devnet.local.LocalTemporal;
import dev.rigger.settings.TemporalSettings;
import dev.rigger.workflows.SearchKeys;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TemporalNamespaceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static @Nullable LocalTemporal server;

    @WorkflowInterface
    public interface Greeting {
        @WorkflowMethod
        String greet(String name);
    }

    public static final class GreetingImpl implements Greeting {
        @Override
        public String greet(String name) {
            return "hello " + name;
        }
    }

    @BeforeAll
    static void startServer() {
        server = LocalTemporal.startTemporary();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aMissingNamespaceIsMadeWithItsSearchAttributesAndIsUsableAtOnce() {
        try (TemporalConnection connection = connect("made-by-test", null)) {
            TemporalNamespace namespace = new TemporalNamespace(connection, InstantSource.system());

            namespace.ensure(PATIENCE);

            assertThatCode(() -> startWith(connection, "first", SearchKeys.PHASE))
                    .doesNotThrowAnyException();
            assertThatCode(() -> connection
                            .client()
                            .listExecutions("ServerName = 'h200-0'")
                            .count())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void makingItAgainChangesNothing() {
        try (TemporalConnection connection = connect(LocalTemporal.NAMESPACE, null)) {
            TemporalNamespace namespace = new TemporalNamespace(connection, InstantSource.system());
            namespace.ensure(PATIENCE);

            assertThatCode(() -> namespace.ensure(PATIENCE)).doesNotThrowAnyException();
        }
    }

    @Test
    void theDataNamesEverySearchAttributeThatTheWorkflowsSet() {
        List<String> used = List.of(
                        SearchKeys.SERVER_NAME,
                        SearchKeys.CHUTE_ID,
                        SearchKeys.DEPLOYMENT_ID,
                        SearchKeys.PHASE,
                        SearchKeys.REASON)
                .stream()
                .map(SearchAttributeKey::getName)
                .toList();

        assertThat(NamespaceData.load().searchAttributes().keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void whoMayNotCreateIsToldTheCommands() {
        var refused = new NamespaceNotPermitted(
                "acme.tmprl.cloud:7233",
                "rigger.acme",
                NamespaceData.load(),
                true,
                List.of("Phase", "Reason"),
                new StatusRuntimeException(Status.PERMISSION_DENIED));

        assertThat(refused)
                .hasMessageContaining("NAMESPACE_NOT_PERMITTED")
                .hasMessageContaining("temporal operator namespace create --address acme.tmprl.cloud:7233"
                        + " --namespace rigger.acme --retention 7d")
                .hasMessageContaining("--name Phase --type Keyword")
                .hasMessageContaining("tcld namespace create --namespace rigger ")
                .hasMessageContaining(
                        "tcld namespace search-attributes add --namespace rigger.acme --search-attribute \"Reason=Keyword\"");
    }

    @Test
    void aServerThatIsAwayIsNamed() {
        try (TemporalConnection connection = TemporalConnection.open(
                new TemporalSettings("127.0.0.1:1", "rigger", null, false, null, null, null, null),
                null,
                null,
                "test")) {
            assertThatThrownBy(() -> connection.awaitReachable(Duration.ofMillis(300)))
                    .isInstanceOf(TemporalUnreachable.class)
                    .hasMessageContaining("127.0.0.1:1")
                    .hasMessageContaining("TEMPORAL_UNREACHABLE");
        }
    }

    @Test
    void aVersionedWorkerGetsWorkOnceItMadeItsVersionCurrent() {
        try (TemporalConnection connection = connect(LocalTemporal.NAMESPACE, "build-1")) {
            WorkerFactory factory = WorkerFactory.newInstance(connection.client(), WorkerShape.factory(List.of()));
            try {
                factory.newWorker("versioned", WorkerShape.controlPlane(connection.settings()))
                        .registerWorkflowImplementationTypes(GreetingImpl.class);
                factory.start();

                new WorkerVersion(connection, InstantSource.system()).makeCurrent(PATIENCE);

                Greeting greeting = connection
                        .client()
                        .newWorkflowStub(
                                Greeting.class,
                                WorkflowOptions.newBuilder()
                                        .setTaskQueue("versioned")
                                        .setWorkflowId("greeting")
                                        .build());
                assertThat(greeting.greet("ada")).isEqualTo("hello ada");
            } finally {
                factory.shutdownNow();
            }
        }
    }

    private static void startWith(TemporalConnection connection, String id, SearchAttributeKey<String> key) {
        Greeting greeting = connection
                .client()
                .newWorkflowStub(
                        Greeting.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue("nobody")
                                .setWorkflowId(id)
                                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                                        .set(key, "RESERVED")
                                        .build())
                                .build());
        WorkflowClient.start(greeting::greet, "ada");
    }

    private static TemporalConnection connect(String namespace, @Nullable String buildId) {
        LocalTemporal running = server;
        if (running == null) {
            throw new IllegalStateException("no server");
        }
        return TemporalConnection.open(
                new TemporalSettings(running.address(), namespace, null, false, null, null, null, buildId),
                null,
                null,
                "test");
    }
}
