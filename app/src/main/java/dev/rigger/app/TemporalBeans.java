package dev.rigger.app;

import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.settings.TemporalSettings;
import dev.rigger.temporal.TemporalConnection;
import dev.rigger.temporal.TemporalNamespace;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The one connection to Temporal of a control-plane process. */
@Factory
final class TemporalBeans {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A worker is of no use without its namespace, so it sees to it first; web goes on and tells in its health. */
    @Singleton
    @Bean(preDestroy = "close")
    TemporalConnection connection(
            TemporalSettings settings,
            SecretKeys keys,
            InstantSource clock,
            @Nullable MeterRegistry registry,
            @Value("${rigger.role.worker:false}") boolean worker) {
        TemporalConnection connection = TemporalConnection.open(settings, keys, registry, identity());
        if (worker) {
            connection.awaitReachable(PATIENCE);
            new TemporalNamespace(connection, clock).ensure(PATIENCE);
        }
        return connection;
    }

    @Singleton
    WorkflowClient client(TemporalConnection connection) {
        return connection.client();
    }

    @Singleton
    ScheduleClient schedules(TemporalConnection connection) {
        return connection.schedules();
    }

    @Singleton
    WorkflowServiceStubs service(TemporalConnection connection) {
        return connection.service();
    }

    private static String identity() {
        return ProcessHandle.current().pid() + "@" + hostName();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
