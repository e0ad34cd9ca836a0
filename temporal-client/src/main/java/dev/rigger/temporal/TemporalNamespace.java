package dev.rigger.temporal;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namespace with its search attributes: created when missing, left alone when there, and waited for until the server
 * takes them in a query, which is some seconds after it accepted them.
 */
public final class TemporalNamespace {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalNamespace.class);
    private static final java.time.Duration BETWEEN_LOOKS = java.time.Duration.ofMillis(100);

    private final TemporalConnection connection;
    private final InstantSource clock;
    private final NamespaceData data = NamespaceData.load();

    public TemporalNamespace(TemporalConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Makes the namespace usable; repeating it, also from several processes at once, changes nothing.
     *
     * @param patience how long the server may take to show what it accepted
     * @throws NamespaceNotPermitted when something is missing and this client may not create it
     * @throws TemporalUnreachable when what was created is still not usable after {@code patience}
     */
    public void ensure(java.time.Duration patience) {
        // Where everything is there, not even the right to list is needed: Temporal Cloud's clients lack it.
        if (isUsable()) {
            return;
        }
        createNamespace();
        // A namespace made a moment ago is unknown to parts of the server for some seconds.
        await(patience, this::createSearchAttributes);
        await(patience, this::isUsable);
    }

    /** One query that names every search attribute: it passes only once the frontend knows them all. */
    private boolean isUsable() {
        String everyAttribute = data.searchAttributes().keySet().stream()
                .map(attribute -> attribute + " = 'none'")
                .collect(Collectors.joining(" AND "));
        try {
            connection
                    .service()
                    .blockingStub()
                    .countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                            .setNamespace(name())
                            .setQuery(everyAttribute)
                            .build());
            return true;
        } catch (StatusRuntimeException refused) {
            return switch (refused.getStatus().getCode()) {
                case NOT_FOUND, INVALID_ARGUMENT, PERMISSION_DENIED, UNIMPLEMENTED -> false;
                default -> throw refused;
            };
        }
    }

    private void createNamespace() {
        try {
            connection
                    .service()
                    .blockingStub()
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(name())
                            .build());
            return;
        } catch (StatusRuntimeException missing) {
            if (missing.getStatus().getCode() != Status.Code.NOT_FOUND && !isNotPermitted(missing)) {
                throw missing;
            }
        }
        try {
            connection
                    .service()
                    .blockingStub()
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace(name())
                            .setDescription(data.description())
                            .setWorkflowExecutionRetentionPeriod(
                                    Duration.newBuilder().setSeconds(TimeUnit.DAYS.toSeconds(data.retentionDays())))
                            .build());
            LOG.info("created Temporal namespace {}, retention {} days", name(), data.retentionDays());
        } catch (StatusRuntimeException refused) {
            if (isNotPermitted(refused)) {
                throw new NamespaceNotPermitted(
                        address(), name(), data, true, data.searchAttributes().keySet(), refused);
            }
            if (refused.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw refused;
            }
        }
    }

    /** False while the server does not know the namespace yet. */
    private boolean createSearchAttributes() {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder(connection.service().getOptions())
                        .setChannel(null)
                        .build());
        List<String> missing = new ArrayList<>(data.searchAttributes().keySet());
        try {
            var known = operator.blockingStub()
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(name())
                            .build());
            missing.removeAll(known.getCustomAttributesMap().keySet());
            if (missing.isEmpty()) {
                return true;
            }
            AddSearchAttributesRequest.Builder wanted =
                    AddSearchAttributesRequest.newBuilder().setNamespace(name());
            missing.forEach(attribute -> wanted.putSearchAttributes(attribute, data.typeOf(attribute)));
            operator.blockingStub().addSearchAttributes(wanted.build());
            LOG.info("created search attributes {} in namespace {}", missing, name());
            return true;
        } catch (StatusRuntimeException refused) {
            if (isNotPermitted(refused)) {
                throw new NamespaceNotPermitted(address(), name(), data, false, missing, refused);
            }
            return switch (refused.getStatus().getCode()) {
                case NOT_FOUND -> false;
                case ALREADY_EXISTS -> true;
                default -> throw refused;
            };
        } finally {
            operator.shutdownNow();
        }
    }

    private void await(java.time.Duration patience, BooleanSupplier done) {
        var deadline = clock.instant().plus(patience);
        while (!done.getAsBoolean()) {
            if (clock.instant().isAfter(deadline) || Thread.currentThread().isInterrupted()) {
                throw new TemporalUnreachable(
                        address(), patience, new IllegalStateException("namespace " + name() + " is not usable yet"));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static boolean isNotPermitted(StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED -> true;
            default -> false;
        };
    }

    private String name() {
        return connection.settings().namespace();
    }

    private String address() {
        return connection.settings().address();
    }
}
