package dev.rigger.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.settings.Secret;
import dev.rigger.settings.TemporalSettings;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's connection to Temporal: a dev server, one's own cluster, or Temporal Cloud, by settings alone.
 *
 * <p>Opening it calls nobody: a server that is away is met at the first call, which the SDK retries, or by {@link
 * #awaitReachable}. Closing it ends the channel; stop workers first.
 */
public final class TemporalConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalConnection.class);
    private static final Duration METRICS_EVERY = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final TemporalSettings settings;
    private final WorkflowServiceStubs service;
    private final WorkflowClient client;
    private final ScheduleClient schedules;
    private final @Nullable Scope metrics;

    private TemporalConnection(
            TemporalSettings settings,
            WorkflowServiceStubs service,
            WorkflowClient client,
            ScheduleClient schedules,
            @Nullable Scope metrics) {
        this.settings = settings;
        this.service = service;
        this.client = client;
        this.schedules = schedules;
        this.metrics = metrics;
    }

    /**
     * @param keys of the payload codec; null in a process that may hold none
     * @param registry where the SDK's metrics go; null drops them
     * @param identity who this process is, for people who look at workers in the Temporal UI
     */
    public static TemporalConnection open(
            TemporalSettings settings, @Nullable SecretKeys keys, @Nullable MeterRegistry registry, String identity) {
        WorkflowServiceStubsOptions.Builder stubs =
                WorkflowServiceStubsOptions.newBuilder().setTarget(settings.address());
        TransportSecurity.apply(settings, stubs);
        Secret apiKey = settings.apiKey();
        if (apiKey != null) {
            stubs.addApiKey(apiKey::reveal);
        }
        Scope metrics = registry == null ? null : metricsInto(registry);
        if (metrics != null) {
            stubs.setMetricsScope(metrics);
        }
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(stubs.build());
        DataConverter payloads = Payloads.converter(keys);
        WorkflowClient client = WorkflowClient.newInstance(
                service,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(settings.namespace())
                        .setDataConverter(payloads)
                        .setIdentity(identity)
                        .build());
        ScheduleClient schedules = ScheduleClient.newInstance(
                service,
                ScheduleClientOptions.newBuilder()
                        .setNamespace(settings.namespace())
                        .setDataConverter(payloads)
                        .setIdentity(identity)
                        .build());
        return new TemporalConnection(settings, service, client, schedules, metrics);
    }

    public TemporalSettings settings() {
        return settings;
    }

    public WorkflowClient client() {
        return client;
    }

    public ScheduleClient schedules() {
        return schedules;
    }

    /** Raw stubs, for calls that the client has no method for. They name the namespace in every request themselves. */
    public WorkflowServiceStubs service() {
        return client.getWorkflowServiceStubs();
    }

    /**
     * Waits until the server answers.
     *
     * @throws TemporalUnreachable when it does not within {@code patience}
     */
    public void awaitReachable(Duration patience) {
        try {
            service.connect(patience);
        } catch (StatusRuntimeException away) {
            throw new TemporalUnreachable(settings.address(), patience, away);
        }
    }

    @Override
    public void close() {
        service.shutdown();
        service.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        service.shutdownNow();
        closeMetrics();
    }

    private void closeMetrics() {
        if (metrics == null) {
            return;
        }
        try {
            metrics.close();
        } catch (ScopeCloseException lastReport) {
            LOG.warn("the last metrics of the Temporal client are lost", lastReport);
        }
    }

    private static Scope metricsInto(MeterRegistry registry) {
        return new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(registry))
                .reportEvery(com.uber.m3.util.Duration.ofMillis(METRICS_EVERY.toMillis()));
    }
}
